"""Which works are in the library already: by DOI, by PMID, else by title and year. A few queries for any number."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from articles.models import Reference
from articles.references import filling, identity

VALUES_A_QUERY = 500  # SQLite takes some thousands of parameters in one statement, older ones fewer than a thousand
FIELDS = ("doi", "pmid", "title_key")
IDENTIFIERS = (("DOI", "doi"), ("PMID", "pmid"))
BY = {"doi": "the same DOI", "pmid": "the same PMID", "title_key": "the same title and year"}


@dataclass(frozen=True)
class Match:
    """What a work was recognised by (`by`, one of FIELDS), and the reference it is: unsaved where it is of the file."""

    by: str
    reference: Reference

    @property
    def pk(self) -> int | None:
        return self.reference.pk

    @property
    def reason(self) -> str:
        """Why it is taken for the same, as people read it."""
        where = "is in the library" if self.pk else "comes earlier in the file"
        return f"A reference with {BY[self.by]} {where}."


@dataclass
class Shelf:
    """The works that are known, by what they can be recognised by: of the library, and of the file as it is read."""

    known: dict[str, dict[str, list[Reference]]] = field(
        default_factory=lambda: {name: defaultdict(list) for name in FIELDS}
    )

    def add(self, reference: Reference) -> None:
        """Put a work on the shelf."""
        for name in FIELDS:
            if value := getattr(reference, name):
                self.known[name][value].append(reference)

    def find(self, reference: Reference) -> Match | None:
        """Give the work that `reference` is, or None. Two works of one title are one only if nothing contradicts it."""
        for name in FIELDS:
            for known in self.known[name].get(getattr(reference, name) or "", ()):
                if name != "title_key" or identity.may_be_one(known.csl, reference.csl):
                    return Match(name, known)
        return None

    def gaps(self, known: Reference, found: Reference) -> dict[str, Any]:
        """Give what `found`, an entry of a file, adds to `known`, of the library; and keep that in mind.

        An identifier that another reference has is no gap: the two may be one work twice, which an import cannot settle.
        """
        missing = filling.gaps(known, found)
        for member, name in IDENTIFIERS:
            if member in missing and self.known[name].get(missing[member]):
                del missing[member]
        known.csl = known.csl | missing
        known.design = known.design or missing.get("design", "")
        for member, name in IDENTIFIERS:
            if member in missing:
                setattr(known, name, missing[member])
                self.known[name][missing[member]].append(known)
        return missing


def shelf_for(references: Sequence[Reference]) -> Shelf:
    """Give a shelf with every reference of the library that one of these unsaved ones may be."""
    shelf = Shelf()
    seen: set[int] = set()
    for name in FIELDS:
        wanted = sorted({value for reference in references if (value := getattr(reference, name))})
        for values in _in_parts(wanted):
            for row in Reference.objects.filter(**{f"{name}__in": values}).only(
                "title", "csl", "design", "url", *FIELDS
            ):
                if row.pk not in seen:
                    seen.add(row.pk)
                    shelf.add(row)
    return shelf


def _in_parts(values: Sequence[str]) -> Iterator[Sequence[str]]:
    for start in range(0, len(values), VALUES_A_QUERY):
        yield values[start : start + VALUES_A_QUERY]
