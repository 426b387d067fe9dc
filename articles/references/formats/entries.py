"""What a reader gives: entries, each either a CSL-JSON item or the reason why there is none."""

from dataclasses import dataclass
from typing import Any

Item = dict[str, Any]
LONGEST_LABEL = 120


class Unreadable(ValueError):
    """A file or paste that gives no entries at all; the message says why and what to do."""

    def __init__(self, message: str, *, code: str):
        super().__init__(message)
        self.code = code


@dataclass(frozen=True)
class Entry:
    """One entry of a file: `number` counts from 1, `label` is what people find it by (its key, its title, its line).

    `csl` is None where it could not be read, and `reason` says why.
    """

    number: int
    label: str
    csl: Item | None = None
    reason: str = ""


@dataclass(frozen=True)
class Reading:
    """All entries of a file, in its order. `format` is `bibtex`, `ris`, `nbib`, `csl` or `identifiers`."""

    format: str
    entries: tuple[Entry, ...]


def labelled(text: str) -> str:
    """Give the beginning of `text` as a label of one line."""
    line = " ".join(text.split())
    return line if len(line) <= LONGEST_LABEL else f"{line[: LONGEST_LABEL - 1]}…"


def filled(item: Item) -> Item:
    """Give an item without the members that have nothing to say."""
    return {name: value for name, value in item.items() if value not in (None, "", [], {})}
