"""Moderators decide about the author of a comment, from that comment."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from comments.actions.banning import ban
from comments.actions.deciding import Moderator
from comments.actions.matching import Matched, decide_matching
from comments.actions.trusting import forget_trust, trust
from comments.errors import CommentNotFound, NobodyKnown, SeniorsOnly
from comments.models import Ban, ReaderComment, Status, Trust

TERMS = (1, 7, 30)  # days; None is for ever


def known_as(comment: ReaderComment) -> tuple[str, str] | None:
    """Give as whom the author of a comment is known, in the spelling of Ban and Trust: an account before an address."""
    if comment.user_id:
        return Ban.Kind.USER, str(comment.user_id)
    if comment.visitor:
        return Ban.Kind.VISITOR, comment.visitor
    return (Ban.Kind.EMAIL, comment.user_email) if comment.user_email else None


def written_by(comment: ReaderComment) -> QuerySet[ReaderComment]:
    """Give the comments of the same author, as known_as knows them."""
    rows = ReaderComment.norel_objects.all()
    if comment.user_id:
        return rows.filter(user_id=comment.user_id)
    if comment.visitor:
        return rows.filter(visitor=comment.visitor)
    return rows.filter(email_hash=comment.email_hash) if comment.email_hash else rows.none()


def ban_author(comment_id: int, *, by: Moderator, days: int | None = None, reason: str = "") -> Ban:
    """Ban the author of a comment for some days, or for good. Raises CommentNotFound, NobodyKnown, InvalidComment."""
    comment = _comment(comment_id, by)
    kind, value = _known(comment)
    return ban(kind, value, by=by, reason=reason, until=_end(days), about=comment)


def ban_and_reject(
    comment_id: int,
    *,
    by: Moderator,
    expected_count: int,
    days: int | None = None,
    reason: str = "",
) -> Matched:
    """Ban the author of a comment and reject what they have waiting, at most 1,000, in one transaction.

    `expected_count` is how many that are, as the moderator was shown: with any other number nothing is done. Where more
    remain, call again. Raises CountChanged and what ban_author raises.
    """
    comment = _comment(comment_id, by)
    kind, value = _known(comment)
    with transaction.atomic():
        rows = waiting_by(comment, by=by)
        matched = decide_matching(rows, "reject", by=by, expected_count=expected_count, reason=reason)
        ban(kind, value, by=by, reason=reason, until=_end(days), about=comment)
    return matched


def waiting_by(comment: ReaderComment, *, by: Moderator) -> QuerySet[ReaderComment]:
    """Give what the author of a comment has waiting where a moderator decides."""
    return by.decidable(written_by(comment)).filter(status__in=[Status.PENDING, Status.UNCONFIRMED])


def trust_author(comment_id: int, *, by: Moderator, days: int | None = None, is_granted: bool = True) -> Trust:
    """Say that the author of a comment is trusted, or is not; for some days, or for good.

    Trust counts on every page, so that only who moderates every page gives it.
    Raises CommentNotFound, NobodyKnown, SeniorsOnly.
    """
    comment = _comment(comment_id, by)
    if by.authority and not by.authority.everywhere:
        raise SeniorsOnly
    kind, value = _known(comment)
    return trust(kind, value, by=by, is_granted=is_granted, until=_end(days), about=comment)


def forget_author_trust(comment_id: int, *, by: Moderator) -> None:
    """Take back what was said of the author of a comment: they are as trusted as they have earned.

    Raises CommentNotFound, also where nothing was said, NobodyKnown, SeniorsOnly.
    """
    comment = _comment(comment_id, by)
    if by.authority and not by.authority.everywhere:
        raise SeniorsOnly
    kind, value = _known(comment)
    forget_trust(
        Trust.objects.filter(kind=kind, value=value.casefold()).values_list("pk", flat=True).first() or 0, by=by
    )


def _comment(comment_id: int, by: Moderator) -> ReaderComment:
    rows = by.decidable(ReaderComment.norel_objects.filter(pk=comment_id))
    comment = rows.select_related("page").first()
    if comment is None:
        raise CommentNotFound
    return comment


def _known(comment: ReaderComment) -> tuple[str, str]:
    known = known_as(comment)
    if known is None:
        raise NobodyKnown
    return known


def _end(days: int | None) -> datetime | None:
    return timezone.now() + timedelta(days=days) if days else None
