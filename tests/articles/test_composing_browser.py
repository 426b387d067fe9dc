"""Composing in a real browser, by keyboard alone: folded blocks that tell what they hold, copies to another article."""

import pytest
from playwright.sync_api import expect
from wagtail.models import Locale

from articles import library
from articles.models import ArticlePage, FaqEntry, FaqEntryTranslation, Topic
from tests.articles.bodies import block, items, source
from tests.browsing import WIDE, wait_for_first_state

PAIN = "7f0c2c1e-0000-4000-8000-000000000001"


@pytest.fixture
def needles(transactional_db, make_article, make_reference):
    """Give an article with an introduction, a claim with a source, and a block that nobody has filled in."""
    cited = make_reference("Needles", author=[{"family": "Haider", "given": "S"}], issued={"date-parts": [[2024]]})
    graded = {"certainty": "low", "certainty_reasons": ["imprecision"], "sources": items(source(cited))}
    return make_article(
        "Needles",
        body=[
            block("section", heading="", text="<p>An introduction.</p>"),
            block("benefit", heading="Less pain", text="<p>It may help.</p>", id=PAIN, **graded),
            block("quote", text="", attribution="", source_url=""),
        ],
        publish=False,
    )


@pytest.fixture
def visit(windows, editor_client):
    """Give a function that opens the editor of an article."""
    page = windows.open(client=editor_client, viewport=WIDE)

    def open_editor(article, fragment=""):
        page.goto("about:blank")
        page.goto(f"/admin/pages/{article.pk}/edit/{fragment}")
        wait_for_first_state(page)
        return page

    return open_editor


def heads(page):
    """Give the line of each block of the body."""
    return page.locator("#body-root > [data-streamfield-stream-container] > div > section > .w-panel__header h2")


def block_at(page, place):
    return page.locator("#body-root > [data-streamfield-stream-container] > [data-streamfield-child]").nth(place)


def states(page):
    """Tell of each block of the body whether it is open."""
    return page.evaluate(
        "[...document.querySelectorAll('#body-root > [data-streamfield-stream-container] > [data-streamfield-child]')]"
        ".map((child) => child.querySelector('[data-panel-toggle]').getAttribute('aria-expanded') === 'true')"
    )


class TestFolding:
    def test_blocks_are_folded_and_tell_what_they_hold(self, visit, needles):
        page = visit(needles)
        expect(heads(page)).to_contain_text(
            ["An introduction.", "Benefit Less pain · 1 source · Low certainty", "Quote"], use_inner_text=True
        )
        assert states(page) == [False, False, True]
        page.get_by_role("button", name="Open all blocks").press("Enter")
        assert states(page) == [True, True, True]
        expect(block_at(page, 1)).to_contain_text("Haider 2024 · Supports the claim")
        expect(block_at(page, 1).get_by_role("textbox", name="Finding")).to_be_hidden()
        page.get_by_role("button", name="Fold all blocks").press("Enter")
        assert states(page) == [False, False, False]
        page = visit(needles, f"#block-{PAIN}-section")
        assert states(page) == [False, True, True]


class TestChoosing:
    def test_the_keyboard_stays_at_the_source_whose_reference_was_chosen(self, visit, needles):
        page = visit(needles, f"#block-{PAIN}-section")
        block_at(page, 1).get_by_role("button", name="Add", exact=True).first.press("Enter")
        block_at(page, 1).get_by_role("button", name="Choose reference").filter(visible=True).press("Enter")
        page.get_by_role("dialog").get_by_role("link", name="Needles").press("Enter")
        expect(page.get_by_role("dialog")).to_have_count(0)
        expect(page.locator(".chooser:not(.blank) button:focus")).to_be_visible()


class TestCopying:
    def test_a_block_goes_to_another_article_by_keyboard(self, visit, needles, make_article):
        other = make_article("Sleep", body=[block("section", heading="Sleep", text="<p>Well.</p>")], publish=False)
        page = visit(needles)
        block_at(page, 1).get_by_role("button", name="Copy, to paste it into another article").press("Enter")
        expect(page.get_by_role("status").filter(has_text="“Less pain” is copied.")).to_be_visible()
        page = visit(other)
        page.get_by_role("button", name="Paste “Less pain”").last.press("Enter")
        expect(block_at(page, 1).get_by_role("textbox", name="Heading")).to_be_focused()
        expect(page.get_by_role("status").filter(has_text="“Less pain” is pasted.")).to_be_visible()
        expect(page.locator("[data-side-panel='claims'] [data-claim] a")).to_have_text("Less pain")
        pasted = ArticlePage.objects.get(pk=other.pk).get_latest_revision_as_object().body[1]
        original = ArticlePage.objects.get(pk=needles.pk).get_latest_revision_as_object().body[1]
        assert pasted.id != original.id == PAIN
        assert pasted.value["sources"][0]["reference"] == original.value["sources"][0]["reference"]


class TestSuggestions:
    def test_a_card_is_put_before_what_closes_the_article(self, visit, make_article):
        topic = library.add(Topic(name="Fatigue"))
        make_article("Sleep well", topics=[topic])
        closing = block("call_to_action", text="", label="Book", page=None, url="https://e.org/", style="primary")
        opening = block("section", heading="First", text="<p>Text.</p>")
        page = visit(make_article("Needles", body=[opening, closing], topics=[topic], publish=False))
        page.get_by_role("button", name="Toggle suggested articles").press("Enter")
        page.get_by_role("button", name="Add a card of Sleep well").press("Enter")
        expect(page.get_by_role("status").filter(has_text="A card of “Sleep well” is added.")).to_be_visible()
        expect(heads(page)).to_contain_text(["Section First", "Related article", "Call to action"], use_inner_text=True)
        expect(block_at(page, 1)).to_contain_text("Sleep well")
        expect(page.locator("[data-suggestions]")).to_contain_text("No other public article")


class TestQuestions:
    def test_a_new_one_is_open_to_be_written(self, visit, make_article):
        opening = block("section", heading="First", text="<p>Text.</p>")
        page = visit(make_article("Needles", body=[opening], publish=False))
        page.get_by_role("button", name="Insert a block").last.click()
        page.get_by_role("option", name="Questions and answers").click()
        page.get_by_role("textbox", name="Question").fill("Does it hurt?")

    def test_that_of_the_library_becomes_the_articles_own_in_its_language(self, visit, make_article):
        german = Locale.objects.create(language_code="de")
        entry = FaqEntry.objects.create(question="Does it hurt?", answer="<p>No.</p>")
        FaqEntryTranslation.objects.create(entry=entry, locale=german, question="Tut es weh?", answer="<p>Nein.</p>")
        asked = block("faq", items=items({"entry": entry.pk}))
        copy = make_article("Needles", body=[asked]).copy_for_translation(german, copy_parents=True)
        page = visit(copy)
        page.get_by_role("button", name="Open all blocks").press("Enter")
        block_at(page, 0).get_by_role("button", name="Toggle section").last.press("Enter")
        page.get_by_role("button", name="Copy its text into this article").press("Enter")
        expect(page.get_by_role("textbox", name="Question")).to_have_value("Tut es weh?")


class TestSending:
    def is_autosave(self, request):
        return request.method == "POST" and request.headers.get("accept") == "application/json"

    def test_what_is_refused_while_an_autosave_is_on_its_way_is_saved_on(self, visit, make_article, require):
        claim = block("benefit", heading="Less pain", text="<p>It may help.</p>")
        page = visit(article := make_article("Needles", body=[claim], publish=False))
        with page.expect_request(self.is_autosave):
            page.get_by_role("textbox", name="Summary").fill("What is known.")
        with page.expect_navigation():
            page.evaluate("document.querySelector('[name=action-publish]').click()")
        expect(page.locator(".messages")).to_contain_text("1 claim has no source: “Less pain”.")
        with page.expect_response(lambda response: self.is_autosave(response.request)) as answer:
            page.get_by_role("textbox", name="Summary").fill("What is known of needles.")
        assert answer.value.json()["success"], answer.value.json()
        assert not ArticlePage.objects.get(pk=article.pk).live
