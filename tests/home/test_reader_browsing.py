"""Finding articles on the reader page, in a real browser: searching, filtering, topics, people, what certainty means."""

import re

import pytest

from articles.models import Author

sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
expect = sync_api.expect

ARTICLE = "/articles/acupuncture-multiple-sclerosis/"

pytestmark = pytest.mark.django_db(transaction=True)


class TestSearching:
    def test_it_follows_what_is_typed_marks_the_words_and_can_be_shared(self, open_page):
        page = open_page("/")
        expect(page.locator(".card")).to_have_count(4)
        page.get_by_role("link", name="Search", exact=True).click()
        field = page.get_by_role("searchbox", name="Search the articles")
        expect(field).to_be_focused()
        page.keyboard.type("appointment", delay=5)

        expect(page.locator(".results-count")).to_contain_text("for “appointment”")
        expect(page.locator(".card mark").first).to_have_text(re.compile("appointment", re.IGNORECASE))
        expect(page).to_have_url(re.compile(r"/\?search=appointment$"))
        expect(field).to_be_focused()
        found = page.locator(".card").count()
        page.reload()
        expect(page.get_by_role("searchbox")).to_have_value("appointment")
        expect(page.locator(".card")).to_have_count(found)
        expect(page.locator("meta[name=robots]")).to_have_attribute("content", "noindex")

        page.get_by_role("searchbox").press("Escape")
        expect(page.locator(".card")).to_have_count(4)
        expect(page.get_by_role("searchbox")).to_be_focused()
        expect(page).to_have_url(re.compile("/$"))

    def test_nothing_found_and_a_failing_server_are_told_apart(self, open_page):
        page = open_page("/topics/fatigue/?search=zzzz", tolerate="500")
        expect(page.get_by_role("heading", name="Nothing found for “zzzz”")).to_be_visible()
        expect(page.get_by_role("link", name="Search all articles")).to_have_attribute("href", "/?search=zzzz")

        page.route("**/api/v2/articles/?*", lambda route: route.fulfill(status=500, body="{}"))
        page.get_by_role("searchbox").fill("needle")
        expect(page.get_by_role("alert")).to_contain_text("Something went wrong on our side")
        page.unroute("**/api/v2/articles/?*")
        page.get_by_role("button", name="Try again").click()
        expect(page.locator(".results-count, .empty")).to_be_visible()


class TestFiltering:
    def test_by_certainty_from_the_keyboard_and_back(self, open_page):
        page = open_page("/")
        page.locator(".filters summary").press("Enter")
        certainty = page.get_by_role("group", name="Certainty of the evidence")
        chip = certainty.get_by_role("link").first
        wanted = int(chip.locator(".chip-count").inner_text())
        chip.press("Enter")

        expect(page.locator(".card")).to_have_count(wanted)
        expect(page.locator(".filters-chosen")).to_have_text("1 chosen")
        expect(certainty.locator("[aria-current]")).to_be_focused()
        expect(page).to_have_url(re.compile(r"/\?certainty=\w+$"))
        page.go_back()
        expect(page.locator(".card")).to_have_count(4)


class TestATopic:
    def test_it_has_a_page_of_its_own_in_each_language_and_its_old_address_leads_there(self, open_page):
        page = open_page("/?topic=fatigue")
        expect(page).to_have_url(re.compile("/topics/fatigue/$"))
        page.reload()
        expect(page.get_by_role("heading", level=1)).to_have_text("Fatigue")
        expect(page.locator(".list-lead")).to_have_text("More than being tired.")
        assert page.locator("link[rel=canonical]").get_attribute("href").endswith("/topics/fatigue/")
        page.get_by_role("link", name="Deutsch").click()
        expect(page).to_have_url(re.compile("/de/topics/fatigue/$"))
        expect(page.locator(".list-lead")).to_have_text("Mehr als müde sein.")


class TestAPerson:
    def test_the_byline_leads_to_who_they_are_and_what_they_wrote(self, open_page):
        Author.objects.filter(slug="mara-ellison").update(orcid="0000-0002-1825-0097", conflicts="Paid by the clinic.")
        page = open_page(ARTICLE)
        page.get_by_role("link", name="Mara Ellison").first.click()

        expect(page).to_have_url(re.compile("/authors/mara-ellison/$"))
        page.reload()
        expect(page.get_by_role("heading", level=1)).to_have_text("Mara Ellison")
        expect(page.locator(".person .eyebrow")).to_have_text("Author")
        expect(page.locator(".person")).to_contain_text("BSc (Hons), acupuncturist")
        expect(page.locator(".person")).to_contain_text("sixteen years")
        expect(page.locator(".person-facts")).to_contain_text("Paid by the clinic.")
        assert (
            page.get_by_role("link", name="0000-0002-1825-0097").get_attribute("href").startswith("https://orcid.org/")
        )
        shelf = page.locator("section", has=page.get_by_role("heading", name="Articles by Mara Ellison"))
        expect(shelf.locator(f'a[href="{ARTICLE}"]')).to_be_visible()

    def test_nobody_of_that_name(self, open_page):
        page = open_page("/authors/nobody/", tolerate="404")
        expect(page.get_by_role("heading", level=1)).to_have_text("We can’t find that page")


class TestWhatCertaintyMeans:
    def test_a_claim_says_it_in_plain_words_and_a_reference_says_who_leans_on_it(self, open_page):
        page = open_page(ARTICLE)
        panel = page.locator("[role=tabpanel]").first
        fold = panel.locator(".explain > summary", has_text="What “low certainty” means")
        fold.press("Enter")
        expect(panel).to_contain_text("may be quite different from what the studies found")
        expect(panel).to_contain_text("chance alone can explain a good part of its result")
        panel.locator(".sources > summary").click()
        panel.locator("summary", has_text="How to read these results").click()
        expect(panel).to_contain_text("The study found what the claim says.")

        back = page.locator("#reference-1 .reference-back")
        expect(back).to_contain_text("of this article lean on it")
        expect(back.locator("li").first).to_contain_text("Supports the claim")
        heading = back.get_by_role("link").first.inner_text()
        back.get_by_role("link").first.click()
        expect(page.get_by_role("tabpanel", name=heading)).to_be_in_viewport()
