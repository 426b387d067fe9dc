"""Writes the append-only log of decisions."""

from collections.abc import Iterable
from datetime import datetime

from django.db import connection

from comments.models import Decision, ReaderComment


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


def append(rows: Iterable[Decision]) -> None:
    """Append rows to the log, in one statement however many they are."""
    fields = [field for field in Decision._meta.concrete_fields if not field.primary_key]
    # bulk_create would send them to SQLite in portions of 58, for the sake of versions that took no more.
    Decision._base_manager._insert(list(rows), fields=fields, using=connection.alias)
