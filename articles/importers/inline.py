"""Collects the inline content of an HTML element: its words, with the formats and links on them as marks."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

from articles.importers.marks import LINKS, Mark

INVISIBLE = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\ufffc"))
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f]")
_FORMATS = {"b": "b", "strong": "b", "i": "i", "em": "i", "cite": "i", "sup": "sup", "sub": "sub"}
_BACK_ARROWS = frozenset("↑↩^")


@dataclass
class Run:
    """Words as they are met; `words()` gives them with single spaces."""

    raw: list[str] = field(default_factory=list)
    length: int = 0
    marks: list[Mark] = field(default_factory=list)
    unlinked: int = 0  # links that had no full address, and are only words now

    def add(self, text: str | None) -> None:
        """Adds text as it stands in the source."""
        if text:
            text = _CONTROL.sub(" ", text).translate(INVISIBLE)
            self.raw.append(text)
            self.length += len(text)

    def add_break(self) -> None:
        """Adds a line break, which is a space to whoever reads only the words."""
        if any(not part.isspace() for part in self.raw):
            self.add(" ")
            self.marks.append(Mark(self.length, self.length, "br"))

    def add_element(self, element: Any, resolve: Callable[[str], str], *, aside: Callable[[Any], bool]) -> None:
        """Adds an inline element with all in it; what `aside` takes is left to it, `resolve` completes addresses."""
        if not isinstance(element.tag, str):
            return
        if element.tag == "br":
            self.add_break()
            return
        if aside(element):
            return
        if element.tag in {"p", "div", "li", "tr", "td", "th"}:
            self.add_break()  # a block where only words are wanted, such as a list in a cell
        start = self.length
        self.add(element.text)
        for child in element:
            self.add_element(child, resolve, aside=aside)
            self.add(child.tail)
        if element.tag == "a":
            self._link(element, start, resolve)
        elif element.tag in _FORMATS and self.length > start:
            self.marks.append(Mark(start, self.length, _FORMATS[element.tag]))

    def _link(self, element: Any, start: int, resolve: Callable[[str], str]) -> None:
        href = (element.get("href") or "").strip()
        if not href or self.length == start:
            return
        if href.startswith("#"):
            if "".join(self.raw)[start:].strip(" []\ufe0e") in _BACK_ARROWS:
                self.raw = ["".join(self.raw)[:start]]
                self.length = start
            return
        if address := resolve(href):
            self.marks.append(Mark(start, self.length, "a", address))
        else:
            self.unlinked += 1

    def words(self) -> tuple[str, tuple[Mark, ...]]:
        """Gives the text with single spaces, and the marks on it."""
        raw = "".join(self.raw)
        if not self.marks:
            return " ".join(raw.split()), ()
        out: list[str] = []
        places: list[int] = []
        for character in raw:
            places.append(len(out))
            if not character.isspace():
                out.append(character)
            elif out and out[-1] != " ":
                out.append(" ")
        text = "".join(out).rstrip(" ")
        places.append(len(text))
        moved = [
            replace(mark, start=min(places[mark.start], len(text)), end=min(places[mark.end], len(text)))
            for mark in self.marks
        ]
        return text, tuple(_tidy(text, moved))


def address(href: str) -> str:
    """Gives a link's address where it is one that rich text may hold, else an empty string."""
    href = href.strip()
    return href if href.lower().startswith(LINKS) and len(href) <= 2000 and not re.search(r"\s", href) else ""


def _tidy(text: str, marks: list[Mark]) -> list[Mark]:
    """Takes spaces at the ends out of formats, and joins those that a program has cut into pieces."""
    found: list[Mark] = []
    last: dict[tuple[str, str], int] = {}
    for mark in sorted(marks, key=lambda mark: (mark.start, -mark.end)):
        if mark.tag == "br":
            if 0 < mark.start < len(text):
                found.append(mark)
            continue
        words = text[mark.start : mark.end]
        start = mark.start + len(words) - len(words.lstrip(" "))
        end = mark.end - (len(words) - len(words.rstrip(" ")))
        if start >= end:
            continue
        key = (mark.tag, mark.href)
        before = found[last[key]] if key in last else None
        if before and not text[before.end : start].strip(" "):
            found[last[key]] = replace(before, end=max(before.end, end))
            continue
        last[key] = len(found)
        found.append(Mark(start, end, mark.tag, mark.href))
    return found
