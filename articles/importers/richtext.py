"""Turns passages into the small HTML that rich text blocks hold."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from articles.importers import marks
from articles.importers.document import Hint, Passage
from articles.importers.marks import Mark


@dataclass(frozen=True)
class Part:
    """A text of a block with what its format said of it."""

    text: str
    hints: frozenset[Hint] = frozenset()
    marks: tuple[Mark, ...] = ()
    depth: int = 0


def part(passage: Passage, sentences: Sequence[str]) -> Part:
    """Gives what is left of a passage when only these of its sentences are taken."""
    text = " ".join(sentences)
    whole = text == passage.text
    found = passage.marks if whole else tuple(marks.of_parts(passage.text, passage.marks, sentences))
    return Part(text, passage.hints, found, passage.depth)


def tail(passage: Passage, text: str) -> Part:
    """Gives the end of a passage that was cut off before `text`, which may have got a capital since."""
    start = len(passage.text) - len(text)
    return Part(text, passage.hints, tuple(marks.clipped(passage.marks, start, len(passage.text))), passage.depth)


def paragraphs(parts: Iterable[Part]) -> str:
    """Gives one paragraph for each text, one list for each run of list items; everything is escaped."""
    return "".join(
        _list(list(group)) if is_list else "".join(f"<p>{_words(found)}</p>" for found in group)
        for is_list, group in groupby(parts, key=lambda found: bool(_tag(found)))
    )


def _words(found: Part) -> str:
    words = marks.render(found.text, found.marks)
    return f"<b>{words}</b>" if found.hints & {Hint.HEADING, Hint.QUESTION} else words


def _tag(found: Part) -> str:
    if Hint.LIST_ITEM in found.hints:
        return "ul"
    return "ol" if Hint.NUMBERED in found.hints else ""


def _list(items: Sequence[Part]) -> str:
    """Gives a run of items as lists; deeper ones stand within the item above them."""
    out: list[str] = []
    stack: list[str] = []
    for item in items:
        depth = min(item.depth, len(stack)) + 1
        while len(stack) > depth or (len(stack) == depth and stack[-1] != _tag(item)):
            out.append(f"</li></{stack.pop()}>")
        if len(stack) == depth:
            out.append("</li>")
        else:
            stack.append(_tag(item))
            out.append(f"<{stack[-1]}>")
        out.append(f"<li>{_words(item)}")
    while stack:
        out.append(f"</li></{stack.pop()}>")
    return "".join(out)
