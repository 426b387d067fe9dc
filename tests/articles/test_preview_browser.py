"""Previews in a real browser: the panel follows autosave and leads back to the blocks; a shared link does neither."""

import re

import pytest
from playwright.sync_api import expect

from articles.previews import drafts, sharing, tokens
from articles.previews.sharing import Lifetime
from tests.articles.bodies import block
from tests.browsing import WIDE, wait_for_first_state

INTRODUCTION = "7f0c2c1e-0000-4000-8000-000000000001"
NERVES = "7f0c2c1e-0000-4000-8000-000000000002"


@pytest.fixture
def needles(transactional_db, make_article):
    long = "".join(f"<p>Paragraph {n} of the introduction, which is long enough to be scrolled.</p>" for n in range(30))
    return make_article(
        "Needles",
        body=[
            block("section", heading="Introduction", text=long, id=INTRODUCTION),
            block("mechanism", heading="Nerves", text="<p>Unknown.</p>", sources=[], id=NERVES),
        ],
        publish=False,
    )


class TestThePanel:
    def test_it_follows_what_is_saved_and_leads_back_to_the_block(self, windows, editor_client, needles):
        page = windows.open(f"/admin/pages/{needles.pk}/edit/", client=editor_client, viewport=WIDE)
        page.get_by_role("button", name="Toggle preview").click()
        preview = page.frame_locator("#w-preview-iframe")
        expect(preview.get_by_role("heading", level=1)).to_have_text("Needles")
        expect(preview.locator("#preview-bar")).to_contain_text("Preview of a draft")
        expect(preview.get_by_role("heading", name="Discussion")).to_have_count(0)
        frame = page.locator("#w-preview-iframe").element_handle().content_frame()
        frame.evaluate("document.querySelector('.mechanism').scrollIntoView({block: 'center'})")
        scrolled = frame.evaluate("scrollY")
        assert scrolled > 0

        page.get_by_role("button", name="Open all blocks").click()
        wait_for_first_state(page)
        section = page.locator(f"#block-{NERVES}-section")
        section.get_by_role("textbox", name="Heading").fill("Nerves and fascia")

        expect(preview.locator(".mechanism h3")).to_have_text("Nerves and fascia")
        assert abs(frame.evaluate("scrollY") - scrolled) < 50  # the very frame: its page stayed where it was
        # Wagtail's own checks look at the article, not at the empty page that its script fills.
        page.get_by_role("button", name="Toggle checks").click()
        expect(page.locator("[data-content-word-count]")).not_to_have_text(re.compile(r"^(-|0|)$"))
        page.get_by_role("button", name="Toggle preview").click()

        page.get_by_role("button", name="Collapse all").click()
        toggle = section.locator("[data-panel-toggle]").first
        expect(toggle).to_have_attribute("aria-expanded", "false")
        preview.get_by_role("link", name="Edit “Nerves and fascia”").focus()
        page.keyboard.press("Enter")

        expect(toggle).to_have_attribute("aria-expanded", "true")
        expect(toggle).to_be_focused()
        expect(section).to_be_in_viewport()


class TestASharedLink:
    def test_it_shows_one_version_and_no_way_into_the_admin(self, windows, needles, django_user_model):
        chief = django_user_model.objects.create_superuser("chief")
        row = sharing.share(needles, by=chief, lifetime=Lifetime.WEEK)
        needles.title = "Pins"
        needles.save_revision()

        page = windows.open(f"/preview?token={tokens.shared(row.key)}")

        expect(page.get_by_role("heading", level=1)).to_have_text("Needles")
        expect(page.locator("#preview-bar")).to_contain_text("This link works until")
        expect(page.locator("[href*='/admin/']")).to_have_count(0)
        expect(page.locator("wagtail-userbar")).to_have_count(0)
        sharing.revoke(row, by=chief)
        page.reload()
        expect(page.get_by_role("heading", level=1)).to_have_text("This preview has ended")

    def test_in_a_tab_of_its_own_an_editors_preview_asks_by_itself(
        self, windows, needles, django_user_model, live_server
    ):
        chief = django_user_model.objects.create_superuser("chief")
        page = windows.open(f"/preview?token={drafts.token_for(needles, chief)}")
        expect(page.get_by_role("heading", level=1)).to_have_text("Needles")
        back = page.get_by_role("link", name="Edit “Nerves”")
        assert back.get_attribute("href") == f"{live_server.url}/admin/pages/{needles.pk}/edit/#block-{NERVES}-section"
        needles.title = "Pins"
        needles.save_revision()
        expect(page.get_by_role("heading", level=1)).to_have_text("Pins")
        chief.delete()
        expect(page.get_by_role("heading", level=1)).to_have_text("This preview has ended")
        expect(page.get_by_role("link", name="Open the preview again")).to_be_visible()
