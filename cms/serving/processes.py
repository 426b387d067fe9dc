"""The two processes of a running Evident, web server and worker, and the parent that keeps them together.

The parent has loaded everything when it starts them, so on Linux they begin with all of it (fork) instead of each
loading it again. They end with the parent, however it ends: each watches for it to be gone.
"""

import http.client
import logging
import multiprocessing
import os
import signal
import sys
import threading
import time
from collections.abc import Callable
from multiprocessing.connection import wait

from cms.serving.preflight import CannotServe

CONTEXT = multiprocessing.get_context("fork" if sys.platform == "linux" else "spawn")
READY_SECONDS = 180  # two seconds are usual; a busy machine is no reason to give up
STOP_SECONDS = 1.6  # then tasks are put back and connections cut, so that a stop takes less than three
FORCE_SECONDS = 0.5
SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Stopped(BaseException):
    """Somebody asked this process to stop."""


def heed_signals() -> None:
    """Make Ctrl-C, SIGTERM and a closed terminal raise Stopped here, from now on."""

    def stop(signum: int, frame: object) -> None:
        raise Stopped

    for number in SIGNALS:
        signal.signal(number, stop)


class Household:
    """Web server and worker, started and stopped together."""

    def __init__(self, *, host: str, port: int, web_workers: int, threads: int):
        parent = os.getpid()
        self.host, self.port = host, port
        self.members = {
            "web server": CONTEXT.Process(target=run_web_server, args=(parent, host, port, web_workers, threads)),
            "worker": CONTEXT.Process(target=run_worker, args=(parent,)),
        }

    def start(self) -> None:
        for process in self.members.values():
            process.start()

    def wait_until_ready(self, host_header: str) -> None:
        """Return when the server says it is ready; raise CannotServe where it does not become so, or a member ends."""
        deadline = time.monotonic() + READY_SECONDS
        while (failing := self._failing(host_header)) != []:
            self.check()
            if time.monotonic() > deadline:
                what = ", ".join(failing) if failing else "no answer"
                raise CannotServe(
                    f"Evident did not become ready in {READY_SECONDS} seconds ({what}); see the messages above."
                )
            time.sleep(0.05)

    def keep(self) -> None:
        """Wait for as long as both live; raise CannotServe when one has ended by itself."""
        ended = wait([process.sentinel for process in self.members.values()])
        for process in self.members.values():
            if process.sentinel in ended:
                process.join()  # its pipe closes a moment before its status is known
        self.check()

    def check(self) -> None:
        for name, process in self.members.items():
            if process.exitcode is not None:
                raise CannotServe(f"The {name} ended unexpectedly (status {process.exitcode}), so Evident has stopped.")

    def stop(self) -> None:
        """End both, letting a request or task at hand finish where it is short."""
        for number in SIGNALS:
            signal.signal(number, signal.SIG_IGN)
        for seconds, end in ((STOP_SECONDS, "terminate"), (FORCE_SECONDS, "terminate"), (FORCE_SECONDS, "kill")):
            living = [process for process in self.members.values() if process.is_alive()]
            for process in living:
                getattr(process, end)()
            deadline = time.monotonic() + seconds
            for process in living:
                process.join(max(0.0, deadline - time.monotonic()))

    def _failing(self, host_header: str) -> list[str] | None:
        """Give the names of what is not ready, or None as long as nobody answers."""
        address = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(self.host, self.host)  # noqa: S104
        connection = http.client.HTTPConnection(address, self.port, timeout=10)
        try:
            connection.request("GET", "/healthz/ready", headers={"Host": host_header, "Accept": "application/json"})
            answer = connection.getresponse()
            text = answer.read().decode(errors="replace")
            return [] if answer.status == 200 else [text.strip()[:200] or f"status {answer.status}"]
        except (OSError, http.client.HTTPException):
            return None
        finally:
            connection.close()


def run_web_server(parent: int, host: str, port: int, workers: int, threads: int) -> None:
    """Be the web server: granian, whose own workers answer the requests."""
    _begin(parent)
    from granian import Granian
    from granian.constants import Interfaces
    from granian.log import LogLevels

    server = Granian(
        "cms.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=threads,
        log_level=LogLevels.critical,
        websockets=False,
        respawn_failed_workers=True,
        workers_kill_timeout=1,
    )
    server.serve(target_loader=load_application, wrap_loader=False)


def load_application() -> Callable:
    """Give the WSGI application, in the process that will answer with it."""
    _watch(os.getppid())
    from cms.wsgi import application

    return application


def run_worker(parent: int) -> None:
    """Be the worker of the `later` tasks."""
    _begin(parent)
    import django

    django.setup()
    from cms.worker import LaterWorker

    logging.getLogger("django_tasks_db").setLevel(logging.ERROR)  # it greets and takes leave; the parent does that
    worker = LaterWorker()
    signal.signal(signal.SIGTERM, worker.shutdown)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches every process of a terminal; the parent passes it on
    worker.run()


def _begin(parent: int) -> None:
    for number in SIGNALS:
        signal.signal(number, signal.SIG_DFL)
    _watch(parent)


def _watch(parent: int) -> None:
    """End this process when `parent` is gone: politely, and after two seconds for good."""

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(0.25)
        os.kill(os.getpid(), signal.SIGTERM)
        time.sleep(2)
        os._exit(1)

    threading.Thread(target=watch, name="watch-parent", daemon=True).start()
