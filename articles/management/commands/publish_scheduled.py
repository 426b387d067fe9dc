"""Publishes and takes down what is due; in the place of Wagtail's command, which one refused page would stop."""

from typing import Any

from django.core.management.base import CommandError
from wagtail.management.commands import publish_scheduled

from articles import scheduling


class Command(publish_scheduled.Command):
    """`manage.py publish_scheduled`; exit status 1 where anything failed for a reason that is not its content."""

    help = "Publishes pages that are due and takes down those that have expired. Run it every few minutes."

    def handle(self, *args: Any, **options: Any) -> None:
        if options["dryrun"]:
            super().handle(*args, **options)
            return
        failed = 0
        for outcome in scheduling.run():
            failed += outcome.done == "failed"
            self.stdout.write(f"{outcome.done.capitalize()}: {outcome.title}")
            if outcome.reason:
                self.stderr.write(outcome.reason)
        if failed:
            raise CommandError(
                f"{failed} could not be handled; the log has the reasons. They are tried again next time."
            )
