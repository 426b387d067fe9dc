"""Writes the append-only log of decisions."""

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING

from django.contrib.auth.models import AbstractBaseUser
from django.db import connection
from django.utils import timezone
from django.utils.translation import ngettext

from comments import staff, tallying
from comments.mail import alerts
from comments.models import Decision, ReaderComment
from comments.signals import decided

if TYPE_CHECKING:
    from comments.actions.deciding import Moderator


def row(
    comment: ReaderComment,
    *,
    verb: str,
    from_status: str,
    kind: str,
    at: datetime,
    page_title: str,
    **fields: object,
) -> Decision:
    """Give the unsaved Decision that says what just became of `comment`, with copies of what may be deleted later."""
    return Decision(
        comment_id=comment.pk,
        decision=verb,
        from_status=from_status,
        to_status=comment.status,
        version=comment.version,
        actor_kind=kind,
        at=at,
        comment_number=comment.pk,
        page_number=comment.page_id,
        page_title=page_title,
        block_heading=comment.block_heading,
        **fields,
    )


def record(
    verb: str, *, by: AbstractBaseUser | None, about: str, note: str = "", reason: str = "", name: str = ""
) -> None:
    """Append what a moderator did to a reader, to the rules or to many comments at once; in the transaction that does it.

    Takes: `verb`, one of Decision.Verb; `by`, the account, None for a command; `about`, what it was done to, without an
    address or anything else that is private: the row is never deleted; `name`, what the log calls them, else their own.
    """
    append([_entry(verb, by=by, about=about, note=note, reason=reason, name=name)])


def _entry(
    verb: str, *, by: AbstractBaseUser | None, about: str, note: str = "", reason: str = "", name: str = ""
) -> Decision:
    own = staff.public_name(by) if by else ""
    return Decision(
        decision=verb,
        actor=by,
        actor_kind=Decision.Kind.MODERATOR,
        actor_name=(name or own)[:150],
        about=about[:255],
        note=note,
        reason=reason,
        at=timezone.now(),
    )


def beside(
    comment: ReaderComment,
    *,
    verb: str,
    by: "Moderator",
    until: datetime | None = None,
    reason: str = "",
    note: str = "",
) -> Decision:
    """Give the unsaved Decision of what a moderator did beside deciding: the comment's status stays.

    `until` is when it ends; for good says nothing.
    """
    end = f"until {until:%Y-%m-%d %H:%M} UTC" if until else ""
    return row(
        comment,
        verb=verb,
        from_status=comment.status,
        kind=by.kind,
        at=timezone.now(),
        page_title=comment.page.title,
        actor=by.user,
        actor_name=by.name,
        reason=reason[:60],
        note=note or end,
    )


def of_many(verb: str, number: int, *, by: AbstractBaseUser | None, reason: str = "") -> Decision:
    """Give the unsaved Decision that says that somebody decided the same about all comments that a filter showed, beside the
    row of each of them. `number` is how many that changed."""
    about = ngettext("%(number)d comment", "%(number)d comments", number) % {"number": number}
    return _entry(Decision.Verb.BULK, by=by, about=about, note=verb, reason=reason[:60])


def append(rows: Iterable[Decision]) -> None:
    """Append rows to the log, in one statement however many they are, and tell who listens. The rows get their numbers."""
    rows = list(rows)
    fields = [field for field in Decision._meta.concrete_fields if not field.primary_key]
    # bulk_create would send them to SQLite in portions of 58, for the sake of versions that took no more.
    made = Decision._base_manager._insert(
        rows, fields=fields, returning_fields=[Decision._meta.pk], using=connection.alias
    )
    for entry, (number,) in zip(rows, made, strict=True):
        entry.pk = number
    tallying.outdate([row.at for row in rows])
    alerts.entered(rows)
    decided.send(sender=Decision, decisions=rows)
