"""Moderators say that they trust somebody, that they do not, or take that back."""

from datetime import datetime

from django.db import transaction

from comments import bans
from comments.actions import logging
from comments.actions.banning import checked_end
from comments.actions.deciding import Moderator
from comments.errors import CommentNotFound, InvalidComment, SeniorsOnly
from comments.models import Decision, ReaderComment, Trust


def trust(
    kind: str,
    value: str,
    *,
    by: Moderator,
    is_granted: bool = True,
    until: datetime | None = None,
    about: ReaderComment | None = None,
) -> Trust:
    """Say of somebody (Trust.Kind) that they are trusted, or are not whatever they earn; until a moment, or for good.

    `about` is the comment that this came from, whose history then tells of it. The last word counts.
    Trust is for all pages, so it takes a moderator of all pages. Raises InvalidComment for what is no such kind or value,
    and for an end that is over; SeniorsOnly.
    """
    if by.authority and not by.authority.everywhere:
        raise SeniorsOnly
    if kind not in Trust.Kind.values:
        raise InvalidComment("kind", "An account or an e-mail address.")
    try:
        value = bans.normal(kind, value)
    except ValueError as error:
        raise InvalidComment(kind, str(error)) from None
    checked_end(until)
    with transaction.atomic():
        row, _ = Trust.objects.update_or_create(
            kind=kind, value=value, defaults={"is_granted": is_granted, "until": until, "created_by": by.user}
        )
        verb = Decision.Verb.TRUST if is_granted else Decision.Verb.DISTRUST
        if about is None:
            logging.record(verb, by=by.user, about=str(row))
        else:
            logging.append([logging.beside(about, verb=verb, by=by, until=until)])
    return row


def forget_trust(trust_id: int, *, by: Moderator) -> None:
    """Take back what was said of somebody: they are as trusted as they have earned.

    Raises CommentNotFound, SeniorsOnly.
    """
    if by.authority and not by.authority.everywhere:
        raise SeniorsOnly
    with transaction.atomic():
        row = Trust.objects.filter(pk=trust_id).first()
        deleted, _ = Trust.objects.filter(pk=trust_id).delete()
        if row is None or not deleted:
            raise CommentNotFound
        logging.record(Decision.Verb.DISTRUST, by=by.user, about=str(row))
