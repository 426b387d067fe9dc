"""Reads the Retraction Watch database as Crossref publishes it: one CSV file, one record a line.

Pure: no database. Columns are known by their names, in any order; those that are not needed may be missing.
"""

import csv
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime

RETRACTION = "retraction"
NEEDED = frozenset({"Record ID", "OriginalPaperDOI", "OriginalPaperPubMedID", "RetractionNature"})
DATE_FORMATS = ("%m/%d/%Y %H:%M", "%m/%d/%Y", "%Y-%m-%d", "%Y-%m-%d %H:%M:%S")
MOST_CHARACTERS_A_FIELD = 1_000_000
_RESOLVER = re.compile(r"^(?:https?://(?:dx\.)?doi\.org/|doi:\s*)", re.IGNORECASE)


class NotRetractionWatch(Exception):
    """The file is not the database; the message says what is missing."""


@dataclass(frozen=True)
class Record:
    """One notice about one paper; `doi` and `pmid` are the paper's, in the spelling of references, or ""."""

    number: str
    title: str
    doi: str
    pmid: str
    nature: str
    issued_on: date | None
    notice_doi: str
    reasons: tuple[str, ...]

    @property
    def is_retraction(self) -> bool:
        """Whether the paper is withdrawn; corrections, concerns and reinstatements are only noted."""
        return self.nature.lower() == RETRACTION


def read(lines: Iterable[str]) -> Iterator[Record]:
    """Give the records of a file's lines. Raises NotRetractionWatch where a column that is needed is missing."""
    csv.field_size_limit(MOST_CHARACTERS_A_FIELD)
    rows = csv.DictReader((line.replace("\0", "") for line in lines), restval="")
    try:
        missing = NEEDED - {(name or "").strip() for name in rows.fieldnames or ()}
        if missing:
            raise NotRetractionWatch(
                f"This is not the Retraction Watch CSV: it has no column {', '.join(sorted(missing))}. Download "
                "retraction_watch.csv from Crossref and give that file as it is."
            )
        for row in rows:
            yield _record(
                {(name or "").strip(): value.strip() for name, value in row.items() if isinstance(value, str)}
            )
    except csv.Error as error:
        raise NotRetractionWatch(f"Line {rows.line_num} cannot be read as CSV: {error}.") from error


def _record(row: dict[str, str]) -> Record:
    return Record(
        number=row["Record ID"],
        title=row.get("Title", ""),
        doi=_doi(row["OriginalPaperDOI"]),
        pmid=_pmid(row["OriginalPaperPubMedID"]),
        nature=row["RetractionNature"],
        issued_on=_day(row.get("RetractionDate", "")),
        notice_doi=_doi(row.get("RetractionDOI", "")),
        reasons=tuple(
            reason for part in row.get("Reason", "").split(";") if (reason := part.strip().lstrip("+").strip())
        ),
    )


def _doi(text: str) -> str:
    """Give a DOI as references have it; "" for the words that stand where there is none ("unavailable")."""
    doi = _RESOLVER.sub("", text).lower()
    return doi if doi.startswith("10.") else ""


def _pmid(text: str) -> str:
    return digits if text.isascii() and text.isdigit() and (digits := text.lstrip("0")) else ""


def _day(text: str) -> date | None:
    for pattern in DATE_FORMATS:
        try:
            return datetime.strptime(text, pattern).date()
        except ValueError:
            continue
    return None
