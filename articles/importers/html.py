"""Reads a web page or a piece of HTML: bytes in, a `SourceDocument` out, with headings, lists, links and pictures."""

from __future__ import annotations

import codecs
import re

import lxml.etree
import lxml.html
from lxml.html import HtmlElement

from articles.importers import metadata, page
from articles.importers.document import Hint, SourceDocument, SourceLine
from articles.importers.elements import Walk
from articles.importers.refusals import SourceRefused

MAX_BYTES = 10_000_000  # pages saved with their pictures inside are larger than their text
MAX_ELEMENTS = 25_000
MAX_DEPTH = 150  # elements within elements; beyond that no editor nor browser makes sense of it

_MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_CHARSET = re.compile(rb"<meta[^>]{0,200}charset\s*=\s*[\"']?([\w.:-]{2,40})", re.IGNORECASE)
_DECLARATION = re.compile(r"^\s*<\?xml[^>]{0,200}\?>", re.IGNORECASE)


def read(content: bytes, *, name: str = "") -> SourceDocument:
    """Gives the article of the page in `content`, and every other part of it with the reason to leave it out.

    Raises `SourceRefused` with the code `empty`, `too_large`, `too_deep`, `wrong_encoding` or `unsupported_format`.
    """
    label = f"“{name}”" if name else "The page"
    return document(decoded(content, label), name=name)


def document(markup: str, *, name: str = "") -> SourceDocument:
    """Gives the document in a string of HTML, its elements numbered in order; raises `SourceRefused` as `read` does."""
    label = f"“{name}”" if name else "The page"
    root = parsed(markup, label)
    body = root.find("body")
    body = root if body is None else body
    facts, said = metadata.read(root)
    walk = Walk(base=metadata.base_address(root))
    for text, note in said:
        walk.emit(text, hints={Hint.FACT}, note=note)
    walk.page(body, page.find_article(body))
    lines = with_title(walk.finish(), facts.title)
    if not any(character.isalnum() for line in lines if Hint.FACT not in line.hints for character in line.content):
        raise SourceRefused(f"{label} holds no words: there is nothing to import.", code="empty")
    return SourceDocument(lines=lines, name=name, facts=facts)


def parsed(markup: str, label: str = "The page") -> HtmlElement:
    """Gives the tree of a string of HTML; raises `SourceRefused` where it is empty, too large or too deep."""
    markup = _DECLARATION.sub("", markup)
    if markup.count("<") > MAX_ELEMENTS * 2:
        raise SourceRefused(
            f"{label} has more than {MAX_ELEMENTS:,} elements. Save only the article, or split it.", code="too_large"
        )
    # Nothing is fetched, and entities are never resolved, by an HTML parser that is told of no network.
    parser = lxml.html.HTMLParser(no_network=True, remove_comments=True, remove_pis=True, huge_tree=False)
    try:
        root = lxml.html.document_fromstring(markup, parser=parser)
    except (lxml.etree.LxmlError, ValueError):
        raise SourceRefused(f"{label} is empty: there is nothing to import.", code="empty") from None
    if any("depth" in entry.message.lower() for entry in parser.error_log) or _depth(root) > MAX_DEPTH:
        raise SourceRefused(
            f"{label} has elements within elements more than {MAX_DEPTH} deep. Import the article's text instead.",
            code="too_deep",
        )
    return root


def decoded(content: bytes, label: str) -> str:
    """Gives the text of an HTML file by its byte order mark, its own declaration, UTF-8 or Windows-1252."""
    if len(content) > MAX_BYTES:
        raise SourceRefused(
            f"{label} is {len(content) / 1_000_000:.1f} MB; the limit is {MAX_BYTES // 1_000_000} MB. "
            "Save the page without its pictures.",
            code="too_large",
        )
    if not content.strip():
        raise SourceRefused(f"{label} is empty: there is nothing to import.", code="empty")
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return _decode(content.removeprefix(mark), encoding, label)
    declared = _CHARSET.search(content[:4096])
    if declared:
        return _decode(content, declared.group(1).decode("ascii"), label)
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        return _decode(content, "windows-1252", label)


def _decode(content: bytes, encoding: str, label: str) -> str:
    try:
        return content.decode(encoding, errors="replace")
    except LookupError:
        raise SourceRefused(
            f"{label} says that its encoding is “{encoding}”, which is none. Save it again as UTF-8.",
            code="wrong_encoding",
        ) from None


def _depth(root: HtmlElement) -> int:
    deepest, stack = 0, [(root, 1)]
    while stack:
        element, depth = stack.pop()
        deepest = max(deepest, depth)
        stack.extend((child, depth + 1) for child in element)
    return deepest


def with_title(lines: tuple[SourceLine, ...], title: str) -> tuple[SourceLine, ...]:
    """Marks the line that is the article's title: the first main heading, or the one the page's head repeats."""
    headings = [line for line in lines if Hint.HEADING in line.hints]
    tops = [line for line in headings if line.level == 1]
    plain = " ".join(title.split()).casefold()
    chosen = next((line for line in tops if line.content.casefold() == plain), tops[0] if tops else None)
    if chosen is None and plain:
        chosen = next((line for line in headings if line.content.casefold() == plain), None)
    if chosen is None:
        return lines
    return tuple(
        SourceLine(line.n, line.text, line.content, frozenset({Hint.TITLE})) if line is chosen else line
        for line in lines
    )
