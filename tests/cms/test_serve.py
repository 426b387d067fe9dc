"""`manage.py serve`, as `make run` starts it: a process of its own, on a folder of its own."""

import contextlib
import http.client
import json
import os
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
OWN_VARIABLES = {"DATABASE_URL", "REDIS_URL", "SITE_URL", "ALLOWED_HOSTS", "HOST", "DEMO_PASSWORD", "SECRET_KEY"}
PATIENCE = 90


class House:
    """One folder with a migrated database, and the servers started on it."""

    def __init__(self, folder: Path, template: Path):
        self.folder = folder
        self.database = folder / "evident.sqlite3"
        shutil.copy(template, self.database)
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.started: list[subprocess.Popen] = []

    def start(self, **variables: str) -> subprocess.Popen:
        environment = {name: value for name, value in os.environ.items() if name not in OWN_VARIABLES}
        environment |= {"DATA_DIR": str(self.folder), "PORT": str(self.port), **variables}
        process = subprocess.Popen(
            [sys.executable, "manage.py", "serve", "--no-demo"],
            cwd=ROOT,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )
        self.started.append(process)
        return process

    def start_until_ready(self, **variables: str) -> tuple[subprocess.Popen, str]:
        process = self.start(**variables)
        told = []
        for line in process.stdout:
            told.append(line)
            if "Stop with" in line:
                return process, "".join(told)
        raise AssertionError(f"It ended with {process.wait()}: {''.join(told)}{process.stderr.read()}")

    def get(self, path: str) -> http.client.HTTPResponse:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        connection.request("GET", path)
        return connection.getresponse()

    def children(self, process: subprocess.Popen) -> dict[str, int]:
        """Give the web server's and the worker's process numbers, in the order in which they were started."""
        listed = subprocess.run(["ps", "--ppid", str(process.pid), "-o", "pid="], capture_output=True, text=True)
        web, worker = sorted(map(int, listed.stdout.split()))
        return {"web server": web, "worker": worker}

    def close(self) -> None:
        for process in self.started:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.communicate(timeout=PATIENCE)


@pytest.fixture
def house(tmp_path, django_db_setup):
    house = House(tmp_path, django_db_setup.template)
    yield house
    house.close()


def refused(process: subprocess.Popen) -> str:
    """Give the one sentence with which a start was refused."""
    told, complained = process.communicate(timeout=PATIENCE)
    assert process.returncode == 1, told + complained
    assert complained.count("\n") == 1, complained
    return complained.strip()


class TestServe:
    def test_it_works(self, house):
        process, told = house.start_until_ready()
        address = f"http://127.0.0.1:{house.port}"
        for line in (
            f"Reader page  {address}/",
            f"Admin        {address}/admin/",
            f"API          {address}/api/v2/docs/",
        ):
            assert line in told
        answer = house.get("/healthz/ready")
        assert (answer.status, json.load(answer)["status"]) == (200, "ok")
        assert not (house.folder / "backups").exists()

        before = time.monotonic()
        process.send_signal(signal.SIGTERM)
        told, complained = process.communicate(timeout=PATIENCE)
        assert time.monotonic() - before < 5
        assert process.returncode == 0, complained
        assert told == "Evident has stopped.\n"
        with pytest.raises(ConnectionRefusedError):
            house.get("/healthz/live")

    def test_it_listens_where_it_is_told_refuses_a_second_one_and_is_stopped_by_ctrl_c(self, house):
        process, told = house.start_until_ready(HOST="0.0.0.0")  # noqa: S104
        assert f"http://localhost:{house.port}/" in told
        assert house.get("/healthz/live").status == 200

        sentence = refused(house.start(PORT=str(house.port + 1)))
        assert "already running" in sentence
        assert str(process.pid) in sentence

        os.killpg(process.pid, signal.SIGINT)  # as a terminal sends it: to all processes at once
        told, complained = process.communicate(timeout=PATIENCE)
        assert (process.returncode, told, complained) == (0, "Evident has stopped.\n", "")


class TestWhenAProcessDies:
    def test_the_children_end_with_their_parent_and_the_next_one_takes_over(self, house):
        process, _ = house.start_until_ready()
        process.kill()
        process.communicate(timeout=PATIENCE)  # ends when the last holder of its output has ended
        with pytest.raises(ConnectionRefusedError):
            house.get("/healthz/live")
        house.start_until_ready()
        assert house.get("/healthz/live").status == 200

    @pytest.mark.parametrize("member", ["web server", "worker"])
    def test_the_other_is_stopped_and_it_says_so(self, house, member):
        process, _ = house.start_until_ready()
        os.kill(house.children(process)[member], signal.SIGKILL)
        _, complained = process.communicate(timeout=PATIENCE)
        assert process.returncode == 1
        assert f"The {member} ended unexpectedly" in complained
        with pytest.raises(ConnectionRefusedError):
            house.get("/healthz/live")


class TestRefusals:
    def test_a_busy_port(self, house):
        with socket.create_server(("127.0.0.1", house.port)):
            assert refused(house.start()) == (
                f"Port {house.port} of 127.0.0.1 is in use; stop what uses it, or choose another: PORT={house.port + 1} make run"
            )

    @pytest.mark.parametrize(
        ("variable", "value", "sentence"),
        [
            ("PORT", "eighty", "PORT must be a whole number"),
            ("PORT", "70000", "PORT must be between 1 and 65535"),
            ("HOST", "192.0.2.1", "HOST 192.0.2.1 is not an address of this machine"),
            ("DATA_DIR", "/dev/null/evident", "DATA_DIR /dev/null/evident cannot be made"),
            ("DATABASE_URL", "postgres://nobody@127.0.0.1:1/none", "The database none at 127.0.0.1:1 cannot be used"),
        ],
    )
    def test_a_wrong_variable(self, house, variable, value, sentence):
        assert sentence in refused(house.start(**{variable: value}))

    def test_a_database_that_is_none(self, house):
        house.database.write_bytes(b"This is not a database." * 100)
        assert "file is not a database" in refused(house.start())


class TestMigrating:
    def test_an_existing_database_is_copied_aside_first(self, house):
        # The database of a version before the newest migration of the roof, one of rows, which can be run again.
        newest = max(path.stem for path in (ROOT / "cms" / "migrations").glob("0*.py"))
        with contextlib.closing(sqlite3.connect(house.database)) as database:
            database.execute("DELETE FROM django_migrations WHERE app = 'cms' AND name = ?", [newest])
            database.commit()
        _, told = house.start_until_ready()
        assert "Bringing the database up to date" in told
        (copy,) = (house.folder / "backups").iterdir()
        assert str(copy) in told
        with contextlib.closing(sqlite3.connect(copy)) as saved:
            assert saved.execute("SELECT count(*) FROM wagtailcore_page").fetchone() == (3,)
            names = saved.execute("SELECT count(*) FROM django_migrations WHERE app = 'cms' AND name = ?", [newest])
            assert names.fetchone() == (0,)
