"""Keeps what readers see of a thread, and the counts of it, true to the statuses of its comments.

A comment is shown when it is approved and every comment above it is approved or removed; a removed comment is shown as a
tombstone while it holds up a shown reply. `reply_count` is the shown, approved comments below. All of it follows from
statuses and paths alone and is computed by the database, in a number of statements that does not grow with the threads;
the caller holds the locks of the threads (placement.lock_threads).
"""

from collections import Counter
from collections.abc import Collection, Iterable

from django.db import connection
from django.db.models import Case, Count, Exists, F, IntegerField, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Coalesce, Concat, Substr
from django_comments.models import Comment
from django_comments_xtd.models import XtdComment

from comments import threads
from comments.models import BlockCount, Discussion, ReaderComment, Status
from comments.signals import discussion_changed

NARROW = 20  # up to so many changed comments, only what lies below and above them is looked at

PASSABLE = [Status.APPROVED, Status.REMOVED]
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
        in_threads = ReaderComment.norel_objects.filter(thread__in=self.roots)
        below, above = _below(changed), _above(changed)
        _show(in_threads.filter(below), in_threads.filter(below | above))
        _count(in_threads.filter(below | above))
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


def _below(changed: dict[int, str]) -> Q:
    """The changed comments and everything below them; with many of them, the whole of their threads."""
    if len(changed) > NARROW:
        return Q(pk__isnull=False)
    condition = Q()
    for path in changed.values():
        condition |= Q(path__gte=path, path__lt=path + threads.AFTER_ANY_DIGIT)
    return condition


def _above(changed: dict[int, str]) -> Q:
    if len(changed) > NARROW:
        return Q(pk__isnull=False)
    return Q(path__in={above for path in changed.values() for above in threads.ancestors(path)})


def _show(below, below_and_above) -> None:
    """Set `visible`: first of the approved comments, then of the tombstones that hold them up."""
    prefixes = [Substr(OuterRef("path"), 1, threads.WIDTH * level) for level in range(1, threads.MAX_DEPTH + 2)]
    in_thread = ReaderComment.norel_objects.filter(thread=OuterRef("thread"))
    hidden_above = Exists(in_thread.filter(path__in=prefixes).exclude(status__in=PASSABLE))
    shown = Case(When(Q(status=Status.APPROVED) & ~hidden_above, then=Value(1)), default=Value(0))
    # Of the others, only those that no longer are what they should be are written: all others stay hidden.
    below.filter(Q(status=Status.APPROVED) | Q(visible=1)).update(visible=shown)
    shown_below = in_thread.filter(path__gt=OuterRef("path"), path__lt=_end(), visible=1, status=Status.APPROVED)
    tombstone = Case(When(Exists(shown_below), then=Value(1)), default=Value(0))
    below_and_above.filter(status=Status.REMOVED).update(visible=tombstone)


def _count(rows) -> None:
    """Set `reply_count`, and bring django-comments' and xtd's own columns in line, touching no row that is right already."""
    replies = (
        ReaderComment.norel_objects.filter(
            thread=OuterRef("thread"), path__gt=OuterRef("path"), path__lt=_end(), visible=1, status=Status.APPROVED
        )
        .order_by()
        .values("thread")
        .annotate(number=Count("pk"))
        .values("number")
    )
    # Most of a long thread has no replies and never had.
    answered = Exists(ReaderComment.norel_objects.filter(parent_comment=OuterRef("pk"), visible=1))
    counted = rows.filter(Q(reply_count__gt=0) | answered)
    mine = ReaderComment.norel_objects.filter(pk=OuterRef("pk")).order_by()
    counted.update(reply_count=Coalesce(Subquery(replies, output_field=IntegerField()), 0))
    miscounted = rows.exclude(nested_count=F("reply_count")).order_by().values("pk")
    XtdComment.norel_objects.filter(pk__in=miscounted).update(nested_count=Subquery(mine.values("reply_count")[:1]))
    public, removed = Q(visible=1), Q(status=Status.REMOVED)
    wrong = (public & Q(is_public=False)) | (~public & Q(is_public=True))
    wrong |= (removed & Q(is_removed=False)) | (~removed & Q(is_removed=True))
    Comment.objects.filter(pk__in=rows.filter(wrong).order_by().values("pk")).update(
        is_public=Exists(mine.filter(public)), is_removed=Exists(mine.filter(removed))
    )


def _end():
    """The end of the subtree of the row outside."""
    return Concat(OuterRef("path"), Value(threads.AFTER_ANY_DIGIT))
