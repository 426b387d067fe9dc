"""The reader page in two languages, in a real browser: its path tells which is meant, and the page speaks it."""

import re

import pytest
from wagtail.models import Site

from home.models import SiteProfile
from tests.home.test_reader_words import dictionary, forms

sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
expect = sync_api.expect

ARTICLE = "/articles/acupuncture-multiple-sclerosis/"
GERMAN = "/de/artikel/akupunktur-bei-multipler-sklerose/"
TITLE = "Akupunktur als ergänzende Behandlung bei Multipler Sklerose"
MISSING = {
    "en": ("We can’t find that page", "See all articles", "/"),
    "de": ("Wir können diese Seite nicht finden", "Alle Artikel ansehen", "/de/"),
}

pytestmark = pytest.mark.django_db(transaction=True)


def english_words_in(text: str) -> list[str]:
    """Give what of the English dictionary stands in a German page; words that both languages have do not count."""
    english, german = dictionary("en"), dictionary("de")
    shared = {form.casefold() for word in german.values() for form in forms(word)} | {"e-mail"}
    parts = {
        part.strip(" .,:;()")
        for key, word in english.items()
        if not key.endswith("_announced")
        for form in forms(word)
        for part in re.split(r"\{\w+\}", form)
    }
    # Of short scraps such as “of” no page is free: in another language they may mean something else.
    wanted = [part for part in parts if len(part) > 3 and part.casefold() not in shared]
    asked = {*wanted, *(part[0].upper() + part[1:] for part in wanted)}
    return [part for part in asked if re.search(rf"(?<!\w){re.escape(part)}(?!\w)", text)]


class TestLanguages:
    def test_a_path_with_a_prefix_shows_that_language(self, open_page):
        page = open_page(GERMAN)
        expect(page.get_by_role("heading", level=1)).to_have_text(TITLE)
        expect(page.locator("html")).to_have_attribute("lang", "de")
        expect(page.locator("link[rel=canonical]")).to_have_attribute("href", re.compile(f"{GERMAN}$"))
        expect(page.get_by_role("link", name="Alle Artikel")).to_have_attribute("href", "/de/")

    def test_a_path_without_shows_the_default_language(self, open_page):
        page = open_page(ARTICLE)
        expect(page.get_by_role("heading", level=1)).to_contain_text("Acupuncture as a complementary therapy")
        expect(page.locator("html")).to_have_attribute("lang", "en")

    def test_an_article_leads_to_its_translations_and_back(self, open_page):
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

    @pytest.mark.parametrize("path", ["/de/", "/de/artikel/"])
    def test_a_list_has_the_articles_of_its_language_alone(self, open_page, path):
        page = open_page(path)
        expect(page.locator(".card")).to_have_count(3)
        expect(page.locator(f'.card a[href="{GERMAN}"]')).to_have_text(TITLE)
        page.goto("/")
        expect(page.locator(f'.card a[href="{ARTICLE}"]')).to_be_visible()
        expect(page.get_by_text(TITLE)).to_have_count(0)

    @pytest.mark.parametrize(
        "path",
        [
            "/nonsense/acupuncture-multiple-sclerosis/",
            "/de/artikel/how-to-read-a-study/",
            "/de/articles/how-to-read-a-study/",
            "/es/",
            "/es/articles/acupuncture-multiple-sclerosis/",
            "/nonsense/",
        ],
    )
    def test_where_the_server_knows_no_page_none_is_shown(self, open_page, client, path):
        assert client.get(path).status_code == 404
        page = open_page(path, tolerate="404")
        title, way_on, to = MISSING["de" if path.startswith("/de/") else "en"]
        expect(page.get_by_role("heading", level=1)).to_have_text(title)
        expect(page.get_by_role("link", name=way_on)).to_have_attribute("href", to)

    def test_a_site_below_a_path_of_another_host_is_read_here_all_the_same(self, open_page):
        SiteProfile.objects.update_or_create(
            site=Site.objects.get(is_default_site=True), defaults={"frontend_url": "https://example.org/health"}
        )
        page = open_page("/de/")
        page.locator(f'.card a[href="{GERMAN}"]').click()
        expect(page.get_by_role("heading", level=1)).to_have_text(TITLE)
        expect(page).to_have_url(re.compile(rf"//[^/]+{GERMAN}$"))
        canonical = page.locator("link[rel=canonical]")
        expect(canonical).to_have_attribute("href", f"https://example.org/health{GERMAN}")

    def test_the_switcher_leads_to_the_same_page_or_home_where_it_is_not_translated(self, open_page):
        page = open_page("/articles/how-to-read-a-study/")
        german = page.get_by_role("navigation", name="Languages").get_by_role("link", name="Deutsch")
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        expect(german).to_have_attribute("href", "/de/")
        expect(german).to_have_attribute("hreflang", "de")

        german.click()

        expect(page.get_by_role("link", name="Deutsch")).to_have_attribute("aria-current", "true")
        expect(page.get_by_role("navigation", name="Hauptnavigation")).to_contain_text("Ihr erster Besuch")
        expect(page).to_have_title(re.compile("Hafenpraxis"))
        page.go_back()
        expect(page.get_by_role("navigation", name="Main")).to_contain_text("Your first visit")
        expect(page.locator("html")).to_have_attribute("lang", "en")

    def test_a_german_page_has_no_english_word_of_the_interface(self, open_page):
        page = open_page("/de/")
        expect(page.locator(".card")).to_have_count(3)
        assert english_words_in(page.locator("body").inner_text()) == []

        page.goto(GERMAN)
        form = page.get_by_role("form", name="Kommentar schreiben")
        expect(form).to_be_visible()
        expect(page.locator(".threads > .comment").first).to_be_visible()
        expect(page.locator(".glance")).to_contain_text("4 von 6")
        expect(page.locator(".evidence")).to_contain_text("Niedrige Vertrauenswürdigkeit")
        # What the works cited are called is theirs, and so is a language's own name.
        page.evaluate("for (const part of document.querySelectorAll('.reference-citation, .languages')) part.remove()")
        page.evaluate("for (const fold of document.querySelectorAll('details')) fold.open = true")
        form.get_by_role("button", name="Kommentar senden").click()
        expect(form.get_by_text("Bitte nennen Sie uns Ihren Namen.")).to_be_visible()
        labels = page.evaluate(
            "[...document.querySelectorAll('[aria-label], [title]')].flatMap(part => [part.ariaLabel, part.title]).join('\\n')"
        )
        for text in (page.locator("body").inner_text(), labels):
            assert english_words_in(text) == []

    def test_numbers_and_dates_are_written_as_in_german(self, open_page):
        page = open_page(GERMAN)
        expect(page.locator(".dates")).to_contain_text("Veröffentlicht am 12. Oktober 2026")
        page.locator(".evidence .sources > summary").click()
        expect(page.locator(".evidence .source-effect").first).to_contain_text("0,91 (95-%-KI 0,07 bis 1,74)")

    def test_what_a_german_reader_writes_is_answered_in_german(self, open_page):
        page = open_page(GERMAN)
        form = page.get_by_role("form", name="Kommentar schreiben")
        form.get_by_label("Name").fill("Sabine")
        form.get_by_label("E-Mail").fill("sabine@example.org")
        form.get_by_label("Ihr Kommentar").fill("Wie lange dauert eine Sitzung?")
        form.get_by_role("button", name="Kommentar senden").click()
        expect(page.locator(".comment-own")).to_contain_text("Wartet auf Moderation")
        expect(page.locator(".comment-own")).to_contain_text("gerade eben")
