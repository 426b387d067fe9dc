"""Copies of the SQLite database made before it is changed."""

import contextlib
import sqlite3

import pytest

from cms.serving import backup


@pytest.fixture
def database(tmp_path):
    path = tmp_path / "evident.sqlite3"
    with contextlib.closing(sqlite3.connect(path)) as made:
        made.execute("PRAGMA journal_mode=WAL")
        made.execute("CREATE TABLE word (text TEXT)")
        made.execute("INSERT INTO word VALUES ('kept')")
        made.commit()
    return path


def words(path) -> list[str]:
    with contextlib.closing(sqlite3.connect(path)) as opened:
        return [text for (text,) in opened.execute("SELECT text FROM word")]


class TestCopyAside:
    def test_it_works(self, database, tmp_path):
        copy = backup.copy_aside(database, tmp_path / "backups")
        assert words(copy) == words(database) == ["kept"]
        assert [path.name for path in (tmp_path / "backups").iterdir()] == [copy.name]

    def test_it_has_what_is_still_in_the_log(self, database, tmp_path):
        with contextlib.closing(sqlite3.connect(database)) as writer:
            writer.execute("INSERT INTO word VALUES ('just written')")
            writer.commit()
            assert words(backup.copy_aside(database, tmp_path / "backups")) == ["kept", "just written"]

    def test_the_last_five_are_kept(self, database, tmp_path):
        copies = [backup.copy_aside(database, tmp_path / "backups") for _ in range(7)]
        assert sorted((tmp_path / "backups").iterdir()) == copies[2:]

    def test_a_failed_copy_leaves_nothing(self, tmp_path):
        (tmp_path / "broken.sqlite3").write_bytes(b"no database at all" * 100)
        with pytest.raises(sqlite3.DatabaseError):
            backup.copy_aside(tmp_path / "broken.sqlite3", tmp_path / "backups")
        assert list((tmp_path / "backups").iterdir()) == []


class TestMoveAside:
    def test_it_works(self, database, tmp_path):
        moved = backup.move_aside(database, tmp_path / "backups")
        assert words(moved) == ["kept"]
        assert [path.name for path in tmp_path.iterdir()] == ["backups"]
