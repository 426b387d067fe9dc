"""Starts over: moves the SQLite database and the uploaded files aside and loads a fresh demo."""

import sys
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand
from django.db import connection

from cms.serving import backup, passwords, preflight, preparation


class Command(BaseCommand):
    help = "Start over with a fresh demo. The old database and uploads are moved to DATA_DIR/backups, not deleted."

    def handle(self, **options):
        try:
            if not settings.SQLITE:
                raise preflight.CannotServe(
                    "demo-reset moves an SQLite file aside; with DATABASE_URL, name a new, empty database instead."
                )
            with preflight.sole_use(settings.DATA_DIR):
                self.move_aside()
                preparation.prepare(self.stdout.write, demo=True)
        except preflight.CannotServe as error:
            self.stderr.write(str(error))
            sys.exit(1)
        self.stdout.write(f"Done: make run starts the fresh demo; sign in with {passwords.hint(settings.DATA_DIR)}.")

    def move_aside(self) -> None:
        folder = settings.DATA_DIR / preparation.BACKUPS
        database = Path(connection.settings_dict["NAME"])
        connection.close()
        if database.exists():
            moved = backup.move_aside(database, folder)
            self.stdout.write(f"The old database is now {moved}")
            media = Path(settings.MEDIA_ROOT)
            if media.exists():
                media.rename(folder / f"{moved.stem}-media")
