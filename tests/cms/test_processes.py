"""Two server processes on PostgreSQL and Redis, and a third that edits: none of them ever gives a stale answer."""

import json
import os
import subprocess
import sys
from datetime import timedelta

import pytest
from django.conf import settings
from django.core.cache import caches
from django.db import connection
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from tests.cms import edits
from tests.conftest import ROOT

pytestmark = pytest.mark.processes


class Reader:
    """A process that asks itself for answers."""

    def __init__(self):
        database = connection.settings_dict
        user = f"{database['USER']}:{database['PASSWORD']}@" if database["PASSWORD"] else f"{database['USER']}@"
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.cms.reading_process"],
            cwd=ROOT,
            env=os.environ
            | {
                "DJANGO_SETTINGS_MODULE": "cms.settings",
                "DATABASE_URL": f"postgres://{user}{database['HOST']}:{database['PORT'] or 5432}/{database['NAME']}",
                "CACHE_PREFIXES": json.dumps({name: caches[name].key_prefix for name in settings.CACHES}),
                "MEDIA_ROOT": str(settings.MEDIA_ROOT),
                "RATE_LIMITS": "0",
            },
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def tell(self, **order):
        self.process.stdin.write(f"{json.dumps(order)}\n")
        self.process.stdin.flush()

    def reply(self):
        return json.loads(self.process.stdout.readline())

    def end(self):
        self.process.stdin.close()
        self.process.wait(20)


class Readers:
    """Both of them, told and heard at the same time."""

    def __init__(self):
        self.both = [Reader(), Reader()]
        for reader in self.both:
            assert reader.process.stdout.readline() == "ready\n"

    def __call__(self, **order):
        for reader in self.both:
            reader.tell(**order)
        return [reader.reply() for reader in self.both]


@pytest.fixture
def readers(demo):
    readers = Readers()
    yield readers
    for reader in readers.both:
        reader.end()


class TestTwoProcesses:
    @given(steps=st.lists(st.sampled_from([*edits.EDITS, *edits.CLOCK_STEPS]), min_size=2, max_size=5))
    @hypothesis_settings(
        max_examples=int(os.environ.get("EXAMPLES", "3")),
        deadline=None,
        derandomize="EXAMPLES" not in os.environ,
        suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    )
    def test_what_they_give_is_what_they_would_render(self, readers, steps):
        """Whatever is edited while both are asked without a pause."""
        paths, ahead = edits.public_paths(), timedelta()
        for step in steps:
            if isinstance(step, timedelta):
                ahead += step
            else:
                readers(hammer=paths)
                step()
                readers(rest=True)
            given = readers(get=paths, ahead=ahead.total_seconds())
            rendered, _ = readers(get=paths, ahead=ahead.total_seconds(), uncached=True)
            for path, first, second, anew in zip(paths, *given, rendered, strict=True):
                assert first[:2] == second[:2] == anew[:2], (path, steps)

    def test_a_stampede_on_both_renders_once(self, readers):
        readers(get=[edits.ARTICLE] * 3)
        edits.publish_a_title()
        told = [answer for reader in readers(at_once=edits.ARTICLE, times=4) for answer in reader]
        assert len({content for _, content, _ in told}) == 1
        assert [is_hit for _, _, is_hit in told].count(False) == 1
