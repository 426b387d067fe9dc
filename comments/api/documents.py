"""How a comment looks in an answer: to readers, by an allow-list of fields."""

from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from types import MappingProxyType

from wagtail.models import Page

from comments import avatars, cursors, pages, threads
from comments.api import listing
from comments.models import ReaderComment, Status


class Place:
    """The page that comments are on, and the pictures of who wrote them, as their documents tell of these."""

    def __init__(self, page: Page, comments: Iterable[ReaderComment]):
        self.page = page
        self.url = pages.url(page)
        self.avatars = avatars.addresses(comments, page)

    @cached_property
    def blocks(self) -> dict[str, str]:
        """The blocks that the page has now: one query, and only where a comment is about one."""
        return pages.anchors(self.page)


def tree(roots: Sequence[ReaderComment], page: Page) -> list[dict]:
    """Give the documents of `roots` with their first replies nested, in one query more; with pictures, in two."""
    ids = [root.pk for root in roots]
    comments = [*roots, *listing.below(roots)]
    children = threads.nest(comments, roots=ids)
    place = Place(page, comments)
    return [_document(root, children, place) for root in children[None]]


def single(comment: ReaderComment, page: Page, *, status: str | None = None) -> dict:
    """Give one comment's document without replies; `status` is what its author is told of it."""
    return alone([comment], page, told={} if status is None else {comment.pk: status})[0]


def alone(
    comments: Sequence[ReaderComment], page: Page, *, told: Mapping[int, str] = MappingProxyType({})
) -> list[dict]:
    """Give the documents of comments wherever in their threads they are, without replies.

    `told` is what authors are told of the status of theirs, by id.
    """
    place = Place(page, comments)
    return [_document(comment, {}, place, status=told.get(comment.pk)) for comment in comments]


def _document(
    comment: ReaderComment, children: dict[int | None, list[ReaderComment]], place: Place, status: str | None = None
) -> dict:
    replies = children.get(comment.pk, [])
    removed = comment.status == Status.REMOVED
    return {
        "id": comment.pk,
        "page": comment.page_id,
        "parent": comment.parent_comment_id,
        "in_reply_to": comment.in_reply_to_id,
        "root": comment.thread,
        "depth": comment.depth,
        "block": comment.block or None,
        "block_heading": comment.block_heading or None,
        "block_removed": bool(comment.block) and comment.block not in place.blocks,
        "author": {
            "name": "" if removed else comment.user_name,
            "role": None if removed else comment.author_role or None,
            "avatar_url": None if removed else place.avatars.get(comment.email_hash),
        },
        "body_html": "" if removed else comment.shown_html,
        "status": status or comment.status,
        "removed_by": comment.removed_by or None if removed else None,
        "submitted_at": comment.submitted_at,
        "edited_at": comment.edited_at,
        "edited_by": (comment.edited_by or "author") if comment.edited_at else None,
        "permalink": f"{place.url}#c{comment.pk}",
        "addressed": None if removed else comment.addressed,
        "featured": bool(comment.featured) and not removed,
        "is_closed": comment.is_closed,
        "reactions": {"like": comment.likes, "dislike": comment.dislikes},
        "reply_count": comment.reply_count,
        "replies": [_document(reply, children, place) for reply in replies],
        "replies_cursor": _replies_cursor(comment, replies),
    }


def _replies_cursor(comment: ReaderComment, replies: Iterable[ReaderComment]) -> str | None:
    """Give the cursor of the replies that are not nested here, None where all are.

    What is missing shows in the counts: every direct reply stands for itself and all that is shown below it.
    """
    known = sum(reply.reply_count + (reply.status == Status.APPROVED) for reply in replies)
    if known >= comment.reply_count:
        return None
    return cursors.encode(max((reply.pk for reply in replies), default=0))
