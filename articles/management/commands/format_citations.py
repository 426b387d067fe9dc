"""Writes the citations of the whole library, and of the articles themselves, anew."""

import sys
import time

from django.core.management.base import BaseCommand

from articles.models import Reference
from articles.references import article_citing, citing


class Command(BaseCommand):
    help = (
        "Format every reference anew in the citation styles that sites have chosen, and how to cite each live article. "
        "This happens by itself when a style is changed in the admin, and within a day of an upgrade; here it is done at once."
    )

    def handle(self, *args: object, **options: object) -> None:
        total = Reference.objects.count()
        started = time.monotonic()
        changed = done = 0
        shows_progress = self.stderr.isatty() if hasattr(self.stderr, "isatty") else sys.stderr.isatty()
        for of_these, rows in citing.rewrite():
            changed += of_these
            done += rows
            if shows_progress:
                self.stderr.write(f"\r{done} of {total} references", ending="")
        if shows_progress and done:
            self.stderr.write("")
        articles = sum(article_citing.rewrite())
        seconds = time.monotonic() - started
        self.stdout.write(
            f"Formatted {done} references in {seconds:.1f} s; {changed} of them read differently now. "
            f"How to cite {articles} live articles is written as well."
        )
