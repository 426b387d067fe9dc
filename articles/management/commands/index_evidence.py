"""Rebuilds the evidence rows of all articles."""

import sys
import time

from django.core.management.base import BaseCommand

from articles import evidence
from articles.models import ArticlePage


class Command(BaseCommand):
    help = "Index the claims and sources of every live article anew, for example after a restored backup."

    def handle(self, *args: object, **options: object) -> None:
        total = ArticlePage.objects.live().count()
        started = time.monotonic()
        done = claims = 0
        shows_progress = self.stderr.isatty() if hasattr(self.stderr, "isatty") else sys.stderr.isatty()
        for row in evidence.rebuild():
            done += 1
            claims += row.claims
            if shows_progress:
                self.stderr.write(f"\r{done} of {total} articles", ending="")
        if shows_progress and done:
            self.stderr.write("")
        seconds = time.monotonic() - started
        self.stdout.write(f"Indexed {claims} claims of {done} articles in {seconds:.1f} s.")
