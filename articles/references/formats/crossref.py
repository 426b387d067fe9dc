"""Crossref's answers about one work (github.com/CrossRef/rest-api-doc), which look like CSL-JSON and are not."""

from collections.abc import Mapping
from typing import Any

from articles import citations, markup
from articles.references.formats.entries import Item, filled

TYPES = {
    "book": "book",
    "book-chapter": "chapter",
    "book-part": "chapter",
    "book-section": "chapter",
    "dataset": "dataset",
    "dissertation": "thesis",
    "edited-book": "book",
    "journal-article": "article-journal",
    "monograph": "book",
    "peer-review": "review",
    "posted-content": "article",
    "proceedings-article": "paper-conference",
    "reference-book": "book",
    "reference-entry": "entry-encyclopedia",
    "report": "report",
    "standard": "standard",
}
SAME = ("volume", "issue", "page", "publisher", "DOI", "language")
RETRACTIONS = {"retraction", "removal", "withdrawal", "partial_retraction"}


def item_of(answer: object) -> Item:
    """Give the CSL item of a decoded answer, `retracted` included. Raises ValueError for anything else."""
    work = answer.get("message") if isinstance(answer, Mapping) else None
    if not isinstance(work, Mapping) or not (work.get("title") or work.get("DOI")):
        raise ValueError("no work")
    return filled(
        {
            "type": TYPES.get(str(work.get("type")), "document"),
            "title": _title(work),
            "author": _people(work.get("author")),
            "editor": _people(work.get("editor")),
            "translator": _people(work.get("translator")),
            "issued": _issued(work),
            "container-title": markup.csl(_first(work.get("container-title"))),
            "container-title-short": markup.csl(_first(work.get("short-container-title"))),
            "ISSN": _first(work.get("ISSN")),
            "ISBN": _first(work.get("ISBN")),
            "abstract": markup.plain(markup.csl(citations.text_of(work.get("abstract")))),
            **{name: citations.text_of(work.get(name)) for name in SAME},
            "page": citations.text_of(work.get("page")) or citations.text_of(work.get("article-number")),
            "publisher-place": citations.text_of(work.get("publisher-location")),
            "retracted": True if _is_retracted(work) else None,
        }
    )


def _title(work: Mapping[str, Any]) -> str:
    title, subtitle = markup.csl(_first(work.get("title"))), markup.csl(_first(work.get("subtitle")))
    return f"{title}: {subtitle}" if title and subtitle and subtitle.lower() not in title.lower() else title


def _first(value: object) -> str:
    return citations.text_of(value[0] if isinstance(value, list) and value else value)


def _people(people: object) -> list[Item]:
    found = []
    for person in people if isinstance(people, list) else []:
        if not isinstance(person, Mapping):
            continue
        parts = {name: citations.text_of(person.get(name)) for name in ("family", "given", "suffix")}
        name = citations.text_of(person.get("name"))
        found.append(filled({"literal": name} if name and not parts["family"] else parts))
    return [person for person in found if person]


def _issued(work: Mapping[str, Any]) -> Item | None:
    for name in ("published-print", "issued", "published-online", "published", "posted"):
        date = work.get(name)
        parts = date.get("date-parts") if isinstance(date, Mapping) else None
        if isinstance(parts, list) and parts and isinstance(parts[0], list) and parts[0] and parts[0][0]:
            return {"date-parts": [parts[0][:3]]}
    return None


def _is_retracted(work: Mapping[str, Any]) -> bool:
    """Tell whether a notice says that it was taken back; such notices name the work that they update."""
    notices = work.get("updated-by")
    return any(
        isinstance(notice, Mapping) and notice.get("type") in RETRACTIONS
        for notice in (notices if isinstance(notices, list) else [])
    )
