"""How a discussion is held, in the article's form and in a real browser: saved at once, and nothing of the draft with it."""

import pytest
from playwright.sync_api import expect

from comments.models import Discussion
from tests.articles.conftest import article_index, editor_client, make_article  # noqa: F401  (fixtures)

BUSY = 20_000  # milliseconds: a busy machine takes its time


@pytest.fixture
def editor(browser, live_server, editor_client, transactional_db, make_article):  # noqa: F811
    """Give the form of an article on its tab Discussion; at the end its console may hold no error."""
    complaints = []
    context = browser.new_context(base_url=live_server.url, reduced_motion="reduce")
    cookie = editor_client.cookies["sessionid"].value
    context.add_cookies([{"name": "sessionid", "value": cookie, "url": live_server.url}])
    page = context.new_page()
    page.set_default_timeout(BUSY)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto(f"/admin/pages/{make_article('Needles').pk}/edit/")
    page.get_by_role("tab", name="Discussion").click()
    yield page
    context.close()
    assert complaints == []


def test_it_is_saved_by_itself(editor):
    panel = editor.locator("[data-discussion-panel]")
    panel.get_by_label("Closed").check()
    panel.get_by_label("Close after").fill("-1")
    panel.get_by_role("button", name="Save for the discussion").press("Enter")
    expect(panel.get_by_text("greater than or equal to 0")).to_be_visible()
    assert not Discussion.objects.exists()

    panel.get_by_label("Close after").fill("7")
    panel.get_by_label("Announcement").fill("Mara answers until Friday.")
    panel.get_by_label("Close after").press("Enter")
    expect(panel.get_by_role("status")).to_contain_text("takes no more comments")
    row = Discussion.objects.get()
    assert (row.openness, row.close_after_days, row.announcement) == ("closed", 7, "Mara answers until Friday.")
    # The page's own form takes none of it along, and has nothing to save.
    names = "form => [...new FormData(form).keys()]"
    sent = editor.locator("form[data-edit-form]").evaluate(names)
    assert "title" in sent
    assert not {"openness", "close_after_days", "announcement", "moderation"} & set(sent)
    warnings = []
    editor.on("dialog", lambda dialog: (warnings.append(dialog.type), dialog.accept()))
    editor.goto("/admin/")
    assert warnings == []
