"""Finds the comment that a request is about, for those who may know of it."""

from rest_framework.request import Request
from wagtail.models import Page

from comments import discussions, tokens
from comments.errors import CommentNotFound, EditRefused
from comments.models import ReaderComment
from comments.visitors import Visitor


def shown(pk: int) -> tuple[ReaderComment, Page]:
    """Give a comment that readers see and its page; raise the same for every other one."""
    comment = ReaderComment.norel_objects.shown().filter(pk=pk).first()
    if comment is None:
        raise CommentNotFound
    return comment, discussions.public_page(comment.page_id)


def own(request: Request, pk: int, token: str) -> ReaderComment:
    """Give the comment if its author asks; raise for anybody else, and for a comment that they cannot know of."""
    comment = ReaderComment.norel_objects.filter(pk=pk).first()
    if comment is None:
        raise CommentNotFound
    is_own = request.user.is_authenticated and comment.user_id == request.user.pk
    if isinstance(request.auth, Visitor):
        is_own = comment.visitor == request.auth.key
    if not is_own and not tokens.is_edit_token(token or request.headers.get("X-Edit-Token", ""), pk):
        if not comment.visible:
            raise CommentNotFound
        discussions.public_page(comment.page_id)
        raise EditRefused
    return comment
