"""Counts what moderators did anew, day by day, from the log."""

from django.core.management.base import BaseCommand

from comments import tallying


class Command(BaseCommand):
    help = "Count the days of the moderation report anew from the log, as after a restored backup. Takes no options."

    def handle(self, *args: object, **options: object) -> None:
        days = 0
        for day, number, total in tallying.rebuild():
            days = total
            if options["verbosity"]:
                self.stdout.write(f"\r{day} ({number} of {total})", ending="" if number < total else "\n")
                self.stdout.flush()
        self.stdout.write(self.style.SUCCESS(f"{days} days are counted."))
