"""What an author's trust rests on, for moderators to see beside the author's history."""

from collections.abc import Mapping, Sequence

from django.db.models import Q

from comments import bans, discussions, policies
from comments.authority import Authority
from comments.models import DiscussionSettings, ReaderComment, Trust

GRANTED, WITHDRAWN, EARNED = STATES = ("granted", "withdrawn", "earned")


def of(
    comments: Sequence[ReaderComment],
    approved: Mapping[tuple, int],
    *,
    among: Authority,
    chosen: Mapping[int, DiscussionSettings] | None = None,
) -> dict[int, dict]:
    """Give by comment what its author's trust rests on, those left out who have none: {state, approved, until}.

    What moderators have said counts before what was earned. `until` is when their word ends, `approved` how many comments
    have earned it, by `approved` of who is known to be who they say (account). `chosen` are the settings by site, asked for
    where they are needed and not given. Trust is of all pages: what was said is for who moderates all. At most two queries.
    """
    said = _said(comments) if among.everywhere else {}
    known = {comment.pk: told for comment in comments if (told := _weighed([said.get(one) for one in _names(comment)]))}
    for comment in comments:
        number = approved.get(account(comment), 0)
        if comment.pk in known or not number:
            continue
        if chosen is None:
            chosen = discussions.settings_by_site()
        after = _after(comment, chosen)
        if after and number >= after:
            known[comment.pk] = {"state": EARNED, "approved": number, "until": None}
    return known


def account(comment: ReaderComment) -> tuple:
    """Give whose account a comment was written from: (its number here, what is stored of a front end's), empty for a guest."""
    return (comment.user_id, comment.visitor) if comment.user_id or comment.visitor else ()


def _names(comment: ReaderComment) -> list[tuple[str, str]]:
    """Give as whom Trust may know the author."""
    names = []
    if comment.user_id:
        names.append((Trust.Kind.USER, str(comment.user_id)))
    if comment.visitor:
        names.append((Trust.Kind.VISITOR, comment.visitor))
    if comment.user_email:
        names.append((Trust.Kind.EMAIL, bans.folded(comment.user_email)))
    return names


def _said(comments: Sequence[ReaderComment]) -> dict[tuple[str, str], Trust]:
    wanted: dict[str, set[str]] = {}
    for comment in comments:
        for kind, value in _names(comment):
            wanted.setdefault(kind, set()).add(value)
    asked = Q(pk__in=())
    for kind, values in wanted.items():
        asked |= Q(kind=kind, value__in=values)
    rows = Trust.objects.in_force().filter(asked).order_by() if wanted else ()
    return {(row.kind, row.value): row for row in rows}


def _weighed(said: Sequence[Trust | None]) -> dict | None:
    """Give what several words about one author come to: withdrawn outweighs granted, as trust.granted has it."""
    found = [row for row in said if row]
    if not found:
        return None
    is_granted = all(row.is_granted for row in found)
    ends = [row.until for row in found if row.is_granted is is_granted]
    state = GRANTED if is_granted else WITHDRAWN
    return {"state": state, "approved": 0, "until": None if None in ends else max(ends)}


def _after(comment: ReaderComment, chosen: Mapping[int, DiscussionSettings]) -> int:
    site = discussions.site_of(comment.page)
    discussion = getattr(comment.page, "discussion", None)
    return policies.trust_after(chosen.get(site) or DiscussionSettings(), discussion.own_rules if discussion else {})
