"""Settings from the environment: what is wrong is said at the start, with the variable's name."""

import subprocess
import sys
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from cms import environment

ROOT = Path(__file__).resolve().parent.parent.parent


class TestFlag:
    @pytest.mark.parametrize(
        ("given", "flag"), [("1", True), ("yes", True), ("ON", True), ("0", False), ("false", False)]
    )
    def test_it_reads_both_words_and_digits(self, monkeypatch, given, flag):
        monkeypatch.setenv("SWITCH", given)
        assert environment.flag("SWITCH", default=not flag) is flag

    @pytest.mark.parametrize("default", [True, False])
    def test_unset_and_empty_are_the_default(self, monkeypatch, default):
        monkeypatch.delenv("SWITCH", raising=False)
        assert environment.flag("SWITCH", default=default) is default
        monkeypatch.setenv("SWITCH", " ")
        assert environment.flag("SWITCH", default=default) is default

    def test_it_refuses_anything_else(self, monkeypatch):
        monkeypatch.setenv("SWITCH", "maybe")
        with pytest.raises(ImproperlyConfigured, match="SWITCH must be 1 or 0, not 'maybe'"):
            environment.flag("SWITCH", default=True)


class TestNumber:
    def test_it_reads_a_whole_number(self, monkeypatch):
        monkeypatch.setenv("COUNT", " 12 ")
        assert environment.number("COUNT", default=1) == 12

    @pytest.mark.parametrize(
        ("given", "sentence"), [("many", "whole number"), ("1.5", "whole number"), ("0", "at least 1")]
    )
    def test_it_refuses(self, monkeypatch, given, sentence):
        monkeypatch.setenv("COUNT", given)
        with pytest.raises(ImproperlyConfigured, match=f"COUNT must be .*{sentence}"):
            environment.number("COUNT", default=1, minimum=1)


class TestWords:
    def test_it_splits_at_commas(self, monkeypatch):
        monkeypatch.setenv("NAMES", " a.example , b.example,, ")
        assert environment.words("NAMES") == ["a.example", "b.example"]

    def test_unset_is_none(self, monkeypatch):
        monkeypatch.delenv("NAMES", raising=False)
        assert environment.words("NAMES") == []


class TestUrl:
    def test_it_drops_the_last_slash(self, monkeypatch):
        monkeypatch.setenv("PLACE", "https://example.org/")
        assert environment.url("PLACE") == "https://example.org"

    @pytest.mark.parametrize("given", ["example.org", "ftp://example.org", "javascript:alert(1)"])
    def test_it_refuses_other_schemes(self, monkeypatch, given):
        monkeypatch.setenv("PLACE", given)
        with pytest.raises(ImproperlyConfigured, match="PLACE must start with http"):
            environment.url("PLACE")


class TestFolder:
    def test_it_makes_what_is_missing(self, monkeypatch, tmp_path):
        monkeypatch.setenv("PLACE", str(tmp_path / "a" / "b"))
        assert environment.folder("PLACE", default=tmp_path).is_dir()

    def test_it_refuses_a_file(self, monkeypatch, tmp_path):
        (tmp_path / "file").write_text("")
        monkeypatch.setenv("PLACE", str(tmp_path / "file"))
        with pytest.raises(ImproperlyConfigured, match=r"PLACE .*file cannot be made"):
            environment.folder("PLACE", default=tmp_path)

    def test_it_refuses_what_cannot_be_written(self, monkeypatch, tmp_path):
        monkeypatch.setenv("PLACE", str(tmp_path))
        monkeypatch.setattr(environment.os, "access", lambda path, mode: False)  # whoever is root may write anywhere
        with pytest.raises(ImproperlyConfigured, match="is not writable"):
            environment.folder("PLACE", default=tmp_path)


class TestDatabase:
    def test_it_is_a_file_by_default(self, monkeypatch, tmp_path):
        monkeypatch.delenv("DATABASE_URL", raising=False)
        given = environment.database("DATABASE_URL", default=tmp_path / "evident.sqlite3")
        assert given == {"ENGINE": "django.db.backends.sqlite3", "NAME": str(tmp_path / "evident.sqlite3")}

    def test_it_reads_postgresql(self, monkeypatch, tmp_path):
        monkeypatch.setenv("DATABASE_URL", "postgres://ann:secret@db.example:5433/evident")
        given = environment.database("DATABASE_URL", default=tmp_path)
        assert given["ENGINE"] == "django.db.backends.postgresql"
        assert (given["HOST"], given["PORT"], given["NAME"]) == ("db.example", 5433, "evident")

    @pytest.mark.parametrize("given", ["evident", "mysql://u:secret@h/x", "postgres://u:secret@h:999999/x"])
    def test_it_refuses_without_telling_the_password(self, monkeypatch, tmp_path, given):
        monkeypatch.setenv("DATABASE_URL", given)
        with pytest.raises(ImproperlyConfigured, match="DATABASE_URL") as refused:
            environment.database("DATABASE_URL", default=tmp_path)
        assert "secret" not in str(refused.value)


class TestMail:
    def test_there_is_none_by_default(self, monkeypatch):
        monkeypatch.delenv("EMAIL_URL", raising=False)
        assert environment.mail("EMAIL_URL") == {}

    def test_it_reads_a_server(self, monkeypatch):
        monkeypatch.setenv("EMAIL_URL", "smtp+tls://ann:secret@mail.example:587")
        given = environment.mail("EMAIL_URL")
        assert (given["EMAIL_HOST"], given["EMAIL_PORT"], given["EMAIL_USE_TLS"]) == ("mail.example", 587, True)

    @pytest.mark.parametrize("given", ["mail.example", "http://mail.example", "smtp://h:999999"])
    def test_it_refuses_anything_else(self, monkeypatch, given):
        monkeypatch.setenv("EMAIL_URL", given)
        with pytest.raises(ImproperlyConfigured, match="EMAIL_URL"):
            environment.mail("EMAIL_URL")


class TestSecretKey:
    def test_the_environment_wins(self, monkeypatch, tmp_path):
        monkeypatch.setenv("SECRET_KEY", "given")
        assert environment.secret_key(tmp_path) == "given"
        assert not list(tmp_path.iterdir())

    def test_it_is_made_once_for_its_owner_only(self, monkeypatch, tmp_path):
        monkeypatch.delenv("SECRET_KEY", raising=False)
        key = environment.secret_key(tmp_path)
        assert len(key) > 60
        assert environment.secret_key(tmp_path) == key
        assert [path.name for path in tmp_path.iterdir()] == ["secret_key"]
        assert (tmp_path / "secret_key").stat().st_mode & 0o777 == 0o600

    def test_processes_starting_at_once_agree(self, tmp_path):
        program = (
            "import sys, pathlib\nfrom cms.environment import secret_key\nsys.stdin.readline()\n"
            "print(secret_key(pathlib.Path(sys.argv[1])))"
        )
        started = [
            subprocess.Popen(
                [sys.executable, "-c", program, str(tmp_path)],
                cwd=ROOT,
                env={"PATH": ""},
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                text=True,
            )
            for _ in range(4)
        ]
        keys = {process.communicate("go\n")[0] for process in started}
        assert len(keys) == 1
        assert len(keys.pop().strip()) > 60

    def test_it_says_so_when_it_cannot_be_read(self, monkeypatch, tmp_path):
        monkeypatch.delenv("SECRET_KEY", raising=False)
        (tmp_path / "secret_key").mkdir()
        with pytest.raises(ImproperlyConfigured, match=r"secret key in .* cannot be used"):
            environment.secret_key(tmp_path)
