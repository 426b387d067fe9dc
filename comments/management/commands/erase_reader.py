"""Erases all that is kept of a reader."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from comments import actions, keeping


class Command(BaseCommand):
    """`manage.py erase_reader EMAIL`."""

    help = (
        "Erases everything that is kept of an e-mail address, for good: the words and the name of its comments (where others "
        "have replied an empty place stays), the address, and what its owner follows. A ban stays until it is lifted."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email", metavar="EMAIL")
        parser.add_argument("--yes", action="store_true", help="do not ask")

    def handle(self, *args: Any, email: str, yes: bool, **options: Any) -> None:
        kept = keeping.of(email)
        if not kept:
            raise CommandError("Nothing is kept of this address.")
        if not yes:
            answer = input(f"Erase {kept.comments} comments and all else of {kept.email} for good? [y/N] ")
            if answer.strip().lower() not in {"y", "yes"}:
                raise CommandError("Nothing was erased.")
        erased = actions.erase(email, by=actions.Moderator())
        self.stdout.write(f"Erased: {erased.comments} comments, {erased.followings} things followed, and the address.")
