"""What the blocks of an article are called, read from the raw value of its body. Pure: no database, no request."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from articles.claims import RawBlock

# The fields that name a block, best first.
_NAMES = ("heading", "label", "title", "caption", "attribution")
LONGEST = 200


@dataclass(frozen=True)
class Entry:
    """One block of a body: its id, its type, and the words that stand over it, "" where there are none."""

    block: str
    type: str
    heading: str = ""


def walk(body: Iterable[RawBlock]) -> Iterator[Entry]:
    """Give the blocks of a raw body, in order."""
    for block in body:
        value = block.get("value")
        names = (value.get(name) for name in _NAMES) if isinstance(value, Mapping) else ()
        heading = next((name for name in names if isinstance(name, str) and name.strip()), "")
        yield Entry(str(block.get("id") or ""), str(block.get("type") or ""), heading.strip()[:LONGEST])
