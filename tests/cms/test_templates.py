"""The database that tests start from: whatever migrations made is there before each of them."""

import threading

import pytest
from django.contrib.auth.models import Group
from django.db import connection
from wagtail.models import Page, Site

from home.models import HomePage
from tests import templates


def rows() -> tuple[int, int, int]:
    return Page.objects.count(), Site.objects.count(), Group.objects.count()


@pytest.mark.django_db
class TestTheDatabase:
    def test_it_has_what_migrations_made(self):
        assert rows() == (3, 1, 3)

    def test_it_is_a_copy_of_this_run(self):
        name = str(connection.settings_dict["NAME"])
        assert name.startswith("evident_test_") if connection.vendor == "postgresql" else "pytest" in name


@pytest.mark.django_db(transaction=True)
class TestATestThatCommits:
    """Both leave the database spoiled, so whichever runs second shows that it was restored."""

    def test_it_starts_with_what_migrations_made(self):
        assert rows() == (3, 1, 3)
        Page.objects.filter(depth=3).delete()
        Group.objects.all().delete()

    def test_it_starts_with_the_same_numbers(self):
        assert rows() == (3, 1, 3)
        home = HomePage.objects.get()
        assert home.pk == Site.objects.get().root_page_id
        HomePage.objects.all().delete()


class TestRace:
    def test_it_gives_results_in_order(self, race):
        assert race([lambda: 1, lambda: 2, lambda: 3]) == [1, 2, 3]

    def test_each_runs_in_its_own_thread_on_its_own_connection(self, race):
        connections = race([lambda: (threading.get_ident(), id(connection.connection))] * 4)
        assert len({thread for thread, _ in connections}) == 4
        assert len({own for _, own in connections}) == 4

    def test_they_run_at_once(self, race):
        meeting = threading.Barrier(3, timeout=10)
        assert sorted(race([meeting.wait] * 3)) == [0, 1, 2]

    def test_it_raises_what_they_raised(self, race):
        with pytest.raises(ExceptionGroup) as caught:
            race([lambda: 1, lambda: 1 // 0])
        assert [type(error) for error in caught.value.exceptions] == [ZeroDivisionError]

    def test_outcomes_are_results_and_exceptions(self, race):
        won, lost = race.outcomes([lambda: "won", lambda: 1 // 0])
        assert won == "won"
        assert isinstance(lost, ZeroDivisionError)

    def test_it_says_who_never_came_back(self, race):
        forever = threading.Event()
        with pytest.raises(TimeoutError, match="1 of 2"):
            race([forever.wait, lambda: 1], timeout=0.3)
        forever.set()

    def test_what_they_commit_is_seen(self, race):
        race([lambda name=name: Group.objects.create(name=name) for name in ("one", "two", "three")])
        assert Group.objects.filter(name__in=["one", "two", "three"]).count() == 3


class TestFingerprint:
    def test_it_changes_with_a_migration(self, tmp_path, monkeypatch):
        before = templates.fingerprint()
        app = type("App", (), {"path": str(tmp_path), "label": "extra"})
        (tmp_path / "migrations").mkdir()
        (tmp_path / "migrations" / "0001_initial.py").write_text("one")
        configs = [*templates.apps.get_app_configs(), app]
        monkeypatch.setattr(templates.apps, "get_app_configs", lambda: configs)
        one = templates.fingerprint()
        (tmp_path / "migrations" / "0001_initial.py").write_text("two")
        assert len({before, one, templates.fingerprint()}) == 3
