"""What has changed is purged in the caches in front: by tag and by address, together, again where it fails, and never lost."""

import json
import re

import pytest
from django.db import connection, transaction
from django.test import Client
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from cms import checks, tags
from cms.edge import purging
from cms.edge.backends import Http
from cms.edge.kinds import KINDS, configuration
from cms.models import EdgePurge
from home.models import SiteProfile

pytestmark = pytest.mark.django_db


@pytest.fixture
def edge(receiver, settings):
    """Give a function that sets a cache of some kind, which is the receiver."""

    def put(kind: str):
        address = receiver.url.removesuffix("/hook")
        receiver.text = b'{"success": true}'
        receiver.answers = [200] * 100
        settings.WAGTAILFRONTENDCACHE = configuration(kind, url=address, token="sesame", zone="z1")
        return receiver

    return put


@pytest.fixture
def commit(django_capture_on_commit_callbacks, run_later):
    """Give a function that does something as a request would, and has the worker come."""

    def do(call) -> None:
        with django_capture_on_commit_callbacks(execute=True):
            call()
        connection.run_on_commit.clear()  # as a commit does
        run_later()

    return do


def purges(receiver) -> list[tuple[str, str, str]]:
    return [(request.method, request.path, request.headers.get("cache-tag", "")) for request in receiver.got]


class TestKinds:
    def test_http(self, edge, commit):
        receiver = edge("http")
        commit(lambda: tags.bump({"page:5", "articles"}))
        assert purges(receiver) == [("PURGE", "/", "articles,page:5")]
        assert receiver.got[0].headers["authorization"] == "Bearer sesame"

    def test_varnish_is_given_a_pattern_for_whole_tags(self, edge, commit):
        receiver = edge("varnish")
        commit(lambda: tags.bump({"page:5", "slug:a.b"}))
        ((method, path, pattern),) = purges(receiver)
        assert (method, path) == ("BAN", "/")
        for header, is_banned in {
            "page:5": True,
            "all,page:5,site": True,
            "page:55": False,
            "xpage:5": False,
            "slug:a.b": True,
            "slug:acb": False,
        }.items():
            assert bool(re.search(pattern, header)) is is_banned

    def test_fastly(self, edge, commit):
        receiver = edge("fastly")
        commit(lambda: tags.bump({"page:5"}))
        (request,) = receiver.got
        assert (request.method, request.path, request.headers["fastly-key"]) == ("POST", "/service/z1/purge", "sesame")
        assert json.loads(request.body) == {"surrogate_keys": ["page:5"]}

    def test_cloudflare_in_portions(self, edge, commit):
        receiver = edge("cloudflare")
        commit(lambda: tags.bump({f"page:{number}" for number in range(70)}))
        assert {request.path for request in receiver.got} == {"/client/v4/zones/z1/purge_cache"}
        assert [len(json.loads(request.body)["tags"]) for request in receiver.got] == [30, 30, 10]

    @pytest.mark.parametrize("kind", KINDS)
    def test_addresses_of_a_page_that_moves(self, edge, commit, make_article, kind):
        page = make_article("Needles")
        SiteProfile.objects.update_or_create(site_id=1, defaults={"frontend_url": "https://front.example"})
        EdgePurge.objects.all().delete()
        page.slug = "pins"
        receiver = edge(kind)
        commit(lambda: page.save_revision().publish())
        told = " ".join(f"{request.headers['host']}{request.path} {request.body.decode()}" for request in receiver.got)
        for path in ("/articles/needles/", "/articles/needles.md", "/articles/pins/", "/articles/pins.md"):
            assert f"front.example{path}" in told
        assert not EdgePurge.objects.exists()

    def test_everything(self, edge, commit, monkeypatch):
        receiver = edge("http")
        commit(tags.renew)
        monkeypatch.setattr(purging, "MOST", 3)
        commit(lambda: tags.bump({f"page:{number}" for number in range(4)}))
        assert purges(receiver) == [("PURGE", "/", "all")] * 2


class TestPurging:
    def test_what_is_bumped_together_is_purged_together_and_once(self, edge, commit):
        receiver = edge("http")

        def busy() -> None:
            for _ in range(5):
                tags.bump({"page:5"})
                tags.bump({"page:6"})

        commit(busy)
        assert purges(receiver) == [("PURGE", "/", "page:5,page:6")]
        assert DBTaskResult.objects.filter(task_path=purging.purge.module_path).count() == 1

    def test_what_is_taken_back_is_not_purged(self, edge, transactional_db):
        edge("http")
        with transaction.atomic():
            tags.bump({"page:5"})
            transaction.set_rollback(True)
        assert not EdgePurge.objects.exists()
        assert not DBTaskResult.objects.exists()

    def test_without_a_cache_nothing_is_written(self, django_assert_num_queries):
        with django_assert_num_queries(1):
            tags.bump({"page:5"})
        assert not EdgePurge.objects.exists()

    def test_what_fails_stays_and_is_tried_again(self, edge, commit, run_later):
        receiver = edge("http")
        receiver.answers = [503]
        commit(lambda: tags.bump({"page:5"}))
        assert EdgePurge.objects.count() == 1
        row = DBTaskResult.objects.get(task_path=purging.purge.module_path)
        assert (row.status, "sesame" in row.traceback) == ("READY", False)
        DBTaskResult.objects.update(run_after=timezone.now())
        run_later()
        assert len(receiver.got) == 2
        assert not EdgePurge.objects.exists()

    def test_an_outage_leaves_one_task_waiting_not_one_a_change(self, edge, commit):
        receiver = edge("http")
        receiver.answers = [503] * 5
        for number in range(5):
            commit(lambda number=number: tags.bump({f"page:{number}"}))
        assert DBTaskResult.objects.filter(task_path=purging.purge.module_path, status="READY").count() == 1
        assert EdgePurge.objects.count() == 5

    def test_a_change_during_the_purge_is_purged_again(self, edge, commit, monkeypatch):
        receiver, real = edge("http"), Http.purge_tags

        def purge_while_it_changes(backend, names) -> None:
            real(backend, names)
            if len(receiver.got) == 1:
                tags.bump({"page:5"})

        monkeypatch.setattr(Http, "purge_tags", purge_while_it_changes)
        commit(lambda: tags.bump({"page:5", "page:6"}))
        assert list(EdgePurge.objects.values_list("name", flat=True)) == ["page:5"]

    def test_what_nobody_woke_the_worker_for_is_found(self, edge, run_later):
        receiver = edge("http")
        assert not purging.enqueue_due()
        tags.bump({"page:5"})
        assert purging.enqueue_due()
        assert not purging.enqueue_due()
        run_later()
        assert len(receiver.got) == 1

    def test_cloudflare_that_says_no_is_asked_again(self, edge, commit):
        receiver = edge("cloudflare")
        receiver.text = b'{"success": false, "errors": [{"message": "no"}]}'
        commit(lambda: tags.bump({"page:5"}))
        assert EdgePurge.objects.count() == 1


class TestAnswers:
    def test_they_name_their_tags_in_the_words_of_every_cache(self, client, edge, make_article):
        page = make_article("Needles")
        edge("fastly")
        answer = client.get(f"/api/v2/articles/{page.pk}/")
        named = answer["Surrogate-Key"].split(" ")
        assert named == answer["Cache-Tag"].split(",")
        assert {f"page:{page.pk}", "all"} <= set(named)

    def test_a_change_purges_what_the_answer_shows(self, edge, commit, make_article):
        page = make_article("Needles")
        shown = set(Client().get(f"/api/v2/articles/{page.pk}/")["Cache-Tag"].split(","))
        receiver = edge("http")
        commit(lambda: page.save_revision().publish())
        purged = {tag for request in receiver.got for tag in request.headers.get("cache-tag", "").split(",")}
        assert f"page:{page.pk}" in shown & purged


class TestCheck:
    @pytest.mark.parametrize(
        ("chosen", "ids"),
        [
            ({}, []),
            ({"FRONTEND_CACHE_URL": "http://varnish"}, ["cms.W012"]),
            ({"FRONTEND_CACHE": "squid"}, ["cms.E012"]),
            ({"FRONTEND_CACHE": "varnish"}, ["cms.E013"]),
            ({"FRONTEND_CACHE": "varnish", "FRONTEND_CACHE_URL": "http://varnish"}, []),
            ({"FRONTEND_CACHE": "cloudflare"}, ["cms.E013", "cms.E013"]),
            ({"FRONTEND_CACHE": "fastly", "FRONTEND_CACHE_TOKEN": "t", "FRONTEND_CACHE_ZONE": "z"}, []),
        ],
    )
    def test_it_names_what_is_missing(self, settings, chosen, ids):
        for name, value in chosen.items():
            setattr(settings, name, value)
        assert [row.id for row in checks.edge_cache(None)] == ids
