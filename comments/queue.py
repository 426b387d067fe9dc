"""Finds what the moderators' queue shows: filters, tabs, orders and keyset cursors over comments in every status."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import BooleanField, QuerySet
from django.db.models.expressions import RawSQL
from django.utils.dateparse import parse_datetime
from wagtail.models import Page

from comments import cursors, hashing, indexing, pages, wording
from comments.authority import Authority
from comments.errors import BadCursor
from comments.models import ReaderComment, Status

COUNTED = 10_000
GLANCED = 1_000  # how far the number beside a tab is counted
ARTICLES = 500  # how many articles a part of a title may stand for
PK = "xtdcomment_ptr_id"
# By name: the column of our own table that is sorted by before the id, and whether the biggest comes first.
KEYS = {
    "submitted_at": ("submitted_at", False),
    "-submitted_at": ("submitted_at", True),
    "score": ("rank", False),
    "-score": ("rank", True),
    "flags": ("flag_count", False),
    "-flags": ("flag_count", True),
}
ORDERS = ["submitted_at", "-submitted_at", "-score", "-flags"]  # the others are these, backwards
# By name: how long ago something was written, and whether it is all that is older than that.
AGES = {
    "1h": (timedelta(hours=1), False),
    "24h": (timedelta(days=1), False),
    "7d": (timedelta(days=7), False),
    "30d": (timedelta(days=30), False),
    "over-24h": (timedelta(days=1), True),
    "over-7d": (timedelta(days=7), True),
    "over-30d": (timedelta(days=30), True),
}
FLAGGED, NEW, MATCHING = "flagged", "new", "matching"


@dataclass(frozen=True, kw_only=True)
class Filters:
    """What a moderator asks for; None and empty mean: whatever.

    `flagged` and `unseen` are as the sets of the same names; `article` is a part of a title; `claim`, `author` and
    `search` are beginnings of words: of the claim's heading, of a name (or a whole e-mail address), of anything in the text
    or the name. `topic` is a key of pages.topics, `reason` a code of the rules', `language` that of the page. Scores are
    from 0 to 1, both ends included; of the times the first is included.
    """

    status: str = ""
    flagged: bool | None = None
    unseen: bool = False
    page: int | None = None
    article: str = ""
    block: str = ""
    claim: str = ""
    topic: str = ""
    language: str = ""
    author: str = ""
    reason: str = ""
    search: str = ""
    score_min: float | None = None
    score_max: float | None = None
    submitted_after: datetime | None = None
    submitted_before: datetime | None = None


def span(age: str, now: datetime) -> tuple[datetime | None, datetime | None]:
    """Give from when until when something was written that has an age (AGES) now, None for no such bound."""
    if age not in AGES:
        return None, None
    ago, is_older = AGES[age]
    return (None, now - ago) if is_older else (now - ago, None)


def comments(filters: Filters, *, among: Authority) -> QuerySet[ReaderComment]:
    """Give the comments that match, of those that somebody moderates."""
    rows = among.comments(ReaderComment.norel_objects.all())
    for narrowed in (_by_state, _by_page, _by_numbers, _by_words):
        rows = narrowed(rows, filters)
    return rows


def _by_state(rows: QuerySet[ReaderComment], filters: Filters) -> QuerySet[ReaderComment]:
    if filters.status:
        rows = rows.filter(status=filters.status)
    if filters.flagged is not None:
        rows = rows.reported() if filters.flagged else rows.filter(flag_count=0)
    return rows.unseen() if filters.unseen else rows


def _by_page(rows: QuerySet[ReaderComment], filters: Filters) -> QuerySet[ReaderComment]:
    if filters.page:
        rows = rows.filter(page_id=filters.page)
    if filters.article:
        # Titles first: there are far fewer articles than comments.
        rows = rows.filter(page_id__in=Page.objects.filter(title__icontains=filters.article).values("pk")[:ARTICLES])
    if filters.block:
        rows = rows.filter(block=filters.block)
    if filters.topic:
        rows = rows.filter(pages.in_topic(filters.topic))
    if filters.language:
        rows = rows.filter(page_id__in=Page.objects.filter(locale__language_code=filters.language).values("pk"))
    return rows


def _by_numbers(rows: QuerySet[ReaderComment], filters: Filters) -> QuerySet[ReaderComment]:
    for lookup, bound in (
        ("rank__gte", filters.score_min),
        ("rank__lte", filters.score_max),
        ("submitted_at__gte", filters.submitted_after),
        ("submitted_at__lt", filters.submitted_before),
    ):
        if bound is not None:
            rows = rows.filter(**{lookup: bound})
    if filters.score_max is not None:
        rows = rows.filter(rank__gte=0)  # what has no score has none below either
    return rows


def _by_words(rows: QuerySet[ReaderComment], filters: Filters) -> QuerySet[ReaderComment]:
    clauses: list = []
    wanted: list[tuple[str, Callable]] = [
        (filters.search, indexing.looked_for),
        (filters.claim, lambda claim: indexing.having(wording.CLAIM, claim)),
        (filters.reason, indexing.judged),
    ]
    if "@" in filters.author:
        rows = rows.filter(email_hash=hashing.of_email(filters.author))
    else:
        wanted.append((filters.author, lambda author: indexing.having(wording.NAME, author)))
    for asked, read in wanted:
        found = read(asked) if asked else []
        if asked and not found:
            return rows.none()  # punctuation alone is in nobody's words
        clauses += found
    return rows.filter(pk__in=indexing.ids(clauses)) if clauses else rows


def counted(rows: QuerySet[ReaderComment]) -> dict:
    """Give {total_count}, or {total_count: None, at_least} past ten thousand, without counting further than that."""
    return total(rows.order_by()[: COUNTED + 1].count())


def total(number: int) -> dict:
    """Give a number that was counted past COUNTED by one as the lists tell it: {total_count}, or with at_least."""
    return {"total_count": number} if number <= COUNTED else {"total_count": None, "at_least": COUNTED}


def glance(among: Authority, matching: QuerySet[ReaderComment] | None = None) -> dict[str, int]:
    """Give how many comments that somebody moderates are in each status, reported (FLAGGED), unseen (NEW), and under "" in
    any: one statement, none counted past GLANCED. Under MATCHING how many are in `matching`, counted past COUNTED by one."""
    rows = among.comments(ReaderComment.norel_objects.order_by())
    sets = {status: rows.filter(status=status) for status in Status.values}
    sets |= {FLAGGED: rows.reported(), NEW: rows.unseen(), "": rows}
    parts = {name: part.values("pk")[:GLANCED] for name, part in sets.items()}
    if matching is not None:
        parts[MATCHING] = matching.order_by().values("pk")[: COUNTED + 1]
    compiled = [_compiled(part) for part in parts.values()]
    counts = [f"(SELECT COUNT(*) FROM ({sql}) AS part{place})" for place, (sql, _) in enumerate(compiled)]
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(counts)}", [value for _, values in compiled for value in values])
        return dict(zip(parts, cursor.fetchone(), strict=True))


def _compiled(rows: QuerySet) -> tuple[str, Sequence]:
    try:
        return rows.query.get_compiler(connection=connection).as_sql()
    except EmptyResultSet:  # of what nothing can match
        return "SELECT 1 WHERE 1 = 0", ()


def page(
    rows: QuerySet[ReaderComment], *, order: str, limit: int, cursor: str
) -> tuple[list[ReaderComment], str | None]:
    """Give a page of the queue and the cursor of the next one, None at the end. `order` is one of KEYS."""
    key, is_falling = KEYS[order]
    sign = "-" if is_falling else ""
    rows = _behind(rows, order, cursor).order_by(f"{sign}{key}", f"{sign}pk")
    found = list(rows.select_related("page__discussion")[: limit + 1])
    if len(found) <= limit:
        return found, None
    return found[:limit], cursor_of(found[limit - 1], order)


def opposite(order: str) -> str:
    """Give the order that walks the other way."""
    return order[1:] if order.startswith("-") else f"-{order}"


def cursor_of(row: ReaderComment, order: str) -> str:
    """Give the cursor of the page that begins behind `row`."""
    value = getattr(row, KEYS[order][0])
    return cursors.encode(value.isoformat() if isinstance(value, datetime) else value, row.pk)


def _behind(rows: QuerySet[ReaderComment], order: str, cursor: str) -> QuerySet[ReaderComment]:
    """Give what stands behind a place: rows are compared whole, as the indexes have them.

    Written as an OR, it would have the database look at every comment with the same key.
    """
    if not cursor:
        return rows
    key, is_falling = KEYS[order]
    kind = {"submitted_at": str, "rank": float, "flag_count": int}[key]
    value, pk = cursors.decode(cursor, kind, int)
    if key == "submitted_at":
        value = connection.ops.adapt_datetimefield_value(_moment(value))
    table, quote = connection.ops.quote_name(ReaderComment._meta.db_table), connection.ops.quote_name
    places = f"({table}.{quote(key)}, {table}.{quote(PK)}) {'<' if is_falling else '>'} (%s, %s)"
    return rows.filter(RawSQL(places, [value, pk], BooleanField()))  # noqa: S611


def _moment(stamp: str) -> datetime:
    try:
        at = parse_datetime(stamp)
        if at is None or at.tzinfo is None:
            raise BadCursor
        return at.astimezone(UTC)
    except (ValueError, OverflowError):
        raise BadCursor from None
