"""Reads a Word document: bytes in, a `SourceDocument` out, its pictures inside."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

import lxml.etree
import mammoth

from articles.importers import archives, html, sentences
from articles.importers.attachments import Picture
from articles.importers.document import Hint, SourceDocument, SourceLine
from articles.importers.elements import Walk
from articles.importers.refusals import SourceRefused

MAX_BYTES = html.MAX_BYTES
_DOCUMENT = "word/document.xml"
_STYLES = """
p[style-name='Title'] => h1.title:fresh
p[style-name='Subtitle'] => p:fresh
p[style-name='Quote'] => blockquote > p:fresh
p[style-name='Intense Quote'] => blockquote > p:fresh
p[style-name='Caption'] => p:fresh
u => em
"""
_PICTURE = "word-picture:"
_PROPERTIES = {"title": "title", "creator": "author", "subject": "subject", "keywords": "keywords"}
_SHOWN = 300


def read(content: bytes, *, name: str = "") -> SourceDocument:
    """Gives the document in `content`: its text with headings, lists, tables and pictures, and what is left out of it.

    Raises `SourceRefused` with the code `too_large`, `too_deep`, `damaged`, `unsafe`, `unsupported_format` or `empty`.
    """
    label = f"“{name}”" if name else "The file"
    if len(content) > MAX_BYTES:
        raise SourceRefused(
            f"{label} is {len(content) / 1_000_000:.1f} MB; the limit is {MAX_BYTES // 1_000_000} MB. "
            "Save it with smaller pictures (File, Compress Pictures in Word).",
            code="too_large",
        )
    with archives.opened(content, label) as archive:
        if _DOCUMENT not in archive.namelist():
            raise SourceRefused(
                f"{label} is not a Word document. Open it in its program and save it as .docx.",
                code="unsupported_format",
            )
        around = _around_the_text(archive)
    markup, pictures, unread = _converted(content, label)
    walk = Walk()
    if markup.strip():
        walk.all(html.parsed(markup, label))
    for text, reason in [*around, *unread]:
        walk.emit(sentences.cut(text, _SHOWN), hints={Hint.LEFT_OUT}, note=reason)
    lines = html.with_title(tuple(_with_picture(line, pictures) for line in walk.finish()), "")
    if not any(line.attachment or Hint.LEFT_OUT not in line.hints for line in lines):
        raise SourceRefused(f"{label} holds no words: there is nothing to import.", code="empty")
    return SourceDocument(lines=lines, name=name)


def _converted(content: bytes, label: str) -> tuple[str, list[bytes], list[tuple[str, str]]]:
    """Gives the document's HTML, in which pictures are numbered, the pictures, and what could not be read."""
    pictures: list[bytes] = []

    missing: list[tuple[str, str]] = []

    def keep(image: Any) -> dict[str, str]:
        try:
            with image.open() as file:
                pictures.append(file.read())
        except KeyError:  # the document names a part that is not in the file
            if not missing:
                missing.append(("Missing picture", "the file has lost a picture: upload it in the editor"))
            return {}
        return {"src": f"{_PICTURE}{len(pictures) - 1}"}

    try:
        result = mammoth.convert_to_html(
            io.BytesIO(content),
            style_map=_STYLES,
            include_embedded_style_map=False,
            external_file_access=False,
            convert_image=mammoth.images.img_element(keep),
        )
    except RecursionError:
        raise SourceRefused(f"{label} has parts within parts too deep to be read.", code="too_deep") from None
    except Exception as error:  # a file that is no document in one of a hundred ways
        raise SourceRefused(
            f"{label} is no Word document as Word writes it. Open it in Word or LibreOffice, save it as .docx under another "
            "name, and import that.",
            code="damaged",
        ) from error
    return str(result.value), pictures, missing + _unread(str(message.message) for message in result.messages)


def _unread(messages: Iterable[str]) -> list[tuple[str, str]]:
    """Gives what the converter says it left out; of styles it does not know it has all the words."""
    found: dict[str, str] = {}
    for message in messages:
        if "external image" in message:
            found["Linked picture"] = "a picture outside of the document: insert it in Word, or upload it in the editor"
        elif message.startswith("An unrecognised element"):
            found[message.rsplit(":", 2)[-1].strip()] = "a part of a kind that is not read (a chart, a drawing, a form)"
    return list(found.items())


def _with_picture(line: SourceLine, pictures: list[bytes]) -> SourceLine:
    picture = line.attachment
    if not isinstance(picture, Picture) or not picture.address.startswith(_PICTURE):
        return line
    found = replace(picture, address="", content=pictures[int(picture.address.removeprefix(_PICTURE))])
    return replace(line, attachment=found, text=found.words)


def _around_the_text(archive: zipfile.ZipFile) -> list[tuple[str, str]]:
    """Gives what a document says beside its text, with the reason to leave it out: heads and feet, notes, properties."""
    found: list[tuple[str, str]] = []
    for name in archive.namelist():
        part = name.removeprefix("word/")
        if part.startswith(("header", "footer")) and part.endswith(".xml"):
            if text := _words(archive.read(name)):
                found.append((text, "stands at the head or foot of every page"))
        elif part == "comments.xml":
            for comment in _tree(archive.read(name)):
                if text := _words(lxml.etree.tostring(comment)):
                    found.append((f"Comment: {text}", "a comment of the document's editors"))
        elif name == "docProps/core.xml":
            for element in _tree(archive.read(name)):
                what = _PROPERTIES.get(lxml.etree.QName(element).localname)
                if what and (element.text or "").strip():
                    found.append((f"{what}: {element.text.strip()}", "a property of the file: often not the article's"))
    return found


def _words(xml: bytes) -> str:
    return " ".join(" ".join(_tree(xml).itertext()).split())


def _tree(xml: bytes) -> Any:
    return lxml.etree.fromstring(xml, lxml.etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False))
