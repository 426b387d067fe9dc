"""A server process of its own that answers what its standard input asks, for tests of several processes at once.

Each line is a JSON object: `{"get": [paths], "uncached": bool, "ahead": seconds}` gives what the paths answer by a clock that
is so far ahead; `{"hammer": [paths]}` asks them again and again beside that, until `{"rest": true}`.
"""

import json
import os
import random
import sys
import threading
from datetime import timedelta

UNCACHED = {"authorization": "Basic ignored-by-public-reads"}


class Hammer(threading.Thread):
    """Asks for paths in any order until it is told to rest."""

    def __init__(self, paths):
        super().__init__(daemon=True)
        self.paths, self.resting = paths, threading.Event()

    def run(self):
        from django.db import connections
        from django.test import Client

        while not self.resting.is_set():
            Client().get(random.choice(self.paths))
        connections.close_all()


def answers_of(paths, *, uncached):
    from django.test import Client

    for path in paths:
        response = Client().get(path, headers=UNCACHED if uncached else {})
        yield response.status_code, response.content.decode(), response.get("Cache-Status", "").endswith("hit")


def at_once(path, *, times):
    """Give what `times` threads are told that ask for one path at the same moment."""
    from django.db import connections

    told, together = [], threading.Barrier(times)

    def ask():
        together.wait()
        told.extend(answers_of([path], uncached=False))
        connections.close_all()

    threads = [threading.Thread(target=ask) for _ in range(times)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return told


def say(line):
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def main():
    import django
    from django.conf import settings

    django.setup()
    for name, prefix in json.loads(os.environ["CACHE_PREFIXES"]).items():
        settings.CACHES[name]["KEY_PREFIX"] = prefix
    settings.MEDIA_ROOT = os.environ["MEDIA_ROOT"]
    settings.ALLOWED_HOSTS = ["*"]
    settings.LOGGING_CONFIG = None
    import logging

    from django.utils import timezone

    logging.disable(logging.CRITICAL)
    clock, hammers = timezone.now, []
    say("ready")
    for line in sys.stdin:
        order = json.loads(line)
        ahead = timedelta(seconds=order.get("ahead", 0))
        timezone.now = lambda ahead=ahead: clock() + ahead
        reply = None
        if "hammer" in order:
            hammers = [Hammer(order["hammer"]) for _ in range(2)]
            for hammer in hammers:
                hammer.start()
        elif "rest" in order:
            for hammer in hammers:
                hammer.resting.set()
            for hammer in hammers:
                hammer.join()
        elif "at_once" in order:
            reply = at_once(order["at_once"], times=order["times"])
        else:
            reply = list(answers_of(order["get"], uncached=order.get("uncached", False)))
        say(json.dumps(reply))


if __name__ == "__main__":
    main()
