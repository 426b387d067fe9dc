"""Runs the tasks that can wait: mail, pictures, purges. One is enough; several may run, on several machines."""

import signal

from django.core.management.base import BaseCommand

from cms.worker import LaterWorker


class Command(BaseCommand):
    help = "Run the tasks that can wait, until stopped. `make run` starts one of these; a deployment runs its own."

    def add_arguments(self, parser):
        parser.add_argument("--interval", type=float, default=1, help="Seconds between looking for tasks (default: 1).")
        parser.add_argument("--batch", action="store_true", help="Run what is ready, then end.")

    def handle(self, *, interval: float, batch: bool, **options):
        work(LaterWorker(interval=interval, batch=batch))


def work(worker: LaterWorker) -> None:
    """Run `worker`; SIGTERM (or Ctrl-C) lets the task at hand finish, a second one puts it back for later."""
    worker.configure_signals()
    signal.signal(signal.SIGHUP, worker.shutdown)
    worker.run()
