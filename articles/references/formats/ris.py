"""RIS as reference managers and publishers write it, each record read on its own with rispy."""

import re
from collections.abc import Iterator
from typing import Any

import rispy
from rispy.config import TAG_KEY_MAPPING

from articles import markup
from articles.references.formats import dates, names
from articles.references.formats.entries import Entry, Item, filled, labelled

TYPES = {
    "ABST": "article-journal",
    "BLOG": "post-weblog",
    "BOOK": "book",
    "CHAP": "chapter",
    "COMP": "software",
    "CONF": "paper-conference",
    "CPAPER": "paper-conference",
    "DATA": "dataset",
    "DBASE": "dataset",
    "DICT": "entry-dictionary",
    "EBOOK": "book",
    "ECHAP": "chapter",
    "EDBOOK": "book",
    "EJOUR": "article-journal",
    "ELEC": "webpage",
    "ENCYC": "entry-encyclopedia",
    "GEN": "document",
    "GOVDOC": "report",
    "INPR": "article-journal",
    "JFULL": "article-journal",
    "JOUR": "article-journal",
    "LEGAL": "legislation",
    "MANSCPT": "manuscript",
    "MGZN": "article-magazine",
    "NEWS": "article-newspaper",
    "PAMP": "pamphlet",
    "PAT": "patent",
    "PREP": "article",
    "RPRT": "report",
    "SER": "book",
    "STAND": "standard",
    "STAT": "legislation",
    "THES": "thesis",
    "UNPB": "manuscript",
    "VIDEO": "motion_picture",
    "WEB": "webpage",
}
# Types that some programs spell out instead of using the code.
SPELT_OUT = (("journal", "article-journal"), ("chapter", "chapter"), ("book", "book"), ("thesis", "thesis"),
             ("conference", "paper-conference"), ("report", "report"), ("web", "webpage"))  # fmt: skip
IN_BOOKS = {"chapter", "paper-conference", "entry-encyclopedia", "entry-dictionary"}

# Tags that are in use and in no specification: EndNote's and older ones.
OURS = {"BT": "book_title", "CT": "cited_title", "ED": "editors", "VO": "volume_spelt", "L3": "doi_link"}
MAPPING = TAG_KEY_MAPPING | OURS
LISTS = ["A1", "A2", "A3", "A4", "AU", "ED", "KW", "N1", "UR", "L3", "M3", "DO"]

_START = re.compile(r"^TY {1,2}-", re.MULTILINE)
_END = re.compile(r"^ER {1,2}-.*$", re.MULTILINE)
_ONE_SPACE = re.compile(r"^([A-Z][A-Z0-9]) -(?= |$)", re.MULTILINE)
_DOI = re.compile(r"10\.\d{4,9}/\S+")


def read(text: str) -> Iterator[Entry]:
    """Give every record: from its TY to its ER, to the next TY or to the end, so that a lost ER loses nothing."""
    starts = [sign.start() for sign in _START.finditer(text)]
    for number, (start, end) in enumerate(zip(starts, [*starts[1:], len(text)], strict=True), 1):
        raw = _END.split(text[start:end], maxsplit=1)[0]
        record = _record(raw)
        line = text.count("\n", 0, start) + 1 if number <= 1000 else None
        label = labelled(_title(record) or _text(record, "doi", "id") or (f"line {line}" if line else f"no. {number}"))
        item = _item(record)
        if set(item) <= {"type"}:
            yield Entry(number, label, reason="The record has no fields that can be read.")
        else:
            yield Entry(number, label, item)


def _record(raw: str) -> dict[str, Any]:
    lines = _ONE_SPACE.sub(r"\1  -", raw.rstrip()) + "\nER  - \n"
    records = rispy.loads(lines, mapping=MAPPING, list_tags=LISTS, delimiter_tags_mapping={})
    return records[0] if records else {}


def _item(record: dict[str, Any]) -> Item:
    kind = _type(str(record.get("type_of_reference", "")), record)
    start, end = _text(record, "start_page"), _text(record, "end_page")
    item: Item = {
        "type": kind,
        "title": markup.csl(_title(record)),
        "author": _people(record, "first_authors", "authors"),
        "editor": _people(record, "secondary_authors", "editors"),
        "collection-editor": _people(record, "tertiary_authors"),
        "translator": _people(record, "subsidiary_authors"),
        "issued": dates.fullest(*_dates(record)),
        "container-title": _container(record, kind),
        "container-title-short": _short_container(record),
        "collection-title": _text(record, "tertiary_title") or _series(record, kind),
        "volume": _text(record, "volume", "volume_spelt"),
        "issue": _text(record, "number"),
        "page": f"{start}-{end}" if start and end and start != end else start or end,
        "publisher": _text(record, "publisher"),
        "publisher-place": _text(record, "place_published"),
        "edition": _text(record, "edition"),
        "abstract": _text(record, "abstract", "notes_abstract"),
        "keyword": ", ".join(filter(None, record.get("keywords", []))),
        "language": _text(record, "language"),
        "note": " ".join(filter(None, record.get("notes", []))),
        "ISBN" if kind in {"book", "chapter"} else "ISSN": _text(record, "issn"),
        "DOI": _doi(record),
        "PMID": _pmid(record),
        "URL": _url(record),
    }
    return filled(item)


def _type(code: str, record: dict[str, Any]) -> str:
    code = code.strip()
    if known := TYPES.get(code.upper()):
        return known
    for word, kind in SPELT_OUT:
        if word in code.lower():
            return kind
    return "article-journal" if _text(record, "alternate_title3", "journal_name") else "document"


def _text(record: dict[str, Any], *keys: str) -> str:
    """Give the first of these that is filled in, as one line."""
    for key in keys:
        value = record.get(key)
        value = value[0] if isinstance(value, list) and value else value
        if isinstance(value, str) and value.strip():
            return " ".join(value.split())
    return ""


def _title(record: dict[str, Any]) -> str:
    return _text(record, "title", "primary_title", "cited_title", "book_title", "short_title", "translated_title")


def _container(record: dict[str, Any], kind: str) -> str:
    if kind in IN_BOOKS:
        return _text(record, "secondary_title", "book_title", "alternate_title3", "journal_name")
    if kind == "book":
        return ""
    return _text(record, "alternate_title3", "secondary_title", "journal_name", "alternate_title2", "alternate_title1")


def _short_container(record: dict[str, Any]) -> str:
    short = _text(record, "alternate_title2", "alternate_title1")
    return "" if short == _text(record, "alternate_title3", "secondary_title", "journal_name") else short


def _series(record: dict[str, Any], kind: str) -> str:
    return _text(record, "secondary_title") if kind == "book" else ""


def _people(record: dict[str, Any], *keys: str) -> list[Item]:
    people = [names.inverted(name) for key in keys for name in record.get(key, []) if isinstance(name, str)]
    return [person for number, person in enumerate(people) if person and person not in people[:number]]


def _dates(record: dict[str, Any]) -> list[str]:
    return [text for key in ("year", "publication_year", "date") if (text := _text(record, key))]


def _unknown(record: dict[str, Any]) -> Iterator[str]:
    for values in (record.get("unknown_tag") or {}).values():
        yield from values


def _doi(record: dict[str, Any]) -> str:
    for key in ("doi", "doi_link", "type_of_work", "urls"):
        for value in record.get(key, []):
            if found := _DOI.search(value or ""):
                return found.group()
    return _text(record, "doi")


def _pmid(record: dict[str, Any]) -> str:
    """Give the PMID where a record says that it is one: by its database, or by the word beside it."""
    for value in _unknown(record):
        if found := re.fullmatch(r"(\d+)\[pmid\]", value.strip()):
            return found.group(1)
    number = _text(record, "accession_number")
    source = f"{_text(record, 'name_of_database')} {_text(record, 'database_provider')}".lower()
    if re.fullmatch(r"\d{1,9}", number) and re.search(r"pubmed|medline|nlm", source):
        return number
    for value in (number, *record.get("notes", [])):
        if found := re.search(r"\bPMID:? ?(\d{1,9})\b", value or ""):
            return found.group(1)
    for value in record.get("urls", []):
        if found := re.search(r"pubmed(?:\.ncbi\.nlm\.nih\.gov)?/(\d{1,9})\b", value or ""):
            return found.group(1)
    return ""


def _url(record: dict[str, Any]) -> str:
    addresses = [value.strip() for value in record.get("urls", []) if value and "://" in value]
    return addresses[0].split()[0] if addresses else ""
