"""Stored answers are what would be rendered, always: after every change, in the very next request."""

import pytest
from django.core.cache import caches
from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from wagtail.documents import get_document_model
from wagtail.models import Page, PageViewRestriction, Site

from articles.api.views import ArticleDetail
from articles.models import (
    ArticleImage,
    ArticleIndexPage,
    ArticlePage,
    Author,
    FaqEntry,
    LibrarySettings,
    Reference,
    Topic,
)
from cms import answers, tags
from comments import actions
from comments.models import Discussion, DiscussionSettings, ReaderComment, Status
from home.models import SiteProfile, User
from tests.articles.bodies import block, items, source

SLUG = "acupuncture-multiple-sclerosis"
ARTICLE = f"/api/v2/articles/{SLUG}/"
OTHER = "/api/v2/articles/how-to-read-a-study/"
LIST = "/api/v2/articles/"
UNCACHED = {"authorization": "Basic ignored-by-public-reads"}


def article(slug: str = SLUG) -> ArticlePage:
    return ArticlePage.objects.get(slug=slug, locale__language_code="en")


def threads() -> str:
    return f"/api/v2/comments/?page={article().pk}"


def is_hit(response) -> bool:
    return response["Cache-Status"].endswith("hit")


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
        publish_a_title()
        real, looks = tags.version, []

        def look(shown):
            looks.append(shown)
            known = real(shown)
            if len(looks) == 1:  # while this one looks, another asks and is answered
                assert not is_hit(client.get(ARTICLE))
            return known

        monkeypatch.setattr(tags, "version", look)
        response = client.get(ARTICLE)
        assert is_hit(response)
        monkeypatch.undo()
        assert response.content == client.get(ARTICLE, headers=UNCACHED).content


# What people do, each of them anything that an answer may show. -------------------------------------------------------


def publish_a_title():
    page = article()
    page.title = f"{page.title}!"
    page.save_revision().publish()


def publish_the_other_title():
    page = article("how-to-read-a-study")
    page.title = f"{page.title}!"
    page.save_revision().publish()


def take_down_or_bring_back():
    page = article()
    page.unpublish() if page.live else page.save_revision().publish()


def change_the_slug():
    page = article("living-with-ms-fatigue") if Page.objects.filter(slug="living-with-ms-fatigue").exists() else None
    if page:
        page.slug = "fatigue"
        page.save_revision().publish()


def rename_an_author():
    row = Author.objects.order_by("pk").first()
    row.name, row.slug = f"{row.name}-", f"{row.slug}-x"
    row.save()


def rename_a_topic():
    row = Topic.objects.get(slug__in=["fatigue", "tired"])
    row.slug = "fatigue" if row.slug != "fatigue" else "tired"
    row.save()


def retract_a_reference():
    row = Reference.objects.order_by("pk").first()
    row.retracted = not row.retracted
    row.save()


def describe_an_image():
    row = ArticleImage.objects.order_by("pk").first()
    row.description = f"{row.description}."
    row.save()


def approve_or_reject():
    row = ReaderComment.objects.filter(page=article().pk, depth=0).exclude(status__in=[Status.REMOVED]).first()
    decide = actions.reject if row.status == Status.APPROVED else actions.approve
    decide(row.pk, by=actions.Moderator(user=User.objects.get(username="moderator")))


def close_or_open_the_discussion():
    row = Discussion.objects.filter(page_id=article().pk).first()
    closed = row is not None and row.openness == Discussion.Openness.CLOSED
    openness = Discussion.Openness.SITE if closed else Discussion.Openness.CLOSED
    actions.set_openness(article(), openness, by=actions.Moderator(user=User.objects.get(username="admin")))


def rename_the_site():
    row = SiteProfile.objects.first()
    row.title = f"{row.title}."
    row.save()


def choose_another_style():
    row, _ = LibrarySettings.objects.get_or_create(site=Site.objects.get())
    row.citation_style = "apa" if row.citation_style != "apa" else "ama"
    row.save()


def make_the_section_private_or_public():
    index = ArticleIndexPage.objects.filter(locale__language_code="en").first()
    held = PageViewRestriction.objects.filter(page=index).first()
    held.delete() if held else PageViewRestriction.objects.create(page=index, restriction_type="login")


def delete_the_other():
    page = Page.objects.filter(slug="how-to-read-a-study", locale__language_code="en").first()
    if page:
        page.specific.delete()


CHANGES = [
    publish_a_title, publish_the_other_title, take_down_or_bring_back, change_the_slug, rename_an_author,
    rename_a_topic, retract_a_reference, describe_an_image, approve_or_reject, close_or_open_the_discussion,
    rename_the_site, choose_another_style, make_the_section_private_or_public, delete_the_other,
]  # fmt: skip


class TestAnyChange:
    def paths(self) -> list[str]:
        comment = ReaderComment.objects.filter(page=article().pk, depth=0, status=Status.APPROVED).first().pk
        reference = Reference.objects.order_by("pk").first().pk
        return [
            ARTICLE, OTHER, f"{LIST}fatigue/", LIST, f"{LIST}?topic=tired",
            f"{LIST}?author={Author.objects.order_by('pk').first().slug}-x", f"{LIST}?study_design=meta_analysis",
            f"{ARTICLE}references/", f"{ARTICLE}citation/", "/api/v2/references/",
            f"/api/v2/references/{reference}/", "/api/v2/site/", threads(), f"/api/v2/comments/{comment}/",
            f"{LIST}facets/", "/feeds/articles.json", "/api/v2/resolve/?path=/articles/how-to-read-a-study/",
        ]  # fmt: skip

    @given(steps=st.lists(st.sampled_from(CHANGES), min_size=1, max_size=4))
    @hypothesis_settings(
        max_examples=3,
        deadline=None,
        derandomize=True,
        suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    )
    def test_the_stored_answer_is_what_would_be_rendered(self, steps, client, demo):
        caches["answers"].clear()
        with transaction.atomic():
            paths = self.paths()
            for path in paths:
                client.get(path)
                client.get(path)
            for change in steps:
                change()
                for path in paths:
                    given = client.get(path)
                    rendered = client.get(path, headers=UNCACHED)
                    told = [step.__name__ for step in steps]
                    assert (given.status_code, given.content) == (rendered.status_code, rendered.content), (path, told)
            transaction.set_rollback(True)

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
            (publish_the_other_title, f"{ARTICLE}citation/"),
            (approve_or_reject, OTHER),
            (retract_a_reference, "/api/v2/site/"),
            (describe_an_image, OTHER),
        ],
    )
    def test_what_it_does_not_concern_stays(self, change, other, stored, client):
        stored(other)
        change()
        assert is_hit(client.get(other))
