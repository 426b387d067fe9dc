"""Copies an SQLite database aside before anything changes its tables."""

import contextlib
import sqlite3
from datetime import UTC, datetime
from pathlib import Path

KEPT = 5


def copy_aside(database: Path, folder: Path) -> Path:
    """Copy `database`, as it is at this moment, into `folder` and give the copy; only the last five are kept.

    SQLite's own backup is used, since a plain copy would miss what is still in the write-ahead log.
    """
    folder.mkdir(parents=True, exist_ok=True)
    copy = folder / name(database)
    draft = copy.with_suffix(".part")
    try:
        with (
            contextlib.closing(sqlite3.connect(database)) as source,
            contextlib.closing(sqlite3.connect(draft)) as target,
        ):
            source.backup(target)
            target.execute("PRAGMA journal_mode=DELETE")  # one file, without a log beside it
        draft.rename(copy)
    finally:
        draft.unlink(missing_ok=True)
    forget_old(database, folder)
    return copy


def move_aside(database: Path, folder: Path) -> Path:
    """Move `database` into `folder`, log and all, and give its new place; the caller has made sure nobody uses it."""
    folder.mkdir(parents=True, exist_ok=True)
    with contextlib.closing(sqlite3.connect(database)) as source:
        source.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    moved = folder / name(database)
    database.rename(moved)
    for suffix in ("-wal", "-shm"):
        Path(f"{database}{suffix}").unlink(missing_ok=True)
    forget_old(database, folder)
    return moved


def name(database: Path) -> str:
    """Give a copy's file name: sorted by name, copies are sorted by age."""
    return f"{database.stem}-{datetime.now(UTC):%Y%m%dT%H%M%S.%f}Z{database.suffix}"


def forget_old(database: Path, folder: Path) -> None:
    for old in sorted(folder.glob(f"{database.stem}-*Z{database.suffix}"))[:-KEPT]:
        old.unlink()
