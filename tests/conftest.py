"""What the tests of every room start from.

The database. Wagtail's history takes some twenty seconds to migrate, so it is done once: into a template that is named
by a hash of everything that shapes it (templates.py) and copied for each process of a test run. Tests with `db` are rolled
back, as Django does it. A test with `transactional_db` commits; Django would empty every table after it, and take the
home page, the groups and the site away from all tests that follow, so the template is copied over instead, which is
also faster. So: whatever migrations make is there at the start of each test, in either kind.
"""

import os
import shutil
import uuid
from pathlib import Path

import pytest

from tests import races, templates

ROOT = Path(__file__).resolve().parent.parent
DATABASE_FIXTURES = {"db", "transactional_db", "live_server", "race"}
CHROMIUM_NAMES = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"]


def pytest_collection_modifyitems(items):
    """Mark what a run may choose by: `database` for all that touch one, `browser` for all that drive one."""
    for item in items:
        fixtures = set(getattr(item, "fixturenames", ()))
        if item.get_closest_marker("django_db") or fixtures & DATABASE_FIXTURES:
            item.add_marker("database")
        if "browser" in fixtures:
            item.add_marker("browser")


def pytest_sessionfinish(session):
    """Where everything that tests need is there (STRICT_SKIPS=1, as in .ci/run), a skipped test is a failed run."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if os.environ.get("STRICT_SKIPS") == "1" and reporter and reporter.stats.get("skipped"):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


@pytest.fixture(scope="session")
def django_db_setup(django_test_environment, django_db_blocker, tmp_path_factory):
    """Give this process its own copy of the migrated template, on SQLite or PostgreSQL as DATABASE_URL says."""
    from django.test import TransactionTestCase

    with django_db_blocker.unblock():
        database = templates.copy_for_this_process(tmp_path_factory.getbasetemp())
    patch = pytest.MonkeyPatch()
    patch.setattr(TransactionTestCase, "_fixture_teardown", lambda case: database.restore())
    yield database
    patch.undo()
    with django_db_blocker.unblock():
        database.drop()


@pytest.fixture(scope="session", autouse=True)
def _own_folders(django_test_environment, tmp_path_factory):
    """Keep uploads of tests out of the folder that `make run` uses."""
    from django.test import override_settings

    with override_settings(MEDIA_ROOT=tmp_path_factory.mktemp("media")):
        yield


@pytest.fixture(autouse=True)
def _empty_cache(django_test_environment):
    """No test sees what another has cached; on Redis by names of its own, so that nobody else's keys are touched."""
    from django.conf import settings
    from django.contrib.sites.models import Site
    from django.core.cache import caches

    for name in settings.CACHES:
        if settings.REDIS_URL:
            # Both: the settings are for connections that threads of the test will open.
            caches.settings[name]["KEY_PREFIX"] = caches[name].key_prefix = f"test-{uuid.uuid4().hex}"
        else:
            caches[name].clear()
    Site.objects.clear_cache()


@pytest.fixture
def rendering(monkeypatch):
    """Have every answer rendered anew, for tests of what that costs."""
    from cms import answers

    monkeypatch.setattr(answers, "may_be_stored", lambda request: False)


@pytest.fixture
def unindexed(monkeypatch):
    """Keep Wagtail's search and reference indexes out of tests that make many rows and look for none by them."""
    from django_tasks.backends.immediate import ImmediateBackend

    monkeypatch.setattr(ImmediateBackend, "enqueue", lambda *args, **kwargs: None)


@pytest.fixture
def race(transactional_db):
    """Give a function that runs callables at once, each in a thread with a database connection of its own.

    `race(callables, timeout=60)` gives their results in order, or raises an ExceptionGroup of what they raised; where
    losing is part of the test, `race.outcomes(callables)` gives for each its result or its exception.
    """
    return races.Race()


@pytest.fixture
def run_later(db, monkeypatch):
    """Give a function that runs every `later` task that is ready, here and in the transaction of the test."""
    from cms import worker

    monkeypatch.setattr(worker.Pulse, "start", lambda pulse: None)  # its thread could not see this transaction
    monkeypatch.setattr(worker.Pulse, "stop", lambda pulse: None)
    monkeypatch.setattr("django_tasks_db.management.commands.db_worker.close_old_connections", lambda: None)
    return lambda: worker.LaterWorker(batch=True).run()


@pytest.fixture
def demo(transactional_db, django_db_setup):
    """Give the demo content; its users sign in with the password "demo-for-tests".

    Loading it takes seconds, so that it is done once in each process and copied for every test. Name it before fixtures
    that write rows: what they wrote is gone with the copy.
    """
    from cms.demo import loading

    django_db_setup.use("demo", lambda: loading.load("demo-for-tests"))


@pytest.fixture(scope="session")
def inputs() -> Path:
    """The folder of real exports, posts and payloads; tests that need it are skipped where it is not."""
    folder = Path(os.environ.get("EVIDENT_INPUTS", ROOT.parent / "shared" / "inputs"))
    if not folder.is_dir():
        pytest.skip(f"EVIDENT_INPUTS: {folder} is not a folder")
    return folder


@pytest.fixture(scope="session")
def browser():
    """Give a headless Chromium (CHROMIUM, or one found on the PATH); REQUIRE_BROWSER=1 makes its absence a failure."""
    program = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, CHROMIUM_NAMES)), None)
    if program is None:
        reason = "no Chromium was found: install chromium, or set CHROMIUM to its path"
        (pytest.fail if os.environ.get("REQUIRE_BROWSER") == "1" else pytest.skip)(reason)
    from playwright.sync_api import expect, sync_playwright

    expect.set_options(timeout=20_000)  # milliseconds: a busy machine takes its time
    patch = pytest.MonkeyPatch()
    # Playwright's synchronous face keeps an event loop in this thread, which Django takes for asynchronous code.
    patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
    switches = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
    switches += ["--disable-sync", "--no-first-run", "--disable-dev-shm-usage"]
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=program, args=switches)
        yield chromium
        chromium.close()
    patch.undo()
