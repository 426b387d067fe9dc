"""What a load balancer asks: alive, and ready; which part is not, but never why."""

import pytest
from django.core.cache import caches
from django.db import connection, connections
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from cms import worker

pytestmark = pytest.mark.django_db


@pytest.fixture
def living_worker():
    worker.beat("one")


class TestLive:
    def test_it_works_without_a_single_query(self, client, django_assert_num_queries):
        with django_assert_num_queries(0):
            answer = client.get("/healthz/live")
        assert (answer.status_code, answer.json()) == (200, {"status": "ok"})
        assert answer["Cache-Control"] == "no-store"


class TestReady:
    def test_it_works(self, client, living_worker, django_assert_max_num_queries):
        with django_assert_max_num_queries(4):
            answer = client.get("/healthz/ready")
        assert answer.status_code == 200
        assert answer["Cache-Control"] == "no-store"
        assert answer.json() == {
            "status": "ok",
            "checks": {"database": "ok", "migrations": "ok", "cache": "ok", "worker": "ok"},
        }

    def test_it_names_a_dead_worker(self, client):
        answer = client.get("/healthz/ready")
        assert answer.status_code == 503
        assert answer.json()["checks"] == {"database": "ok", "migrations": "ok", "cache": "ok", "worker": "failing"}

    def test_it_names_a_missing_migration(self, client, living_worker):
        MigrationRecorder(connection).record_unapplied(*MigrationLoader(connection).graph.leaf_nodes("cms")[0])
        answer = client.get("/healthz/ready")
        assert answer.status_code == 503
        assert answer.json()["checks"]["migrations"] == "failing"

    def test_it_names_the_cache_and_tells_no_detail(self, client, living_worker, monkeypatch):
        def refuse(*args, **kwargs):
            raise ConnectionError("redis://:secret@cache.internal:6379 is away")

        monkeypatch.setattr(type(caches["default"]), "set", refuse)
        answer = client.get("/healthz/ready")
        assert answer.status_code == 503
        assert answer.json() == {
            "status": "not_ready",
            "checks": {"database": "ok", "migrations": "ok", "cache": "failing", "worker": "ok"},
        }

    def test_it_names_the_database(self, client, living_worker, monkeypatch):
        def refuse(*args, **kwargs):
            raise ConnectionError("db.internal is away")

        monkeypatch.setattr(type(connections["default"]), "cursor", refuse)
        answer = client.get("/healthz/ready")
        monkeypatch.undo()
        assert answer.status_code == 503
        assert answer.json()["checks"] == {
            "database": "failing",
            "migrations": "failing",
            "cache": "ok",
            "worker": "failing",
        }
        assert b"internal" not in answer.content
