"""What the panel lists: the claims that readers dispute, with the comments at each and what was answered."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.text import Truncator

from articles import changes
from articles.models import ArticlePage, ChangeNote
from cms.objections.access import Rights
from comments import objections, pages
from comments.models import Decision, Objection, ReaderComment, Status
from comments.objections import COUNTED, OPEN, PENDING, AtBlock

EXCERPT = 240  # characters


@dataclass(frozen=True, kw_only=True)
class Row:
    """One comment. `by` made its answer, if it has one; the addresses are empty where the editor may not follow them."""

    comment: ReaderComment
    public_url: str
    desk_url: str
    by: Decision | None
    may_reopen: bool

    @property
    def excerpt(self) -> str:
        return Truncator(" ".join(self.comment.comment.split())).chars(EXCERPT)

    @property
    def is_pending(self) -> bool:
        return self.comment.status == Status.PENDING

    @property
    def answer_label(self) -> str:
        return str(Objection(self.comment.objection).label) if self.comment.objection else ""

    @property
    def selection(self) -> str:
        """Give what a checkbox sends: the comment and the version that is shown here."""
        return f"{self.comment.pk}:{self.comment.version}"


@dataclass(frozen=True, kw_only=True)
class Claim:
    """One block with what is said there. `is_here`: the form still has it."""

    block: str
    heading: str
    is_here: bool
    at_block: AtBlock
    rows: dict[tuple[str, str], list[Row]] = field(default_factory=dict)

    @property
    def open(self) -> list[Row]:
        return self.rows.get(OPEN, [])

    @property
    def pending(self) -> list[Row]:
        return self.rows.get(PENDING, [])

    @property
    def answered(self) -> list[Row]:
        return [row for answer in objections.ANSWERS for row in self.rows.get((Status.APPROVED, answer), [])]

    @property
    def open_count(self) -> int:
        return self.at_block.count(OPEN)

    @property
    def open_label(self) -> str:
        return counted(self.open_count)

    @property
    def pending_count(self) -> int:
        return self.at_block.count(PENDING)

    @property
    def answered_count(self) -> int:
        return sum(self.at_block.count((Status.APPROVED, answer)) for answer in objections.ANSWERS)

    @property
    def more_open(self) -> str:
        """Give how many open ones are not shown, empty for none."""
        left = self.open_count - len(self.open)
        return "" if left <= 0 else f"{left}+" if self.open_count >= COUNTED else str(left)

    @property
    def more_answered(self) -> int:
        return max(self.answered_count - len(self.answered), 0)


class Listing:
    """Everything that is said of the claims of an article, as far as `rights` let see it.

    `page` is the article as it stands in the form. Asks a constant number of queries, at any size of the discussion.
    """

    def __init__(self, page: ArticlePage, rights: Rights):
        self.page = page
        self.rights = rights

    @cached_property
    def claims(self) -> list[Claim]:
        if not self.page.pk:
            return []
        headings = self.page.comment_anchors()
        found = objections.at_blocks(self.page.pk, list(headings), pending=self.rights.may_moderate)
        shown = [comment for at_block in found for comments in at_block.comments.values() for comment in comments]
        answers = objections.latest_answers(shown)
        return [
            Claim(
                block=at_block.block,
                heading=headings.get(at_block.block) or at_block.heading,
                is_here=at_block.block in headings,
                at_block=at_block,
                rows={kind: self._rows(comments, answers) for kind, comments in at_block.comments.items()},
            )
            for at_block in found
        ]

    def _rows(self, comments: Iterable[ReaderComment], answers: dict[int, Decision]) -> list[Row]:
        public = pages.url(self.page) if self.page.live else ""
        return [
            Row(
                comment=comment,
                public_url=f"{public}#c{comment.pk}" if public and comment.visible else "",
                desk_url=reverse("reader_comments:detail", args=[comment.pk]) if self.rights.may_moderate else "",
                by=answers.get(comment.pk),
                may_reopen=self.rights.may_reopen(comment.objection),
            )
            for comment in comments
        ]

    @cached_property
    def open_count(self) -> int:
        return sum(claim.open_count for claim in self.claims)

    @property
    def open_label(self) -> str:
        at_least = any(claim.open_count >= COUNTED for claim in self.claims)
        return f"{self.open_count}+" if at_least else str(self.open_count)

    @property
    def disputed(self) -> Sequence[Claim]:
        """Give the claims with something open or waiting."""
        return [claim for claim in self.claims if claim.open or claim.pending]

    @property
    def settled(self) -> Sequence[Claim]:
        """Give the claims where something was answered."""
        return [claim for claim in self.claims if claim.answered]

    @property
    def planned_count(self) -> int:
        return sum(claim.at_block.count((Status.APPROVED, Objection.PLANNED)) for claim in self.claims)

    @property
    def answered_count(self) -> int:
        return sum(claim.answered_count for claim in self.claims)

    @cached_property
    def notes(self) -> list[ChangeNote]:
        """Give the published change notes that may address what is shown as open: none is older than the comment."""
        days = [row.comment.submitted_at.date() for claim in self.claims for row in claim.open]
        if not days or not self.rights.may_publish:
            return []
        return [note for note in changes.published_notes(self.page.pk) if note.at.date() >= min(days)]


def counted(number: int) -> str:
    """Give a number as it is shown: no kind at a claim is counted past COUNTED."""
    return f"{number}+" if number >= COUNTED else str(number)
