"""How a reference is put together: whatever saves one, a form or an importer, passes it through `complete()`."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError

from articles import citations, identifiers, markup
from articles.identifiers import BadIdentifier
from articles.models import Reference
from articles.references import identity

LONGEST_TITLE = 500
LAST_YEAR = 2200
# Members that sources of references add to a CSL item and that are columns, or belong to a claim, here.
NOT_CSL = frozenset({"design", "retracted", "finding", "direction", "participants", "effect"})


def from_csl(item: Mapping[str, Any], *, design: str = "", retracted: bool = False) -> Reference:
    """Give an unsaved, complete reference of a CSL-JSON item; unknown members of it are kept.

    `design` and `retracted` in the item count where they are not given. Raises ValidationError, see complete().
    """
    csl = {name: value for name, value in item.items() if name not in NOT_CSL}
    return complete(
        Reference(
            csl=csl,
            title=markup.plain(citations.text_of(csl.get("title"))),
            doi=citations.text_of(csl.get("DOI")),
            pmid=citations.text_of(csl.get("PMID")),
            url=citations.text_of(csl.get("URL")),
            design=design or str(item.get("design") or ""),
            retracted=retracted or bool(item.get("retracted")),
        )
    )


def complete(reference: Reference) -> Reference:
    """Bring a reference's columns, its CSL-JSON and its citation into agreement, and give it back, unsaved.

    The columns title, DOI, PMID and URL win over the CSL item; the year comes from it. A work of which only the DOI or
    PMID is known is called by that. Raises ValidationError by field for an identifier that is none, and for a title
    that is missing.
    """
    csl = dict(reference.csl or {})
    errors: dict[str, ValidationError] = {}
    for name, normal in (("doi", identifiers.doi), ("pmid", identifiers.pmid)):
        try:
            setattr(
                reference, name, normal(getattr(reference, name) or citations.text_of(csl.get(name.upper()))) or None
            )
        except BadIdentifier as error:
            errors[name] = ValidationError(str(error), code="bad_identifier")
    whole = citations.text_of(csl.get("title"))
    title = (reference.title or markup.plain(whole)).strip()[:LONGEST_TITLE]
    number = stand_in(reference)
    reference.title = title or number
    if not reference.title and not errors:
        errors["title"] = ValidationError("A reference needs a title.", code="required")
    if errors:
        raise ValidationError(errors)
    csl |= {
        "title": "" if reference.title == number else _long_title(whole, reference.title),
        "DOI": reference.doi,
        "PMID": reference.pmid,
        "URL": reference.url,
    }
    csl.setdefault("type", "article-journal")
    reference.csl = {name: value for name, value in csl.items() if value not in (None, "")}
    year = citations.year(reference.csl)
    reference.year = year if year and 0 < year <= LAST_YEAR else None
    reference.title_key = identity.title_key(citations.text_of(reference.csl.get("title")), reference.year)
    reference.citation_html = citations.sentence(reference.csl)
    return reference


def stand_in(reference: Reference) -> str:
    """Give what a work without a title is called."""
    return f"DOI {reference.doi}" if reference.doi else f"PMID {reference.pmid}" if reference.pmid else ""


def _long_title(whole: str, title: str) -> str:
    """Give the item's own title where the column only cuts it short, or leaves its markup out."""
    plain = markup.plain(whole)
    return whole if plain == title or (len(title) == LONGEST_TITLE and plain.startswith(title)) else title


def namesake(reference: Reference, field: str) -> Reference | None:
    """Give another reference with the same DOI or PMID (`field`), or None."""
    value = getattr(reference, field)
    return Reference.objects.filter(**{field: value}).exclude(pk=reference.pk).first() if value else None
