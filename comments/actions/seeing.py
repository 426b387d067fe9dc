"""Moderators have seen what the rules have let through: it leaves the tab of what is new, and nothing else changes."""

from collections.abc import Mapping, Sequence

from django.db import transaction

from comments.actions.deciding import MOST_AT_ONCE, Moderator, Outcome, locked, stale_versions
from comments.errors import CommentNotFound
from comments.models import ReaderComment, Status


def see(ids: Sequence[int], *, by: Moderator, versions: Mapping[int, int] | None = None) -> list[Outcome]:
    """Mark up to 1,000 comments as seen, each on the version that was shown (`versions`, where given).

    Gives one Outcome for each id, in their order: one that has been changed meanwhile stays new. A comment's version does
    not grow by it. Raises ValueError for too many ids.
    """
    ids = list(dict.fromkeys(ids))
    if len(ids) > MOST_AT_ONCE:
        raise ValueError(f"At most {MOST_AT_ONCE} comments at once.")
    with transaction.atomic():
        comments = locked(by.decidable(ReaderComment.norel_objects.filter(pk__in=ids)))
        stale = stale_versions(comments, versions or {})
        fresh = [pk for pk, comment in comments.items() if comment.unseen and pk not in stale]
        ReaderComment.norel_objects.filter(pk__in=fresh).update(unseen=0)
    return [_outcome(pk, comments.get(pk), stale.get(pk), pk in fresh) for pk in ids]


def is_unseen(status: str, author_role: str) -> bool:
    """Tell whether a comment that the rules gave `status` is new to moderators; one of their own is not."""
    return status == Status.APPROVED and author_role != "moderator"


def _outcome(pk: int, comment: ReaderComment | None, error: Exception | None, is_fresh: bool) -> Outcome:
    if comment is None:
        return Outcome(id=pk, status="", outcome="not_found", error=CommentNotFound())
    if error:
        return Outcome(id=pk, status=comment.status, outcome="conflict", error=error)
    return Outcome(id=pk, status=comment.status, outcome="changed" if is_fresh else "unchanged")
