"""Reads a file or a paste whatever its format, which is told by the content, never by the name."""

import codecs
import re
from collections.abc import Callable, Iterator

from articles.references.formats import bibtex, csl, identifier_lines, nbib, ris
from articles.references.formats.entries import Entry, Reading, Unreadable

MOST_BYTES = 50 * 1024 * 1024
MOST_ENTRIES = 20_000

BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# The first of these that is found in a text tells its format: an abstract may quote any of the others.
SIGNS = (
    ("bibtex", re.compile(r"^[ \t]*@[A-Za-z]+\s*[{(]", re.MULTILINE)),
    ("ris", re.compile(r"^TY {1,2}-", re.MULTILINE)),
    # A title looks the same in RIS and in PubMed's format, but RIS has a type before it.
    ("nbib", re.compile(r"^(?:PMID ?|TI  |FAU )- ?\S", re.MULTILINE)),
)
READERS: dict[str, Callable[[str], Iterator[Entry]]] = {
    "bibtex": bibtex.read,
    "ris": ris.read,
    "nbib": nbib.read,
    "csl": csl.read,
    "identifiers": identifier_lines.read,
}
KNOWN = "BibTeX, RIS, PubMed (.nbib) and CSL-JSON"


def decode(raw: bytes) -> str:
    """Give the text of a file: by its byte order mark, else UTF-8, else Windows-1252. Raises Unreadable."""
    if len(raw) > MOST_BYTES:
        raise Unreadable(
            f"The file is larger than {MOST_BYTES // 1024**2} MB. Export it in several parts.", code="too_large"
        )
    for mark, encoding in BOMS:
        if raw.startswith(mark):
            text = raw[len(mark) :].decode(encoding, "replace")
            break
    else:
        try:
            text = raw.decode()
        except UnicodeDecodeError:
            text = raw.decode("cp1252", "replace")
    if "\x00" in text:
        raise Unreadable(f"This is not a text file. What can be read is {KNOWN}.", code="not_text")
    return text


def read(text: str) -> Reading:
    """Read every entry of `text`. Raises Unreadable for nothing, for an unknown format and for too much."""
    text = text.lstrip("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    if len(text.encode("utf-8", "replace")) > MOST_BYTES:
        raise Unreadable(
            f"The text is larger than {MOST_BYTES // 1024**2} MB. Import it in several parts.", code="too_large"
        )
    if not text.strip():
        raise Unreadable("There is nothing in it.", code="empty")
    name = recognise(text)
    entries: list[Entry] = []
    for entry in READERS[name](text):
        if len(entries) == MOST_ENTRIES:
            raise Unreadable(
                f"There are more than {MOST_ENTRIES:,} entries in it. Export it in several parts.", code="too_many"
            )
        entries.append(entry)
    if not entries:
        raise Unreadable("It holds no entry.", code="no_entries")
    return Reading(name, tuple(entries))


def recognise(text: str) -> str:
    """Give the format of `text`. Raises Unreadable where it is none that is known."""
    if text.lstrip()[:1] in {"[", "{"}:
        return "csl"
    found = [(sign.start(), name) for name, pattern in SIGNS if (sign := pattern.search(text))]
    if found:
        return min(found)[1]
    if identifier_lines.is_all(text):
        return "identifiers"
    if re.match(r"\s*(FN |PT [A-Z]\b)", text):
        raise Unreadable(
            "This is Web of Science's own format. Export as BibTeX or RIS there instead.", code="unknown_format"
        )
    raise Unreadable(
        f"Its format is not known. What can be read is {KNOWN}, and lines that are a DOI or a PMID.",
        code="unknown_format",
    )
