"""The panel of objections in a real browser: answers in place, by keyboard, and nothing selected is lost to autosave."""

import pytest
from playwright.sync_api import expect

from comments.models import ReaderComment
from tests.articles.bodies import block
from tests.articles.conftest import article_index, editor_client, make_article  # noqa: F401  (fixtures)
from tests.browsing import WIDE, wait_for_first_state
from tests.comments.conftest import Discussion, rules  # noqa: F401  (fixtures)

PAIN = "7f0c2c1e-0000-4000-8000-000000000001"


@pytest.fixture
def talk(transactional_db, make_article, rules) -> Discussion:  # noqa: F811
    body = [block("benefit", heading="Less pain", text="<p>It may help.</p>", id=PAIN)]
    talk = Discussion(make_article("Needles", body=body))
    talk.approved("Not for me.", block=PAIN, name="Bo")
    talk.approved("Says who?", block=PAIN, name="Ana")
    return talk


@pytest.fixture
def editor(windows, editor_client, talk):  # noqa: F811
    """Give the editor of the article with the panel open."""
    page = windows.open(f"/admin/pages/{talk.page.pk}/edit/", client=editor_client, viewport=WIDE)
    page.get_by_role("button", name="Toggle objections of readers").click()
    wait_for_first_state(page)
    return page


class TestThePanel:
    def test_it_answers_in_place_what_was_selected_before_an_autosave(self, editor, talk):
        panel = editor.locator(".objections")
        counter = editor.locator("[data-side-panel-toggle='objections'] [data-side-panel-toggle-counter]")
        expect(counter).to_have_text("2")
        panel.get_by_label("Ana").press("Space")
        panel.evaluate("panel => panel.setAttribute('data-old', '')")
        editor.locator("#id_summary").fill("Two sentences.")
        expect(editor.locator(".objections:not([data-old])")).to_be_visible()
        expect(panel.get_by_label("Ana")).to_be_checked()
        expect(panel.get_by_role("group", name="1 selected")).to_be_visible()

        panel.get_by_role("button", name="Addressed by the next note").press("Enter")
        expect(panel.get_by_role("status")).to_have_text(
            "1 comment will show the next change note, once it is published."
        )
        expect(counter).to_have_text("1")
        expect(panel.get_by_label("Bo")).to_be_focused()
        assert ReaderComment.objects.get(objection="planned").user_name == "Ana"

        panel.get_by_role("button", name="Open again the objection by Ana").press("Enter")
        expect(panel.get_by_label("Ana")).to_be_visible()
        expect(counter).to_have_text("2")
        panel.get_by_role("button", name="No objection").click()
        expect(panel.get_by_role("status")).to_have_text("Select at least one comment first.")
