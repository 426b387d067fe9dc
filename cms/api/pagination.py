"""Pages of our own lists in Wagtail's envelope, by offset or by cursor."""

from datetime import datetime

from django.core.exceptions import ValidationError as DjangoValidationError
from django.db.models import Model, Q, QuerySet
from rest_framework.exceptions import ValidationError
from rest_framework.pagination import BasePagination
from rest_framework.request import Request
from rest_framework.response import Response

from comments import cursors
from comments.api import parameters
from comments.errors import BadCursor

MAX_LIMIT = 100
DEFAULT_LIMIT = 20
MAX_OFFSET = 100_000
# What Django and databases raise for a value that no row can have: a number as a time, the day before the first one.
IMPOSSIBLE = (DjangoValidationError, ValueError, TypeError, OverflowError)


class ListPagination(BasePagination):
    """`limit` and `offset`, or `limit` and the opaque `cursor` that the page before gave in `meta.next_cursor`.

    A view says by `get_ordering()` how its rows are sorted: one column, never null, and the primary key in the same
    direction, which together are the keyset; and by `has_cursor` whether that order has places that stay.
    """

    def paginate_queryset(self, queryset: QuerySet, request: Request, view=None) -> list[Model]:
        ordering = view.get_ordering()
        has_cursor, cursor = getattr(view, "has_cursor", True), parameters.cursor(request)
        limit = whole_number(request, "limit", default=DEFAULT_LIMIT, minimum=1, maximum=MAX_LIMIT)
        self.total_count = queryset.count()
        self.next_cursor = None
        rows = queryset.order_by(*ordering)
        if "offset" in request.query_params or not has_cursor:
            if cursor:
                reason = (
                    "Send an offset or a cursor, not both." if has_cursor else "This order is paged by offset only."
                )
                raise ValidationError({"cursor": [reason]})
            offset = whole_number(request, "offset", default=0, minimum=0, maximum=MAX_OFFSET)
            return list(rows[offset : offset + limit])
        if cursor:
            rows = _after(rows, ordering[0], cursor)
        try:
            found = list(rows[: limit + 1])
        except IMPOSSIBLE:
            raise BadCursor from None  # it can be read, but names a place that no row of this list can have
        if len(found) > limit:
            self.next_cursor = _cursor(found[limit - 1], ordering[0])
        return found[:limit]

    def get_paginated_response(self, data: list) -> Response:
        return Response({"meta": {"total_count": self.total_count, "next_cursor": self.next_cursor}, "items": data})


def _cursor(row: Model, order: str) -> str:
    value = getattr(row, order.lstrip("-"))
    return cursors.encode(value.isoformat() if isinstance(value, datetime) else value, row.pk)


def _after(rows: QuerySet, order: str, cursor: str) -> QuerySet:
    """Give the rows behind the one that `cursor` names; raise BadCursor for what this list did not give out."""
    try:
        value, pk = cursors.decode(cursor, str, int)
    except BadCursor:
        value, pk = cursors.decode(cursor, int, int)
    column, beyond = order.lstrip("-"), "lt" if order.startswith("-") else "gt"
    try:
        return rows.filter(Q(**{f"{column}__{beyond}": value}) | Q(**{column: value, f"pk__{beyond}": pk}))
    except IMPOSSIBLE:
        raise BadCursor from None


def whole_number(request, name: str, *, default: int, minimum: int, maximum: int) -> int:
    """Give query parameter `name` as a number within its bounds; raise ValidationError (400) for anything else."""
    raw = request.query_params.get(name)
    if raw is None:
        return default
    if not (raw.isascii() and raw.isdigit() and len(raw) < 10 and minimum <= int(raw) <= maximum):
        raise ValidationError({name: [f"A whole number from {minimum} to {maximum}."]})
    return int(raw)
