"""What must hold before Evident can start; each refusal is one sentence that says what to do."""

import contextlib
import errno
import fcntl
import os
import socket
import time
import warnings
from collections.abc import Iterator
from pathlib import Path

from django.db import DatabaseError, connection
from django.db.backends.base.base import BaseDatabaseWrapper

DYING_SECONDS = 5


class CannotServe(Exception):
    """Evident cannot start; the message says why and what to do, for the person at the keyboard."""


def look(data_dir: Path, host: str, port: int) -> None:
    """Raise CannotServe for what can be told before Evident has loaded all that it needs, which takes seconds.

    A start asks all of this again when it has, and holds what it found.
    """
    with sole_use(data_dir), warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)  # Django's, that no app is there yet: this question needs none
        free_port(host, port)
        database_answers(connection)
        connection.close()


@contextlib.contextmanager
def sole_use(data_dir: Path) -> Iterator[None]:
    """Hold `data_dir` for this process and those it starts; raise CannotServe where another Evident holds it.

    The lock belongs to the open file, which child processes inherit, so it is free only when the last of them is gone.
    Those of a parent that was killed need a moment to notice; they are waited for.
    """
    path = data_dir / "serve.lock"
    with path.open("a+") as file:
        deadline = time.monotonic() + DYING_SECONDS
        while not _lock(file):
            file.seek(0)
            holder = file.read().strip()
            if _lives(holder) or time.monotonic() > deadline:
                who = f" (process {holder})" if holder else ""
                raise CannotServe(
                    f"Evident is already running on {data_dir}{who}; stop it first, or set DATA_DIR to another folder."
                )
            time.sleep(0.1)
        file.truncate(0)
        file.write(str(os.getpid()))
        file.flush()
        yield


def free_port(host: str, port: int) -> None:
    """Raise CannotServe unless a server may listen at `host` and `port`."""
    if not 1 <= port <= 65535:
        raise CannotServe(f"PORT must be between 1 and 65535, not {port}.")
    try:
        family, _, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)[0]
    except socket.gaierror:
        raise CannotServe(f"HOST {host!r} is not an address of this machine; try 127.0.0.1 or 0.0.0.0.") from None
    with socket.socket(family, socket.SOCK_STREAM) as server:
        server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            server.bind(address)
            server.listen(1)
        except OSError as error:
            raise CannotServe(_why_not(error, host, port)) from None


def database_answers(connection: BaseDatabaseWrapper) -> None:
    """Raise CannotServe unless `connection` reaches a database that it can read."""
    name = connection.settings_dict["NAME"]
    place = name
    if connection.vendor != "sqlite":
        given = connection.settings_dict
        place = f"{name} at {given['HOST'] or 'the local socket'}:{given['PORT'] or 'its usual port'}"
    try:
        connection.ensure_connection()
        connection.introspection.table_names()
    except DatabaseError as error:
        reason = str(error).strip().splitlines()[0].rstrip(".")
        raise CannotServe(f"The database {place} cannot be used ({reason}); see DATABASE_URL and DATA_DIR.") from None


def _lock(file) -> bool:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _lives(holder: str) -> bool:
    if not holder.isdigit():
        return False
    try:
        os.kill(int(holder), 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _why_not(error: OSError, host: str, port: int) -> str:
    if error.errno == errno.EADDRINUSE:
        return f"Port {port} of {host} is in use; stop what uses it, or choose another: PORT={port + 1} make run"
    if error.errno == errno.EACCES:
        return f"Port {port} needs rights that this user does not have; choose one above 1023: PORT=8000 make run"
    if error.errno == errno.EADDRNOTAVAIL:
        return f"HOST {host} is not an address of this machine; try 127.0.0.1 or 0.0.0.0."
    return f"Evident cannot listen on {host}:{port}: {error.strerror}."
