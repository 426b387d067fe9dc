"""Writes references for other programs: CSL-JSON, BibTeX, RIS and PubMed's format. Pure: from CSL-JSON items."""

import json
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from articles import citations, markup
from articles.references.formats import nbib, ris

Item = Mapping[str, Any]
TEXT = citations.text_of


@dataclass(frozen=True)
class Format:
    """A format to write: `media_type` as registered or as its programs use it, `write` from items with an `id`."""

    label: str
    media_type: str
    extension: str
    write: Callable[[Iterable[Item]], str]


def csl_json(items: Iterable[Item]) -> str:
    """Give items as a CSL-JSON list."""
    return json.dumps([dict(item) for item in items], ensure_ascii=False, indent=2) + "\n"


# BibTeX ---------------------------------------------------------------------------------------------------------------

BIBTEX_TYPES = {
    "article-journal": "article",
    "article-magazine": "article",
    "article-newspaper": "article",
    "book": "book",
    "chapter": "incollection",
    "paper-conference": "inproceedings",
    "report": "techreport",
    "thesis": "phdthesis",
    "manuscript": "unpublished",
}
BIBTEX_FIELDS = {
    "title": "title",
    "volume": "volume",
    "issue": "number",
    "edition": "edition",
    "publisher": "publisher",
    "publisher-place": "address",
    "ISSN": "issn",
    "ISBN": "isbn",
    "PMID": "pmid",
    "PMCID": "pmcid",
    "language": "language",
    "keyword": "keywords",
    "abstract": "abstract",
}
_LATEX = {"\\": r"\textbackslash{}", "{": r"\{", "}": r"\}", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}"}
_LATEX |= {character: f"\\{character}" for character in "%&#_$"}
_LATEX_TAGS = {"i": "textit", "b": "textbf", "sub": "textsubscript", "sup": "textsuperscript"}
_TAG = re.compile(r"<(i|b|sub|sup)>|</(?:i|b|sub|sup)>")


def bibtex(items: Iterable[Item]) -> str:
    """Give items as BibTeX in UTF-8, their keys made of author and year."""
    taken: set[str] = set()
    return "\n".join(_bibtex_entry(item, _bibtex_key(item, taken)) for item in items)


def _bibtex_entry(item: Item, key: str) -> str:
    kind = BIBTEX_TYPES.get(TEXT(item.get("type")), "misc")
    fields = {name: _people(item.get(name), " and ") for name in ("author", "editor")}
    fields |= {field: latex(TEXT(item.get(member))) for member, field in BIBTEX_FIELDS.items()}
    fields["journal" if kind == "article" else "booktitle"] = latex(TEXT(item.get("container-title")))
    fields["pages"] = latex(TEXT(item.get("page"))).replace("-", "--")
    fields |= dict(zip(("year", "month", "day"), map(str, _date(item)), strict=False))
    fields |= {"doi": TEXT(item.get("DOI")), "url": TEXT(item.get("URL"))}
    lines = [f"  {name} = {{{value}}}" for name, value in fields.items() if value]
    return f"@{kind}{{{key},\n" + ",\n".join(lines) + "\n}\n"


def _bibtex_key(item: Item, taken: set[str]) -> str:
    """Give a key that is easy to recognise and that no other entry has: "quispecabanillas2012a"."""
    people = item.get("author") or item.get("editor") or [{}]
    person = people[0] if isinstance(people, list) and isinstance(people[0], Mapping) else {}
    name = TEXT(person.get("family")) or TEXT(person.get("literal")) or TEXT(item.get("title"))
    bare = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    stem = re.sub(r"[^a-z0-9]", "", bare)[:30] + str(citations.year(item) or "") or "reference"
    key, number = stem, 1
    while key in taken:
        number += 1
        key = f"{stem}-{number}"
    taken.add(key)
    return key


def latex(text: str) -> str:
    """Give a CSL text as LaTeX: its characters as they are but for those that LaTeX reads, its markup as commands."""
    parts, last = [], 0
    for tag in _TAG.finditer(text):
        parts.append(_escaped(text[last : tag.start()]))
        parts.append(f"\\{_LATEX_TAGS[tag.group(1)]}{{" if tag.group(1) else "}")
        last = tag.end()
    whole = "".join([*parts, _escaped(text[last:])])
    return whole if whole.count("{") - whole.count(r"\{") == whole.count("}") - whole.count(r"\}") else _escaped(text)


def _escaped(text: str) -> str:
    return "".join(_LATEX.get(character, character) for character in text)


def _people(people: object, divider: str) -> str:
    names = []
    for person in people if isinstance(people, list) else []:
        if literal := TEXT(person.get("literal")):
            names.append(f"{{{latex(literal)}}}")
            continue
        parts = [TEXT(person.get(name)) for name in ("family", "suffix", "given")]
        if particle := TEXT(person.get("non-dropping-particle")) or TEXT(person.get("dropping-particle")):
            parts[0] = f"{particle} {parts[0]}"
        names.append(", ".join(latex(part) for part in parts if part))
    return divider.join(filter(None, names))


# RIS ------------------------------------------------------------------------------------------------------------------

RIS_TYPES = {kind: code for code, kind in reversed(ris.TYPES.items())} | {
    "article-journal": "JOUR",
    "article": "UNPB",
    "book": "BOOK",
    "chapter": "CHAP",
    "dataset": "DATA",
    "document": "GEN",
    "report": "RPRT",
    "webpage": "ELEC",
}


def ris_text(items: Iterable[Item]) -> str:
    """Give items as RIS, with the line ends that it prescribes."""
    return "".join(f"{line}\r\n" for item in items for line in _ris_lines(item))


def _ris_lines(item: Item) -> Iterator[str]:
    pages = TEXT(item.get("page"))
    start, _, end = pages.partition("-")
    date = _date(item)
    rows: list[tuple[str, str]] = [("TY", RIS_TYPES.get(TEXT(item.get("type")), "GEN"))]
    rows += [("AU", name) for name in _inverted(item.get("author"))]
    rows += [("A2", name) for name in _inverted(item.get("editor"))]
    rows += [
        ("TI", markup.plain(TEXT(item.get("title")))),
        ("T2", TEXT(item.get("container-title"))),
        ("J2", TEXT(item.get("container-title-short"))),
        ("PY", str(date[0]) if date else ""),
        ("DA", f"{'/'.join([str(date[0]), *(f'{part:02}' for part in date[1:])])}/" if date else ""),
        ("VL", TEXT(item.get("volume"))),
        ("IS", TEXT(item.get("issue"))),
        ("SP", start if end else pages),
        ("EP", end),
        ("ET", TEXT(item.get("edition"))),
        ("PB", TEXT(item.get("publisher"))),
        ("CY", TEXT(item.get("publisher-place"))),
        ("SN", TEXT(item.get("ISSN")) or TEXT(item.get("ISBN"))),
        ("DO", TEXT(item.get("DOI"))),
        ("AN", TEXT(item.get("PMID"))),
        ("DB", "PubMed" if TEXT(item.get("PMID")) else ""),
        ("UR", TEXT(item.get("URL"))),
        ("LA", TEXT(item.get("language"))),
        ("AB", TEXT(item.get("abstract"))),
    ]
    rows += [("KW", word.strip()) for word in TEXT(item.get("keyword")).split(",")]
    yield from (f"{tag}  - {value}" for tag, value in rows if value)
    yield from ("ER  - ", "")


def _inverted(people: object) -> Iterator[str]:
    for person in people if isinstance(people, list) else []:
        parts = [TEXT(person.get(name)) for name in ("family", "given", "suffix")]
        yield TEXT(person.get("literal")) or ", ".join(filter(None, parts))


# PubMed ---------------------------------------------------------------------------------------------------------------

_KINDS = {"article-journal": "Journal Article", **{kind: word for word, kind in nbib.TYPES}}
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def nbib_text(items: Iterable[Item]) -> str:
    """Give items as PubMed does (.nbib)."""
    return "\n".join("".join(f"{tag:<4}- {value}\n" for tag, value in _nbib_rows(item) if value) for item in items)


def _nbib_rows(item: Item) -> Iterator[tuple[str, str]]:
    date = _date(item)
    if len(date) > 1:
        date[1] = _MONTHS[date[1] - 1] if 1 <= date[1] <= 12 else date[1]
    yield "PMID", TEXT(item.get("PMID"))
    yield "TI", markup.plain(TEXT(item.get("title")))
    for person in item.get("author") if isinstance(item.get("author"), list) else []:
        literal = TEXT(person.get("literal"))
        yield ("CN", literal) if literal else ("FAU", next(_inverted([person])))
    for name in _inverted(item.get("editor")):
        yield "FED", name
    yield "JT", TEXT(item.get("container-title"))
    yield "TA", TEXT(item.get("container-title-short"))
    yield "DP", " ".join(map(str, date))
    yield "VI", TEXT(item.get("volume"))
    yield "IP", TEXT(item.get("issue"))
    yield "PG", TEXT(item.get("page"))
    yield "LID", f"{item['DOI']} [doi]" if TEXT(item.get("DOI")) else ""
    yield "PMC", TEXT(item.get("PMCID"))
    yield "LA", TEXT(item.get("language"))
    yield "PT", _KINDS.get(TEXT(item.get("type")), "")
    yield "AB", TEXT(item.get("abstract"))


def _date(item: Item) -> list[Any]:
    """Give year, month and day as far as they are known."""
    year = citations.year(item)
    if not year:
        return []
    try:
        return [int(part) for part in item["issued"]["date-parts"][0][:3]]
    except (KeyError, TypeError, ValueError, IndexError):
        return [year]


FORMATS = {
    "csl": Format("CSL-JSON", "application/vnd.citationstyles.csl+json", "json", csl_json),
    "bibtex": Format("BibTeX", "application/x-bibtex", "bib", bibtex),
    "ris": Format("RIS", "application/x-research-info-systems", "ris", ris_text),
    "nbib": Format("PubMed (.nbib)", "application/nbib", "nbib", nbib_text),
}
