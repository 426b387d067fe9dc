"""Tries a text on rules, and tells rule by rule what it would get and why. Writes nothing."""

from dataclasses import dataclass
from typing import Any

from wagtail.models import Page

from comments import discussions, hashing, policies, submissions
from comments.actions.bodies import Body
from comments.histories import Author
from comments.models import Discussion, DiscussionSettings
from comments.rules import Asked, Verdict, explain
from comments.text import clean, clean_line, render


@dataclass(frozen=True, kw_only=True)
class Trial:
    """What a text would get, and what each rule said, in their order."""

    verdict: Verdict
    asked: list[Asked]


def of(
    chosen: DiscussionSettings,
    *,
    text: str,
    name: str = "",
    email: str = "",
    is_verified: bool = False,
    page: Page | None = None,
    own: dict[str, Any] | None = None,
) -> Trial:
    """Try a text on the settings of a site, saved or not, as if sent now; on `page` with its own rules, or with `own`.

    Akismet is not asked: whoever tries something out sends it nowhere.
    """
    discussion = (Discussion.objects.filter(page=page).first() if page else None) or Discussion()
    first = discussions.looks_first(discussion, chosen)
    policy = policies.of(chosen, discussion.own_rules if own is None else own, pre_moderation=first)
    cleaned = clean(text)
    body = Body(cleaned, render(cleaned))
    author = Author(email_hash=hashing.of_email(email), own_email=email if is_verified else "")
    judgement, asked = explain(
        submissions.of(
            words=body.judged,
            links=body.links,
            name=clean_line(name),
            email=email,
            policy=policy,
            chosen=chosen,
            known=submissions.known(author, body.text, policy, chosen),
            is_open=discussions.summary(page, chosen).is_open if page else True,
        )
    )
    return Trial(verdict=judgement.verdict, asked=asked)
