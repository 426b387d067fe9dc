"""The panel beside the form: drawn with the page, and anew with each autosave."""

import json
import re
from collections.abc import Iterator

import pytest
from django.contrib.auth import get_user_model
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import Site

from articles.admin.claims_panel import ClaimsSidePanel
from articles.models import ArticleIndexPage, ArticlePage, EditorialStandards
from tests import worlds
from tests.articles.bodies import block, items, source
from tests.articles.conftest import new_article, new_reference
from tests.articles.test_admin import claim, posted


def edit_url(page):
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


def panel(html):
    """Give the panel's HTML with all white space made one."""
    found = re.search(
        r'<div class="claims-panel.*?</table>|<div class="claims-panel.*?data-side-panel', html, re.DOTALL
    )
    return " ".join((found.group() if found else "").split())


@pytest.fixture
def page_of(editor_client):
    return lambda page: editor_client.get(edit_url(page)).content.decode()


@pytest.fixture(scope="module")
def published(django_db_setup, django_db_blocker) -> Iterator[int]:
    """Give the id of an article with a complete claim, one without a source, and one that says so."""
    with worlds.kept(django_db_blocker):
        sources = items(source(new_reference("A trial of needles"), finding="Less pain."))
        body = [
            block("benefit", heading="Less pain", text="<p>It cures.</p>", certainty="low", sources=sources, id="pain"),
            block("benefit", heading="Less fatigue", text="<p>Maybe.</p>", sources=[], id="fatigue"),
            block("mechanism", heading="Nerves", text="<p>?</p>", sources=[], no_evidence_found=True, id="nerves"),
        ]
        page = new_article(ArticleIndexPage.objects.get(), "Needles", body=body, publish=False)
        page.get_latest_revision().publish()
        yield page.pk


@pytest.fixture
def needles(db, published):
    return ArticlePage.objects.get(pk=published)


@pytest.fixture(scope="module")
def shown(django_db_setup, django_db_blocker, published) -> Iterator[str]:
    """Give the form of that article as it is shown."""
    with worlds.kept(django_db_blocker):
        client = Client()
        client.force_login(get_user_model().objects.create_superuser("reader"))
        yield client.get(reverse("wagtailadmin_pages:edit", args=[published])).content.decode()


class TestThePanel:
    def test_it_lists_the_claims_with_what_stands_behind_them(self, shown):
        html = panel(shown)
        assert "<strong>1 of 3</strong> claims have a source" in html
        assert re.findall(r'data-claim="(\w+)"', html) == ["pain", "fatigue", "nerves"]
        assert 'href="#block-pain-section"' in html
        assert "A trial of needles" in html
        assert "Supports the claim" in html
        assert "Low certainty" in html

    def test_it_says_what_is_missing(self, shown):
        html = panel(shown)
        rows = {row[:10].split('"')[0]: re.findall(r'data-note="(\w+)"', row.split("<section")[0])
                for row in html.split('data-claim="')[1:]}  # fmt: skip
        assert rows == {
            "pain": ["no_reasons", "strong_words"],
            "fatigue": ["no_source"],
            "nerves": ["declared_unsupported"],
        }

    def test_its_toggle_counts_what_is_to_do(self, shown):
        toggle = re.search(r'data-side-panel-toggle="claims".*?</button>', shown, re.DOTALL).group()
        assert re.search(r"counter[^>]*>\s*3\s*<", toggle)

    def test_it_advises_on_the_article(self, shown):
        html = panel(shown)
        assert "No call to action" in html
        assert "Advice only" in html

    def test_it_says_that_the_site_requires_sources(self, page_of, needles):
        site = Site.objects.get(is_default_site=True)
        assert "claims-panel__gate" not in page_of(needles)
        EditorialStandards.objects.create(site=site, publish_gate="require")
        assert "claims-panel__gate" in page_of(needles)

    def test_words_are_those_of_the_site(self, page_of, needles):
        EditorialStandards.objects.create(site=Site.objects.get(is_default_site=True), strong_words="maybe")
        html = panel(page_of(needles))
        assert "“maybe” is stronger than the evidence allows." in html
        assert "“cures”" not in html

    def test_it_is_there_for_a_new_article(self, editor_client, article_index):
        url = reverse("wagtailadmin_pages:add", args=["articles", "articlepage", article_index.pk])
        html = editor_client.get(url).content.decode()
        assert 'data-side-panel="claims"' in html
        assert "Benefit (block 2)" in html

    def test_it_is_not_there_for_other_pages(self, page_of, article_index):
        html = page_of(article_index)
        assert 'data-side-panel="status"' in html
        assert 'data-side-panel="claims"' not in html

    def test_an_article_without_claims_says_what_to_add(self, page_of, make_article):
        assert "Add a benefit or mechanism block" in panel(page_of(make_article(body=[])))

    def test_a_broken_form_still_has_it(self, editor_client, needles):
        form = posted([("benefit", claim(""))], title="", slug="needles") | {"action-publish": "action-publish"}
        response = editor_client.post(edit_url(needles), form)
        assert response.status_code == 200
        assert 'data-side-panel="claims"' in response.content.decode()

    def test_an_old_version_shows_its_own_claims(self, editor_client, needles):
        first = needles.get_latest_revision()
        needles.body = json.dumps([])
        needles.save_revision()
        url = reverse("wagtailadmin_pages:revisions_revert", args=[needles.pk, first.pk])
        assert 'data-claim="fatigue"' in editor_client.get(url).content.decode()

    @pytest.fixture
    def queries(self, make_article, make_reference):
        """Give a function that counts the queries of the panel for an article with that many claims."""

        def count(claims):
            sources = [items(source(make_reference())) for _ in range(claims)]
            body = [block("benefit", heading="H", text="", sources=cited) for cited in sources]
            made = make_article(f"{claims} claims", body=body, publish=False)
            page = ArticlePage.objects.get(pk=made.pk).get_latest_revision_as_object()
            with CaptureQueriesContext(connection) as captured:
                ClaimsSidePanel(page, None)
            return len(captured)

        return count

    def test_its_cost_does_not_grow_with_the_claims(self, queries):
        queries(2)  # fills the cache of site roots
        assert queries(1) == queries(20) <= 8


class TestAutosave:
    def test_it_draws_the_panel_anew(self, editor_client, needles):
        form = posted([("benefit", claim("Less noise"))], title="Needles", slug="needles")
        response = editor_client.post(edit_url(needles), form, headers={"accept": "application/json"})
        answer = json.loads(response.content)
        assert answer["success"]
        html = answer["html"]
        assert "data-w-teleport-target-value=\"[data-side-panel='claims']\"" in html
        assert "Less noise</a>" in html
        assert "Less fatigue" not in html

    def test_it_saves_what_could_not_be_published(self, editor_client, needles):
        EditorialStandards.objects.create(site=Site.objects.get(is_default_site=True), publish_gate="require")
        form = posted([("benefit", claim("Less noise"))], title="Needles", slug="needles")
        response = editor_client.post(edit_url(needles), form, headers={"accept": "application/json"})
        assert json.loads(response.content)["success"]
