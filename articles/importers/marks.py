"""Formats and links within a text, as stretches of it, so that rules can read the words and nothing is lost."""

from __future__ import annotations

import html
from collections import deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

TAGS = ("a", "b", "i", "sup", "sub", "br")
LINKS = ("http://", "https://", "mailto:", "tel:")


@dataclass(frozen=True)
class Mark:
    """A format (`b`, `i`, `sup`, `sub`), link (`a`) or line break (`br`) from `start` up to `end` of a text."""

    start: int
    end: int
    tag: str
    href: str = ""


def shifted(marks: Iterable[Mark], by: int) -> list[Mark]:
    """Gives the marks moved by so many characters."""
    return [replace(mark, start=mark.start + by, end=mark.end + by) for mark in marks]


def clipped(marks: Iterable[Mark], start: int, end: int) -> list[Mark]:
    """Gives what of the marks lies in a stretch of the text, counted from the start of that stretch."""
    found = []
    for mark in marks:
        low, high = max(mark.start, start), min(mark.end, end)
        if low < high or (mark.tag == "br" and low == high and start < mark.start < end):
            found.append(replace(mark, start=low - start, end=high - start))
    return found


def of_parts(text: str, marks: Sequence[Mark], parts: Sequence[str]) -> list[Mark]:
    """Gives the marks of `parts` joined by single spaces, each of them a stretch of `text`, in order."""
    if not marks:
        return []
    found: list[Mark] = []
    position = length = 0
    for part in parts:
        start = text.find(part, position)
        if start < 0:
            return []
        found += shifted(clipped(marks, start, start + len(part)), length)
        position = start + len(part)
        length += len(part) + 1
    return found


def links(marks: Iterable[Mark]) -> list[str]:
    """Gives the addresses the marks lead to, in order."""
    return [mark.href for mark in marks if mark.tag == "a" and mark.href]


def covers(marks: Iterable[Mark], tag: str, text: str) -> bool:
    """Whether the whole text carries one format."""
    return any(mark.tag == tag and mark.start == 0 and mark.end >= len(text) for mark in marks)


def render(text: str, marks: Sequence[Mark]) -> str:
    """Gives the text as HTML: escaped, with an element for each mark, properly nested."""
    if not marks:
        return html.escape(text, quote=False)
    waiting = deque(sorted(marks, key=lambda mark: (mark.start, -mark.end)))
    edges = sorted({0, len(text), *(mark.start for mark in marks), *(mark.end for mark in marks)})
    out: list[str] = []
    stack: list[Mark] = []
    position = 0
    for edge in (edge for edge in edges if edge <= len(text)):
        out.append(html.escape(text[position:edge], quote=False))
        position = edge
        _close(out, stack, edge)
        while waiting and waiting[0].start <= edge:
            mark = waiting.popleft()
            if mark.tag == "br":
                out.append("<br/>")
            elif mark.end > edge:
                # What was opened before and ends earlier is cut there, so that elements nest whatever the marks do.
                end = min([mark.end, *(opened.end for opened in stack)])
                out.append(_opening(mark))
                stack.append(replace(mark, end=end))
    _close(out, stack, len(text))
    return "".join(out)


def _close(out: list[str], stack: list[Mark], edge: int) -> None:
    while stack and stack[-1].end <= edge:
        out.append(f"</{stack.pop().tag}>")


def _opening(mark: Mark) -> str:
    return f'<a href="{html.escape(mark.href)}">' if mark.tag == "a" else f"<{mark.tag}>"
