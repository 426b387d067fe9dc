"""Stored answers are what would be rendered, always: after every change, in the very next request."""

from collections.abc import Iterator

import pytest
from django.core.files.base import ContentFile
from django.urls import URLResolver, get_resolver, resolve
from django.utils import timezone
from wagtail.documents import get_document_model
from wagtail.models import Site

from articles.api.views import ArticleDetail
from articles.models import FaqEntry
from cms import answers, tags
from comments import actions
from comments.models import DiscussionSettings, ReaderComment, Status
from home.models import User
from tests.articles.bodies import block, items, source
from tests.cms import edits
from tests.cms.edits import ARTICLE, LIST, OTHER, article, threads

HANDFUL = 12  # edits that few addresses have in common: what none concerns is still the stored answer
UNASKED = {"SchemaView", "DocsView", "SitemapPart"}
UNCACHED = {"authorization": "Basic ignored-by-public-reads"}


def is_hit(response) -> bool:
    return response["Cache-Status"].endswith("hit")


def views(resolver) -> Iterator[object]:
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            yield from views(entry)
        else:
            yield entry.callback


def handfuls(steps: list) -> list[list]:
    return [steps[start : start + HANDFUL] for start in range(0, len(steps), HANDFUL)]


def class_of(view: object) -> type | None:
    return getattr(view, "cls", None) or getattr(view, "view_class", None)


def given_twice(client, path: str) -> dict:
    """Give what an address answers, once that is stored."""
    answers = [client.get(path) for _ in range(3)]
    assert is_hit(answers[2])
    return answers[2].json()


@pytest.fixture
def stored(client, demo):
    """Give a function that has an address stored and gives the answer that was stored."""

    def ask(path: str):
        for _ in range(2):
            client.get(path)
        response = client.get(path)
        assert is_hit(response), path
        return response

    return ask


class TestAStoredAnswer:
    def test_it_is_the_rendered_one_with_its_headers(self, stored, client):
        rendered, given = client.get(ARTICLE), stored(ARTICLE)
        assert given.content == rendered.content
        for name in ("ETag", "Cache-Tag", "Cache-Control", "Last-Modified", "Content-Type"):
            assert given[name] == rendered[name]
        assert client.get(ARTICLE, headers={"if-none-match": given["ETag"]}).status_code == 304
        assert client.head(ARTICLE)["ETag"] == given["ETag"]

    @pytest.mark.parametrize("path", ["/api/v2/site/", "/api/v2/routes/", "/api/v2/changes/", "/api/v2/topics/"])
    def test_it_tells_from_the_first_time_on_when_it_last_changed(self, path, stored, client):
        tags.bump({"site"})
        first = client.get(path)
        assert not is_hit(first)
        assert first["Last-Modified"] == stored(path)["Last-Modified"]

    @pytest.mark.parametrize("path", [ARTICLE, f"{LIST}?topic=fatigue", "/api/v2/site/", "/api/v2/references/"])
    def test_a_hit_is_one_query(self, path, stored, client, django_assert_num_queries):
        stored(path)
        with django_assert_num_queries(1):
            client.get(path)

    def test_the_order_of_parameters_makes_no_other_address(self, stored, client):
        stored(f"{LIST}?limit=2&topic=fatigue")
        assert is_hit(client.get(f"{LIST}?topic=fatigue&limit=2"))
        assert not is_hit(client.get(f"{LIST}?topic=fatigue&limit=3"))

    @pytest.mark.parametrize("path", [f"{LIST}?search=fatigue", f"{LIST}?order=comment_count"])
    def test_what_anything_may_change_is_never_stored(self, path, client, demo):
        assert not any(is_hit(client.get(path)) for _ in range(4))

    def test_another_host_has_its_own(self, stored, client):
        stored(ARTICLE)
        assert not is_hit(client.get(ARTICLE, headers={"host": "127.0.0.1"}))

    def test_a_database_in_the_place_of_another_forgets_all(self, stored, client):
        stored(ARTICLE)
        tags.renew()
        assert not is_hit(client.get(ARTICLE))

    def test_an_answer_that_is_too_large_is_not_stored(self, client, demo, monkeypatch):
        monkeypatch.setattr(answers, "LARGEST", 100)
        assert not any(is_hit(client.get(ARTICLE)) for _ in range(4))

    def test_nobody_waits_for_a_turn_at_what_is_not_there(self, client, demo, monkeypatch):
        assert client.get(f"{LIST}missing/").status_code == 404
        monkeypatch.setattr(answers.Visit, "_take_turn", None)
        assert client.get(f"{LIST}missing/").status_code == 404

    def test_a_failure_leaves_the_turn_to_the_next(self, client, demo, monkeypatch):
        with monkeypatch.context() as broken:
            broken.setattr(ArticleDetail, "get", lambda *args, **kwargs: 1 / 0)
            client.raise_request_exception = False
            assert client.get(ARTICLE).status_code == 500
        assert client.get(ARTICLE).status_code == 200


class TestTheClock:
    def test_a_discussion_that_closes_is_told_in_time(self, stored, client, monkeypatch):
        published = article().published_at
        days = (timezone.now() - published).days + 2
        DiscussionSettings.objects.update_or_create(site=Site.objects.get(), defaults={"close_after_days": days})
        DiscussionSettings.objects.get().save()
        assert stored(ARTICLE).json()["discussion"]["is_open"] is True
        assert stored(threads()).json()["meta"]["is_open"] is True
        later = timezone.now() + timezone.timedelta(days=3)
        monkeypatch.setattr("django.utils.timezone.now", lambda: later)
        assert client.get(ARTICLE).json()["discussion"]["is_open"] is False
        assert client.get(threads()).json()["meta"]["is_open"] is False

    def test_a_review_is_overdue_from_midnight(self, stored, client, monkeypatch):
        page = article()
        page.review_due_at = timezone.now().date()
        page.save_revision().publish()
        overdue = f"{LIST}?review_overdue=true"
        assert page.pk not in [item["id"] for item in stored(overdue).json()["items"]]
        later = timezone.now() + timezone.timedelta(days=1)
        monkeypatch.setattr("django.utils.timezone.now", lambda: later)
        assert page.pk in [item["id"] for item in client.get(overdue).json()["items"]]


class TestAStampede:
    def test_after_a_change_it_is_rendered_once(self, race, demo, client, monkeypatch):
        from django.test import Client

        for name in ("PATIENCE_SECONDS", "TURN_SECONDS"):
            monkeypatch.setattr(answers, name, 60)  # a busy machine takes its time
        for _ in range(3):
            client.get(ARTICLE)
        rendered = []
        real = ArticleDetail.get
        monkeypatch.setattr(ArticleDetail, "get", lambda *args, **kwargs: rendered.append(1) or real(*args, **kwargs))
        actions.approve(
            ReaderComment.objects.filter(page=article().pk, status=Status.PENDING).first().pk,
            by=actions.Moderator(user=User.objects.get(username="moderator")),
        )
        responses = race([lambda: Client().get(ARTICLE) for _ in range(8)])
        assert {response.status_code for response in responses} == {200}
        assert len({response.content for response in responses}) == 1
        assert len(rendered) == 1

    def test_what_was_rendered_between_the_look_and_the_turn_is_not_rendered_again(self, stored, client, monkeypatch):
        stored(ARTICLE)
        edits.publish_a_title()
        real, looks = tags.state, []

        def look(shown):
            looks.append(shown)
            known = real(shown)
            if len(looks) == 1:  # while this one looks, another asks and is answered
                assert not is_hit(client.get(ARTICLE))
            return known

        monkeypatch.setattr(tags, "state", look)
        response = client.get(ARTICLE)
        assert is_hit(response)
        monkeypatch.undo()
        assert response.content == client.get(ARTICLE, headers=UNCACHED).content


class TestAnyChange:
    def test_every_public_endpoint_is_asked(self, demo):
        asked = {resolve(path.partition("?")[0]).func for path in edits.public_paths()}
        asked = {(class_of(view), tuple(getattr(view, "actions", None) or ())) for view in asked}
        public = {(class_of(view), tuple(getattr(view, "actions", None) or ())) for view in views(get_resolver())}
        never = {
            found.__name__ for found, _ in public - asked if getattr(found, "public", False) and hasattr(found, "get")
        }
        assert never <= UNASKED

    def test_the_stored_answer_is_what_would_be_rendered(self, client, demo, settings):
        """After each handful of edits; test_processes.py has them one by one, and in any order."""
        settings.RATE_LIMITS = False
        paths = edits.public_paths()
        for path in paths * 2:
            client.get(path)
        seen = [edit for edit in edits.EDITS if edit not in edits.HIDING]
        for handful in handfuls([*seen, *edits.HIDING, *edits.HIDING]):
            for edit in handful:
                edit()
            for path in paths:
                given, rendered = client.get(path), client.get(path, headers=UNCACHED)
                told = (path, [edit.__name__ for edit in handful])
                assert (given.status_code, given.content) == (rendered.status_code, rendered.content), told

    def test_a_reference_that_is_deleted_is_counted_no_more(self, client, make_article, make_reference):
        cited = make_reference("Needles")
        make_article("Needles", body=[block("benefit", heading="Less pain", sources=items(source(cited)))])
        assert given_twice(client, f"{LIST}?cited=true")["meta"]["total_count"] == 1
        assert given_twice(client, LIST)["items"][0]["evidence"]["cited_claims"] == 1
        cited.delete()
        assert client.get(f"{LIST}?cited=true").json()["meta"]["total_count"] == 0
        assert client.get(LIST).json()["items"][0]["evidence"]["cited_claims"] == 0

    def test_a_feed_follows_its_documents_and_the_library_of_questions(self, client, make_article):
        held = get_document_model().objects.create(title="Leaflet", file=ContentFile(b"1", name="leaflet.txt"))
        entry = FaqEntry.objects.create(question="Does it hurt?", answer="<p>Hardly.</p>")
        text = f'<p><a linktype="document" id="{held.pk}">Leaflet</a></p>'
        asked = items({"entry": entry.pk, "question": "", "answer": ""})
        make_article("Needles", body=[block("section", heading="", text=text), block("faq", items=asked)])
        html = given_twice(client, "/feeds/articles.json")["items"][0]["content_html"]
        assert "Hardly." in html
        assert held.url in html
        entry.answer = "<p>Not at all.</p>"
        entry.save()
        assert "Not at all." in given_twice(client, "/feeds/articles.json")["items"][0]["content_html"]
        held.delete()
        assert "Leaflet</a>" not in client.get("/feeds/articles.json").json()["items"][0]["content_html"]

    @pytest.mark.parametrize(
        ("change", "other"),
        [
            (edits.publish_the_other_title, f"{ARTICLE}citation/"),
            (edits.approve_or_reject, OTHER),
            (edits.retract_a_reference, "/api/v2/site/"),
            (edits.describe_an_image, OTHER),
        ],
    )
    def test_what_it_does_not_concern_stays(self, change, other, stored, client):
        stored(other)
        change()
        assert is_hit(client.get(other))
