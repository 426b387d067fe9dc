"""A moderator changes the words of a comment, and leaves a trace."""

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django_comments.models import Comment

from comments import discussions, hashing, indexing, placement
from comments.actions import bodies, logging
from comments.actions.deciding import Moderator, stale_versions
from comments.errors import AlreadyDecided, CommentNotFound, RemovedByAuthor
from comments.models import Decision, FormerText, IdempotencyKey, ReaderComment
from comments.signals import discussion_changed


def edit_as_moderator(
    comment_id: int, *, body: str, by: Moderator, version: int | None = None, note: str = ""
) -> ReaderComment:
    """Replace a comment's words, cleaned as a reader's are. Readers are told that a moderator did it.

    Its status stays, and so does what it is about; what it said before is kept for moderators (FormerText), until its
    author deletes it. With `version`, only if that still is the comment's. The same words change nothing.
    Raises CommentNotFound, AlreadyDecided, RemovedByAuthor, InvalidComment (with the field).
    """
    with transaction.atomic():
        comment = _locked(comment_id, by)
        if comment.removed_by == "author":
            raise RemovedByAuthor
        if stale := stale_versions({comment.pk: comment}, {} if version is None else {comment.pk: version}):
            raise stale[comment.pk]
        words = bodies.read(body, discussions.site_settings(comment.page).max_length)
        if words.text == comment.comment:
            return comment
        swapped = ReaderComment.norel_objects.filter(pk=comment.pk, version=comment.version).update(
            version=F("version") + 1,
            edited_at=timezone.now(),
            edited_by="moderator",
            body_html=words.html,
            text_hash=hashing.of_text(words.text),
        )
        if not swapped:
            raise AlreadyDecided
        Comment.objects.filter(pk=comment.pk).update(comment=words.text)
        indexing.renew([comment.pk])
        # A retry of the post is answered as the post was.
        IdempotencyKey.objects.filter(comment_id=comment.pk, body_html="").update(body_html=comment.body_html)
        comment.version += 1
        logging.append([logging.beside(comment, verb=Decision.Verb.EDIT, by=by, note=note)])
        entry = Decision.objects.filter(comment_id=comment.pk, decision=Decision.Verb.EDIT).latest("pk")
        FormerText.objects.create(decision=entry, comment_id=comment.pk, text=comment.comment)
        if comment.visible:
            discussion_changed.send(sender=ReaderComment, pages={comment.page_id})
    return ReaderComment.objects.select_related("page").get(pk=comment.pk)


def _locked(comment_id: int, by: Moderator) -> ReaderComment:
    rows = by.decidable(ReaderComment.norel_objects.filter(pk=comment_id))
    thread = rows.values_list("thread", flat=True).first()
    if thread is None:
        raise CommentNotFound
    placement.lock_threads([thread])
    return ReaderComment.norel_objects.select_related("page").get(pk=comment_id)
