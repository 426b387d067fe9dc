"""Translating an article in the admin, and what its translation is told of it afterwards."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from django.urls import reverse
from wagtail.models import Locale

from articles.models import ArticleIndexPage, ArticlePage, ChangeNote
from tests import worlds
from tests.articles.bodies import block, items, source
from tests.articles.conftest import new_article, new_reference

pytestmark = pytest.mark.django_db
CHANGED = "has changed since the translation was last published"


@pytest.fixture(scope="class")
def begun(django_db_setup, django_db_blocker) -> Iterator[int]:
    """Translate the pages above an article as an editor does, publish them, and give the id of the article."""
    with worlds.kept(django_db_blocker):
        index = ArticleIndexPage.objects.get()
        sources = items(source(new_reference("Needles")))
        claim = block("benefit", heading="Sleep", text="<p>It cures.</p>", certainty="low", sources=sources)
        needles = new_article(index, "Needles", body=[claim])
        german = Locale.objects.create(language_code="de")
        client = Client()
        client.force_login(get_user_model().objects.create_superuser("translator"))
        for parent in needles.get_ancestors().filter(depth__gt=1).specific():
            submit(client, parent, german).save_revision().publish()
        yield needles.pk


@pytest.fixture
def german(db, begun):
    return Locale.objects.get(language_code="de")


@pytest.fixture
def needles(db, begun):
    return ArticlePage.objects.get(pk=begun)


@pytest.fixture
def translate(editor_client, german):
    """Give a function that translates a page as an editor does."""
    return lambda page: submit(editor_client, page, german)


def submit(client, page, german):
    url = reverse("simple_translation:submit_page_translation", args=[page.pk])
    response = client.post(url, {"locales": [german.pk]})
    assert response.status_code == 302, response.context["form"].errors
    return page.get_translation(german).specific


def form_of(client, page):
    return client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()


class TestAListOfArticles:
    def test_a_new_list_of_articles_is_under_review_as_well(self, article_index):
        index = article_index.get_parent().specific.add_child(instance=ArticleIndexPage(title="News", slug="news"))
        assert index.get_workflow() == article_index.get_workflow() is not None

    def test_a_site_without_reviews_gets_none(self, article_index):
        article_index.workflowpage.delete()
        index = article_index.get_parent().specific.add_child(instance=ArticleIndexPage(title="News", slug="news"))
        assert index.get_workflow() is None


class TestTranslate:
    def test_it_makes_a_draft_with_the_same_blocks_and_references(self, translate, needles):
        translation = translate(needles)
        assert (translation.live, translation.locale.language_code) == (False, "de")
        assert translation.body.get_prep_value() == needles.body.get_prep_value()
        assert (translation.published_at, translation.updated_at) == (None, None)

    def test_it_has_a_history_of_its_own(self, translate, needles):
        ChangeNote.objects.create(page=needles, at=needles.last_published_at, note="Added a trial.")
        translation = translate(needles)
        translation.save_revision().publish()
        assert not ChangeNote.objects.filter(page=translation).exists()

    def test_published_it_is_in_the_list_of_its_language(self, translate, needles, client):
        translate(needles).save_revision().publish()
        found = client.get("/api/v2/articles/?locale=de").json()
        assert [item["slug"] for item in found["items"]] == [needles.slug]
        assert found["items"][0]["html_url"].endswith(f"/de/articles/{needles.slug}/")

    def test_a_page_that_only_mirrors_another_language_is_no_translation(self, needles, german, client):
        needles.copy_for_translation(german, copy_parents=True, alias=True)
        mirror = ArticlePage.objects.get(locale=german)
        assert mirror.live
        assert client.get("/api/v2/articles/?locale=de").json()["items"] == []
        assert client.get("/api/v2/articles/facets/?locale=de").json()["meta"]["total_count"] == 0
        assert client.get("/feeds/articles.json?locale=de").json()["items"] == []
        assert client.get("/llms.txt").content.decode().count(".md)") == 1
        assert client.get(f"/api/v2/articles/{needles.pk}/").json()["meta"]["translations"] == []

    def test_it_goes_through_the_same_review(self, translate, needles):
        assert translate(needles).get_workflow() == needles.get_workflow() is not None

    def test_its_words_are_judged_by_those_of_its_language(self, editor_client, translate, needles):
        assert "“cures” is stronger than the evidence allows." in form_of(editor_client, needles)
        translation = translate(needles)
        assert "is stronger than the evidence allows." not in form_of(editor_client, translation)
        translation.body[0].value["heading"] = "Es heilt"
        translation.save_revision()
        assert "“heilt” is stronger than the evidence allows." in form_of(editor_client, translation)


class TestChangesMissed:
    def change(self, page, note):
        page.public_change = note
        page.save_revision().publish()

    def test_a_translation_tells_what_its_original_has_published_since(self, editor_client, translate, needles):
        translation = translate(needles)
        translation.save_revision().publish()
        assert CHANGED not in form_of(editor_client, translation)

        self.change(ArticlePage.objects.get(pk=needles.pk), "Added a trial on sleep.")

        form = form_of(editor_client, translation)
        assert CHANGED in form
        assert "Added a trial on sleep." in form
        assert CHANGED not in form_of(editor_client, needles)

        ArticlePage.objects.get(pk=translation.pk).save_revision().publish()
        assert CHANGED not in form_of(editor_client, translation)

    def test_a_minor_change_and_one_before_are_passed_over(self, editor_client, translate, needles):
        translation = translate(needles)
        translation.save_revision().publish()
        ArticlePage.objects.get(pk=needles.pk).save_revision().publish()
        ChangeNote.objects.create(page=needles, at=needles.last_published_at - timedelta(days=9), note="Long ago.")
        assert CHANGED not in form_of(editor_client, translation)

    def test_a_draft_that_readers_have_never_seen_has_missed_nothing(self, editor_client, translate, needles):
        translation = translate(needles)
        self.change(ArticlePage.objects.get(pk=needles.pk), "Added a trial on sleep.")
        assert CHANGED not in form_of(editor_client, translation)
