"""The claims panel in a real browser: it leads to the blocks, follows what is typed, and speaks at the block itself."""

import re

import pytest
from playwright.sync_api import expect
from wagtail.models import Site

from articles.models import EditorialStandards
from tests.articles.bodies import block, items, source
from tests.browsing import WIDE, wait_for_first_state

PAIN = "7f0c2c1e-0000-4000-8000-000000000001"
NERVES = "7f0c2c1e-0000-4000-8000-000000000002"


@pytest.fixture
def needles(transactional_db, make_article, make_reference):
    """Give an article with a cited claim, and one without a source."""
    sources = items(source(make_reference("A trial of needles"), finding="Less pain."))
    graded = {"certainty": "low", "certainty_reasons": ["imprecision"]}
    return make_article(
        "Needles",
        body=[
            block("section", heading="", text="<p>An introduction.</p>"),
            block("benefit", heading="Less pain", text="<p>It may help.</p>", sources=sources, id=PAIN, **graded),
            block("mechanism", heading="Nerves", text="<p>Unknown.</p>", sources=[], id=NERVES),
        ],
    )


@pytest.fixture
def editor(windows, editor_client, needles):
    """Give the editor of the article with the panel open."""
    page = windows.open(f"/admin/pages/{needles.pk}/edit/", client=editor_client, viewport=WIDE)
    page.get_by_role("button", name="Toggle claims and evidence").click()
    expect(panel(page)).to_be_visible()
    page.get_by_role("button", name="Open all blocks").click()
    wait_for_first_state(page)
    return page


def panel(page):
    return page.locator("[data-claims-panel]")


def row(page, block_id):
    return panel(page).locator(f"[data-claim='{block_id}']")


def section(page, block_id):
    return page.locator(f"#block-{block_id}-section")


def counter(page):
    return page.locator("[data-side-panel-toggle='claims'] [data-side-panel-toggle-counter]")


class TestThePanel:
    def test_it_shows_what_is_missing_here_and_at_the_block(self, editor):
        expect(panel(editor)).to_contain_text("1 of 2 claims have a source")
        expect(row(editor, PAIN)).to_contain_text("A trial of needles")
        expect(counter(editor)).to_have_text("1")
        expect(section(editor, NERVES).locator("[data-claim-block-notes]")).to_contain_text("No source.")
        expect(section(editor, PAIN).locator("[data-claim-block-notes]")).to_have_count(0)

    def test_a_row_leads_to_its_block_and_opens_it(self, editor):
        toggle = section(editor, NERVES).locator("[data-panel-toggle]").first
        editor.get_by_role("button", name="Collapse all").click()
        expect(toggle).to_have_attribute("aria-expanded", "false")
        link = row(editor, NERVES).get_by_role("link", name="Nerves")
        link.focus()
        editor.keyboard.press("Enter")
        expect(toggle).to_have_attribute("aria-expanded", "true")
        expect(toggle).to_be_focused()
        expect(section(editor, NERVES)).to_be_in_viewport()

    def test_it_follows_what_is_typed(self, editor):
        heading = section(editor, PAIN).get_by_role("textbox", name="Heading")
        heading.fill("It cures pain")
        expect(row(editor, PAIN)).to_contain_text("“cures” is stronger than the evidence allows.")
        expect(section(editor, PAIN).locator("[data-claim-block-notes]")).to_contain_text("“cures” is stronger")
        expect(counter(editor)).to_have_text("2")
        heading.fill("It may ease pain")
        expect(row(editor, PAIN)).to_contain_text("It may ease pain")
        expect(section(editor, PAIN).locator("[data-claim-block-notes]")).to_have_count(0)
        expect(counter(editor)).to_have_text("1")

    def test_declaring_that_nothing_was_found_settles_it(self, editor):
        section(editor, NERVES).get_by_role("checkbox", name=re.compile("No evidence was found")).check()
        expect(row(editor, NERVES)).to_contain_text("Says that no evidence was found.")
        expect(section(editor, NERVES).locator("[data-claim-block-notes]")).to_have_count(0)
        expect(counter(editor)).to_be_hidden()


class TestTheGate:
    def test_publishing_is_refused_at_the_block(self, editor, needles):
        EditorialStandards.objects.create(site=Site.objects.get(is_default_site=True), publish_gate="require")
        editor.reload()
        editor.locator("footer button[aria-expanded]").last.click()
        editor.locator("[name='action-publish']").click()
        expect(editor.locator(".messages")).to_contain_text("1 claim has no source: “Nerves”.")
        expect(section(editor, NERVES).get_by_text("This claim has no source.")).to_be_visible()
        expect(section(editor, PAIN)).not_to_contain_text("This claim has no source.")
