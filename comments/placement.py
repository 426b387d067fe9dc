"""Puts a new comment in its place: three rows of one comment and its words in the index, inside one transaction, with the
thread's root row locked.

Whoever adds to a thread, decides about a part of it or edits in it holds the lock on its root row (lock_threads), so that
the place, the order and the counts of a thread never have two writers. The number of statements does not grow with the
thread.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import connection, transaction
from django.db.models import OuterRef, QuerySet, Subquery
from django_comments.models import Comment
from django_comments_xtd.models import XtdComment

from comments import indexing, threads
from comments.models import ReaderComment


@dataclass(frozen=True)
class Spot:
    """What is known of a reply's place once its thread is locked."""

    place: threads.Place
    visible: bool
    before: int
    after: int | None


def lock_threads(roots: Iterable[int] | QuerySet) -> list[tuple]:
    """Take the locks of whole threads until the transaction ends, always in the order of their ids.

    Takes: the ids of the threads' first comments, or a queryset of them. Gives what visibility.Recount counts of these.
    On SQLite the transaction already is the only one that writes.
    """
    rows = ReaderComment.norel_objects.select_for_update().filter(pk__in=roots, depth=0).order_by("pk")
    return list(rows.values_list("pk", "page_id", "block", "status", "visible", "reply_count"))


def insert(comment: ReaderComment) -> None:
    """Insert a new comment into its thread, or as the first of a new one.

    Takes: `comment` with its words, author, page and status, and `in_reply_to` (or `parent_comment`, which then is what it
    answers). Sets: its ids, place, `visible`, and xtd's columns. The counts above it are `visibility`'s.
    Raises ReaderComment.DoesNotExist when the comment it answers is gone.
    """
    comment.in_reply_to_id = comment.in_reply_to_id or comment.parent_comment_id
    with transaction.atomic():
        spot = None
        if comment.in_reply_to_id:
            thread = _thread_of(comment)
            spot = _spot(_answered(comment, thread), thread)
            comment.thread = thread
        comment.visible = int(comment.status == "approved" and (spot is None or spot.visible))
        comment.is_public = bool(comment.visible)
        _insert_rows(comment, spot)
        indexing.write([comment])


def _thread_of(comment: ReaderComment) -> int:
    """Give the thread of what `comment` answers: it never changes, so an object at hand can tell it."""
    if ReaderComment.in_reply_to.is_cached(comment):
        return comment.in_reply_to.thread
    return ReaderComment.norel_objects.values_list("thread", flat=True).get(pk=comment.in_reply_to_id)


def _answered(comment: ReaderComment, thread: int) -> ReaderComment:
    """Give what `comment` answers as it is under its thread's lock: the object at hand, if it was read under that."""
    if ReaderComment.in_reply_to.is_cached(comment) and comment.in_reply_to.has_locked_thread:
        return comment.in_reply_to
    lock_threads([thread])
    row = ReaderComment.norel_objects.values("pk", "path", "depth", "parent_comment_id", "visible")
    return ReaderComment(**row.get(pk=comment.in_reply_to_id))


def _spot(answered: ReaderComment, thread: int) -> Spot:
    """Give the place behind the last comment below what is answered, and xtd's `order` of both neighbours."""
    place = threads.place_of_reply(
        parent=answered.pk, path=answered.path, depth=answered.depth, grandparent=answered.parent_comment_id
    )
    before, after = _neighbours(thread, place.parent_path)
    if threads.order_between(before, after) is None:
        _relabel(thread)
        before, after = _neighbours(thread, place.parent_path)
    return Spot(place, bool(answered.visible), before, after)


def _neighbours(thread: int, parent_path: str) -> tuple[int, int | None]:
    in_thread = ReaderComment.norel_objects.filter(thread=OuterRef("thread"))
    end = parent_path + threads.AFTER_ANY_DIGIT
    before = in_thread.filter(path__lt=end).order_by("-path").values("order")[:1]
    after = in_thread.filter(path__gt=end).order_by("path").values("order")[:1]
    found = ReaderComment.norel_objects.filter(pk=thread).annotate(before=Subquery(before), after=Subquery(after))
    return found.values_list("before", "after").get()


def _relabel(thread: int) -> None:
    """Spread xtd's `order` of a whole thread evenly, in one statement, the second half of the numbers left free."""
    quote = connection.ops.quote_name
    ours, xtds = quote(ReaderComment._meta.db_table), quote(XtdComment._meta.db_table)
    with connection.cursor() as cursor:
        count = ReaderComment.norel_objects.filter(thread=thread).count()
        cursor.execute(
            f"UPDATE {xtds} SET {quote('order')} = ranked.place * %s FROM ("
            f"SELECT xtdcomment_ptr_id AS id, ROW_NUMBER() OVER (ORDER BY path) AS place FROM {ours} WHERE thread = %s"
            f") AS ranked WHERE {xtds}.comment_ptr_id = ranked.id",
            [threads.relabelled_step(count), thread],
        )


def _insert_rows(comment: ReaderComment, spot: Spot | None) -> None:
    base = Comment(**{field.attname: getattr(comment, field.attname) for field in Comment._meta.concrete_fields})
    base.save(force_insert=True)
    comment.id = comment.comment_ptr_id = comment.xtdcomment_ptr_id = base.pk
    comment.submit_date = base.submit_date
    comment.submitted_at = comment.submitted_at or base.submit_date
    if spot is None:
        comment.thread, comment.depth, comment.parent_comment_id = base.pk, 0, None
        comment.path = threads.encode(base.pk)
        comment.parent_id = comment.thread_id = base.pk
        comment.level, comment.order = 0, 1
    else:
        comment.depth, comment.parent_comment_id = spot.place.depth, spot.place.parent
        comment.path = spot.place.parent_path + threads.encode(base.pk)
        comment.parent_id, comment.thread_id, comment.level = spot.place.parent, comment.thread, spot.place.depth
        comment.order = threads.order_between(spot.before, spot.after)
    xtds = {field.attname: getattr(comment, field.attname) for field in XtdComment._meta.local_concrete_fields}
    # `raw` writes the row of this one table: the row of the table above it is there already.
    XtdComment(**xtds).save_base(raw=True, force_insert=True)
    comment.save_base(raw=True, force_insert=True)
