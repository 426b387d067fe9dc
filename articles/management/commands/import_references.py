"""Imports references from other programs' files."""

import json
import sys
import time
from argparse import ArgumentParser
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from articles.references import filling, formats, importing, looking_up
from articles.references.importing import Outcome, Row, Status


class Command(BaseCommand):
    """`manage.py import_references FILE…`; exit status 1 where a file could not be read at all."""

    help = (
        "Imports references from BibTeX, RIS, PubMed (.nbib) and CSL-JSON files; the format is told by the content. What "
        "is in the library already (by DOI, PMID, or title and year) gets what it lacks and otherwise stays as it is, and an "
        "entry that cannot be read does not stop the others."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("files", nargs="+", metavar="FILE", help="a file of references; - reads standard input")
        parser.add_argument("--dry-run", action="store_true", help="show what would be done and write nothing")
        parser.add_argument(
            "--no-fill", action="store_true", help="leave references that are there already as they are, gaps included"
        )
        parser.add_argument(
            "--json", action="store_true", help="print {created, existing, broken: [{entry, reason}]} and nothing else"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        started = time.monotonic()
        total, broken, unreadable = Outcome(), [], []
        names: list[str] = options["files"]
        for name in names:
            try:
                rows = importing.plan(self._entries(name))
            except formats.Unreadable as error:
                unreadable.append(name)
                broken.append({"entry": name, "reason": str(error)})
                self.stderr.write(self.style.ERROR(f"{name}: {error}"))
                continue
            prefix = f"{name}: " if len(names) > 1 else ""
            broken += [
                {"entry": f"{prefix}{row.entry.label}", "reason": row.reason}
                for row in rows
                if row.status is Status.BROKEN
            ]
            if options["no_fill"]:
                rows = [replace(row, gaps={}) for row in rows]
            if not options["json"]:
                self._show(name, rows)
            total += self._planned(rows) if options["dry_run"] else self._save(rows)
        if options["json"]:
            report = {"created": total.created, "existing": total.existing, "broken": broken}
            self.stdout.write(json.dumps(report, ensure_ascii=False, indent=2))
        else:
            done = "Dry run, nothing written: {} would be new" if options["dry_run"] else "{} new"
            self.stdout.write(
                self.style.SUCCESS(
                    f"{done.format(total.created)}, {total.existing} already there"
                    f"{f' ({total.filled} with gaps filled in)' if total.filled else ''}, {len(broken)} broken"
                    f" ({time.monotonic() - started:.1f} s)."
                )
            )
        if unreadable:
            raise CommandError(f"{len(unreadable)} of {len(names)} files not read: {', '.join(unreadable)}.")

    def _entries(self, name: str) -> Sequence[formats.Entry]:
        try:
            raw = sys.stdin.buffer.read(formats.MOST_BYTES + 1) if name == "-" else _bytes(Path(name))
        except OSError as error:
            raise formats.Unreadable(f"It cannot be opened: {error.strerror or error}.", code="unopened") from None
        return looking_up.completed(formats.read(formats.decode(raw)), allowed=looking_up.is_allowed())

    def _show(self, name: str, rows: Sequence[Row]) -> None:
        """List what is not simply new."""
        self.stdout.write(f"{name}: {len(rows)} {'entry' if len(rows) == 1 else 'entries'}")
        for row in rows:
            if row.status is Status.BROKEN:
                self.stdout.write(self.style.WARNING(f"  broken   {row.entry.label}: {row.reason}"))
            elif row.status is Status.EXISTING:
                adds = f" It gets its {', '.join(filling.told(row.gaps))}." if row.gaps else ""
                self.stdout.write(f"  existing {row.entry.label}: {row.reason}{adds}")
            for note in row.notes:
                self.stdout.write(f"  note     {row.entry.label}: {note}")

    @staticmethod
    def _planned(rows: Sequence[Row]) -> Outcome:
        return Outcome(
            created=sum(row.status is Status.NEW for row in rows),
            existing=sum(row.status is Status.EXISTING for row in rows),
            filled=len({row.match.pk for row in rows if row.match and row.gaps}),
        )

    def _save(self, rows: Sequence[Row]) -> Outcome:
        entries = [row.entry for row in rows if row.status is Status.NEW or row.gaps]
        left_alone = [row for row in rows if row.status is Status.EXISTING and not row.gaps]
        total, done = Outcome(existing=len(left_alone)), 0
        shows_progress = self.stderr.isatty() if hasattr(self.stderr, "isatty") else sys.stderr.isatty()
        for part in importing.save(entries):
            total += part
            done += part.created + part.existing
            if shows_progress:
                self.stderr.write(f"\r{done} of {len(entries)} entries", ending="")
        if shows_progress and done:
            self.stderr.write("")
        return total


def _bytes(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(formats.MOST_BYTES + 1)
