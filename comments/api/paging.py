"""Lists of rows that moderators keep, a page at a time."""

from django.db.models import QuerySet
from rest_framework.request import Request

from comments import cursors
from comments.api import parameters


def newest_first(request: Request, known: QuerySet) -> tuple[list, dict]:
    """Give a page of `known` by the parameters `limit` and `cursor`, the newest first, and the `meta` of the answer."""
    limit, cursor = parameters.limit(request), parameters.cursor(request)
    rows = known.order_by("-pk")
    if cursor:
        rows = rows.filter(pk__lt=cursors.decode(cursor, int)[0])
    found = list(rows[: limit + 1])
    next_cursor = cursors.encode(found[limit - 1].pk) if len(found) > limit else None
    return found[:limit], {"total_count": known.count(), "next_cursor": next_cursor}
