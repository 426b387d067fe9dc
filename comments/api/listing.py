"""Finds what a page of a discussion shows, in a number of queries and a time that do not depend on its size."""

from collections.abc import Sequence

from django.db import connection
from django.db.models import Count, Q, QuerySet, Sum
from django.db.models.expressions import RawSQL
from django.db.models.functions import Coalesce

from comments import cursors
from comments.models import ReaderComment, Status

REPLIES_SHOWN = 3
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
            points, thread = cursors.decode(cursor, int, int)
            rows = rows.filter(Q(points__lt=points) | Q(points=points, thread__lt=thread))
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


def totals(page_id: int, block: str) -> tuple[int, int]:
    """Give how many comments and threads there are about one block of a page: the stored counts of its threads, summed."""
    rows = ReaderComment.norel_objects.shown().roots().filter(page_id=page_id, block=block)
    found = rows.aggregate(
        threads=Count("pk"), first=Count("pk", filter=Q(status=Status.APPROVED)), below=Coalesce(Sum("reply_count"), 0)
    )
    return found["first"] + found["below"], found["threads"]


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
    # LATERAL would say it shorter; SQLite has none.
    third = (
        f"SELECT third.xtdcomment_ptr_id FROM {table} third"
        f" WHERE third.parent_comment_id = above.id AND third.visible = 1"
        f" ORDER BY third.xtdcomment_ptr_id LIMIT 1 OFFSET {REPLIES_SHOWN - 1}"
    )
    sql = (
        f"WITH RECURSIVE above(id) AS ("
        f"SELECT xtdcomment_ptr_id FROM {table} WHERE xtdcomment_ptr_id IN ({', '.join(['%s'] * len(roots))})"
        f" UNION ALL SELECT reply.xtdcomment_ptr_id FROM above JOIN {table} reply"
        f" ON reply.parent_comment_id = above.id AND reply.visible = 1"
        f" AND reply.xtdcomment_ptr_id <= COALESCE(({third}), {cursors.BIGGEST})"
        f") SELECT id FROM above LIMIT {MOST_ROWS + len(roots)}"
    )
    ids = [row.pk for row in roots]
    found = list(ReaderComment.norel_objects.filter(pk__in=RawSQL(sql, ids)).exclude(pk__in=ids))  # noqa: S611
    if len(found) < MOST_ROWS:
        return found
    # The walk is level by level, so that only the deepest one can be cut.
    deepest = max(row.depth for row in found)
    return [row for row in found if row.depth < deepest]


def _cut(rows: QuerySet[ReaderComment], limit: int) -> tuple[list[ReaderComment], bool]:
    found = list(rows[: limit + 1])
    return found[:limit], len(found) > limit
