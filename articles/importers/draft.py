"""An article as an import makes it: its fields, its blocks, and what became of every line of the source."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from articles.importers.attachments import Picture


class Fate(StrEnum):
    """What became of a line."""

    PLACED = "placed"  # it stands where its words say it belongs
    KEPT = "kept"  # it is in the article, and an editor should look at it
    DROPPED = "dropped"  # it is not in the article


@dataclass(frozen=True)
class DraftBlock:
    """A block of the body: its type and its values by field; lists are plain, identifiers come later.

    An image block has its `picture`, which becomes the number of an image when the article is stored.
    """

    type: str
    value: dict[str, object]
    picture: Picture | None = None

    @property
    def name(self) -> str:
        """What people call the block by: its heading, its label, or nothing."""
        return str(self.value.get("heading") or self.value.get("label") or self.value.get("caption") or "")


@dataclass(frozen=True)
class LineFate:
    """What became of line `n`: the positions of the blocks that hold its words, and why."""

    n: int
    text: str
    fate: Fate
    blocks: tuple[int, ...] = ()
    reason: str = ""


@dataclass(frozen=True)
class DraftArticle:
    """What a source says, as an article; dates are the days as printed."""

    title: str
    byline: str
    authors: tuple[str, ...]
    published_at: date | None
    updated_at: date | None
    summary: str
    blocks: tuple[DraftBlock, ...]
    lines: tuple[LineFate, ...]
    reviewed_at: date | None = None
    review_due_at: date | None = None
