"""Keeps the account of an import: where the words of each passage went, and why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from articles.importers.document import Hint, Passage, SourceDocument
from articles.importers.draft import Fate, LineFate

NO_WORDS = "no words in it"
# Words in the article outweigh words left out, and where they need a look that outweighs that they are placed.
_RANK = (Fate.DROPPED, Fate.PLACED, Fate.KEPT)


@dataclass
class _Entry:
    blocks: list[int] = field(default_factory=list)
    reasons: list[str] = field(default_factory=list)
    fate: Fate | None = None


class Ledger:
    """The fates of passages while they are handed out; one that nothing was said of counts as dropped."""

    def __init__(self, passages: Sequence[Passage]) -> None:
        self._passages = passages
        self._entries = [_Entry() for _ in passages]

    def place(self, position: int, block: int | None = None, reason: str = "") -> None:
        """Some or all words of the passage stand where they belong: in a block, or in a field of the article."""
        self._note(position, block, reason, Fate.PLACED)

    def keep(self, position: int, block: int, reason: str) -> None:
        """The passage is in the article, but an editor should look at it, for `reason`."""
        self._note(position, block, reason, Fate.KEPT)

    def drop(self, position: int, reason: str) -> None:
        """Some or all words of the passage are left out, for `reason`."""
        self._note(position, None, reason, Fate.DROPPED)

    def is_settled(self, position: int) -> bool:
        """Whether anything was said of the passage."""
        return self._entries[position].fate is not None

    def lines(self, document: SourceDocument) -> tuple[LineFate, ...]:
        """Gives the fate of every line that is not blank, in the order of the source; parts of one line as one."""
        entries: dict[int, _Entry] = {}
        for passage, entry in zip(self._passages, self._entries, strict=True):
            if passage.note and not passage.hints & {Hint.FACT, Hint.LEFT_OUT} and entry.fate is Fate.PLACED:
                entry.fate = Fate.KEPT
                entry.reasons.append(passage.note)
            for n in passage.numbers:
                entries[n] = _both(entries[n], entry) if n in entries else entry
        lines = {line.n: line for line in reversed(document.lines) if line.text.strip()}
        return tuple(_line_fate(line.n, line.text, entries.get(line.n), line.note) for _, line in sorted(lines.items()))

    def _note(self, position: int, block: int | None, reason: str, fate: Fate) -> None:
        entry = self._entries[position]
        if block is not None and block not in entry.blocks[-3:]:
            entry.blocks.append(block)
        if reason and reason not in entry.reasons[-3:]:
            entry.reasons.append(reason)
        entry.fate = fate if entry.fate is None else max(entry.fate, fate, key=_RANK.index)


def _both(one: _Entry, other: _Entry) -> _Entry:
    """Gives the entry of a line that was two passages."""
    fates = [entry.fate for entry in (one, other) if entry.fate is not None]
    return _Entry(
        blocks=list(dict.fromkeys([*one.blocks, *other.blocks])),
        reasons=list(dict.fromkeys([*one.reasons, *other.reasons])),
        fate=max(fates, key=_RANK.index, default=None),
    )


def _line_fate(n: int, text: str, entry: _Entry | None, note: str) -> LineFate:
    if entry is None or entry.fate is None:
        return LineFate(n, text, Fate.DROPPED, reason=note or NO_WORDS)
    return LineFate(n, text, entry.fate, tuple(entry.blocks), "; ".join(entry.reasons))
