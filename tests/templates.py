"""Makes the migrated database that every test starts from, once, and copies it for each process of a test run."""

import contextlib
import fcntl
import hashlib
import os
import shutil
import sqlite3
import sys
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path

import django
import wagtail
from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db import connection, connections

from cms.serving import schema

KEPT_TEMPLATES = 3
STUCK_SECONDS = 20


def fingerprint() -> str:
    """Give a hash of all that shapes a migrated database; another hash means another template.

    That is every migration's text, the apps and their order, the packages that write rows when migrations have run, and the
    settings that such rows are made from.
    """
    digest = hashlib.sha256()
    facts = (
        django.VERSION,
        wagtail.VERSION,
        sys.version_info[:2],
        settings.INSTALLED_APPS,
        settings.LANGUAGES,
        settings.SITE_ID,
    )
    digest.update(repr(facts).encode())
    for app in apps.get_app_configs():
        for path in sorted(Path(app.path, "migrations").glob("*.py")):
            digest.update(f"{app.label}/{path.name}\n".encode() + path.read_bytes())
    return digest.hexdigest()[:16]


def make() -> None:
    """Make the template where there is none."""
    django.setup()
    (SqliteCopy if settings.SQLITE else PostgresCopy).make_template()


def copy_for_this_process(folder: Path) -> "SqliteCopy | PostgresCopy":
    """Point Django's default connection to a fresh copy of the template (SQLite: in `folder`), and give that copy."""
    return SqliteCopy(folder) if settings.SQLITE else PostgresCopy()


def _connect_to(name: str) -> None:
    connection.close()
    settings.DATABASES["default"]["NAME"] = connection.settings_dict["NAME"] = name


def _migrate() -> None:
    with schema.in_a_hurry(connection, durable=False):
        call_command("migrate", verbosity=0, interactive=False)
    connection.close()


class SqliteCopy:
    """A file of this process, the template file it was copied from, and states of it that are worth keeping."""

    def __init__(self, folder: Path):
        # Nothing of a test outlives it, so nothing need reach the disk; locks and journal stay those of the product.
        options = connection.settings_dict["OPTIONS"]
        options["init_command"] = options["init_command"].replace("synchronous=FULL", "synchronous=OFF")
        self.template = self.make_template()
        self.path = folder / "evident.sqlite3"
        run = os.environ.get("PYTEST_XDIST_TESTRUNUID")
        self.states = folder.parent / f"states-{run}" if run else folder / "states"
        self.kept: dict[str, Path] = {}
        _connect_to(str(self.path))
        self.restore()

    def restore(self) -> None:
        """Make the database what the template is, under the eyes of whoever still has it open."""
        self._copy(self.template, self.path)

    def use(self, state: str, make: Callable[[], None]) -> None:
        """Bring the database into a named state: by `make()` the first time, afterwards by copying what that made.

        Of several processes one makes it; the others copy its database, and its media once.
        """
        if state not in self.kept:
            folder = self.states / state
            folder.mkdir(parents=True, exist_ok=True)
            whole = folder / "evident.sqlite3"
            with _locked(folder / "lock"):
                if whole.exists():
                    shutil.copytree(folder / "media", settings.MEDIA_ROOT, dirs_exist_ok=True)
                else:
                    make()
                    shutil.copytree(settings.MEDIA_ROOT, folder / "media", dirs_exist_ok=True)
                    self._copy(self.path, folder / "draft")
                    (folder / "draft").rename(whole)
            self.kept[state] = whole
        self._copy(self.kept[state], self.path)

    def _copy(self, origin: Path, copy: Path) -> None:
        connections.close_all()
        source = sqlite3.connect(origin)
        target = sqlite3.connect(copy)
        try:
            source.backup(target, progress=self._complain_if_stuck(), sleep=0.1)
        finally:
            source.close()
            target.close()

    def drop(self) -> None:
        connections.close_all()
        for suffix in ("", "-wal", "-shm"):
            Path(f"{self.path}{suffix}").unlink(missing_ok=True)

    @staticmethod
    def _complain_if_stuck():
        busy = 0

        def progress(status: int, remaining: int, total: int) -> None:
            nonlocal busy
            busy += status in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)
            if busy > STUCK_SECONDS * 10:
                raise RuntimeError("A thread of the test just run still holds the database locked.")

        return progress

    @staticmethod
    def make_template() -> Path:
        folder = settings.DATA_DIR / "test-templates"
        folder.mkdir(parents=True, exist_ok=True)
        template = folder / f"{fingerprint()}.sqlite3"
        with _locked(folder / "lock"):
            if not template.exists():
                draft = folder / f"draft-{uuid.uuid4().hex}"
                _connect_to(str(draft))
                try:
                    _migrate()
                    # One file that says all: no journal beside it, and renamed only when it is whole.
                    with contextlib.closing(sqlite3.connect(draft)) as whole:
                        whole.execute("PRAGMA journal_mode=DELETE")
                    draft.rename(template)
                finally:
                    for left in folder.glob(f"{draft.name}*"):
                        left.unlink()
            template.touch()
            for old in sorted(folder.glob("*.sqlite3"), key=lambda path: path.stat().st_mtime)[:-KEPT_TEMPLATES]:
                old.unlink()
        return template


class PostgresCopy:
    """A database of this process, the template database it was copied from, and states of its rows that are worth keeping.

    Making a database for each test, and dropping it, would have the server write out whatever is in its memory, and all
    processes wait for that. So its rows are brought back instead: each state is a schema beside the public one, with
    what tables held and where sequences were.
    """

    MIGRATED = "migrated"

    def __init__(self) -> None:
        self.template = self.make_template()
        self.name = f"evident_test_{uuid.uuid4().hex[:16]}"
        self.kept: dict[str, str] = {}
        with _postgres() as cursor:
            _create(cursor, self.name, like=self.template)
        _connect_to(self.name)
        self._keep(self.MIGRATED)

    def restore(self) -> None:
        """Give all tables the rows of the template; whoever still has a connection to the database loses that."""
        self._bring_back(self.MIGRATED)

    def use(self, state: str, make: Callable[[], None]) -> None:
        """Bring the database into a named state: by `make()` the first time, afterwards by what that made."""
        if state in self.kept:
            self._bring_back(state)
            return
        make()
        self._keep(state)

    def drop(self) -> None:
        connections.close_all()
        with _postgres() as cursor:
            cursor.execute(f'DROP DATABASE IF EXISTS "{self.name}" WITH (FORCE)')

    def _keep(self, state: str) -> None:
        with _postgres(self.name) as cursor:
            cursor.execute(f'CREATE SCHEMA "{state}"')
            tables = self._columns(cursor)
            back = [f'DELETE FROM public."{table}"' for table in tables]
            for table, columns in tables.items():
                if cursor.execute(f'SELECT EXISTS (SELECT FROM public."{table}")').fetchone() == (True,):
                    cursor.execute(f'CREATE TABLE "{state}"."{table}" AS SELECT {columns} FROM public."{table}"')
                    kept = f'SELECT {columns} FROM "{state}"."{table}"'
                    back.append(f'INSERT INTO public."{table}" ({columns}) OVERRIDING SYSTEM VALUE {kept}')
            cursor.execute("SELECT sequencename, last_value FROM pg_sequences WHERE schemaname = 'public'")
            for sequence, last in cursor.fetchall():
                back.append(f"""SELECT setval('public."{sequence}"', {last or 1}, {last is not None})""")
        # As a replica does it: the rows are known to be whole, so that no foreign key and no trigger need look at them.
        self.kept[state] = "; ".join(["SET session_replication_role = replica", *back])

    def _bring_back(self, state: str) -> None:
        connections.close_all()
        with _postgres(self.name) as cursor:
            others = (
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s AND pid <> pg_backend_pid()"
            )
            cursor.execute(others, [self.name])
            cursor.execute(self.kept[state])

    @staticmethod
    def _columns(cursor) -> dict[str, str]:
        """Give the columns of each table that a row is inserted by: all but those that the database computes."""
        cursor.execute(
            "SELECT table_name, string_agg(quote_ident(column_name), ', ' ORDER BY ordinal_position)"
            " FROM information_schema.columns JOIN information_schema.tables USING (table_schema, table_name)"
            " WHERE table_schema = 'public' AND table_type = 'BASE TABLE' AND is_generated = 'NEVER' GROUP BY table_name"
        )
        return dict(cursor.fetchall())

    @staticmethod
    def make_template() -> str:
        template = f"evident_template_{fingerprint()}"
        with _postgres() as cursor:
            cursor.execute("SELECT pg_advisory_lock(hashtext('evident_template'))")  # until this connection closes
            cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [template])
            if cursor.fetchone() is None:
                draft = f"evident_draft_{uuid.uuid4().hex[:16]}"
                _create(cursor, draft)
                try:
                    _connect_to(draft)
                    _migrate()
                    cursor.execute(f'ALTER DATABASE "{draft}" RENAME TO "{template}"')
                except BaseException:
                    cursor.execute(f'DROP DATABASE IF EXISTS "{draft}" WITH (FORCE)')
                    raise
        return template


@contextlib.contextmanager
def _locked(path: Path) -> Iterator[None]:
    with path.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _create(cursor, name: str, *, like: str = "template1") -> None:
    """Create a database in PostgreSQL in which, as in SqliteCopy's, no commit waits for the disk."""
    cursor.execute(f'CREATE DATABASE "{name}" TEMPLATE "{like}"')
    cursor.execute(f'ALTER DATABASE "{name}" SET synchronous_commit = off')


@contextlib.contextmanager
def _postgres(name: str = "postgres") -> Iterator:
    """Give a cursor on a database: on the server's own, from where others can be made and dropped, or on `name`."""
    import psycopg

    given = connection.settings_dict
    place = {"host": given["HOST"], "port": given["PORT"], "user": given["USER"], "password": given["PASSWORD"]}
    with psycopg.connect(
        dbname=name, autocommit=True, **{key: value for key, value in place.items() if value}
    ) as server:
        yield server.cursor()
