"""How a comment looks in an answer: to readers, by an allow-list of fields."""

from collections.abc import Iterable, Sequence

from wagtail.models import Page

from comments import cursors, pages, threads
from comments.api import listing
from comments.models import ReaderComment, Status


def tree(roots: Sequence[ReaderComment], page: Page) -> list[dict]:
    """Give the documents of `roots` with their first replies nested, in one query more."""
    ids = [root.pk for root in roots]
    children = threads.nest([*roots, *listing.below(roots)], roots=ids)
    url = pages.url(page)
    return [_document(root, children, url) for root in children[None]]


def single(comment: ReaderComment, page: Page, *, status: str | None = None) -> dict:
    """Give one comment's document without replies; `status` is what its author is told of it."""
    return _document(comment, {}, pages.url(page), status=status)


def _document(
    comment: ReaderComment, children: dict[int | None, list[ReaderComment]], url: str, status: str | None = None
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
        "author": {
            "name": "" if removed else comment.user_name,
            "role": None if removed else comment.author_role or None,
            "avatar_url": None,
        },
        "body_html": "" if removed else comment.body_html,
        "status": status or comment.status,
        "submitted_at": comment.submitted_at,
        "edited_at": comment.edited_at,
        "permalink": f"{url}#c{comment.pk}",
        "addressed": None if removed else comment.addressed,
        "reactions": {"like": comment.likes, "dislike": comment.dislikes},
        "reply_count": comment.reply_count,
        "replies": [_document(reply, children, url) for reply in replies],
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
