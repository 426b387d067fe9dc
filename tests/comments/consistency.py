"""What a discussion must look like, worked out afresh from nothing but who answers whom and each comment's status.

`check(page)` compares every stored column that follows from these with the plain model below, which knows no path, no
order and no counter.
"""

from collections import Counter

from django_comments_xtd.models import XtdComment

from comments import indexing, threads, wording
from comments.models import BlockCount, CommentWords, Discussion, ReaderComment

OPEN = {"approved", "removed"}


class Node:
    """A comment of the model: its row, and the nodes of its direct replies."""

    def __init__(self, row: ReaderComment):
        self.row = row
        self.replies: list[Node] = []
        self.shown = self.counted = False

    def show(self, above_open: bool) -> None:
        """Work out who is shown from here down: what is open all the way, a tombstone only above a shown comment."""
        here_open = above_open and self.row.status in OPEN
        for reply in self.replies:
            reply.show(here_open)
        self.counted = here_open and self.row.status == "approved"
        self.shown = self.counted or (here_open and any(node.counted for node in self.below()))

    def below(self) -> list["Node"]:
        """Give all nodes below, depth first."""
        return [node for reply in self.replies for node in (reply, *reply.below())]


def check(page) -> None:
    """Assert that the stored discussion of `page` is what its statuses say."""
    rows = list(ReaderComment.norel_objects.filter(page_id=page.pk).order_by("pk"))
    nodes = {row.pk: Node(row) for row in rows}
    roots = []
    for row in rows:  # by id: replies of each stand oldest first
        (nodes[row.parent_comment_id].replies if row.parent_comment_id else roots).append(nodes[row.pk])
    for root in roots:
        root.show(above_open=True)
    for node in nodes.values():
        _check_node(node)
    for root in roots:
        _check_thread(root)
    _check_totals(page, roots)
    check_index(rows)


def check_index(rows: list[ReaderComment]) -> None:
    """Assert that comments are found by what they say now, and by nothing where their words are gone."""
    indexed = dict(CommentWords.objects.filter(pk__in=[row.pk for row in rows]).values_list("pk", "words"))
    for row in rows:
        told = [word for word in indexed.get(row.pk, []) if word != wording.GAP]
        wanted = [word for word in indexing.words_of(row) if word != wording.GAP] if row.comment else []
        assert told == wanted, f"#{row.pk} index"


def _check_node(node: Node) -> None:
    row, replies = node.row, sum(below.counted for below in node.below())
    assert (row.visible, row.reply_count) == (int(node.shown), replies), f"#{row.pk} {row.status}"
    # What django-comments and xtd know of it.
    assert row.is_public == node.shown, f"#{row.pk} is_public"
    assert row.is_removed == (row.status == "removed"), f"#{row.pk} is_removed"
    assert row.nested_count == replies, f"#{row.pk} nested_count"


def _check_thread(root: Node) -> None:
    depth_first = [root, *root.below()]
    rows = [node.row for node in depth_first]
    assert all(row.thread == row.thread_id == root.row.pk for row in rows)
    assert sorted(rows, key=lambda row: row.path) == rows, "paths are not depth first"
    assert sorted(rows, key=lambda row: row.order) == rows, "xtd's order is not depth first"
    assert len({row.order for row in rows}) == len(rows), "xtd's order is not unique"
    by_xtd = XtdComment.norel_objects.filter(thread_id=root.row.pk).order_by("order").values_list("pk", flat=True)
    assert list(by_xtd) == [row.pk for row in rows]
    assert all(0 < row.order <= threads.MAX_ORDER for row in rows)
    _check_places(root, above="", depth=0)


def _check_places(node: Node, *, above: str, depth: int) -> None:
    row = node.row
    assert row.path == above + threads.encode(row.pk)
    assert row.depth == row.level == depth
    assert row.depth <= threads.MAX_DEPTH
    assert row.parent_id == (row.parent_comment_id or row.pk)
    for reply in node.replies:
        assert reply.row.block == row.block
        _check_places(reply, above=row.path, depth=depth + 1)


def _check_totals(page, roots: list[Node]) -> None:
    counted = [node.row for root in roots for node in (root, *root.below()) if node.counted]
    stored = Discussion.objects.filter(page_id=page.pk).first() or Discussion()
    assert stored.comment_count == len(counted)
    assert stored.thread_count == sum(root.shown for root in roots)
    kept = BlockCount.objects.filter(page_id=page.pk)
    shown = [root.row for root in roots if root.shown]
    for column, rows in (("comment_count", counted), ("thread_count", shown)):
        counts = dict(kept.values_list("block", column))
        assert {block: count for block, count in counts.items() if count} == Counter(r.block for r in rows if r.block)
