"""Reports what became of every line of a source: as JSON for programs, as a table for people."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace

from articles.importers import sentences
from articles.importers.draft import DraftArticle, Fate, LineFate

RawBlock = Mapping[str, object]

_PLURALS = {
    "benefit": "benefits",
    "call_to_action": "calls to action",
    "disclaimer": "disclaimers",
    "embed": "videos",
    "evidence": "evidence",
    "faq": "FAQs",
    "image": "images",
    "mechanism": "mechanisms",
    "quote": "quotes",
    "related_article": "related articles",
    "section": "sections",
    "table": "tables",
}
_WORDS = {**{name: name for name in _PLURALS}, "call_to_action": "call to action", "faq": "FAQ", "embed": "video"}
_WORDS["related_article"] = "related article"


def report(draft: DraftArticle, body: Sequence[RawBlock], *, page: int | None, status: str) -> dict[str, object]:
    """Gives the account of an import: `page`, `title`, `status`, the `blocks` by id, and the fate of each line.

    A line's `block` is the id of the (first) block that holds its words, null for a field of the article such as its
    title; `blocks` has all of them.
    """
    return {
        "page": page,
        "title": draft.title,
        "byline": draft.byline,
        "status": status,
        "blocks": [
            {"id": raw["id"], "type": block.type, "heading": block.name}
            for block, raw in zip(draft.blocks, body, strict=True)
        ],
        "lines": [_line(line, body) for line in draft.lines],
    }


def with_targets(draft: DraftArticle, body: Sequence[RawBlock]) -> DraftArticle:
    """Gives `draft` with the lines of those cards settled that found their article when they were stored."""
    found = {position for position, raw in enumerate(body) if raw["type"] == "related_article" and _target(raw)}
    lines = tuple(
        replace(line, fate=Fate.PLACED, reason="leads to the article of that title")
        if len(line.blocks) == 1 and line.blocks[0] in found
        else line
        for line in draft.lines
    )
    return replace(draft, lines=lines)


def _target(raw: RawBlock) -> object:
    value = raw.get("value")
    return value.get("page") if isinstance(value, Mapping) else None


def _line(line: LineFate, body: Sequence[RawBlock]) -> dict[str, object]:
    blocks = [body[position]["id"] for position in line.blocks]
    return {
        "n": line.n,
        "text": line.text,
        "fate": line.fate.value,
        "block": blocks[0] if blocks else None,
        "blocks": blocks,
        "reason": line.reason,
    }


def table(draft: DraftArticle, *, width: int = 120) -> str:
    """Gives the same as lines of at most `width` characters: number, fate, where, the text and why."""
    width = max(width, 60)
    places = [_where(draft, line) for line in draft.lines]
    place_width = min(max((len(place) for place in places), default=5), width // 4)
    number_width = max((len(str(line.n)) for line in draft.lines), default=4)
    rest = width - max(number_width, 4) - 7 - place_width - 8
    text_width = rest * 3 // 5
    rows = [("line", "fate", "where", "text", "why")]
    rows += [
        (str(line.n), line.fate.value, place, line.text.strip(), line.reason)
        for line, place in zip(draft.lines, places, strict=True)
    ]
    widths = (max(number_width, 4), 7, place_width, text_width, rest - text_width)
    return "\n".join(_row(row, widths) for row in rows)


def summary(draft: DraftArticle) -> str:
    """Gives the counts of an import in one sentence."""
    fates = Counter(line.fate for line in draft.lines)
    lines = ", ".join(f"{fates[fate]} {fate.value}" for fate in Fate)
    kinds = Counter(block.type for block in draft.blocks)
    blocks = ", ".join(f"{n} {(_WORDS if n == 1 else _PLURALS)[kind]}" for kind, n in kinds.items())
    return f"{len(draft.lines)} lines: {lines}. {len(draft.blocks)} blocks{': ' if blocks else ''}{blocks}."


def _where(draft: DraftArticle, line: LineFate) -> str:
    """Names the blocks a line went to; a line of the masthead says in its reason which field it filled."""
    names = []
    for position in line.blocks[:3]:
        block = draft.blocks[position]
        name = block.name or ("introduction" if position == 0 and block.type == "section" else "")
        names.append(f"{_WORDS[block.type]} {position + 1}{f' {name}' if name else ''}")
    return "; ".join(names)


def _row(cells: Sequence[str], widths: Sequence[int]) -> str:
    shown = (sentences.cut(" ".join(cell.split()), size).ljust(size) for cell, size in zip(cells, widths, strict=True))
    return "  ".join(shown).rstrip()
