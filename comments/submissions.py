"""Puts together what the rules are told of a comment, whoever asks: a reader's post, an edit, a confirmation, a trial."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import timezone

from comments import histories, learning, trust
from comments.histories import Author
from comments.models import DiscussionSettings
from comments.rules import History, Opinion, Policy, Submission


@dataclass(frozen=True, kw_only=True)
class Known:
    """What the database says of an author and their words; `verified` says that they are known to be who they say."""

    history: History | None = None
    repeats: int = 0
    granted: bool | None = None
    verified: bool = False


NOTHING = Known()


def known(
    author: Author, words: str, policy: Policy, chosen: DiscussionSettings, *, at: datetime | None = None, but: int = 0
) -> Known:
    """Give what is known of an author and of `words` at a time (now), without the comment `but`: at most three queries.

    To be asked before the transaction in which a comment is put in its place: it holds the lock of the thread.
    """
    now = at or timezone.now()
    return Known(
        history=histories.history(author, policy, chosen, now=now, but=but),
        repeats=histories.repeats(words, policy, chosen, now=now, but=but),
        granted=trust.granted(user=author.user, visitor=author.visitor, email=author.own_email)
        if author.is_verified
        else None,
        verified=author.is_verified,
    )


def of(
    *,
    words: str,
    links: Sequence[str],
    name: str,
    policy: Policy,
    chosen: DiscussionSettings,
    email: str = "",
    at: datetime | None = None,
    known: Known = NOTHING,
    opinion: Opinion | None = None,
    **more: object,
) -> Submission:
    """Give the submission that these words are; `words` as the rules read them (bodies.Body.judged), `at` the time of it,
    `more` what else Submission takes."""
    return Submission(
        text=words,
        name=name,
        email=email,
        links=tuple(links),
        policy=policy,
        history=known.history,
        repeats=known.repeats,
        granted=known.granted,
        verified=known.verified,
        local_time=local(at or timezone.now(), chosen) if "quiet_hours" not in policy.off else None,
        scored=learning.score(words, name),
        opinion=opinion,
        **more,
    )


def local(at: datetime, chosen: DiscussionSettings) -> datetime:
    """Give a time as the clocks of a site show it."""
    return at.astimezone(ZoneInfo(chosen.time_zone or settings.TIME_ZONE))
