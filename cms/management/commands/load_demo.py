"""Loads the demo: four users, a clinic's articles and their discussion."""

import logging
import os

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from cms.demo import loading
from cms.serving import passwords


class Command(BaseCommand):
    help = (
        "Load the demo content: users admin, editor, reviewer and moderator, four articles with their sources, a discussion. "
        "Does nothing where it was ever loaded, whatever has been changed or deleted since."
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "--password", help="Of the four users. Default: DEMO_PASSWORD, else one is generated and shown."
        )

    def handle(self, *, password: str | None, verbosity: int, **options):
        if loading.was_loaded():
            self.say(verbosity, "The demo was loaded before; nothing has been changed.")
            return
        given = password or os.environ.get("DEMO_PASSWORD")
        password = given or passwords.choose(settings.DATA_DIR)
        try:
            # A hundred lines of Wagtail's history and search index would bury the password.
            logging.disable(logging.INFO)
            loading.load(password)
        except loading.CannotLoad as error:
            raise CommandError(str(error)) from None
        finally:
            logging.disable(logging.NOTSET)
        self.say(
            verbosity, f"The demo is loaded. Sign in at {settings.SITE_URL}/admin/ as {', '.join(passwords.USERS)};"
        )
        self.say(verbosity, "the password is the one you gave." if given else f"the password is {password}")

    def say(self, verbosity: int, line: str) -> None:
        if verbosity:
            self.stdout.write(line)
