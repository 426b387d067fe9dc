"""Recognises a source's format by what is in it, and by its name where that leaves a choice; gives it to its reader."""

from __future__ import annotations

import codecs
from enum import StrEnum
from pathlib import PurePath

from articles.importers import docx, html, markdown, nhs_json, text
from articles.importers.document import SourceDocument
from articles.importers.refusals import SourceRefused


class Format(StrEnum):
    """What a source is written in."""

    TEXT = "text"
    MARKDOWN = "markdown"
    HTML = "html"
    DOCX = "docx"
    NHS_JSON = "nhs_json"


MAX_BYTES = max(text.MAX_BYTES, html.MAX_BYTES, docx.MAX_BYTES, markdown.MAX_BYTES, nhs_json.MAX_BYTES)
EXTENSIONS = (".txt", ".text", ".md", ".markdown", ".html", ".htm", ".xhtml", ".docx", ".json")

_BY_NAME = {
    ".md": Format.MARKDOWN,
    ".markdown": Format.MARKDOWN,
    ".mdown": Format.MARKDOWN,
    ".html": Format.HTML,
    ".htm": Format.HTML,
    ".xhtml": Format.HTML,
    ".json": Format.NHS_JSON,
}
_READERS = {
    Format.TEXT: text.read,
    Format.MARKDOWN: markdown.read,
    Format.HTML: html.read,
    Format.DOCX: docx.read,
    Format.NHS_JSON: nhs_json.read,
}
_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_PAGE_STARTS = (b"<!doctype html", b"<html")
_HTML_STARTS = (
    b"<head",
    b"<body",
    b"<main",
    b"<article",
    b"<section",
    b"<div",
    b"<p>",
    b"<p ",
    b"<h1",
    b"<h2",
    b"<!--",
)


def recognise(content: bytes, name: str = "") -> Format:
    """Gives the format of `content`; where nothing in it or its `name` says, it is plain text.

    Raises `SourceRefused` (`unsupported_format`) for what is known and cannot be read.
    """
    label = f"“{name}”" if name else "The file"
    if content.startswith(_OLD_OFFICE):
        raise SourceRefused(
            f"{label} is an old Word file (.doc), or one with a password. Save it as .docx without a password first.",
            code="unsupported_format",
        )
    if content.startswith(_ZIP):
        return Format.DOCX
    start = content[:512].removeprefix(codecs.BOM_UTF8).lstrip().lower()
    by_name = _BY_NAME.get(PurePath(name).suffix.lower())
    if start.startswith(b"<?xml") and b"<html" in content[:2048].lower():
        return Format.HTML
    if start.startswith(_PAGE_STARTS):
        return Format.HTML
    if by_name:
        return by_name
    if start.startswith(_HTML_STARTS):
        return Format.HTML
    if start.startswith(b"{") and nhs_json.looks_like(content):
        return Format.NHS_JSON
    return Format.TEXT


def read(content: bytes, *, name: str = "") -> SourceDocument:
    """Gives the document in `content`, whatever its format; raises `SourceRefused` as its reader does."""
    return _READERS[recognise(content, name)](content, name=name)
