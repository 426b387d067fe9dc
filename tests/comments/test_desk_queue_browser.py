"""The whole queue in a real browser: a hundred comments by keys alone, all that match at once, and nothing for axe to find."""

from pathlib import Path

import pytest
import wagtail.admin
from playwright.sync_api import expect

from comments.models import ReaderComment, Status
from tests.comments.test_desk_browser import open_desk, row, talk  # noqa: F401

CHECKER = Path(wagtail.admin.__file__).parent / "static" / "wagtailadmin" / "js"
GRAVE = """axe.run(".desk, .bulk", { runOnly: ["wcag2a", "wcag2aa", "wcag21aa"] }).then(({ violations }) => violations
  .filter(({ impact }) => ["serious", "critical"].includes(impact)).map(({ id, nodes }) => [id, nodes[0].html]))"""
WIDE = """[...document.querySelectorAll(".desk *, .bulk *")]
  .filter((on) => !on.closest(".w-sr-only") && !on.closest("details:not([open])"))
  .filter((on) => on.getBoundingClientRect().right > innerWidth + 1)
  .map((on) => on.outerHTML.slice(0, 120))"""


def check(page) -> None:
    """Have axe look at what is shown, and see that nothing reaches out of the window."""
    for script in ("vendor.js", "userbar.js"):
        page.add_script_tag(path=CHECKER / script)
    page.wait_for_function("typeof axe === 'object'")
    assert page.evaluate(GRAVE) == []
    assert page.evaluate(WIDE) == []


class TestAHundred:
    def test_they_are_decided_by_keys_alone(self, open_desk, discussion):  # noqa: F811
        for number in range(96):
            discussion.pending(name=f"Reader {number}")
        page = open_desk()
        press = page.keyboard.press
        for portion in range(5):
            rows = page.locator(".comment-row")
            expect(rows).to_have_count(20)
            expect(rows.first.get_by_role("link", name="Reply")).to_be_visible()  # the script has begun
            press("j")
            for place in range(20):
                expect(rows.nth(place)).to_be_focused()
                press("s" if place % 5 == 4 else "a")
            expect(page.locator(".desk__finished")).to_be_focused()
            press("Tab")
            press("Enter")
            if portion < 4:
                expect(page.locator(".comment-row[data-settled]")).to_have_count(0)
        expect(page.get_by_role("heading", name="Nothing is waiting")).to_be_visible()
        by_status = ReaderComment.objects.filter(user_name__startswith="Reader")
        assert not ReaderComment.objects.filter(status=Status.PENDING).exists()
        assert by_status.filter(status=Status.SPAM).count() in range(19, 21)


class TestAllThatMatch:
    def test_they_are_asked_about_decided_with_progress_and_listed(self, open_desk, talk):  # noqa: F811
        page = open_desk("/admin/comments/?q=remark")
        page.get_by_role("link", name="Reject…").click()
        check(page)
        page.get_by_label("Another reason").fill("Advertising")
        page.get_by_role("button", name="Reject: 4 comments").click()
        expect(page.get_by_role("heading", name="4 comments rejected.")).to_be_visible()
        check(page)
        page.get_by_role("button", name="Take it all back").click()
        expect(page.get_by_role("heading", name="4 decisions taken back.")).to_be_visible()
        assert ReaderComment.objects.filter(status=Status.PENDING).count() == 4


class TestAccess:
    @pytest.mark.parametrize("options", [{"color_scheme": "dark"}, {"viewport": {"width": 640, "height": 450}}])
    def test_axe_finds_nothing_grave_in_the_dark_and_at_twice_the_size(self, open_desk, talk, rules, options):  # noqa: F811
        rules(guideline="Be kind.")
        root = talk.approved("A **root**.", name="Rob")
        talk.pending("A _reply_ with https://a.example https://b.example https://c.example", name="Zoe", parent=root)
        page = open_desk(**options)
        for summary in ("Saved filters", "Guideline", "Conversation", "As it was written"):
            page.locator("summary", has_text=summary).first.click()
        expect(page.locator(".conversation__entry")).to_have_count(2)
        expect(row(page, "Zoe").locator(".comment-row__written pre")).to_be_visible()
        check(page)
