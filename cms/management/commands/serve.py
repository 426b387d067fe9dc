"""Starts all of Evident: prepares the database, then runs web server and worker until it is told to stop."""

import os

from django.conf import settings
from django.core.cache import caches
from django.core.management.base import BaseCommand
from django.db import connections

from cms.metrics import shared
from cms.serving import passwords, preflight, preparation
from cms.serving.processes import Household, Stopped, heed_signals

THREADS = 8  # per web process; most wait for the database, not for the processor


class Command(BaseCommand):
    help = "Start Evident: migrate, load the demo once, then run web server and worker until stopped (Ctrl-C)."

    def add_arguments(self, parser):
        parser.add_argument("--no-demo", action="store_false", dest="demo", help="Do not load the demo content.")

    def handle(self, *, demo: bool, **options):
        heed_signals()
        try:
            with preflight.sole_use(settings.DATA_DIR):
                preflight.free_port(settings.HOST, settings.PORT)
                preparation.prepare(self.say, demo=demo)
                self.serve()
        except preflight.CannotServe as error:
            self.leave(self.stderr, str(error), status=1)
        except Stopped:
            self.leave(self.stdout, "Evident has stopped.", status=0)

    def serve(self) -> None:
        """Run web server and worker; raise Stopped when told to, CannotServe when one of them fails."""
        shared.start_afresh()
        from cms.wsgi import application  # noqa: F401  (loaded here once, for every process that is started)

        connections.close_all()
        caches.close_all()
        household = Household(host=settings.HOST, port=settings.PORT, web_workers=settings.WEB_WORKERS, threads=THREADS)
        try:
            household.start()
            household.wait_until_ready(host_header())
            self.announce()
            household.keep()
        finally:
            household.stop()

    def announce(self) -> None:
        site = settings.SITE_URL
        self.say("Evident is ready.")
        self.say(f"  Reader page  {site}/")
        self.say(f"  Admin        {site}/admin/")
        self.say(f"  API          {site}/api/v2/docs/")
        self.say(
            f"  Sign in as {', '.join(passwords.USERS[:-1])} or {passwords.USERS[-1]}: {passwords.hint(settings.DATA_DIR)}"
        )
        self.say("  Stop with Ctrl-C.")

    def leave(self, stream, line: str, *, status: int) -> None:
        """End this process at once; taking down all that it has loaded would keep the person at the keyboard waiting."""
        stream.write(line)
        stream.flush()
        os._exit(status)

    def say(self, line: str) -> None:
        self.stdout.write(line)
        self.stdout.flush()


def host_header() -> str:
    """Give a host that this server answers for."""
    first = next(iter(settings.ALLOWED_HOSTS), "*")
    return "localhost" if first == "*" else first.lstrip(".")
