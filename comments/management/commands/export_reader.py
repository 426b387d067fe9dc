"""Writes out all that is kept of a reader."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from comments import keeping


class Command(BaseCommand):
    """`manage.py export_reader EMAIL`."""

    help = "Prints everything that is kept of an e-mail address as JSON: comments, and what its owner follows."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email", metavar="EMAIL")
        parser.add_argument("--output", metavar="FILE", type=Path, help="write to this file, not to the screen")

    def handle(self, *args: Any, email: str, output: Path | None, **options: Any) -> None:
        if not keeping.of(email):
            raise CommandError("Nothing is kept of this address.")
        text = json.dumps(keeping.export(email), ensure_ascii=False, indent=2)
        if output is None:
            self.stdout.write(text)
            return
        try:
            output.write_text(text + "\n", encoding="utf-8")
        except OSError as error:
            raise CommandError(f"{output} cannot be written: {error.strerror or error}.") from None
        self.stdout.write(f"Written to {output}.")
