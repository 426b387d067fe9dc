"""Brings the database to what this version needs, and loads the demo once."""

import sqlite3
from collections.abc import Callable
from pathlib import Path

from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connection

from cms import changes, tags
from cms.demo import loading
from cms.serving import backup, passwords, preflight, schema

BACKUPS = "backups"


def prepare(say: Callable[[str], None], *, demo: bool) -> None:
    """Migrate and load the demo where that is due, telling each step by `say`; raise CannotServe where it cannot be done.

    An existing SQLite database is copied aside first, and nothing at all is touched where every migration is applied.
    """
    preflight.database_answers(connection)
    if not schema.is_current(connection):
        fresh = not connection.introspection.table_names()
        if fresh:
            say("Making the database; this takes a moment the first time…")
        else:
            if settings.SQLITE:
                say(f"Before the database is brought up to date, it is copied to {_copy_aside()}")
            say("Bringing the database up to date…")
        schema.migrate(connection, fresh=fresh)
        if not fresh:
            changes.keep_up.enqueue()  # this version may tell front ends of more than the one before
    if demo:
        load_demo(say)
    tags.renew()


def load_demo(say: Callable[[str], None]) -> None:
    """Load the demo unless it ever was, with DEMO_PASSWORD or a generated password for its users."""
    if loading.was_loaded():
        return
    say("Loading the demo…")
    try:
        call_command("load_demo", password=passwords.choose(settings.DATA_DIR), verbosity=0)
    except CommandError as error:
        raise preflight.CannotServe(str(error)) from None


def _copy_aside() -> Path:
    database = Path(connection.settings_dict["NAME"])
    try:
        return backup.copy_aside(database, settings.DATA_DIR / BACKUPS)
    except (OSError, sqlite3.Error) as error:
        raise preflight.CannotServe(
            f"{database} could not be copied to {settings.DATA_DIR / BACKUPS} before its update ({error}); nothing was changed."
        ) from None
