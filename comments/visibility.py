"""Keeps what readers see of a thread, and the counts of it, true to the statuses of its comments.

A comment is shown when it is approved and every comment above it is approved or removed; a removed comment is shown as a
tombstone while it holds up a shown reply. `reply_count` is the shown, approved comments below. All of it follows from
statuses and paths alone and is computed by the database, in a number of statements that does not grow with the threads;
the caller holds the locks of the threads (placement.lock_threads).
"""

from collections import Counter
from collections.abc import Collection, Iterable

from django.db import connection
from django.db.models import F
from django_comments.models import Comment
from django_comments_xtd.models import XtdComment

from comments import threads
from comments.models import BlockCount, Discussion, ReaderComment, Status
from comments.signals import discussion_changed

NARROW = 20  # up to so many changed comments, only what lies below and above them is looked at

COMMENTS, THREADS = 0, 1
Totals = Counter  # by (page, block, COMMENTS or THREADS)


class Recount:
    """Takes the totals of some threads before a change, and brings everything in line after it.

    ```
    recount = Recount(threads)   # before statuses change
    …
    recount.finish(changed)      # `changed`: {comment id: path}
    ```
    """

    def __init__(self, roots: Collection[int], known: Iterable[tuple] | None = None):
        """Take the totals of the threads `roots`; `known` are the rows of these, if their locks have just been taken."""
        self.roots = set(roots)
        rows = _rows(self.roots) if known is None else [row for row in known if row[0] in self.roots]
        self.before, self.pages = _totals(rows)

    def finish(self, changed: dict[int, str]) -> None:
        """Recompute what lies below and above the changed comments, then the totals of their pages; tell who listens."""
        if not changed:
            return
        with connection.cursor() as cursor:
            _bring_in_line(cursor, self.roots, changed)
        difference, _ = _totals(_rows(self.roots))
        difference.subtract(self.before)
        add_to_totals(difference)
        discussion_changed.send(sender=ReaderComment, pages=self.pages)


def added(comment: ReaderComment) -> None:
    """Count one new comment that readers see at once: the short way of Recount, for a row that nothing hangs on."""
    if not comment.visible:
        return
    if above := threads.ancestors(comment.path):
        rows = ReaderComment.norel_objects.filter(thread=comment.thread, path__in=above)
        rows.update(reply_count=F("reply_count") + 1)
        XtdComment.norel_objects.filter(pk__in=rows.values("pk")).update(nested_count=F("nested_count") + 1)
    difference = Totals({(comment.page_id, comment.block, COMMENTS): 1})
    if comment.depth == 0:
        difference[comment.page_id, comment.block, THREADS] = 1
    add_to_totals(difference)
    discussion_changed.send(sender=ReaderComment, pages={comment.page_id})


def add_to_totals(difference: Totals) -> None:
    """Add to the stored totals of pages and blocks, making the rows that are not there yet."""
    pages: dict[int, list[int]] = {}
    blocks: dict[tuple[int, str], list[int]] = {}
    for (page, block, what), number in difference.items():
        pages.setdefault(page, [0, 0])[what] += number
        if block:
            blocks.setdefault((page, block), [0, 0])[what] += number
    sums = ["comment_count", "thread_count"]
    of_pages = [(page, Discussion.Openness.SITE, *numbers) for page, numbers in sorted(pages.items()) if any(numbers)]
    upsert(Discussion, ["page_id"], ["openness"], sums, of_pages)
    of_blocks = [(*key, *numbers) for key, numbers in sorted(blocks.items()) if any(numbers)]
    upsert(BlockCount, ["page_id", "block"], [], sums, of_blocks)


def upsert(model, keys: list[str], only_new: list[str], sums: list[str], rows: Iterable[tuple]) -> None:
    """Insert rows, or add their `sums` to the row that has the same keys: one atomic statement."""
    rows = list(rows)
    if not rows:
        return
    table, quote = connection.ops.quote_name(model._meta.db_table), connection.ops.quote_name
    columns = [*keys, *only_new, *sums]
    places = ", ".join(["(" + ", ".join(["%s"] * len(columns)) + ")"] * len(rows))
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} ({', '.join(map(quote, columns))}) VALUES {places} "
            f"ON CONFLICT ({', '.join(map(quote, keys))}) DO UPDATE SET "
            + ", ".join(f"{quote(name)} = {table}.{quote(name)} + excluded.{quote(name)}" for name in sums),
            [value for row in rows for value in row],
        )


def _rows(roots: Collection[int]) -> Iterable[tuple]:
    rows = ReaderComment.norel_objects.filter(pk__in=roots).order_by()
    return rows.values_list("pk", "page_id", "block", "status", "visible", "reply_count")


def _totals(rows: Iterable[tuple]) -> tuple[Totals, set[int]]:
    """Give how many comments and threads of these threads readers see, by page and block; and the ids of the pages."""
    totals: Totals = Totals()
    pages = set()
    for _, page, block, status, visible, replies in rows:
        pages.add(page)
        if visible:
            totals[page, block, COMMENTS] += replies + (status == Status.APPROVED)
            totals[page, block, THREADS] += 1
    return totals, pages


# The statements are written out: Django would take longer to put the five of a decision together than the database takes to
# carry them out. `c` is a comment around the changed ones. But for `visible`, a row that is right already is not touched.
OURS, XTDS, BASE = ReaderComment._meta.db_table, XtdComment._meta.db_table, Comment._meta.db_table
PREFIXES = ", ".join(f"SUBSTR(c.path, 1, {threads.WIDTH * level})" for level in range(1, threads.MAX_DEPTH + 2))
SHOWN_BELOW = (
    f"FROM {OURS} AS r WHERE r.thread = c.thread AND r.path > c.path AND r.path < c.path || '{threads.AFTER_ANY_DIGIT}' "
    f"AND r.visible = 1 AND r.status = '{Status.APPROVED}'"
)
SHOW = f"""
UPDATE {OURS} AS c SET visible = CASE WHEN c.status = '{Status.APPROVED}' AND NOT EXISTS (
    SELECT 1 FROM {OURS} AS a WHERE a.thread = c.thread AND a.path IN ({PREFIXES})
    AND a.status NOT IN ('{Status.APPROVED}', '{Status.REMOVED}')
) THEN 1 ELSE 0 END
WHERE (c.status = '{Status.APPROVED}' OR c.visible = 1) AND """
SHOW_TOMBSTONES = f"""
UPDATE {OURS} AS c SET visible = CASE WHEN EXISTS (SELECT 1 {SHOWN_BELOW}) THEN 1 ELSE 0 END
WHERE c.status = '{Status.REMOVED}' AND """
COUNT_REPLIES = f"""
UPDATE {OURS} AS c SET reply_count = (SELECT COUNT(*) {SHOWN_BELOW})
WHERE (c.reply_count > 0 OR EXISTS (
    SELECT 1 FROM {OURS} AS r WHERE r.parent_comment_id = c.xtdcomment_ptr_id AND r.visible = 1
)) AND """
TELL_XTD = f"""
UPDATE {XTDS} SET nested_count = c.reply_count FROM {OURS} AS c
WHERE {XTDS}.comment_ptr_id = c.xtdcomment_ptr_id AND {XTDS}.nested_count <> c.reply_count AND """
TELL_DJANGO_COMMENTS = f"""
UPDATE {BASE} SET is_public = (c.visible = 1), is_removed = (c.status = '{Status.REMOVED}') FROM {OURS} AS c
WHERE {BASE}.id = c.xtdcomment_ptr_id
AND ({BASE}.is_public <> (c.visible = 1) OR {BASE}.is_removed <> (c.status = '{Status.REMOVED}')) AND """


def _bring_in_line(cursor, roots: Collection[int], changed: dict[int, str]) -> None:
    """Set `visible` below the changed comments, first of approved ones, then of the tombstones that hold them up.

    Then, below and above them, `reply_count`, and django-comments' and xtd's own columns.
    """
    in_threads = f"c.thread IN ({_places(roots)})"
    below: tuple[str, list] = (in_threads, [*roots])
    around = below
    if len(changed) <= NARROW:  # with many of them, the whole of their threads
        ends = [end for path in changed.values() for end in (path, path + threads.AFTER_ANY_DIGIT)]
        under = " OR ".join(["(c.path >= %s AND c.path < %s)"] * len(changed))
        above = sorted({above for path in changed.values() for above in threads.ancestors(path)})
        or_above = f" OR c.path IN ({_places(above)})" if above else ""
        below = (f"{in_threads} AND ({under})", [*roots, *ends])
        around = (f"{in_threads} AND ({under}{or_above})", [*roots, *ends, *above])
    cursor.execute(SHOW + below[0], below[1])
    for statement in (SHOW_TOMBSTONES, COUNT_REPLIES, TELL_XTD, TELL_DJANGO_COMMENTS):
        cursor.execute(statement + around[0], around[1])


def _places(values: Collection) -> str:
    return ", ".join(["%s"] * len(values))
