"""Figures for Prometheus: who may see them, what they count, and that no label grows with the content."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from prometheus_client.parser import text_string_to_metric_families

from cms import retention, worker
from cms.metrics import requests, shared
from tests.comments.conftest import article, discussion, rules  # noqa: F401

pytestmark = pytest.mark.django_db


@pytest.fixture
def scrape(settings):
    """Turn the figures on, and give a function that reads them: values by name and labels."""
    settings.METRICS = True
    for metric in (requests.answered, requests.took, requests.stored):
        metric.clear()
    client = Client()

    def read() -> dict[tuple, float]:
        answer = client.get("/metrics")
        assert answer.status_code == 200
        families = text_string_to_metric_families(answer.content.decode())
        return {
            (sample.name, *sorted(sample.labels.values())): sample.value for row in families for sample in row.samples
        }

    return read


class TestAccess:
    def test_they_are_off(self, client):
        assert client.get("/metrics").status_code == 404

    @pytest.mark.parametrize(
        ("address", "status"),
        [
            ("127.0.0.1", 200),
            ("10.1.2.3", 200),
            ("::1", 200),
            ("93.184.215.14", 403),
            ("::ffff:93.184.215.14", 403),
            ("", 403),
        ],
    )
    def test_without_a_token_the_own_network_sees_them(self, settings, address, status):
        settings.METRICS = True
        answer = Client(REMOTE_ADDR=address).get("/metrics")
        assert (answer.status_code, answer["Cache-Control"]) == (status, "no-store")

    def test_a_forged_address_changes_nothing(self, settings):
        settings.METRICS = True
        forged = Client(REMOTE_ADDR="93.184.215.14").get("/metrics", headers={"X-Forwarded-For": "127.0.0.1"})
        assert forged.status_code == 403

    @pytest.mark.parametrize(
        ("sent", "status"), [("Bearer sesame", 200), ("Bearer x", 403), ("sesame", 403), ("", 403)]
    )
    def test_a_token_is_asked_where_there_is_one(self, settings, sent, status):
        settings.METRICS, settings.METRICS_TOKEN = True, "sesame"
        answer = Client(REMOTE_ADDR="93.184.215.14").get("/metrics", headers={"Authorization": sent})
        assert answer.status_code == status
        assert Client().get("/metrics").status_code == 403


class TestRequests:
    def test_they_are_counted_by_route_and_not_by_address(self, scrape, discussion):  # noqa: F811
        page = discussion.page
        client = Client()
        for key in (page.pk, page.slug, 10**9, "no-such-slug", "another"):
            client.get(f"/api/v2/articles/{key}/")
        client.generic("BREW", "/api/v2/articles/")
        client.get("/nowhere/at/all.php")
        found = scrape()
        route = "api/v2/articles/<str:key>/"
        assert found["evident_http_requests_total", "200", "GET", route] == 2
        assert found["evident_http_requests_total", "404", "GET", route] == 3
        assert found["evident_http_requests_total", "405", "api/v2/articles/", "other"] == 1
        assert found["evident_http_request_seconds_count", route] == 5
        labels = " ".join(str(label) for key in found for label in key[1:])
        assert not re.search(rf"slug|nowhere|BREW|{page.slug}|{10**9}", labels)

    def test_stored_answers(self, scrape, discussion):  # noqa: F811
        client = Client()
        for _ in range(4):
            client.get(f"/api/v2/articles/{discussion.page.pk}/")
        found = scrape()
        assert [found["evident_stored_answers_total", result] for result in ("miss", "stored", "hit")] == [1, 1, 2]


class TestWaiting:
    def test_it_works(self, scrape, discussion):  # noqa: F811
        calm = scrape()
        assert (calm["evident_database_up",], calm["evident_worker_up",]) == (1, 0)
        assert calm["evident_comments_waiting",] == calm["evident_task_wait_seconds",] == 0
        discussion.pending()
        discussion.pending()
        worker.beat("one")
        row = retention.forget.enqueue()
        now = timezone.now()
        type(row.db_result).objects.filter(pk=row.id).update(enqueued_at=now - timedelta(minutes=5))
        retention.forget.using(run_after=now + timedelta(hours=5)).enqueue()
        busy = scrape()
        assert busy["evident_worker_up",] == 1
        assert busy["evident_comments_waiting",] == 2
        assert busy["evident_tasks", "ready"] >= 2
        assert 299 < busy["evident_task_wait_seconds",] < 330

    def test_its_cost_does_not_grow(self, scrape, discussion, django_assert_max_num_queries):  # noqa: F811
        for _ in range(5):
            discussion.pending()
            retention.forget.enqueue()
        with django_assert_max_num_queries(8):
            scrape()

    def test_a_database_that_is_away_is_told(self, scrape, monkeypatch):
        from django.db import OperationalError

        from cms.metrics import waiting

        def away(now):
            raise OperationalError("db.internal is away")

        monkeypatch.setattr(waiting, "_tasks", away)
        assert scrape()["evident_database_up",] == 0


class TestSeveralProcesses:
    def test_figures_of_those_that_are_gone_are_forgotten_at_the_start(self, tmp_path, monkeypatch):
        monkeypatch.setenv(shared.VARIABLE, str(tmp_path))
        (tmp_path / "counter_1.db").touch()
        shared.start_afresh()
        assert list(tmp_path.iterdir()) == []
