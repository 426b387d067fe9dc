"""A moderator answers a comment from the desk."""

from django.db import transaction

from comments import discussions
from comments.actions.deciding import Moderator, approve, locked, stale_versions
from comments.actions.submitting import submit
from comments.actions.writers import Writer
from comments.errors import CommentNotFound
from comments.models import ReaderComment, Status


def reply(
    comment_id: int, *, body: str, by: Moderator, version: int | None = None, ip_address: str = ""
) -> ReaderComment:
    """Put a moderator's reply below a comment, published at once; who follows the thread hears of it as of any reply.

    A comment that waits is approved with it: they would not see a reply below it. With `version`, only if the comment
    still has it: nobody answers words that were not there when they read them. Gives the reply.
    Raises CommentNotFound, PageNotFound, AlreadyDecided, DiscussionClosed, InvalidComment.
    """
    with transaction.atomic():
        comments = locked(by.decidable(ReaderComment.norel_objects.filter(pk=comment_id)))
        answered = comments.get(comment_id)
        if answered is None:
            raise CommentNotFound
        if stale := stale_versions(comments, {} if version is None else {comment_id: version}):
            raise stale[comment_id]
        if answered.status in {Status.PENDING, Status.UNCONFIRMED}:
            approve(answered.pk, by=by)
        page = discussions.public_page(answered.page_id)
        writer = Writer.signed_in(by.user, ip_address=ip_address)
        made = submit(page, writer=writer, body=body, parent=answered.pk).comment
        if made.status != Status.APPROVED:  # a rule held it: the words are a moderator's, who has decided
            approve(made.pk, by=by)
    return ReaderComment.objects.select_related("page").get(pk=made.pk)
