"""The reader page in a real browser: what people see of the articles, fed by the API alone."""

import json
import re

import pytest

from comments.models import Following

sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
expect = sync_api.expect

ARTICLE = "/articles/acupuncture-multiple-sclerosis/"

pytestmark = pytest.mark.django_db(transaction=True)


class TestTheList:
    def test_it_shows_the_articles_and_leads_to_one(self, open_page):
        page = open_page("/")
        card = page.locator(".card", has=page.locator(f'a[href="{ARTICLE}"]'))
        expect(card).to_contain_text("claims cited")
        expect(card).to_contain_text("low certainty")
        title = card.get_by_role("link").inner_text()

        card.get_by_role("link").click()

        expect(page.get_by_role("heading", level=1)).to_have_text(title)
        expect(page).to_have_url(re.compile(f"{ARTICLE}$"))
        expect(page).to_have_title(re.compile(re.escape(title)))
        assert page.locator("link[rel=canonical]").get_attribute("href").endswith(ARTICLE)
        graph = json.loads(page.locator("script[type='application/ld+json']").text_content())
        assert ["MedicalWebPage", "Article"] in [thing["@type"] for thing in graph["@graph"]]
        twin = page.locator("link[rel=alternate][type='text/markdown']").get_attribute("href")
        assert twin == f"{ARTICLE.rstrip('/')}.md"
        expect(page.locator("link[rel=alternate][type='application/rss+xml'][data-page]")).to_have_count(1)

    def test_a_topic_narrows_it_and_back_widens_it_again(self, open_page):
        page = open_page("/")
        expect(page.locator(".card").first).to_be_visible()
        everything = page.locator(".card").count()
        chip = page.get_by_role("navigation", name="Topics").get_by_role("link").nth(1)
        topic = chip.inner_text()

        chip.click()

        expect(page.get_by_role("heading", level=1)).to_have_text(topic)
        for card in page.locator(".card").all():
            expect(card.locator(".card-topics")).to_contain_text(topic)
        page.go_back()
        expect(page.locator(".card")).to_have_count(everything)

    def test_an_unknown_address_is_met_with_a_way_on(self, open_page):
        page = open_page("/articles/nothing-of-that-name/", tolerate="404")
        expect(page.get_by_role("heading", level=1)).to_have_text("We can’t find that page")
        page.get_by_role("link", name="See all articles").click()
        expect(page.locator(".card").first).to_be_visible()

    def test_a_failing_server_is_admitted_and_asked_again(self, open_page):
        page = open_page("/", tolerate="500")
        expect(page.locator(".card").first).to_be_visible()
        broken = json.dumps({"message": "Our fault.", "code": "server_error"})
        page.route("**/api/v2/articles/*", lambda route: route.fulfill(status=500, body=broken))
        page.goto("/")
        expect(page.get_by_role("heading", level=1)).to_have_text("Something went wrong on our side")

        page.unroute("**/api/v2/articles/*")
        page.get_by_role("button", name="Try again").click()

        expect(page.locator(".card").first).to_be_visible()


class TestTheArticle:
    def test_a_card_between_benefits_does_not_part_them(self, open_page):
        def with_a_card(route):
            document = route.fetch().json()
            value = {"page": None, "url": "https://example.org/", "label": "Read on"}
            card = {"type": "related_article", "id": "00000000-0000-4000-8000-000000000000", "value": value}
            first = next(place for place, block in enumerate(document["body"]) if block["type"] == "benefit")
            document["body"].insert(first + 1, card)
            route.fulfill(json=document)

        page = open_page("/")
        page.route("**/api/v2/articles/acupuncture-multiple-sclerosis/*", with_a_card)
        page.goto(ARTICLE)
        expect(page.get_by_role("tablist", name="Benefits").get_by_role("tab")).to_have_count(3)
        expect(page.locator("section.claims + .onward")).to_contain_text("Read on")

    def test_its_benefits_are_tabs_for_the_keyboard(self, open_page):
        page = open_page(ARTICLE)
        tabs = page.get_by_role("tablist", name="Benefits").get_by_role("tab")
        expect(tabs).to_have_count(3)
        tabs.nth(0).focus()

        page.keyboard.press("ArrowRight")

        expect(tabs.nth(1)).to_be_focused()
        expect(tabs.nth(1)).to_have_attribute("aria-selected", "true")
        expect(tabs.nth(0)).to_have_attribute("tabindex", "-1")
        panels = page.locator("[role=tabpanel]")
        expect(panels.nth(1)).to_be_visible()
        expect(panels.nth(0)).to_be_hidden()
        page.keyboard.press("End")
        expect(tabs.nth(2)).to_be_focused()
        page.keyboard.press("ArrowRight")
        expect(tabs.nth(0)).to_be_focused()

    def test_a_citation_leads_to_its_reference_and_back_to_a_hidden_claim(self, open_page):
        page = open_page(ARTICLE)
        citation = page.locator(".citations a").first
        number = citation.inner_text()

        citation.hover()
        expect(page.locator(".citation-open .preview")).to_be_visible()
        citation.click()

        reference = page.locator(f"#reference-{number}")
        expect(reference).to_be_focused()
        expect(reference).to_be_in_viewport()
        page.get_by_role("tab").last.click()
        reference.locator(".reference-back a").first.click()
        target = page.locator(page.evaluate("'#' + CSS.escape(location.hash.slice(1))"))
        expect(target).to_be_visible()
        expect(target).to_be_in_viewport()

    def test_it_says_how_certain_the_evidence_is_and_where_it_falls_short(self, open_page):
        page = open_page(ARTICLE)
        evidence = page.locator(".evidence")
        expect(evidence).to_contain_text("Low certainty")
        expect(evidence.locator(".limitations li").first).to_be_visible()
        expect(page.locator(".glance")).to_contain_text(re.compile(r"\d of \d"))
        evidence.locator(".sources > summary").click()
        expect(evidence.locator(".sources .direction").first).to_be_visible()

    def test_it_fits_every_screen(self, open_page):
        page = open_page(ARTICLE)
        expect(page.locator(".threads .comment").first).to_be_attached()
        for width in (320, 390, 768, 1280):
            page.set_viewport_size({"width": width, "height": 800})
            # A frame after the resize, viewport units still have their old length.
            page.wait_for_function("width => document.documentElement.scrollWidth === width", arg=width)

    def test_on_paper_every_panel_is_there(self, open_page):
        page = open_page(ARTICLE)
        panels = page.locator("[role=tabpanel]")
        expect(panels).to_have_count(3)
        page.emulate_media(media="print")
        for panel in panels.all():
            expect(panel).to_be_visible()
            expect(panel.get_by_role("heading")).to_be_visible()
        expect(page.get_by_role("tablist")).to_be_hidden()

    def test_the_skip_link_comes_first(self, open_page):
        page = open_page(ARTICLE)
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        page.keyboard.press("Tab")
        expect(page.get_by_role("link", name="Skip to the content")).to_be_focused()
        page.keyboard.press("Enter")
        expect(page.locator("#main")).to_be_focused()


class TestCitingTheArticle:
    def test_a_reader_copies_it_in_a_style_by_keyboard(self, open_page):
        page = open_page(ARTICLE, permissions=["clipboard-read", "clipboard-write"])
        opener = page.get_by_role("button", name="Cite")
        opener.focus()
        page.keyboard.press("Enter")

        dialog = page.get_by_role("dialog", name="Cite this article")
        dialog.get_by_label("Citation style").select_option("apa")
        expect(dialog.locator("#cite-text")).to_contain_text("Ellison, M., & Adeyemi, J. (2026, June 16).")
        dialog.get_by_role("button", name="Copy the citation").press("Enter")

        expect(dialog.get_by_role("button", name="Copied")).to_be_visible()
        copied = page.evaluate("navigator.clipboard.readText()")
        assert copied == dialog.locator("#cite-text").inner_text()
        with page.expect_download() as download:
            dialog.get_by_role("link", name="BibTeX").click()
        assert download.value.suggested_filename == "acupuncture-multiple-sclerosis.bib"
        page.keyboard.press("Escape")
        expect(dialog).to_be_hidden()
        expect(opener).to_be_focused()


class TestSubscribing:
    def test_a_reader_asks_for_new_articles_on_a_topic_once_a_day(self, open_page):
        page = open_page("/de/")
        fold = page.locator(".footer-subscribe")
        fold.locator("summary").click()
        form = fold.locator("form")
        form.get_by_role("button", name="Abonnieren").click()
        expect(form.get_by_role("alert")).to_contain_text("E-Mail-Adresse")
        email = form.get_by_label("E-Mail-Adresse")
        expect(email).to_be_focused()
        email.fill("lesende@example.org")
        form.get_by_label("Fatigue").check()
        form.get_by_label("Einmal am Tag").check()
        form.get_by_role("button", name="Abonnieren").click()
        expect(fold.get_by_text("bestätigen Sie Ihre Adresse")).to_be_focused()
        wish = Following.objects.get(address__email="lesende@example.org")
        assert (wish.confirmed_at, wish.page_id, wish.label != "") == (None, None, True)
        assert (wish.address.frequency, wish.address.language) == ("daily", "de")
