"""Reads plain text as people copy it from a web page: bytes in, a `SourceDocument` out."""

from __future__ import annotations

import codecs
import re
from itertools import pairwise

from articles.importers.document import Hint, SourceDocument, SourceLine
from articles.importers.refusals import SourceRefused

MAX_BYTES = 2_000_000  # about 300,000 words; an article of that size is a book, or not an article

_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_OTHER_FORMATS = (
    (b"%PDF-", "a PDF"),
    (b"PK\x03\x04", "a Word, OpenDocument or ZIP file"),
    (b"{\\rtf", "an RTF document"),
    (b"<!doctype html", "an HTML page"),
    (b"<html", "an HTML page"),
    (b"<?xml", "an XML file"),
)
# Tab, line feed, vertical tab, form feed, carriage return and the four separators are what `str.splitlines` knows.
_CONTROL = re.compile("[\x00-\x08\x0e-\x1b\x7f]")
_CONTROL_BYTES = bytes([*range(0x09), *range(0x0E, 0x1C), 0x7F])
_INVISIBLE = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\ufffc"))
_BULLET = re.compile(r"(?:[-*–+]\s+|[•·◦▪‣●○]\s*)(?=\S)")
_NUMBER = re.compile(r"(?:\(?\d{1,2}[.)]|#\d{1,2}[.:)]?)\s+(?=\S)")
_MARKED_HEADING = re.compile(r"#{1,6}\s+(?=\S)")
_BOLD_LINE = re.compile(r"(\*\*|__)(?=\S)([^*_]{1,120})\1:?")
_LINK_LINE = re.compile(r"\[([^\[\]]{1,300})\]\((?:https?://|/)[^()\s]{1,500}\)|https?://\S{1,500}")


def read(content: bytes, *, name: str = "") -> SourceDocument:
    """Gives the document in `content` (UTF-8, with or without a mark, or UTF-16 with one); `name` is for messages.

    Raises `SourceRefused` with the code `empty`, `too_large`, `unsupported_format`, `not_text` or `wrong_encoding`.
    """
    label = f"“{name}”" if name else "The file"
    text = decoded(content, label)
    lines = tuple(_line(n, raw) for n, raw in enumerate(text.splitlines(), 1))
    if not any(character.isalnum() for line in lines for character in line.content):
        raise SourceRefused(f"{label} holds no words: there is nothing to import.", code="empty")
    return SourceDocument(lines=_with_continuations(lines), name=name)


def document(text: str, *, name: str = "") -> SourceDocument:
    """Gives the document in a string that is already known to be text; refuses nothing."""
    return SourceDocument(
        lines=_with_continuations(tuple(_line(n, raw) for n, raw in enumerate(text.splitlines(), 1))), name=name
    )


def decoded(content: bytes, label: str, *, limit: int = MAX_BYTES) -> str:
    """Gives the text in `content`; raises `SourceRefused` as `read` does."""
    if len(content) > limit:
        raise SourceRefused(
            f"{label} is {len(content) / 1_000_000:.1f} MB; the limit is {limit // 1_000_000} MB. "
            "Split it into one file per article.",
            code="too_large",
        )
    if not content.strip(b" \t\r\n\x0b\x0c"):
        raise SourceRefused(f"{label} is empty: there is nothing to import.", code="empty")
    start = content[:256].lstrip(codecs.BOM_UTF8).lstrip().lower()
    for signature, what in _OTHER_FORMATS:
        if start.startswith(signature.lower()):
            raise SourceRefused(
                f"{label} is {what}, not plain text. Copy the article's text into a .txt file and import that.",
                code="unsupported_format",
            )
    encoding = next((name for mark, name in _BYTE_ORDER_MARKS if content.startswith(mark)), "utf-8")
    not_text = SourceRefused(
        f"{label} is not a text file. Save the article as plain text (.txt) first.", code="not_text"
    )
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError:
        if encoding == "utf-16" or content.translate(None, _CONTROL_BYTES) != content:
            raise not_text from None
        raise SourceRefused(
            f"{label} is not in UTF-8. Open it in the program that made it and save it again as UTF-8 text.",
            code="wrong_encoding",
        ) from None
    if _CONTROL.search(text):
        raise not_text
    return text


def _line(n: int, raw: str) -> SourceLine:
    content = " ".join(raw.translate(_INVISIBLE).split())
    hints: set[Hint] = set()
    if heading := _MARKED_HEADING.match(content):
        content = content[heading.end() :].rstrip("# ")
        hints.add(Hint.HEADING)
    elif bullet := _BULLET.match(content):
        content = content[bullet.end() :]
        hints.add(Hint.LIST_ITEM)
    elif number := _NUMBER.match(content):
        content = content[number.end() :]
        hints.add(Hint.NUMBERED)
    if bold := _BOLD_LINE.fullmatch(content):
        content = bold.group(2)
        if not hints & {Hint.LIST_ITEM}:
            hints.add(Hint.HEADING)
    if link := _LINK_LINE.fullmatch(content):
        content = link.group(1) or content
        hints.add(Hint.LINK)
    return SourceLine(n, raw, content, frozenset(hints))


def _with_continuations(lines: tuple[SourceLine, ...]) -> tuple[SourceLine, ...]:
    """Marks the lines that go on with the paragraph above, where the whole text is wrapped at a fixed width."""
    width = max((len(line.content) for line in lines), default=0)
    if not _is_wrapped(lines, width):
        return lines
    marked = list(lines[:1])
    for before, line in pairwise(lines):
        goes_on = before.content and line.content and not line.hints and Hint.HEADING not in before.hints
        if goes_on and _was_full(before, line, width):
            line = SourceLine(line.n, line.text, line.content, line.hints | {Hint.CONTINUES})
        marked.append(line)
    return tuple(marked)


def _is_wrapped(lines: tuple[SourceLine, ...], width: int) -> bool:
    """Only a narrow text with several sentences broken in the middle counts: most copied pages have long lines."""
    if not 40 <= width <= 110:
        return False
    broken = 0
    for before, line in pairwise(lines):
        mid_sentence = before.content[-1:].isalpha() or before.content[-1:] in {",", ";"}
        if mid_sentence and line.content[:1].islower() and not line.hints and _was_full(before, line, width):
            broken += 1
    return broken >= 3


def _was_full(before: SourceLine, line: SourceLine, width: int) -> bool:
    """Whether the next line's first word had no room left on the line before (wrapping fills greedily)."""
    first_word = line.content.split(" ", 1)[0]
    return len(before.content) >= width * 0.6 and len(before.content) + 1 + len(first_word) > width
