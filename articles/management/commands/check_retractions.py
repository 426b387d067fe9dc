"""Checks the library against the Retraction Watch database."""

import json
from argparse import ArgumentParser
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from articles import retraction_watch, retractions
from articles.models import Reference
from articles.retraction_watch import NotRetractionWatch, Record
from articles.retractions import Checked

RECORDS_A_DOT = 5000


class Command(BaseCommand):
    """`manage.py check_retractions FILE`."""

    help = (
        "Marks references as retracted that the Retraction Watch CSV (retraction_watch.csv, as Crossref publishes it) has a "
        "retraction of, by DOI or PMID. Corrections, expressions of concern and reinstatements are noted and mark "
        "nothing. Where an editor has taken a mark away, the same record does not bring it back."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", metavar="FILE", type=Path, help="the CSV file")
        parser.add_argument("--dry-run", action="store_true", help="show what would be marked and write nothing")
        parser.add_argument(
            "--json",
            action="store_true",
            help="print {records, marked, already, kept, noted, articles} and nothing else",
        )

    def handle(self, *args: Any, file: Path, **options: Any) -> None:
        checked, outcomes = Checked(), Counter()
        touched: set[int] = set()
        try:
            for record, reference in self._matches(file, checked):
                outcome = _planned(reference, record) if options["dry_run"] else retractions.note(reference, record)
                outcomes[outcome] += 1
                touched |= {reference.pk} if outcome == "marked" else set()
                if not options["json"] and outcome != "already":
                    self._show(outcome, reference, record)
        except NotRetractionWatch as error:
            raise CommandError(str(error)) from None
        except OSError as error:
            raise CommandError(f"{file} cannot be opened: {error.strerror or error}.") from None
        for name, count in outcomes.items():
            setattr(checked, name, count)
        self._summarise(checked, touched, options)

    def _matches(self, file: Path, checked: Checked) -> Iterator[tuple[Record, Reference]]:
        """Give each record with each reference that it is about."""
        by_doi = dict(Reference.objects.exclude(doi=None).values_list("doi", "pk"))
        by_pmid = dict(Reference.objects.exclude(pmid=None).values_list("pmid", "pk"))
        for record in retraction_watch.read(_lines(file)):
            checked.records += 1
            if checked.records % RECORDS_A_DOT == 0 and self.stderr.isatty():
                self.stderr.write(f"\r{checked.records} records", ending="")
            ids = {by_doi.get(record.doi), by_pmid.get(record.pmid)} - {None}
            for reference in Reference.objects.filter(pk__in=ids) if ids else ():
                yield record, reference
        if checked.records >= RECORDS_A_DOT and self.stderr.isatty():
            self.stderr.write("")

    def _show(self, outcome: str, reference: Reference, record: Record) -> None:
        when = f", {record.issued_on:%Y-%m-%d}" if record.issued_on else ""
        why = f": {'; '.join(record.reasons)}" if record.reasons else ""
        line = f"  {outcome:<7} {reference} ({record.nature}{when}{why})"
        self.stdout.write(self.style.WARNING(line) if outcome == "marked" else line)

    def _summarise(self, checked: Checked, touched: set[int], options: dict[str, Any]) -> None:
        leaning = Reference.objects.filter(pk__in=touched, citations__page__live=True)
        articles = leaning.values("citations__page").distinct().count()
        if options["json"]:
            self.stdout.write(json.dumps({**vars(checked), "articles": articles}, indent=2))
            return
        verb = "would be marked" if options["dry_run"] else "newly marked"
        self.stdout.write(
            self.style.SUCCESS(
                f"{checked.records} records read: {checked.marked} {verb} as retracted, {checked.already} marked before, "
                f"{checked.kept} left as an editor decided, {checked.noted} other notices. "
                f"Live articles that lean on those {verb}: {articles}."
            )
        )


def _planned(reference: Reference, record: Record) -> str:
    if not record.is_retraction:
        return "noted"
    if reference.retracted:
        return "already"
    return "kept" if reference.notices.filter(record=record.number).exists() else "marked"


def _lines(file: Path) -> Iterator[str]:
    """Give the lines of a file in UTF-8, or in the Windows encoding that older copies of the database have."""
    encoding = "utf-8-sig"
    try:
        with file.open(encoding=encoding) as text:
            for _ in text:
                pass
    except UnicodeDecodeError:
        encoding = "cp1252"
    with file.open(encoding=encoding, errors="replace", newline="") as text:
        yield from text
