"""Takes what was read into the library: first a plan that shows what would be done, then the saving of it in parts."""

import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any
from urllib.parse import urlsplit

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from modelsearch.backends import get_search_backends_with_name
from wagtail.models import ModelLogEntry

from articles import citations, identifiers
from articles.identifiers import BadIdentifier
from articles.models import Reference
from articles.references import citing, completing, filling, matching
from articles.references.formats import Entry
from articles.signals import references_changed
from articles.vocabulary import Design

ROWS_A_TIME = 500
LONGEST_URL = 500
LONGEST_DOI = 255
ATTEMPTS = 5


class Status(StrEnum):
    """What becomes of an entry."""

    NEW = "new"
    EXISTING = "existing"
    BROKEN = "broken"


@dataclass(frozen=True)
class Row:
    """One entry with what would become of it: `match` is the work that it already is, `reason` why it is not new.

    `notes` say what of the entry was left out, `gaps` what it adds to the work that is there already.
    """

    entry: Entry
    status: Status
    reason: str = ""
    notes: tuple[str, ...] = ()
    reference: Reference | None = None
    match: matching.Match | None = None
    gaps: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Outcome:
    """How many entries became references, how many were references before, and how many of these had gaps filled."""

    created: int = 0
    existing: int = 0
    filled: int = 0

    def __add__(self, other: "Outcome") -> "Outcome":
        return Outcome(self.created + other.created, self.existing + other.existing, self.filled + other.filled)


def plan(entries: Sequence[Entry]) -> list[Row]:
    """Give for each entry what saving would do with it; writes nothing, and asks a few queries however many they are."""
    made = [_made(entry) for entry in entries]
    shelf = matching.shelf_for([reference for reference, _, _ in made if reference])
    rows = []
    for entry, (reference, notes, fault) in zip(entries, made, strict=True):
        if reference is None:
            rows.append(Row(entry, Status.BROKEN, fault))
        elif match := shelf.find(reference):
            gaps = shelf.gaps(match.reference, reference) if match.pk else {}
            rows.append(Row(entry, Status.EXISTING, match.reason, notes, reference, match, gaps))
        else:
            shelf.add(reference)
            rows.append(Row(entry, Status.NEW, "", notes, reference))
    return rows


def save(entries: Sequence[Entry], *, user: Any = None) -> Iterator[Outcome]:
    """Save the entries that are new and fill in what the others add, some hundreds at a time; give what each part did.

    Each part is a transaction. To leave what is there already alone, leave those entries out.
    Entries are matched with the library once more, so that what came in meanwhile is not there twice.
    """
    for start in range(0, len(entries), ROWS_A_TIME):
        yield _save_part(entries[start : start + ROWS_A_TIME], user)


def _save_part(entries: Sequence[Entry], user: Any) -> Outcome:
    for attempt in range(ATTEMPTS):
        rows = plan(entries)
        new = [row.reference for row in rows if row.status is Status.NEW]
        try:
            with transaction.atomic():
                Reference.objects.bulk_create(new)
                _follow_up(new, user, action="wagtail.create")
                filled = _fill_in(rows, user)
        except IntegrityError:
            if attempt == ATTEMPTS - 1:
                raise
            continue  # somebody else has added one of them since it was matched: match again
        return Outcome(len(new), sum(row.status is Status.EXISTING for row in rows), filled)
    raise AssertionError("the last attempt returns or raises")


def _fill_in(rows: Sequence[Row], user: Any) -> int:
    """Fill in the gaps of the references that are there, as they are at this moment; give how many had one."""
    wanted = [row for row in rows if row.gaps]
    stored = Reference.objects.select_for_update().in_bulk([row.match.pk for row in wanted if row.match])
    changed: dict[int, Reference] = {}
    for row in wanted:
        reference = stored.get(row.match.pk) if row.match else None
        missing = filling.gaps(reference, row.reference) if reference and row.reference else {}
        missing = {name: value for name, value in missing.items() if name in row.gaps}
        if reference and missing:
            changed[reference.pk] = filling.fill(reference, missing)
    # Ten times as fast as bulk_update, which asks the database to choose among all values for each of them.
    Reference.objects.bulk_create(
        changed.values(), update_conflicts=True, unique_fields=["pk"], update_fields=filling.COLUMNS
    )
    _follow_up(list(changed.values()), user, action="wagtail.edit")
    return len(changed)


def _follow_up(references: list[Reference], user: Any, *, action: str) -> None:
    """Do for many at once what saving each would do: the search index, the history, the citation, the caches."""
    if not references:
        return
    for _, backend in get_search_backends_with_name(with_auto_update=True):
        backend.add_bulk(Reference, references)
    kind = ContentType.objects.get_for_model(Reference, for_concrete_model=False)
    act = uuid.uuid4()
    ModelLogEntry.objects.bulk_create(
        ModelLogEntry(
            content_type=kind,
            object_id=str(reference.pk),
            label=str(reference),
            action=action,
            timestamp=timezone.now(),
            user=user,
            uuid=act,
            content_changed=True,
            data={},
        )
        for reference in references
    )
    ids = [reference.pk for reference in references]
    citing.request(ids)
    references_changed.send(Reference, references=set(ids))


def _made(entry: Entry) -> tuple[Reference | None, tuple[str, ...], str]:
    """Give the unsaved reference of an entry, what of it was left out, and why there is none."""
    if entry.csl is None:
        return None, (), entry.reason
    csl, notes = _tidied(entry.csl)
    if not any(citations.text_of(csl.get(name)) for name in ("title", "DOI", "PMID")):
        return None, (), " ".join([*notes, "It has no title, and no DOI or PMID to know it by."])
    try:
        return completing.from_csl(csl), tuple(notes), ""
    except ValidationError as error:
        return None, (), " ".join([*notes, *error.messages])


def _tidied(item: dict[str, Any]) -> tuple[dict[str, Any], list[str]]:
    """Give an item without identifiers and addresses that are none, and a sentence for each that was left out."""
    csl, notes = dict(item), []
    for name, normal in (("DOI", identifiers.doi), ("PMID", identifiers.pmid)):
        given = citations.text_of(csl.get(name))
        try:
            if len(normal(given)) > LONGEST_DOI:
                raise BadIdentifier
        except BadIdentifier:
            notes.append(f"“{given[:80]}” is not a {name} and was left out.")
            del csl[name]
    address = citations.text_of(csl.get("URL"))
    if address and not _is_address(address):
        notes.append(f"“{address[:80]}” is not a web address and was left out.")
        del csl["URL"]
    if csl.get("design") not in Design.values:
        csl.pop("design", None)
    return csl, notes


def _is_address(text: str) -> bool:
    try:
        parts = urlsplit(text)
    except ValueError:
        return False
    return parts.scheme in {"http", "https", "ftp"} and bool(parts.netloc) and len(text) <= LONGEST_URL
