"""What the tests of every room start from.

The database. Wagtail's history takes some twenty seconds to migrate, so it is done once: into a template that is named
by a hash of everything that shapes it (templates.py) and copied for each process of a test run. Tests with `db` are rolled
back, as Django does it. A test with `transactional_db` commits; Django would empty every table after it, and take the
home page, the groups and the site away from all tests that follow, so the template is copied over instead, which is
also faster. So: whatever migrations make is there at the start of each test, in either kind.
"""

import contextlib
import gc
import importlib
import json
import multiprocessing
import os
import shutil
from pathlib import Path

import hypothesis
import pytest
from django_tasks.backends.immediate import ImmediateBackend
from pytest_django.plugin import blocking_manager_key

from tests import caches, described, races, templates

ROOT = Path(__file__).resolve().parent.parent
# The same examples in every run, so that what fails is found again; with EXAMPLES set, others each time. How long one takes
# says more of what else the machine is doing than of the code.
hypothesis.settings.register_profile(
    "tests",
    derandomize="EXAMPLES" not in os.environ,
    deadline=None,
    suppress_health_check=[hypothesis.HealthCheck.too_slow],
)
hypothesis.settings.load_profile("tests")

INDEX_AT_ONCE = ImmediateBackend.enqueue
DATABASE_FIXTURES = {"db", "transactional_db", "live_server", "race"}
# What these give runs beside the test, on a clock of its own: a browser, a web server's threads, whole processes.
BESIDE_THE_TEST = {"browser", "live_server", "house"}
# First the one without a window of its own to paint, which spends half the time of the others.
CHROMIUM_NAMES = ["chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "google-chrome-stable"]


def pytest_configure(config):
    """Where several processes are to run the tests, make the template that they will all wait for while they start.

    They give way to it, so that it has a processor to itself.
    """
    if hasattr(config, "workerinput"):
        os.nice(10)
    elif getattr(config.option, "numprocesses", None):
        with config.stash[blocking_manager_key].unblock():
            multiprocessing.get_context("fork").Process(target=templates.make, daemon=True).start()


def pytest_collection(session):
    """Where several processes read the same tests for the first time, have each prepare the asserts of a part of them.

    What one has written the others read. A module that fails is told of when it is collected.
    """
    worker = getattr(session.config, "workerinput", None)
    if worker:
        modules = sorted(ROOT.glob("tests/*/test_*.py"))[int(worker["workerid"][2:]) :: worker["workercount"]]
        if not any(modules[0].parent.glob(f"__pycache__/{modules[0].stem}.*-pytest-*")):
            for module in modules:
                with contextlib.suppress(Exception):
                    importlib.import_module(f"tests.{module.parent.name}.{module.stem}")


def pytest_collection_finish():
    """Leave what has been imported out of the looks for garbage, and take fewer: they are a tenth of the time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 50, 100)


def pytest_collection_modifyitems(config, items):
    """Mark what a run may choose by: `database` for all that touch one, `browser` for all that drive one.

    What is asked of several server processes is asked where there may be several: on PostgreSQL, with Redis; and how
    SQLite finds its rows is asked of SQLite.
    """
    elsewhere = {"sqlite"} if os.environ.get("DATABASE_URL") else {"processes"}
    if not os.environ.get("REDIS_URL"):
        elsewhere.add("processes")
    alone = [item for item in items if any(item.get_closest_marker(name) for name in elsewhere)]
    if alone:
        config.hook.pytest_deselected(items=alone)
        items[:] = [item for item in items if item not in alone]
    for item in items:
        fixtures = set(getattr(item, "fixturenames", ()))
        if item.get_closest_marker("django_db") or fixtures & DATABASE_FIXTURES:
            item.add_marker("database")
        if "browser" in fixtures:
            item.add_marker("browser")
        # CI (RERUN=1, as in .ci/run) throws a whole submission away for one test, and a machine that stalls for a moment is
        # nothing that a test of what runs beside it could wait out: such a test is tried once more, and listed with how it
        # failed at first (-rR). Elsewhere, and for every other test, the first failure is the last, so that races are found.
        beside = fixtures & BESIDE_THE_TEST or item.get_closest_marker("processes")
        if beside and os.environ.get("RERUN") == "1":
            item.add_marker(pytest.mark.flaky(reruns=1))
    if config.getoption("numprocesses", None) or hasattr(config, "workerinput"):
        _spread(items)


def _spread(items):
    """Order what several processes run (class by class, as `--dist loadscope` has it) so that none has to wait.

    First what needs none of the template, while that is made. What waits for a browser is spread over the rest, so that
    others work meanwhile, and done before the end, where one process would be left with it.
    """
    scopes = {item.nodeid.rpartition("::")[0]: item for item in items}
    beside = [scope for scope, item in scopes.items() if item.get_closest_marker("browser")]
    alone = [scope for scope, item in scopes.items() if "django_db_setup" not in item.fixturenames]
    others = [scope for scope in scopes if scope not in {*beside, *alone}]
    places = dict.fromkeys(alone, -1.0)
    places |= {scope: number / len(others) for number, scope in enumerate(others)}
    places |= {scope: number / len(beside) * 0.8 for number, scope in enumerate(beside)}
    items.sort(key=lambda item: places[item.nodeid.rpartition("::")[0]])


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


@pytest.fixture(scope="session", autouse=True)
def _answers_as_described(django_test_environment):
    """Whatever a test asks of the API, the answer must be what the OpenAPI document says of it."""
    from django.test import Client

    real = Client.request

    def request(client, **asked):
        response = real(client, **asked)
        if asked["PATH_INFO"].startswith(described.PREFIX) and asked["REQUEST_METHOD"] != "OPTIONS":
            described.check(asked["REQUEST_METHOD"], asked["PATH_INFO"], response)
        return response

    patch = pytest.MonkeyPatch()
    patch.setattr(Client, "request", request)
    yield
    patch.undo()


@pytest.fixture(scope="session", autouse=True)
def _citations_written_once(django_test_environment):
    """Write each citation once in a process: whatever is saved is cited in four styles, mostly works that others cited."""
    from articles.references import styles

    written: dict[tuple[str, str, str], str] = {}
    real = styles._written

    def once(item, style, locale):
        key = (json.dumps(item, sort_keys=True), style, locale)
        if key not in written:
            written[key] = real(item, style, locale)
        return written[key]

    patch = pytest.MonkeyPatch()
    patch.setattr(styles, "_written", once)
    yield
    patch.undo()


@pytest.fixture(scope="session", autouse=True)
def _shared_redis(django_test_environment):
    """Let no test empty the Redis that others are in the middle of using: see tests/caches.py."""
    from django.core.cache.backends.redis import RedisCacheClient

    def refuse(client) -> None:
        raise AssertionError("cache.clear() empties the Redis of all tests: call tests.caches.empty()")

    patch = pytest.MonkeyPatch()
    patch.setattr(RedisCacheClient, "clear", refuse)
    yield
    patch.undo()


@pytest.fixture(autouse=True)
def _empty_cache(django_test_environment):
    """No test sees what another has cached."""
    from django.contrib.sites.models import Site

    caches.empty()
    Site.objects.clear_cache()


@pytest.fixture
def rendering(monkeypatch):
    """Have every answer rendered anew, for tests of what that costs."""
    from cms import answers

    monkeypatch.setattr(answers, "may_be_stored", lambda request: False)


@pytest.fixture(autouse=True)
def _indexes(request, monkeypatch):
    """Keep Wagtail's search and reference indexes out of tests, where they are half of what saving an article costs.

    A test that searches, or asks where something is used, is marked `indexed`.
    """
    if request.node.get_closest_marker("indexed") is None:
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

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ImmediateBackend, "enqueue", INDEX_AT_ONCE)
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

    from tests import browsing

    expect.set_options(timeout=browsing.BUSY)
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


@pytest.fixture
def windows(browser, live_server):
    """Give what opens windows at the test's server (browsing.Windows); at the end none of their scripts may have failed."""
    from tests.browsing import Windows

    opened = Windows(browser, live_server.url)
    yield opened
    opened.close()
