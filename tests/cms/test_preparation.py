"""Bringing the database to what this version needs, before the first answer."""

import pytest
from django.core.management import CommandError
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django_tasks_db.models import DBTaskResult
from wagtail.models import Page

from cms import changes
from cms.demo import loading
from cms.serving import preparation, schema
from cms.serving.preflight import CannotServe

pytestmark = pytest.mark.django_db


@pytest.fixture
def said():
    return []


class TestPrepare:
    def test_a_current_database_is_not_touched(self, said, settings, tmp_path, django_assert_max_num_queries):
        settings.DATA_DIR = tmp_path
        with django_assert_max_num_queries(5):
            preparation.prepare(said.append, demo=False)
        assert said == []
        assert list(tmp_path.iterdir()) == []

    def test_after_an_update_front_ends_are_told_what_this_version_tells_more(
        self, said, settings, tmp_path, monkeypatch
    ):
        settings.DATA_DIR = tmp_path
        monkeypatch.setattr(schema, "is_current", lambda connection: False)
        monkeypatch.setattr(schema, "migrate", lambda connection, fresh: None)
        monkeypatch.setattr(preparation, "_copy_aside", lambda: tmp_path)
        preparation.prepare(said.append, demo=False)
        assert DBTaskResult.objects.filter(task_path=changes.keep_up.module_path, status="READY").count() == 1

    def test_a_demo_that_was_loaded_is_not_loaded_again(self, said, settings, tmp_path, monkeypatch):
        settings.DATA_DIR = tmp_path
        monkeypatch.setattr(loading, "was_loaded", lambda: True)
        pages = Page.objects.count()
        preparation.prepare(said.append, demo=True)
        assert (said, Page.objects.count(), list(tmp_path.iterdir())) == ([], pages, [])

    def test_a_demo_that_cannot_be_loaded_is_one_sentence(self, said, settings, tmp_path, monkeypatch):
        def refuse(*args, **kwargs):
            raise CommandError("An article has the demo's slug already.")

        settings.DATA_DIR = tmp_path
        monkeypatch.setattr(preparation, "call_command", refuse)
        with pytest.raises(CannotServe, match="An article has the demo's slug already"):
            preparation.prepare(said.append, demo=True)


class TestIsCurrent:
    def test_it_is_after_migrating(self, django_assert_max_num_queries):
        with django_assert_max_num_queries(2):
            assert schema.is_current(connection)

    def test_it_is_not_while_one_is_missing(self):
        MigrationRecorder(connection).record_unapplied(*MigrationLoader(connection).graph.leaf_nodes("cms")[0])
        assert not schema.is_current(connection)

    def test_a_migration_that_another_replaces_may_be_missing(self):
        MigrationRecorder(connection).record_unapplied(
            "wagtailcore", "0001_squashed_0016_change_page_url_path_to_text_field"
        )
        assert schema.is_current(connection)
