"""Moderators keep somebody out, or let them in again."""

from datetime import datetime

from django.contrib.auth import get_user_model
from django.db import transaction
from django.utils import timezone
from wagtail.models import Page

from comments import authority, bans
from comments.actions import logging
from comments.actions.deciding import Moderator
from comments.errors import CommentNotFound, InvalidComment, SeniorsOnly
from comments.models import Ban, Decision, ReaderComment


def ban(
    kind: str,
    value: str,
    *,
    by: Moderator,
    section: Page | None = None,
    reason: str = "",
    until: datetime | None = None,
    about: ReaderComment | None = None,
) -> Ban:
    """Ban somebody (Ban.Kind) until a moment, or for good; whoever is banned already is so from now on for this reason.

    In `section`, a page and all below it, or everywhere; for who moderates one section, or where `about` lies in one of
    theirs, that is understood. `about` is the comment that this came from, whose history then tells of it.
    Raises InvalidComment, SeniorsOnly (checked).
    """
    section = section or _understood(by, about)
    value = checked(kind, value, until, by=by, section=section)
    with transaction.atomic():
        row, _ = Ban.objects.update_or_create(
            kind=kind,
            value=value,
            section=section,
            defaults={"reason": reason, "until": until, "created_by": by.user},
        )
        if about is None:
            logging.record(Decision.Verb.BAN, by=by.user, about=str(row), note=reason)
        else:
            logging.append([logging.beside(about, verb=Decision.Verb.BAN, by=by, until=until, reason=reason)])
    return row


def checked(kind: str, value: str, until: datetime | None, *, by: Moderator, section: Page | None = None) -> str:
    """Give the one spelling of what is to be banned.

    Raises InvalidComment for `until`, for `section` where `by` does not moderate it, or with `kind` for the value; and
    SeniorsOnly for what only a senior moderator bans.
    """
    try:
        value = bans.normal(kind, value)
    except ValueError as error:
        raise InvalidComment(kind, str(error)) from None
    checked_end(until)
    known = by.authority
    if known and not known.may_ban(kind, section):
        if kind in Ban.WIDE:
            raise SeniorsOnly
        if section is None:
            raise InvalidComment("section", "Say on which of the pages that you moderate.", "required")
        raise InvalidComment("section", "There is no such page.", "not_found")
    if kind == Ban.Kind.USER:
        user = get_user_model().objects.filter(pk=int(value)).first()
        # Who moderates a section knows the accounts that have written there.
        wrote = ReaderComment.norel_objects.filter(user_id=int(value))
        if user is None or not (known is None or known.everywhere or known.comments(wrote).exists()):
            raise InvalidComment(kind, "There is no account with this number.", "not_found")
        if authority.of(user).moderates:
            raise InvalidComment(kind, "This account moderates. Take that permission away first.")
    return value


def checked_end(until: datetime | None) -> None:
    """Raise InvalidComment for an end that is over."""
    if until is not None and until <= timezone.now():
        raise InvalidComment("until", "That is over already. Leave it empty for one without an end.")


def lift(ban_id: int, *, by: Moderator) -> None:
    """Let somebody take part again. Raises CommentNotFound where there is no such ban, or none that `by` may lift."""
    with transaction.atomic():
        rows = Ban.objects.filter(pk=ban_id)
        row = (by.authority.bans(rows) if by.authority else rows).first()
        if row is None or not rows.delete()[0]:
            raise CommentNotFound
        logging.record(Decision.Verb.UNBAN, by=by.user, about=str(row))


def _understood(by: Moderator, about: ReaderComment | None) -> Page | None:
    """Give where `by` bans who does not say where: None for everywhere, or where that is not plain."""
    if by.authority is None or by.authority.everywhere:
        return None
    if about is not None:
        return by.authority.section_of(about.page)
    return by.authority.sections[0] if len(by.authority.sections) == 1 else None
