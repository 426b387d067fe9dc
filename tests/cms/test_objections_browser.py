"""The panel of objections in a real browser: answers in place, by keyboard, and nothing selected is lost to autosave."""

import pytest
from playwright.sync_api import expect

from comments.models import ReaderComment
from tests.articles.bodies import block
from tests.articles.conftest import article_index, editor_client, make_article  # noqa: F401  (fixtures)
from tests.comments.conftest import Discussion, rules  # noqa: F401  (fixtures)

PAIN = "7f0c2c1e-0000-4000-8000-000000000001"
AUTOSAVED = 20_000  # milliseconds: a busy machine takes its time


@pytest.fixture
def talk(transactional_db, make_article, rules) -> Discussion:  # noqa: F811
    body = [block("benefit", heading="Less pain", text="<p>It may help.</p>", id=PAIN)]
    talk = Discussion(make_article("Needles", body=body))
    talk.approved("Not for me.", block=PAIN, name="Bo")
    talk.approved("Says who?", block=PAIN, name="Ana")
    return talk


@pytest.fixture
def editor(browser, live_server, editor_client, talk):  # noqa: F811
    """Give the editor of the article with the panel open; at the end its console may hold no error."""
    complaints = []
    context = browser.new_context(
        base_url=live_server.url, reduced_motion="reduce", viewport={"width": 1400, "height": 900}
    )
    cookie = editor_client.cookies["sessionid"].value
    context.add_cookies([{"name": "sessionid", "value": cookie, "url": live_server.url}])
    page = context.new_page()
    page.set_default_timeout(20_000)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    # What is typed before Wagtail has taken the form's first state for the second time is lost on autosave.
    count = "document.addEventListener('w-unsaved:watch-edits', () => { window.firstStates = (window.firstStates ?? 0) + 1 })"
    page.add_init_script(count)
    page.goto(f"/admin/pages/{talk.page.pk}/edit/")
    page.get_by_role("button", name="Toggle objections of readers").click()
    page.wait_for_function("window.firstStates > 1")
    yield page
    context.close()
    assert complaints == []


class TestThePanel:
    def test_it_answers_in_place_what_was_selected_before_an_autosave(self, editor, talk):
        panel = editor.locator(".objections")
        counter = editor.locator("[data-side-panel-toggle='objections'] [data-side-panel-toggle-counter]")
        expect(counter).to_have_text("2")
        panel.get_by_label("Ana").press("Space")
        panel.evaluate("panel => panel.setAttribute('data-old', '')")
        editor.locator("#id_summary").fill("Two sentences.")
        expect(editor.locator(".objections:not([data-old])")).to_be_visible(timeout=AUTOSAVED)
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
