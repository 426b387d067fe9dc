"""How a discussion is held, in the article's form and in a real browser: saved at once, and nothing of the draft with it."""

import pytest
from playwright.sync_api import expect

from comments.models import Discussion
from tests.articles.conftest import article_index, editor_client, make_article  # noqa: F401  (fixtures)


@pytest.fixture
def editor(windows, editor_client, make_article):  # noqa: F811
    """Give the form of an article on its tab Discussion."""
    page = windows.open(f"/admin/pages/{make_article('Needles').pk}/edit/", client=editor_client)
    page.get_by_role("tab", name="Discussion").click()
    return page


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
