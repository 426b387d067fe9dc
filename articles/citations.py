"""A reference as one sentence: authors, year, title, journal, DOI. Pure: from a CSL-JSON item, no database."""

import re
from collections.abc import Mapping
from typing import Any

from django.utils.html import escape

from articles import markup
from articles.identifiers import doi_url

MOST_AUTHORS = 6


def sentence(csl: Mapping[str, Any]) -> str:
    """Give the citation of a CSL-JSON item as HTML: everything from the item escaped, the journal in <i>, one link."""
    parts = [
        _authors(csl.get("author") or csl.get("editor") or ()),
        _year(csl),
        escape(_closed(markup.plain(text_of(csl.get("title"))))),
        _published_in(csl),
        _link(csl),
    ]
    return " ".join(part for part in parts if part)


def _authors(people: object) -> str:
    known = [person for person in (people if isinstance(people, list | tuple) else ()) if isinstance(person, Mapping)]
    names = [name for name in map(short_name, known) if name]
    shown = names[:MOST_AUTHORS] + (["et al"] if len(names) > MOST_AUTHORS else [])
    return escape(_closed(", ".join(shown)))


def short_name(person: Mapping[str, Any]) -> str:
    """Give "Karpatkin HI" of a CSL name, or its literal."""
    if literal := text_of(person.get("literal")):
        return literal
    particle = text_of(person.get("non-dropping-particle"))
    family, given = text_of(person.get("family")), text_of(person.get("given"))
    if given.upper() == given.lower() and not given.isascii():
        return f"{family}{given}"  # a script without capitals has no initials: 李明 is written whole
    initials = "".join(word[0].upper() for word in re.findall(r"\w+", given))
    return " ".join(filter(None, [particle, family, initials]))


def short(csl: Mapping[str, Any]) -> str:
    """Give "Haider 2024" of a CSL-JSON item, or nothing where it has no author."""
    family = first_author(csl)
    return " ".join(filter(None, [family, str(year(csl) or "")])) if family else ""


def first_author(csl: Mapping[str, Any]) -> str:
    """Give the family name of the first author, or editor, of a CSL-JSON item."""
    people = csl.get("author") or csl.get("editor") or ()
    first = people[0] if isinstance(people, list) and people and isinstance(people[0], Mapping) else {}
    family = text_of(first.get("family")) or text_of(first.get("literal"))
    return " ".join(filter(None, [text_of(first.get("non-dropping-particle")), family])) if family else ""


def _year(csl: Mapping[str, Any]) -> str:
    found = year(csl)
    return f"({found})." if found else ""


def year(csl: Mapping[str, Any]) -> int | None:
    """Give the year of a CSL item's `issued`, or None."""
    issued = csl.get("issued")
    if not isinstance(issued, Mapping):
        return None
    try:
        return int(issued["date-parts"][0][0])
    except (KeyError, IndexError, TypeError, ValueError):
        found = re.search(r"\b(1[5-9]|20)\d\d\b", text_of(issued.get("raw")) or text_of(issued.get("literal")))
        return int(found.group()) if found else None


def _published_in(csl: Mapping[str, Any]) -> str:
    journal = text_of(csl.get("container-title")) or text_of(csl.get("publisher"))
    volume, issue, pages = (text_of(csl.get(name)) for name in ("volume", "issue", "page"))
    place = volume + (f"({issue})" if issue else "")
    place = ":".join(filter(None, [place, pages]))
    shown = ", ".join(filter(None, [f"<i>{escape(journal)}</i>" if journal else "", escape(place)]))
    return f"{shown}." if shown else ""


def _link(csl: Mapping[str, Any]) -> str:
    doi, pmid, url = (text_of(csl.get(name)) for name in ("DOI", "PMID", "URL"))
    if doi:
        return _anchor(doi_url(doi), f"https://doi.org/{doi}")
    if pmid.isdigit():
        return _anchor(f"https://pubmed.ncbi.nlm.nih.gov/{pmid}/", f"PMID {pmid}")
    return _anchor(url, url) if url.startswith(("https://", "http://")) else ""


def _anchor(address: str, text: str) -> str:
    return f'<a href="{escape(address)}">{escape(text)}</a>'


def _closed(text: str) -> str:
    """Give `text` with a full stop, unless it ends in something that closes a sentence."""
    return text if not text or text.endswith((".", "?", "!")) else f"{text}."


def text_of(value: object) -> str:
    """Give a CSL value as text: numbers are allowed where the schema says string or number, anything else is nothing."""
    return re.sub(r"\s+", " ", str(value)).strip() if isinstance(value, str | int | float) else ""


def name_lines(people: object) -> str:
    """Give CSL names one a line, "Family, Given"; a literal stands alone."""
    return "\n".join(
        text_of(person.get("literal"))
        or ", ".join(filter(None, [text_of(person.get("family")), text_of(person.get("given"))]))
        for person in (people if isinstance(people, list) else [])
        if isinstance(person, Mapping)
    )


def names(lines: str, known: object = ()) -> list[dict[str, Any]]:
    """Give the CSL names of lines "Family, Given" (a line without a comma is a literal, such as an organisation).

    A name that is in `known`, CSL names as well, keeps what it has beside family and given.
    """
    by_line = {name_lines([person]): dict(person) for person in known or () if isinstance(person, Mapping)}
    found = []
    for line in filter(None, (re.sub(r"\s+", " ", line).strip() for line in lines.splitlines())):
        family, comma, given = (part.strip() for part in line.partition(","))
        found.append(by_line.get(line) or ({"family": family, "given": given} if comma else {"literal": line}))
    return found
