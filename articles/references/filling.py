"""Fills in what a reference of the library lacks from the same work in a file; what stands there already stays."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from articles import citations, markup
from articles.models import Reference
from articles.references.completing import LONGEST_TITLE, NOT_CSL, complete, stand_in
from articles.references.formats.entries import filled

COLUMNS = ("csl", "title", "year", "doi", "pmid", "url", "design", "title_key", "citation_html")
# A name of the entry in its file, and what every item has: neither is a gap.
NEVER_FILLED = NOT_CSL - {"design"} | {"id", "type", "citation-key"}
NAMES = {
    "DOI": "DOI",
    "PMID": "PMID",
    "PMCID": "PMCID",
    "URL": _("web address"),
    "abstract": _("abstract"),
    "author": _("authors"),
    "container-title": _("journal or book"),
    "container-title-short": _("short name of the journal"),
    "design": _("study design"),
    "issue": _("issue"),
    "issued": _("date"),
    "keyword": _("keywords"),
    "language": _("language"),
    "page": _("pages"),
    "publisher": _("publisher"),
    "title": _("title"),
    "volume": _("volume"),
}


def gaps(known: Reference, found: Reference) -> dict[str, Any]:
    """Give the CSL members, and the design, that `found` has and `known` lacks."""
    called = "" if known.title == stand_in(known) else known.title
    there = known.csl | filled({"title": called, "DOI": known.doi, "PMID": known.pmid, "URL": known.url})
    missing = {
        name: value
        for name, value in found.csl.items()
        if not _says_something(there.get(name)) and name not in NEVER_FILLED and _says_something(value)
    }
    return missing | ({"design": found.design} if found.design and not known.design else {})


def _says_something(value: object) -> bool:
    return bool(value.strip() if isinstance(value, str) else value)


def fill(reference: Reference, missing: Mapping[str, Any]) -> Reference:
    """Put what is missing into a reference, bring its columns into agreement, and give it back, unsaved."""
    reference.csl = reference.csl | {name: value for name, value in missing.items() if name != "design"}
    reference.design = reference.design or missing.get("design", "")
    reference.url = reference.url or citations.text_of(missing.get("URL"))
    if "title" in missing:  # until now it was called by its identifier
        reference.title = markup.plain(citations.text_of(missing["title"]))[:LONGEST_TITLE]
    return complete(reference)


def told(missing: Mapping[str, Any]) -> list[str]:
    """Give what is missing as people call it, by the alphabet: databases keep the members of an item in orders of their own."""
    return sorted((str(NAMES.get(name, name.replace("-", " "))) for name in missing), key=str.casefold)
