"""Imports articles from files and shows what became of every line or element."""

import json
import logging
import shutil
from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from articles.importers import allowed, fidelity, files, mapping, pictures, saving
from articles.importers.refusals import ImportRefused
from articles.models import ArticleIndexPage

_DONE = {
    saving.Status.CREATED: "Created",
    saving.Status.UPDATED: "Updated",
    saving.Status.UNCHANGED: "Unchanged since the last import:",
    saving.Status.DRY_RUN: "Dry run, nothing written; would be {would}:",
}


class Command(BaseCommand):
    """`manage.py import_article FILE…`; exit status 1 where any of the files was refused."""

    help = (
        "Imports articles from plain text, Markdown, HTML, Word (.docx) and the NHS content API's JSON. An article with "
        "the same title and by-line is updated and keeps the ids of its blocks."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "files", nargs="+", metavar="FILE", help="a .txt, .md, .html, .docx or .json file, one article each"
        )
        parser.add_argument("--publish", action="store_true", help="publish the article (otherwise it is a draft)")
        parser.add_argument("--dry-run", action="store_true", help="show what would be done and write nothing")
        parser.add_argument("--json", action="store_true", help="print the account of every line as JSON")
        parser.add_argument(
            "--overwrite", action="store_true", help="replace an article that was edited since its import"
        )
        parser.add_argument("--parent", type=int, metavar="ID", help="the article index page to put new articles under")

    def handle(self, *args: Any, **options: Any) -> None:
        with _quiet(verbosity=options["verbosity"]):
            self._import_all(options)

    def _import_all(self, options: dict[str, Any]) -> None:
        """Imports every file, shows each account, and raises `CommandError` where any was refused."""
        try:
            parent = saving.find_parent(options["parent"])
        except ImportRefused as refused:
            raise CommandError(refused.message) from None
        names: list[str] = options["files"]
        reports: list[dict[str, object]] = []
        refusals: list[str] = []
        for number, name in enumerate(names, 1):
            if len(names) > 1 and not options["json"]:
                self.stdout.write(f"[{number}/{len(names)}] {name}")
            try:
                reports.append({"file": name, **self._import(name, parent, options)})
            except ImportRefused as refused:
                refusals.append(name)
                reports.append(_refusal(name, refused))
                if len(names) == 1:
                    raise CommandError(refused.message) from None
                self.stderr.write(self.style.ERROR(refused.message))
        if options["json"]:
            self.stdout.write(json.dumps(reports if len(names) > 1 else reports[0], ensure_ascii=False, indent=2))
        elif len(names) > 1:
            self.stdout.write(f"{len(names) - len(refusals)} of {len(names)} files imported.")
        if refusals:
            raise CommandError(f"{len(refusals)} of {len(names)} files not imported: {', '.join(refusals)}.")

    def _import(self, name: str, parent: ArticleIndexPage, options: dict[str, Any]) -> dict[str, object]:
        """Imports one file; gives its report."""
        source = files.read(Path(name))
        fetch = None if options["dry_run"] else allowed.fetch_for(parent)
        draft = pictures.settle(mapping.map_document(source.document), fetch=fetch)
        outcome = saving.save(
            draft,
            source,
            parent=parent,
            publish=options["publish"],
            overwrite=options["overwrite"],
            dry_run=options["dry_run"],
        )
        draft = fidelity.with_targets(draft, outcome.body)
        if not options["json"]:
            self.stdout.write(fidelity.table(draft, width=shutil.get_terminal_size((140, 24)).columns))
            self.stdout.write("")
            done = _DONE[outcome.status].format(would=outcome.would)
            page = f" (page {outcome.page_id}, {'live' if outcome.live else 'draft'})" if outcome.page_id else ""
            self.stdout.write(self.style.SUCCESS(f"{done} “{draft.title}”{page}."))
            self.stdout.write(fidelity.summary(draft))
        report = fidelity.report(draft, outcome.body, page=outcome.page_id, status=outcome.status.value)
        return report | ({"would": outcome.would.value} if outcome.would else {})


@contextmanager
def _quiet(*, verbosity: int) -> Iterator[None]:
    """Holds back the log of each saved page and index task, which would bury the account, up to verbosity 1."""
    loggers = [logging.getLogger(name) for name in ("wagtail", "django_tasks")] if verbosity < 2 else []
    levels = [logger.level for logger in loggers]
    for logger in loggers:
        logger.setLevel(logging.WARNING)
    try:
        yield
    finally:
        for logger, level in zip(loggers, levels, strict=True):
            logger.setLevel(level)


def _refusal(name: str, refused: ImportRefused) -> dict[str, object]:
    """Gives the place of a refused file in the list of reports."""
    return {
        "file": name,
        "page": None,
        "title": None,
        "status": "refused",
        "code": refused.code,
        "message": refused.message,
        "lines": [],
    }
