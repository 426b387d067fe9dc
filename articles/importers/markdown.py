"""Reads Markdown (CommonMark with tables, HTML and front matter): bytes in, a `SourceDocument` by source line out."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from markdown_it import MarkdownIt

from articles.importers import front_matter, html, text
from articles.importers.document import Hint, SourceDocument, SourceLine
from articles.importers.elements import Walk
from articles.importers.refusals import SourceRefused

MAX_BYTES = html.MAX_BYTES
_MAX_NESTING = 40  # lists within quotes within lists
_OPENING_TAG = re.compile(r"<([a-zA-Z][a-zA-Z0-9-]*)(?=[\s/>])")
_MARK_ONLY = "a mark or an address of Markdown's own, nothing to show"


def read(content: bytes, *, name: str = "") -> SourceDocument:
    """Gives the document in `content`, its lines those of the file.

    Raises `SourceRefused` with the code `empty`, `too_large`, `too_deep`, `not_text` or `wrong_encoding`.
    """
    label = f"“{name}”" if name else "The file"
    source = text.decoded(content, label, limit=MAX_BYTES)
    facts, said, length = front_matter.read(source)
    written = source.splitlines()
    body = "\n".join([*[""] * length, *written[length:]])
    root = html.parsed(_markup(body), label)
    walk = Walk(tell_lines=True)
    walk.all(root)
    lines = _by_source_line(html.with_title(tuple(walk.lines), facts.title), walk.ends, written, said)
    if not any(character.isalnum() for line in lines for character in line.content):
        raise SourceRefused(f"{label} holds no words: there is nothing to import.", code="empty")
    return SourceDocument(lines=lines, name=name, facts=facts)


def _markup(source: str) -> str:
    """Gives the HTML of a Markdown text, in which each block says which lines it was."""
    parser = MarkdownIt("commonmark", {"html": True, "maxNesting": _MAX_NESTING}).enable(["table", "strikethrough"])
    tokens = parser.parse(source)
    for token in tokens:
        if not token.map or token.nesting < 0:
            continue
        lines = f"{token.map[0] + 1}-{token.map[1]}"
        if token.type == "html_block":
            token.content = _OPENING_TAG.sub(rf'<\1 data-lines="{lines}"', token.content)
        else:
            token.attrSet("data-lines", lines)
    # Empty in itself, so that a text that makes no element still is a document.
    return f"<div>{parser.renderer.render(tokens, parser.options, {})}</div>"


def _by_source_line(
    found: Sequence[SourceLine], ends: Sequence[int], written: Sequence[str], said: dict[int, tuple[Hint, str]]
) -> tuple[SourceLine, ...]:
    """Puts what was found back on the lines of the file; a line that goes on with the one above says so."""
    starting: dict[int, list[tuple[SourceLine, int]]] = {}
    for line, end in zip(found, ends, strict=True):
        starting.setdefault(min(max(line.n, 1), len(written)), []).append((line, end))
    lines: list[SourceLine] = []
    until = 0
    for n, raw in enumerate(written, 1):
        if n in said:
            hint, note = said[n]
            lines.append(SourceLine(n, raw, raw.strip(), frozenset({hint}), note=note))
        elif n in starting:
            for line, end in starting[n]:
                lines.append(replace(line, n=n, text=raw))
                until = end
        elif n <= until and raw.strip():
            lines.append(SourceLine(n, raw, "", frozenset({Hint.CONTINUES})))
        else:
            lines.append(SourceLine(n, raw, "", note=_MARK_ONLY))
    return tuple(lines)
