"""Moderators feature a comment, or close a thread: what stands beside its status, and changes no version."""

from django.db import transaction

from comments.actions import logging
from comments.actions.deciding import Moderator
from comments.errors import CommentNotFound, NotFeaturable
from comments.models import Decision, Discussion, ReaderComment, Status
from comments.signals import discussion_changed


def feature(comment_id: int, *, by: Moderator) -> bool:
    """Have a comment shown first on its page; give whether it was not before.

    Only what readers see can be. One that is rejected later is not shown, and is shown first again if that is taken back.
    Raises CommentNotFound, NotFeaturable.
    """
    return _mark(comment_id, by=by, verb=Decision.Verb.FEATURE, featured=1)


def unfeature(comment_id: int, *, by: Moderator) -> bool:
    """Leave a comment in its place again (feature)."""
    return _mark(comment_id, by=by, verb=Decision.Verb.UNFEATURE, featured=0)


def close(comment_id: int, *, by: Moderator) -> bool:
    """Take no more replies in the thread that a comment is in; give whether it was open. Raises CommentNotFound."""
    return _mark(_root(comment_id, by), by=by, verb=Decision.Verb.CLOSE, is_closed=True)


def reopen_thread(comment_id: int, *, by: Moderator) -> bool:
    """Take replies again in the thread that a comment is in (close)."""
    return _mark(_root(comment_id, by), by=by, verb=Decision.Verb.OPEN, is_closed=False)


def _root(comment_id: int, by: Moderator) -> int:
    rows = by.decidable(ReaderComment.norel_objects.filter(pk=comment_id))
    thread = rows.values_list("thread", flat=True).first()
    if thread is None:
        raise CommentNotFound
    return thread


def _mark(comment_id: int, *, by: Moderator, verb: str, **column: object) -> bool:
    """Set one column of a comment, guarded by what it was: of two who do the same at once one has changed something."""
    ((name, value),) = column.items()
    with transaction.atomic():
        rows = ReaderComment.norel_objects.filter(pk=comment_id)
        comment = by.decidable(rows).select_related("page").first()
        if comment is None:
            raise CommentNotFound
        if verb == Decision.Verb.FEATURE and not (comment.visible and comment.status == Status.APPROVED):
            raise NotFeaturable
        if not rows.exclude(**column).update(**column):
            return False
        setattr(comment, name, value)
        if name == "featured":
            # Locked, so that whoever counts next counts this one.
            list(Discussion.objects.select_for_update().filter(page_id=comment.page_id).values_list("pk"))
            number = ReaderComment.norel_objects.filter(page_id=comment.page_id, featured=1).count()
            Discussion.objects.filter(page_id=comment.page_id).update(featured=number)
        logging.append([logging.beside(comment, verb=verb, by=by)])
        discussion_changed.send(sender=ReaderComment, pages={comment.page_id})
    return True
