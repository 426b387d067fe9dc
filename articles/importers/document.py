"""What every reader of a format gives and every mapping takes: numbered lines with what the format said of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from articles.importers.attachments import Attachment
from articles.importers.marks import Mark, shifted


class Hint(StrEnum):
    """What a format knows about a line beyond its words."""

    TITLE = "title"
    HEADING = "heading"
    LIST_ITEM = "list_item"
    NUMBERED = "numbered"
    LINK = "link"
    QUOTE = "quote"
    QUESTION = "question"
    ANSWER = "answer"
    FACT = "fact"  # has filled a field of the article, which `note` names
    LEFT_OUT = "left_out"  # is no part of the article, for the reason in `note`
    CONTINUES = "continues"  # goes on with the paragraph above (text wrapped at a fixed width)


@dataclass(frozen=True)
class SourceLine:
    """One line or element: `n` counts from 1, `text` is as written, `content` is without marks and spare spaces.

    `level` is a heading's (1 to 6; 0 where the format has none), `depth` a list item's (0 for the outermost list),
    `marks` are the formats and links of `content`, and `href` is where a line leads that is one link.
    """

    n: int
    text: str
    content: str
    hints: frozenset[Hint] = frozenset()
    level: int = 0
    depth: int = 0
    marks: tuple[Mark, ...] = ()
    href: str = ""
    note: str = ""
    attachment: Attachment | None = None


@dataclass(frozen=True)
class Facts:
    """What a format says of the article apart from its text; each is empty where it says nothing."""

    title: str = ""
    byline: str = ""
    summary: str = ""
    published: date | None = None
    updated: date | None = None
    reviewed: date | None = None
    review_due: date | None = None


@dataclass(frozen=True)
class SourceDocument:
    """The whole source in order, blank lines included. Several lines may have one number: parts of one line."""

    lines: tuple[SourceLine, ...]
    name: str = ""
    facts: Facts = field(default_factory=Facts)


@dataclass(frozen=True)
class Passage:
    """One paragraph, heading or list item; usually one line, several where the source was wrapped."""

    numbers: tuple[int, ...]
    text: str
    hints: frozenset[Hint] = frozenset()
    level: int = 0
    depth: int = 0
    marks: tuple[Mark, ...] = ()
    href: str = ""
    note: str = ""
    attachment: Attachment | None = None

    def has(self, hint: Hint) -> bool:
        """Whether the format gave this hint."""
        return hint in self.hints


def passages(lines: Sequence[SourceLine]) -> list[Passage]:
    """Joins wrapped lines into passages and leaves out lines that say nothing."""
    found: list[Passage] = []
    run: list[SourceLine] = []
    for line in lines:
        continues = bool(run) and Hint.CONTINUES in line.hints
        if not line.content and not line.attachment and not continues:
            continue
        if run and not continues:
            found.append(_joined(run))
            run = []
        run.append(line)
    if run:
        found.append(_joined(run))
    return found


def _joined(run: list[SourceLine]) -> Passage:
    first = run[0]
    text, marks = first.content, first.marks
    for line in run[1:]:
        if line.content:
            marks += tuple(shifted(line.marks, len(text) + 1))
            text = f"{text} {line.content}"
    return Passage(
        numbers=tuple(line.n for line in run),
        text=text,
        hints=first.hints - {Hint.CONTINUES},
        level=first.level,
        depth=first.depth,
        marks=marks,
        href=first.href,
        note=first.note,
        attachment=first.attachment,
    )
