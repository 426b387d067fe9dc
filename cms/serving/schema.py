"""Whether the database has every migration, and how those that are missing are applied without delay."""

import contextlib
import gc
from collections.abc import Iterator
from pathlib import Path

from django.apps import apps
from django.core.management import call_command
from django.db import DatabaseError
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.recorder import MigrationRecorder


def is_current(connection: BaseDatabaseWrapper) -> bool:
    """Tell whether every migration of every app is applied; one query in the usual case.

    Comparing file names is enough to say yes. Only where a name is missing is the whole history loaded, because a
    migration that others replace may rightly be missing.
    """
    try:
        applied = set(MigrationRecorder(connection).applied_migrations())
    except DatabaseError:
        return False
    if _on_disk() <= applied:
        return True
    executor = MigrationExecutor(connection)
    return not executor.migration_plan(executor.loader.graph.leaf_nodes())


def migrate(connection: BaseDatabaseWrapper, *, fresh: bool) -> None:
    """Apply what is missing; `fresh` says that nobody has relied on this database yet (see `in_a_hurry`)."""
    with in_a_hurry(connection, durable=not fresh):
        call_command("migrate", verbosity=0, interactive=False)


@contextlib.contextmanager
def in_a_hurry(connection: BaseDatabaseWrapper, *, durable: bool) -> Iterator[None]:
    """Spare what costs time and protects nothing while migrations run.

    Django builds thousands of model classes on the way, all of them kept until the end; looking through them for
    garbage again and again takes a third of the time. An SQLite file that nobody has relied on (`durable=False`) need
    not wait for the disk after each statement either: it is written through once, at the end.
    """
    thresholds = gc.get_threshold()
    gc.freeze()
    gc.set_threshold(200_000, 50, 1000)
    hurried = connection.vendor == "sqlite" and not durable
    try:
        if hurried:
            _pragma(connection, "synchronous=OFF")
        yield
        if hurried:
            _pragma(connection, "synchronous=FULL")
            _pragma(connection, "wal_checkpoint(TRUNCATE)")
    finally:
        gc.set_threshold(*thresholds)
        gc.unfreeze()
        if hurried:
            connection.close()  # the next one starts with the settings' own pragmas


def _on_disk() -> set[tuple[str, str]]:
    return {
        (app.label, path.stem)
        for app in apps.get_app_configs()
        for path in Path(app.path, "migrations").glob("[0-9]*.py")
    }


def _pragma(connection: BaseDatabaseWrapper, pragma: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"PRAGMA {pragma}")
