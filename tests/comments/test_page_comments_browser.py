"""The comments of an article within its form, in a real browser: decided there, and nothing of it part of the article."""

import pytest
from playwright.sync_api import expect

from comments.models import Status
from tests.comments.conftest import Discussion
from tests.comments.test_desk_browser import open_desk, stored, talk  # noqa: F401
from tests.comments.test_desk_queue_browser import CHECKER

GRAVE = """axe.run(".page-comments", { runOnly: ["wcag2a", "wcag2aa", "wcag21aa"] }).then(({ violations }) => violations
    .filter((found) => ["serious", "critical"].includes(found.impact))
    .map((found) => `${found.id}: ${found.nodes.map((node) => node.html.slice(0, 120)).join(" | ")}`))"""


@pytest.fixture
def open_tab(open_desk, talk, moderator):  # noqa: F811
    """Give the tab of the comments in the article's form, for a moderator who edits it."""
    moderator.is_superuser = True
    moderator.save()

    def show(**options: object):
        page = open_desk(f"/admin/pages/{talk.page.pk}/edit/", **options)
        page.get_by_role("tab", name="Discussion").click()
        expect(page.locator(".page-comment").first).to_be_visible()
        return page

    return show


def entry(page, name: str):
    return page.locator(".page-comment").filter(has=page.locator("strong", has_text=name))


def check(page) -> None:
    if not page.evaluate("typeof axe === 'object'"):
        for script in ("vendor.js", "userbar.js"):
            page.add_script_tag(path=CHECKER / script)
    page.wait_for_function("typeof axe === 'object'")
    assert page.evaluate(GRAVE) == []


def test_they_are_decided_in_place_and_leave_the_article_as_it_was(open_tab, talk: Discussion):  # noqa: F811
    page = open_tab()
    tab = page.locator(".page-comments")
    expect(tab.locator("[aria-pressed=true]")).to_have_text("Pending 4")
    check(page)
    entry(page, "Ana").get_by_role("button", name="Approve").press("Enter")
    done = tab.locator(".page-comments__done")
    expect(done).to_contain_text("Ana: Approved. Readers see it now.")
    expect(done).to_be_focused()
    check(page)
    done.get_by_role("button", name="Undo").click()
    expect(done).to_contain_text("Taken back: pending again.")
    assert stored("Ana").status == Status.PENDING

    entry(page, "Ben").get_by_role("button", name="Reject because…").press("Enter")
    reasons = page.get_by_role("group", name="Reject for a reason")
    expect(reasons.get_by_role("button", name="Off topic")).to_be_focused()
    check(page)
    reasons.get_by_label("Note, also for the author").fill("Write to us first.")
    reasons.get_by_label("Tell the author by mail").select_option("yes")
    reasons.get_by_role("button", name="Advertising").click()
    expect(done).to_contain_text("Ben: Rejected. Readers do not see it.")
    decision = stored("Ben").decisions.latest("pk")
    assert (decision.reason, decision.note) == ("Advertising", "Write to us first.")
    assert decision.mail is not None

    page.get_by_role("button", name="All 4").click()
    expect(tab.locator(".page-comment")).to_have_count(4)
    check(page)
    # None of it is part of the article: there is nothing to save, and nothing is lost by leaving.
    names = page.locator("form[data-edit-form]").evaluate("form => [...new FormData(form).keys()]")
    assert not {"note", "mail", "label"} & set(names)
    warnings = []
    page.on("dialog", lambda dialog: (warnings.append(dialog.type), dialog.accept()))
    page.goto("/admin/")
    assert warnings == []


@pytest.mark.parametrize("options", [{"color_scheme": "dark"}, {"viewport": {"width": 640, "height": 800}}])
def test_axe_finds_nothing_grave_in_the_dark_and_at_twice_the_size(open_tab, options):
    page = open_tab(**options)
    entry(page, "Ana").get_by_role("button", name="Reject because…").click()
    expect(page.get_by_role("group", name="Reject for a reason")).to_be_visible()
    check(page)


def test_a_lost_connection_says_so(open_tab):
    page = open_tab(tolerate="ERR_INTERNET_DISCONNECTED")
    page.context.set_offline(True)
    entry(page, "Ana").get_by_role("button", name="Approve").click()
    expect(page.locator(".page-comments [role=alert]")).to_contain_text("could not be loaded")
    page.context.set_offline(False)
    assert stored("Ana").status == Status.PENDING
