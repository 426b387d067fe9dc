"""The write API: who may, what it publishes and refuses, and that it never answers a 5xx."""

import json
import re
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from django.contrib.auth.models import Group, Permission
from django.utils import timezone
from wagtail.models import APIToken, GroupPagePermission, Page, Revision

from articles.models import ArticlePage, EditorialStandards, Topic
from tests.articles.bodies import block, source

ROOT = Path(__file__).resolve().parent.parent.parent
PAGES = "/api/v3/pages/"


@pytest.fixture
def mounted(settings):
    settings.WRITE_API = True
    settings.ROOT_URLCONF = "tests.cms.writing_urls"


@pytest.fixture
def token(db, admin_user) -> str:
    return APIToken.create_token(user=admin_user, name="tests")[1]


@pytest.fixture
def write(mounted, token, client):
    """Give a function that sends JSON with a token: `write("post", path, …)` gives the response."""
    client.raise_request_exception = False

    def write(method, path, sent=None, **headers):
        body = sent if isinstance(sent, bytes) else json.dumps(sent or {})
        headers = {"Authorization": f"Bearer {token}"} | headers
        return client.generic(method.upper(), path, body, content_type="application/json", headers=headers)

    return write


@pytest.fixture
def create(write, article_index):
    """Give a function that creates an article by the API."""

    def create(title="Sleep", *, publish=False, **fields):
        meta = {"type": "articles.ArticlePage", "parent_id": article_index.pk} | (
            {"action": "publish"} if publish else {}
        )
        return write("post", PAGES, {"meta": meta, "title": title} | fields)

    return create


@pytest.fixture
def required(db):
    """Have the site ask for a source behind each claim."""
    from wagtail.models import Site

    EditorialStandards.objects.update_or_create(site=Site.objects.get(), defaults={"publish_gate": "require"})


def problem(response) -> dict:
    assert response["Content-Type"] == "application/problem+json"
    assert response["Cache-Control"] == "no-store"
    return response.json()


CLAIM = block("benefit", heading="Less pain", text="<p>It helps.</p>")


@pytest.mark.django_db
class TestMounting:
    @pytest.mark.parametrize("path", [PAGES, "/api/v3/", "/api/v3/docs/"])
    def test_it_is_nowhere_unless_asked_for(self, client, path):
        response = client.get(path)
        assert (response.status_code, response.json()["code"]) == (404, "not_found")

    @pytest.mark.parametrize("header", [None, "Bearer nonsense", "Bearer wagtail_" + "0" * 33, "Basic YTpi"])
    def test_without_a_token_nothing_is_told(self, mounted, client, admin_user, header):
        client.force_login(admin_user)  # a session is no token
        response = client.get(PAGES, headers={"Authorization": header} if header else {})
        assert problem(response)["status"] == response.status_code == 401
        assert response["WWW-Authenticate"] == "Bearer"

    def test_it_is_described(self, mounted, client):
        assert client.get("/api/v3/openapi.json").status_code == 200

    def test_what_is_nowhere_is_said_in_its_own_shape(self, write):
        assert problem(write("get", "/api/v3/nothing/"))["status"] == 404

    def test_its_requests_are_counted(self, mounted, client):
        assert client.get(PAGES)["RateLimit-Policy"].startswith('"tools";')


@pytest.mark.django_db
class TestWriting:
    def test_a_draft_is_no_readers(self, create, client):
        response = create(summary="A draft.", body=[CLAIM])
        assert response.status_code == 201
        assert ArticlePage.objects.get(pk=response.json()["id"]).live is False
        assert client.get(f"/api/v2/articles/{response.json()['id']}/").status_code == 404

    def test_what_is_published_is_in_the_very_next_answers(self, create, write, client, make_reference):
        before = client.get("/api/v2/changes/").json()["meta"]["next_cursor"]
        assert client.get("/api/v2/articles/").json()["meta"]["total_count"] == 0
        topic = Topic.objects.create(name="Pain", slug="pain")
        cited = block(
            "benefit", heading="Less pain", text="<p>It helps.</p>", sources=[source(make_reference("Trial"))]
        )
        created = create(publish=True, body=[cited], article_topics=[{"topic_id": topic.pk}])
        assert created.status_code == 201, created.content
        pk = created.json()["id"]
        article = client.get("/api/v2/articles/?topic=pain").json()["items"][0]
        assert (article["id"], article["evidence"]["cited_claims"]) == (pk, 1)
        assert client.get(f"/api/v2/articles/{pk}/").json()["title"] == "Sleep"
        assert write("patch", f"{PAGES}{pk}/", {"title": "Rest", "meta": {"action": "publish"}}).status_code == 200
        assert client.get(f"/api/v2/articles/{pk}/").json()["title"] == "Rest"
        changes = client.get(f"/api/v2/changes/?since={before}").json()["items"]
        assert {(row["change"], row["type"], row["id"]) for row in changes} == {
            ("published", "articles.ArticlePage", pk),
            ("published", "articles.Topic", topic.pk),
        }
        assert write("post", f"{PAGES}{pk}/actions/unpublish/").status_code == 200
        assert client.get(f"/api/v2/articles/{pk}/").status_code == 404

    def test_a_table_and_rich_text_come_back_as_they_were_sent(self, create, client):
        table = {
            "caption": "Dose",
            "columns": [{"type": "text", "heading": "Day"}, {"type": "number", "heading": "mg"}],
            "rows": [{"values": ["Monday", 5]}],
        }
        response = create(publish=True, body=[block("table", **table), block("section", heading="", text="<p>a</p>")])
        assert response.status_code == 201, response.content
        body = client.get(f"/api/v2/articles/{response.json()['id']}/").json()["body"]
        assert body[0]["value"] == {"caption": "Dose", "headers": ["Day", "mg"], "rows": [["Monday", 5]]}

    def test_who_may_not_publish_may_not_here(self, create, token, django_user_model):
        user = django_user_model.objects.create_user("writer", "writer@example.org", "x")
        group = Group.objects.create(name="Writers")
        add = Permission.objects.get(codename="add_page", content_type__app_label="wagtailcore")
        GroupPagePermission.objects.create(group=group, page=Page.objects.get(depth=1), permission=add)
        user.groups.add(group)
        APIToken.objects.update(user=user)
        assert problem(create(publish=True))["status"] == 403
        assert ArticlePage.objects.count() == 0
        assert create().status_code == 201


@pytest.mark.django_db
class TestTheGate:
    def test_it_refuses_to_create_and_names_the_block(self, required, create):
        response = create(publish=True, body=[CLAIM])
        assert problem(response)["status"] == 422
        assert "Less pain" in response.content.decode()
        assert ArticlePage.objects.count() == 0

    @pytest.mark.parametrize("way", ["publish", "schedule", "patch_body", "patch_title", "copy"])
    def test_there_is_no_way_around_it(self, required, create, write, make_article, way):
        pk = create(body=[CLAIM]).json()["id"]
        published = {"meta": {"action": "publish"}}
        if way == "copy":  # of what was live before the gate was closed
            ArticlePage.objects.filter(pk=pk).update(live=True)
        if way == "schedule":
            page = ArticlePage.objects.get(pk=pk)
            page.go_live_at = timezone.now() + timedelta(days=1)
            page.save_revision()
        response = {
            "publish": lambda: write("post", f"{PAGES}{pk}/actions/publish/"),
            "schedule": lambda: write("post", f"{PAGES}{pk}/actions/publish/"),
            "patch_body": lambda: write("patch", f"{PAGES}{pk}/", {"body": [CLAIM]} | published),
            "patch_title": lambda: write("patch", f"{PAGES}{pk}/", {"title": "Other"} | published),
            "copy": lambda: write("post", f"{PAGES}{pk}/actions/copy/", {"slug": "other", "keep_live": True}),
        }[way]()
        assert problem(response)["status"] == 422
        assert "Less pain" in response.content.decode()
        assert ArticlePage.objects.filter(live=True).exclude(pk=pk if way == "copy" else 0).count() == 0
        assert not Revision.objects.filter(approved_go_live_at__isnull=False).exists()


BROKEN = [
    ["x"], [{}], [{"type": "nonsense", "value": 1}], [{"type": "benefit"}], [{"type": "benefit", "value": []}],
    [{"type": "benefit", "value": {"nonsense": 1}}], [{"type": "benefit", "value": {"sources": {}}}],
    [{"type": "benefit", "value": {"sources": [1]}}], [{"type": "benefit", "value": {"sources": [{"reference": "x"}]}}],
    [{"type": "benefit", "value": {"sources": [{"reference": {}}]}}],
    [{"type": "benefit", "value": {"sources": [{"reference": 10**30}]}}],
    [{"type": "benefit", "value": {"sources": [{"effect": {"value": "x"}}]}}], [{"type": "image", "value": {"image": "x"}}],
    [{"type": "related_article", "value": {"page": [1]}}], [{"type": "section", "value": {"text": {"format": 1}}}],
    [{"type": "section", "value": {"text": 5}}], [{"type": "section", "value": {"heading": {}}}],
    [{"type": "table", "value": []}], [{"type": "table", "value": {"columns": 1, "rows": 1}}],
    [{"type": "table", "value": {"columns": [{"type": "x"}], "rows": []}}], [{"type": "section", "id": 1, "value": {}}],
    [{"type": "benefit", "value": {"certainty_reasons": 5}}], "x", {"a": 1},
]  # fmt: skip


@pytest.mark.django_db
class TestWhatCannotBe:
    def test_a_body_that_is_none_is_refused(self, create, subtests):
        for body in BROKEN:
            with subtests.test(body):
                assert problem(create(body=body))["status"] == 422
        assert ArticlePage.objects.count() == 0

    @pytest.mark.parametrize(
        "sent", [b"{", b"\xff", b"[" * 100_000, b'{"title": "\\ud800"}', b'{"title": "a\\u0000"}', b"[null]"]
    )
    def test_what_cannot_be_read_or_stored_is_refused(self, write, sent):
        assert problem(write("post", PAGES, sent))["status"] == 400

    def test_what_is_no_form_is_refused(self, write, mounted, token, client):
        headers = {"Authorization": f"Bearer {token}"}
        response = client.generic("POST", "/api/v3/images/", b"x", "multipart/form-data", headers=headers)
        assert problem(response)["status"] == 400

    def test_a_value_of_another_kind_is_refused(self, write, article_index):
        assert problem(write("get", f"{PAGES}{article_index.pk}/revisions/?user_id=x"))["status"] == 422

    @pytest.mark.parametrize("action", ["copy", "create_alias", "publish", "delete"])
    def test_nothing_is_done_to_the_root(self, write, action):
        root = Page.objects.get(depth=1)
        assert problem(write("post", f"{PAGES}{root.pk}/actions/{action}/"))["status"] == 403

    @pytest.mark.parametrize("position", [None, "left", "first-child", "last-sibling"])
    def test_nothing_comes_beside_the_root(self, write, make_article, position):
        there = {"destination_id": Page.objects.get(depth=1).pk, "position": position}
        response = write("post", f"{PAGES}{make_article('Needles').pk}/actions/move/", there)
        assert problem(response)["status"] in {403, 422}

    def test_a_body_that_is_too_large_is_refused(self, create):
        assert problem(create(summary="x" * 2_100_000))["status"] == 413

    @pytest.mark.parametrize(
        ("fields", "status"),
        [
            ({"slug": "12"}, 422),
            ({"slug": "facets"}, 422),
            ({"image_id": 10**30}, 422),
            ({"article_topics": [{"topic_id": 99}]}, 422),
            ({"change_notes": [{"at": "never", "note": "x"}]}, 422),
            ({"published_at": "0001-01-01T00:00:00+14:00"}, 422),
            ({"title": ""}, 422),
        ],
        ids=str,
    )
    def test_what_the_form_refuses_is_refused(self, create, fields, status):
        assert problem(create(publish=True, **fields))["status"] == status

    def test_no_page_comes_below_itself(self, write, make_article, article_index):
        there = {"destination_id": make_article("Below").pk, "position": "first-child"}
        response = write("post", f"{PAGES}{article_index.pk}/actions/move/", there)
        assert problem(response)["status"] in {403, 422}

    def test_a_slug_that_is_taken_is_refused(self, create):
        assert create(slug="sleep").status_code == 201
        assert problem(create(slug="sleep"))["status"] == 422

    def test_a_crash_is_told_without_its_cause(self, create, monkeypatch):
        def crash(*args, **kwargs):
            raise RuntimeError("/srv/secret.sqlite3")

        monkeypatch.setattr(Page, "save_revision", crash)
        response = create()
        assert problem(response)["status"] == 500
        assert b"secret" not in response.content


def test_the_script_of_the_documentation_works(mounted, transactional_db, article_index, live_server, admin_user):
    (script,) = re.findall(r"```python\n(.*?)```", (ROOT / "docs" / "writing.md").read_text(), re.DOTALL)
    token = APIToken.create_token(user=admin_user, name="tests")[1]
    environment = {"EVIDENT_TOKEN": token, "EVIDENT_URL": live_server.url}
    done = subprocess.run([sys.executable, "-c", script], env=environment, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip().endswith("/sleep-and-ms/")
    assert len(list(filter(str.strip, script.splitlines()))) <= 12
    assert ArticlePage.objects.get(slug="sleep-and-ms").live
