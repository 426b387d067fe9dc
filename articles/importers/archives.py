"""Opens a ZIP file that a stranger may have made, and refuses one that would fill the memory or reads other files."""

from __future__ import annotations

import io
import zipfile
import zlib

import lxml.etree

from articles.importers.refusals import SourceRefused

MOST_PARTS = 2_000
MOST_BYTES = 60_000_000  # of all parts, unpacked
MOST_XML = 12_000_000  # of one XML part, unpacked; a book of 500 pages has about half of that
MOST_ELEMENTS = 60_000  # of one part; about 7,000 paragraphs, which take a quarter of a minute
MAX_DEPTH = 60
_CHUNK = 1 << 16


def opened(content: bytes, label: str) -> zipfile.ZipFile:
    """Gives the archive after all of its parts were unpacked once and measured.

    Raises `SourceRefused` with the code `damaged`, `too_large`, `too_deep` or `unsafe`.
    """
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
        parts = archive.infolist()
        if len(parts) > MOST_PARTS:
            raise SourceRefused(f"{label} has more than {MOST_PARTS:,} parts: it is no article.", code="too_large")
        total = 0
        for part in parts:
            if part.flag_bits & 1:
                raise SourceRefused(
                    f"{label} is encrypted. Save it without a password first.", code="unsupported_format"
                )
            total += _measure(archive, part, MOST_BYTES - total, label)
        return archive
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError, OSError):
        raise damaged(label) from None


def damaged(label: str) -> SourceRefused:
    """Gives the refusal of a file that is not whole, with what mostly helps."""
    return SourceRefused(
        f"{label} is not whole: perhaps it was not copied or downloaded to its end. Fetch it again; or open it in Word or "
        "LibreOffice, which can mend it, and save it under another name.",
        code="damaged",
    )


def _measure(archive: zipfile.ZipFile, part: zipfile.ZipInfo, left: int, label: str) -> int:
    """Unpacks one part without keeping it; what its header says of its size is not believed."""
    is_xml = part.filename.lower().endswith((".xml", ".rels"))
    limit = min(left, MOST_XML) if is_xml else left
    size = 0
    with archive.open(part) as file:
        while chunk := file.read(_CHUNK):
            size += len(chunk)
            if size > limit:
                raise SourceRefused(
                    f"{label} unpacks to more than {(MOST_XML if is_xml else MOST_BYTES) // 1_000_000} MB. "
                    "Save it without its pictures, or split it.",
                    code="too_large",
                )
    if is_xml:
        with archive.open(part) as file:
            _check_xml(file.read(), label)
    return size


def _check_xml(content: bytes, label: str) -> None:
    """Refuses document types, which Office never writes and which could name other files or grow without end."""
    depth = elements = 0
    events = ("start", "end")
    try:
        parser = lxml.etree.iterparse(
            io.BytesIO(content), events=events, resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False
        )
        for event, element in parser:
            depth += 1 if event == "start" else -1
            elements += event == "start"
            if depth > MAX_DEPTH:
                raise SourceRefused(
                    f"{label} has parts within parts more than {MAX_DEPTH} deep. Save it again as a plain document.",
                    code="too_deep",
                )
            if elements > MOST_ELEMENTS:
                raise SourceRefused(f"{label} is too long for one article. Split it.", code="too_large")
            if event == "end":
                element.clear()
        tree = parser.root.getroottree() if parser.root is not None else None
        if tree is not None and tree.docinfo.doctype:
            raise SourceRefused(f"{label} has a document type in it, which Word never writes.", code="unsafe")
    except lxml.etree.LxmlError:
        raise damaged(label) from None
