"""Finds what a page of a discussion shows, in a number of queries and a time that do not depend on its size."""

from collections.abc import Sequence

from django.db import connection
from django.db.models import BooleanField, QuerySet
from django.db.models.expressions import RawSQL
from wagtail.models import Page

from comments import cursors
from comments import threads as paths
from comments.models import BlockCount, ReaderComment

REPLIES_SHOWN = 3
MOST_FEATURED = 3
MOST_ROWS = 2000  # of one answer; what is cut off can be asked for by its replies_cursor

ORDERS = ["oldest", "newest", "top"]


def threads(page_id: int, *, order: str, block: str, limit: int, cursor: str) -> tuple[list[ReaderComment], str | None]:
    """Give the first comments of a page's threads and the cursor of the next ones, None at the end.

    The keys are the threads' ids, which only grow: whoever walks on sees nothing twice, whatever is written meanwhile.
    """
    rows = ReaderComment.norel_objects.shown().roots().filter(page_id=page_id)
    if block:
        rows = rows.filter(block=block)
    if order == "top":
        rows = rows.order_by("-points", "-thread")
        if cursor:
            rows = rows.filter(_behind(*cursors.decode(cursor, int, int)))
    else:
        newest = order == "newest"
        rows = rows.order_by("-thread" if newest else "thread")
        if cursor:
            (thread,) = cursors.decode(cursor, int)
            rows = rows.filter(thread__lt=thread) if newest else rows.filter(thread__gt=thread)
    found, more = _cut(rows, limit)
    if not more:
        return found, None
    last = found[-1]
    return found, cursors.encode(last.points, last.thread) if order == "top" else cursors.encode(last.thread)


def latest(page_id: int, *, limit: int) -> list[ReaderComment]:
    """Give the newest comments of a page that readers see, wherever in their threads they are, the newest first."""
    rows = ReaderComment.norel_objects.counted().filter(page_id=page_id)
    return list(rows.order_by("-submitted_at", "-pk")[:limit])


def featured(page: Page, *, block: str) -> list[ReaderComment]:
    """Give the comments of a page, or about one of its blocks, that are shown first: the newest ones of them.

    Asks nothing where the page (with its discussion at hand) has none.
    """
    discussion = getattr(page, "discussion", None)
    if not (discussion and discussion.featured):
        return []
    rows = ReaderComment.norel_objects.counted().filter(page_id=page.pk, featured=1)
    return list((rows.filter(block=block) if block else rows).order_by("-pk")[:MOST_FEATURED])


def totals(page_id: int, block: str) -> tuple[int, int]:
    """Give how many comments and threads there are about one block of a page, by its stored counts."""
    found = BlockCount.objects.filter(page_id=page_id, block=block).values_list("comment_count", "thread_count").first()
    return found or (0, 0)


def ancestors(comment: ReaderComment) -> list[ReaderComment]:
    """Give the comments above one, the first of its thread first."""
    above = paths.ancestors(comment.path)
    if not above:
        return []
    rows = ReaderComment.norel_objects.shown().filter(thread=comment.thread, path__in=above)
    return sorted(rows, key=lambda row: row.depth)


def replies(comment: ReaderComment, *, limit: int, cursor: str) -> tuple[list[ReaderComment], str | None]:
    """Give a comment's direct replies, oldest first, and the cursor of the next ones, None at the end."""
    rows = ReaderComment.norel_objects.shown().filter(parent_comment_id=comment.pk).order_by("pk")
    if cursor:
        (after,) = cursors.decode(cursor, int)
        rows = rows.filter(pk__gt=after)
    found, more = _cut(rows, limit)
    return found, cursors.encode(found[-1].pk) if more else None


def below(roots: Sequence[ReaderComment]) -> list[ReaderComment]:
    """Give the first three replies of each of `roots` (all of one depth), of each of these, and so on, in one query.

    The database walks down by the index of replies and stops behind the third of each, so that the work is that of the
    rows which are shown. Past MOST_ROWS it gives whole levels only, so that nobody's second reply comes without the first.
    """
    if not roots:
        return []
    table = connection.ops.quote_name(ReaderComment._meta.db_table)
    # Each reply is asked for by its number among its siblings, by which the index has them. LATERAL would say it shorter, but
    # SQLite has none; and joined to the table, it looks through all replies of the site first, once ANALYZE has counted them.
    reply = (
        f"SELECT reply.xtdcomment_ptr_id FROM {table} reply"
        f" WHERE reply.parent_comment_id = above.id AND reply.visible = 1 ORDER BY reply.xtdcomment_ptr_id LIMIT 1"
    )
    numbers = range(REPLIES_SHOWN)
    sql = (
        f"WITH RECURSIVE above(id) AS ("
        f"SELECT xtdcomment_ptr_id FROM {table} WHERE xtdcomment_ptr_id IN ({', '.join(['%s'] * len(roots))})"
        f" UNION ALL SELECT CASE place.column1 {' '.join(f'WHEN {n} THEN ({reply} OFFSET {n})' for n in numbers)} END"
        f" FROM above CROSS JOIN (VALUES {', '.join(f'({n})' for n in numbers)}) AS place WHERE above.id IS NOT NULL"
        f") SELECT id FROM above WHERE id IS NOT NULL LIMIT {MOST_ROWS + len(roots)}"
    )
    ids = [row.pk for row in roots]
    found = list(ReaderComment.norel_objects.filter(pk__in=RawSQL(sql, ids)).exclude(pk__in=ids))  # noqa: S611
    if len(found) < MOST_ROWS:
        return found
    # The walk is level by level, so that only the deepest one can be cut.
    deepest = max(row.depth for row in found)
    return [row for row in found if row.depth < deepest]


def _behind(points: int, thread: int) -> RawSQL:
    """Give the condition of standing behind a place in the order `top`: rows are compared whole, as the index has them.

    Written as an OR, it would have the database look at every thread with as many points.
    """
    table = connection.ops.quote_name(ReaderComment._meta.db_table)
    return RawSQL(f"({table}.points, {table}.thread) < (%s, %s)", [points, thread], BooleanField())  # noqa: S611


def _cut(rows: QuerySet[ReaderComment], limit: int) -> tuple[list[ReaderComment], bool]:
    found = list(rows[: limit + 1])
    return found[:limit], len(found) > limit
