"""What a new comment answers, and what it is about."""

from django.db.models import Exists, OuterRef
from wagtail.models import Page

from comments import pages, placement
from comments.errors import DiscussionClosed, InvalidComment
from comments.models import ReaderComment


def answered(parent: int | None, page: Page) -> ReaderComment | None:
    """Give the comment that is answered, its thread locked; only one that readers see can be, and no tombstone.

    Raises InvalidComment, and DiscussionClosed where moderators have closed the thread.
    """
    if parent is None:
        return None
    asked = ReaderComment.norel_objects.filter(pk=parent, page_id=page.pk).order_by()
    placement.lock_threads(asked.values_list("thread", flat=True))
    # Looked at only now, when nobody can hide it any more before the reply is in its place.
    closed = ReaderComment.norel_objects.filter(pk=OuterRef("thread"), is_closed=True).order_by()
    found = asked.counted().annotate(is_in_closed_thread=Exists(closed)).first()
    if found is None:
        raise InvalidComment("parent", "The comment that you answer is not there any more.", "not_found")
    if found.is_in_closed_thread:
        raise DiscussionClosed("This thread takes no more replies.")
    found.has_locked_thread = True
    return found


def anchor(block: str, page: Page, parent: ReaderComment | None) -> tuple[str, str]:
    """Give the block a comment is about and its heading: a reply is about what its thread is about."""
    if parent is not None:
        if block and block != parent.block:
            raise InvalidComment("block", "A reply is about the same block as its thread.", "invalid")
        return parent.block, parent.block_heading
    if not block:
        return "", ""
    headings = pages.anchors(page)
    if block not in headings:
        raise InvalidComment("block", "This page has no such block to comment on.", "not_found")
    return block, str(headings[block])[:255]
