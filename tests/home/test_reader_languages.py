"""The reader page in two languages, in a real browser: translations keep their slug, so its path tells which is meant."""

import re

import pytest
from wagtail.models import Locale, Page, Site

from home.models import SiteProfile

sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
expect = sync_api.expect

ARTICLE = "/articles/acupuncture-multiple-sclerosis/"
GERMAN = f"/de{ARTICLE}"
TITLE = "Akupunktur, eine ergänzende Behandlung bei Multipler Sklerose"

MISSING = {
    "en": ("We can’t find that page", "See all articles", "/"),
    "de": ("Wir können diese Seite nicht finden", "Alle Artikel ansehen", "/de/"),
}

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def german(demo):
    """Publish the home page, the list and one article in German, with their slugs as they are."""
    locale, _ = Locale.objects.get_or_create(language_code="de")
    article = Page.objects.get(slug="acupuncture-multiple-sclerosis")
    for page in (*article.get_ancestors().filter(depth__gt=1), article):
        translation = page.specific.copy_for_translation(locale)
        if page == article:
            translation.title = TITLE
        translation.save_revision().publish()


class TestLanguages:
    def test_a_path_with_a_prefix_shows_that_language(self, german, open_page):
        page = open_page(GERMAN)
        expect(page.get_by_role("heading", level=1)).to_have_text(TITLE)
        expect(page.locator("html")).to_have_attribute("lang", "de")
        expect(page.locator("link[rel=canonical]")).to_have_attribute("href", re.compile(f"{GERMAN}$"))
        expect(page.get_by_role("link", name="Alle Artikel")).to_have_attribute("href", "/de/")

    def test_a_path_without_shows_the_default_language(self, german, open_page):
        page = open_page(ARTICLE)
        expect(page.get_by_role("heading", level=1)).to_contain_text("Acupuncture as a complementary therapy")
        expect(page.locator("html")).to_have_attribute("lang", "en")

    def test_an_article_leads_to_its_translations_and_back(self, german, open_page):
        page = open_page(ARTICLE)
        for locale, path in (("en", ARTICLE), ("de", GERMAN)):
            alternate = page.locator(f"link[rel=alternate][hreflang={locale}]")
            expect(alternate).to_have_attribute("href", re.compile(rf"^https?://[^/]+{path}$"))

        page.locator(".translations").get_by_role("link", name="Deutsch").click()

        expect(page.get_by_role("heading", level=1)).to_have_text(TITLE)
        expect(page).to_have_url(re.compile(f"{GERMAN}$"))
        page.get_by_role("navigation", name="Sprachen").get_by_role("link", name="English").click()
        expect(page).to_have_url(re.compile(rf"//[^/]+{ARTICLE}$"))
        expect(page.locator("html")).to_have_attribute("lang", "en")

    @pytest.mark.parametrize("path", ["/de/", "/de/articles/"])
    def test_a_list_has_the_articles_of_its_language_alone(self, german, open_page, path):
        page = open_page(path)
        expect(page.locator(".card")).to_have_count(1)
        expect(page.locator(f'.card a[href="{GERMAN}"]')).to_have_text(TITLE)
        page.goto("/")
        expect(page.locator(f'.card a[href="{ARTICLE}"]')).to_be_visible()
        expect(page.get_by_text(TITLE)).to_have_count(0)

    @pytest.mark.parametrize(
        "path",
        [
            "/nonsense/acupuncture-multiple-sclerosis/",
            "/de/articles/how-to-read-a-study/",
            "/es/",
            "/es/articles/acupuncture-multiple-sclerosis/",
            "/nonsense/",
        ],
    )
    def test_where_the_server_knows_no_page_none_is_shown(self, german, open_page, client, path):
        assert client.get(path).status_code == 404
        page = open_page(path, tolerate="404")
        title, way_on, to = MISSING["de" if path.startswith("/de/") else "en"]
        expect(page.get_by_role("heading", level=1)).to_have_text(title)
        expect(page.get_by_role("link", name=way_on)).to_have_attribute("href", to)

    def test_a_site_below_a_path_of_another_host_is_read_here_all_the_same(self, german, open_page):
        SiteProfile.objects.update_or_create(
            site=Site.objects.get(is_default_site=True), defaults={"frontend_url": "https://example.org/health"}
        )
        page = open_page("/de/")
        page.locator(".card a").click()
        expect(page.get_by_role("heading", level=1)).to_have_text(TITLE)
        expect(page).to_have_url(re.compile(rf"//[^/]+{GERMAN}$"))
        canonical = page.locator("link[rel=canonical]")
        expect(canonical).to_have_attribute("href", f"https://example.org/health{GERMAN}")
