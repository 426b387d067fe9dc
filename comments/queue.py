"""Finds what the moderators' queue shows: filters, orders and keyset cursors over comments in every status."""

from dataclasses import dataclass
from datetime import UTC, datetime

from django.db import connection
from django.db.models import F, Q, QuerySet, Value
from django.db.models.functions import Coalesce
from django.utils.dateparse import parse_datetime
from wagtail.models import Page

from comments import cursors, hashing
from comments.errors import BadCursor
from comments.models import ReaderComment, Status

COUNTED = 10_000
UNSCORED = -1.0  # what no scorer has judged comes last
RANK = Coalesce("score", Value(UNSCORED))
GLANCED = 1_000  # how far the number beside a status is counted
ARTICLES = 500  # how many articles a part of a title may stand for
ORDERS = ["submitted_at", "-submitted_at", "-score", "-flags"]


@dataclass(frozen=True, kw_only=True)
class Filters:
    """What a moderator asks for; None and empty mean: whatever. `article` is a part of a title."""

    status: str = ""
    page: int | None = None
    article: str = ""
    block: str = ""
    author: str = ""
    flagged: bool | None = None
    search: str = ""


def comments(filters: Filters) -> QuerySet[ReaderComment]:
    """Give the comments that match."""
    rows = ReaderComment.norel_objects.all()
    if filters.status:
        rows = rows.filter(status=filters.status)
    if filters.page:
        rows = rows.filter(page_id=filters.page)
    if filters.article:
        # Titles first: there are far fewer articles than comments.
        articles = Page.objects.filter(title__icontains=filters.article).values_list("pk", flat=True)[:ARTICLES]
        rows = rows.filter(page_id__in=list(articles))
    if filters.block:
        rows = rows.filter(block=filters.block)
    if filters.author:
        by_email = Q(email_hash=hashing.of_email(filters.author))
        rows = rows.filter(by_email if "@" in filters.author else Q(user_name__icontains=filters.author))
    if filters.flagged is not None:
        rows = rows.filter(flag_count__gt=0) if filters.flagged else rows.filter(flag_count=0)
    if filters.search:
        rows = rows.filter(Q(comment__icontains=filters.search) | Q(user_name__icontains=filters.search))
    return rows


def counted(rows: QuerySet[ReaderComment]) -> dict:
    """Give {total_count}, or {total_count: None, at_least} past ten thousand, without counting further than that."""
    number = rows.order_by()[: COUNTED + 1].count()
    return {"total_count": number} if number <= COUNTED else {"total_count": None, "at_least": COUNTED}


def glance() -> dict[str, int]:
    """Give how many comments there are in each status, and under "" in any, none counted past GLANCED: one statement."""
    quote = connection.ops.quote_name
    table, status = quote(ReaderComment._meta.db_table), quote("status")
    counted_of = [f"SELECT 1 FROM {table} WHERE {status} = %s LIMIT %s"] * len(Status.values)
    parts = [
        f"(SELECT COUNT(*) FROM ({part}) AS part{place})"
        for place, part in enumerate([*counted_of, f"SELECT 1 FROM {table} LIMIT %s"])
    ]
    bounds = [value for name in Status.values for value in (name, GLANCED)]
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(parts)}", [*bounds, GLANCED])
        return dict(zip([*Status.values, ""], cursor.fetchone(), strict=True))


def page(
    rows: QuerySet[ReaderComment], *, order: str, limit: int, cursor: str
) -> tuple[list[ReaderComment], str | None]:
    """Give a page of the queue and the cursor of the next one, None at the end."""
    rows = _after(_ordered(rows, order), order, cursor)
    found = list(rows.select_related("page")[: limit + 1])
    if len(found) <= limit:
        return found, None
    return found[:limit], cursor_of(found[limit - 1], order)


def _ordered(rows: QuerySet[ReaderComment], order: str) -> QuerySet[ReaderComment]:
    if order == "-score":
        return rows.annotate(rank=RANK).order_by("-rank", "-pk")
    if order == "-flags":
        return rows.order_by("-flag_count", "-pk")
    return (
        rows.order_by(F("submitted_at").asc(), "pk")
        if order == "submitted_at"
        else rows.order_by("-submitted_at", "-pk")
    )


def cursor_of(row: ReaderComment, order: str) -> str:
    """Give the cursor of the page that begins behind `row`."""
    if order == "-score":
        return cursors.encode(float(UNSCORED if row.score is None else row.score), row.pk)
    if order == "-flags":
        return cursors.encode(row.flag_count, row.pk)
    return cursors.encode(row.submitted_at.isoformat(), row.pk)


def _after(rows: QuerySet[ReaderComment], order: str, cursor: str) -> QuerySet[ReaderComment]:
    if not cursor:
        return rows
    if order == "-score":
        score, pk = cursors.decode(cursor, float, int)
        return rows.filter(Q(rank__lt=score) | Q(rank=score, pk__lt=pk))
    if order == "-flags":
        flags, pk = cursors.decode(cursor, int, int)
        return rows.filter(Q(flag_count__lt=flags) | Q(flag_count=flags, pk__lt=pk))
    stamp, pk = cursors.decode(cursor, str, int)
    at = _moment(stamp)
    if order == "submitted_at":
        return rows.filter(Q(submitted_at__gt=at) | Q(pk__gt=pk), submitted_at__gte=at)
    return rows.filter(Q(submitted_at__lt=at) | Q(pk__lt=pk), submitted_at__lte=at)


def _moment(stamp: str) -> datetime:
    try:
        at = parse_datetime(stamp)
        if at is None or at.tzinfo is None:
            raise BadCursor
        return at.astimezone(UTC)
    except (ValueError, OverflowError):
        raise BadCursor from None
