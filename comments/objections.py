"""Finds what readers object to at each claim of a page.

An objection is a thread about a claim, by its first comment. However long the discussion is, the same number of
statements reads a few rows of one index (comment_objections) for each claim.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field

from django.db import connection
from django.db.models.expressions import RawSQL

from comments.models import BlockCount, Decision, Objection, ReaderComment, Status

SHOWN = 5  # of each kind at each claim: those that most readers have reported first, then the newest
COUNTED = 100  # no kind is counted further
MOST_BLOCKS = 60
ANSWERS = (Objection.PLANNED, Objection.ADDRESSED, Objection.DISMISSED)

Kind = tuple[str, str]  # status, objection
OPEN: Kind = (Status.APPROVED, "")
PENDING: Kind = (Status.PENDING, "")


@dataclass(kw_only=True)
class AtBlock:
    """What stands at one block: how many of each kind, at most COUNTED, and the first SHOWN comments of each kind."""

    block: str
    counts: dict[Kind, int] = field(default_factory=dict)
    comments: dict[Kind, list[ReaderComment]] = field(default_factory=dict)

    def count(self, kind: Kind) -> int:
        return self.counts.get(kind, 0)

    @property
    def heading(self) -> str:
        """Give what readers read above the block when they wrote the latest comment that is shown here."""
        shown = [comment for comments in self.comments.values() for comment in comments]
        return max(shown, key=lambda comment: comment.pk).block_heading if shown else ""


def at_blocks(page_id: int, blocks: Sequence[str], *, pending: bool) -> list[AtBlock]:
    """Give what stands at these blocks of a page, and at others that readers have written about; empty ones are left out.

    Most open objections first, else in the order of `blocks`, what is not among them last. With `pending` also what still
    waits for a moderator. Three statements.
    """
    kinds = [OPEN, *((Status.APPROVED, answer) for answer in ANSWERS)] + [PENDING] * pending
    wanted = [*dict.fromkeys(blocks), *_others(page_id, blocks)][:MOST_BLOCKS]
    found = {block: AtBlock(block=block) for block in wanted}
    for block, status, objection, number in _counted(page_id, wanted, kinds):
        if number:
            found[block].counts[status, objection] = number
    present = [at_block for at_block in found.values() if at_block.counts]
    for comment in _first_of_each(page_id, present):
        kind = (comment.status, comment.objection)
        found[comment.block].comments.setdefault(kind, []).append(comment)
    return sorted(present, key=lambda at_block: -at_block.count(OPEN))


def latest_answers(comments: Iterable[ReaderComment]) -> dict[int, Decision]:
    """Give by comment the Decision that made its answer, for those that have one."""
    answered = [comment.pk for comment in comments if comment.objection]
    verbs = (Decision.Verb.PLAN, Decision.Verb.ADDRESS, Decision.Verb.DISMISS)
    rows = Decision.objects.filter(comment_id__in=answered, decision__in=verbs).order_by("pk") if answered else ()
    return {row.comment_id: row for row in rows}


def _others(page_id: int, blocks: Collection[str]) -> list[str]:
    """Give the blocks, those that have left the article included, that have comments which readers see."""
    counts = BlockCount.objects.filter(page_id=page_id, comment_count__gt=0).exclude(block__in=blocks)
    return list(counts.order_by("-comment_count", "block").values_list("block", flat=True)[:MOST_BLOCKS])


def _counted(page_id: int, blocks: Sequence[str], kinds: Sequence[Kind]) -> list[tuple[str, str, str, int]]:
    """Give (block, status, objection, number) for each kind at each block, none counted past COUNTED: one statement."""
    if not blocks:
        return []
    table = connection.ops.quote_name(ReaderComment._meta.db_table)
    rows = [(block, *map(str, kind)) for block in blocks for kind in kinds]
    sql = (
        f"WITH wanted(block, status, objection) AS (VALUES {', '.join(['(%s, %s, %s)'] * len(rows))})"
        f" SELECT wanted.block, wanted.status, wanted.objection, (SELECT COUNT(*) FROM ("
        f"SELECT 1 FROM {table} said WHERE said.depth = 0 AND said.page_id = %s"
        f" AND said.block = wanted.block AND said.status = wanted.status AND said.objection = wanted.objection"
        # The order is the index's, so that no database gathers all that match before it stops counting.
        f" ORDER BY said.flag_count DESC, said.xtdcomment_ptr_id DESC LIMIT {COUNTED}) AS counted) FROM wanted"
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, [*(value for row in rows for value in row), page_id])
        return cursor.fetchall()


def _first_of_each(page_id: int, present: Sequence[AtBlock]) -> list[ReaderComment]:
    """Give the first comments of every kind that there is at these blocks, in their order: one statement."""
    groups = [(at_block.block, *map(str, kind)) for at_block in present for kind in at_block.counts]
    if not groups:
        return []
    table = connection.ops.quote_name(ReaderComment._meta.db_table)
    part = (
        f"SELECT id FROM (SELECT said.xtdcomment_ptr_id AS id FROM {table} said"
        f" WHERE said.depth = 0 AND said.page_id = %s"
        f" AND said.block = %s AND said.status = %s AND said.objection = %s"
        f" ORDER BY said.flag_count DESC, said.xtdcomment_ptr_id DESC LIMIT {SHOWN}) AS part"
    )
    sql = " UNION ALL ".join([part] * len(groups))
    parameters = [value for group in groups for value in (page_id, *group)]
    rows = ReaderComment.norel_objects.filter(pk__in=RawSQL(sql, parameters))  # noqa: S611
    return sorted(rows, key=lambda row: (-row.flag_count, -row.pk))
