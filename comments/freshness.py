"""Tells whether anything about the queue has changed, without looking at the queue."""

from django.db import connection
from django.utils import timezone

from comments.models import Decision, Flag, Handling

TAIL = 200  # numbers are given before they are committed: a late one is seen among so many of the last


def version() -> str:
    """Give a word that changes with every comment, decision, edit and report, and with who is at which comment.

    One statement of a constant cost. The last rows of the two logs are taken by number and sum, so that a row whose
    transaction ends after that of a later one is not missed.
    """
    quote = connection.ops.quote_name
    parts = []
    for model in (Decision, Flag):
        table, key = quote(model._meta.db_table), quote("id")
        tail = f"(SELECT {key} FROM {table} ORDER BY {key} DESC LIMIT {TAIL})"
        parts += [f"(SELECT MAX({key}) FROM {tail} AS t)", f"(SELECT SUM({key}) FROM {tail} AS t)"]
    table = quote(Handling._meta.db_table)
    in_force = f"FROM {table} WHERE {quote('until')} > %s"
    parts += [f"(SELECT SUM({quote('comment_id')} * 31 + {quote('moderator_id')}) {in_force})"]
    parts += [f"(SELECT COUNT(*) {in_force})"]
    with connection.cursor() as cursor:
        now = connection.ops.adapt_datetimefield_value(timezone.now())
        cursor.execute(f"SELECT {', '.join(parts)}", [now, now])
        return "-".join(str(number or 0) for number in cursor.fetchone())


def newest() -> int:
    """Give the number of the last row of the log, from which on there is news."""
    return Decision.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
