"""The moderation desk in a real browser: decisions in place, undo, conflicts, the keyboard, phones, and no scripts."""

import re

import pytest
from playwright.sync_api import expect

from comments import actions
from comments.models import ReaderComment, Status
from tests.comments.conftest import new_user

LONG = "\n\n".join(["The sample was small, and nobody was followed for longer than four weeks."] * 12)


@pytest.fixture
def talk(transactional_db, discussion):
    """A discussion with four comments that wait."""
    for name in ("Ana", "Ben", "Cem", "Dora"):
        discussion.pending(f"A remark by {name}.", name=name)
    return discussion


@pytest.fixture
def open_desk(windows, talk, moderator, client):
    """Opens the desk for a signed-in moderator; at the end no page may have complained in its console."""
    client.force_login(moderator)

    def opener(path="/admin/comments/", **options):
        return windows.open(path, client=client, levels=("error",), **options)

    return opener


def row(page, name: str):
    return page.locator(".comment-row", has=page.get_by_role("heading", name=name, exact=True))


def stored(name: str) -> ReaderComment:
    return ReaderComment.objects.get(user_name=name)


def badge(page):
    return page.locator("[data-reader-comments-waiting]")


class TestDeciding:
    def test_it_approves_in_place_and_moves_on(self, open_desk):
        page = open_desk()
        expect(badge(page)).to_have_attribute("data-reader-comments-waiting", "4")
        page.evaluate("window.notReloaded = true")
        row(page, "Ana").get_by_role("button", name="Approve").click()
        expect(row(page, "Ana")).to_contain_text("Approved. Readers see it now.")
        expect(row(page, "Ana").get_by_role("button")).to_have_text(["Undo"])
        expect(row(page, "Ben")).to_be_focused()
        expect(page.get_by_role("status").filter(has_text="Ana: Approved")).to_have_count(1)
        expect(badge(page)).to_have_attribute("data-reader-comments-waiting", "3")
        tabs = page.get_by_role("navigation", name="Comments by status")
        expect(tabs.get_by_role("link")).to_have_text(
            [re.compile(r"Pending\s+3"), *map(re.compile, ("Flagged", "New", "Spam", r"All\s+4"))]
        )
        assert page.evaluate("window.notReloaded") is True
        assert stored("Ana").status == Status.APPROVED

    def test_undo_brings_the_buttons_back(self, open_desk):
        page = open_desk()
        row(page, "Ben").get_by_role("button", name="Spam").click()
        row(page, "Ben").get_by_role("button", name="Undo").click()
        expect(row(page, "Ben")).to_contain_text("Taken back: pending again.")
        expect(row(page, "Ben").get_by_role("button", name="Approve")).to_be_visible()
        expect(row(page, "Ben")).to_be_focused()
        expect(badge(page)).to_have_attribute("data-reader-comments-waiting", "4")
        assert stored("Ben").status == Status.PENDING

    def test_a_double_click_does_not_take_its_own_decision_back(self, open_desk):
        page = open_desk()
        box = row(page, "Ana").get_by_role("button", name="Approve").bounding_box()
        page.mouse.move(box["x"] + 20, box["y"] + box["height"] / 2)
        page.mouse.down(click_count=1)
        page.mouse.up(click_count=1)
        undo = row(page, "Ana").get_by_role("button", name="Undo")
        expect(undo).to_be_visible()
        undo.hover()
        page.mouse.down(click_count=2)
        page.mouse.up(click_count=2)
        row(page, "Ben").get_by_role("button", name="Approve").click()
        expect(row(page, "Ben")).to_contain_text("Approved.")
        assert stored("Ana").status == Status.APPROVED

    def test_somebody_else_was_faster(self, open_desk, talk):
        page = open_desk()
        actions.approve(
            stored("Ana").pk, by=actions.Moderator(user=new_user("mara", "moderate_comment", first_name="Mara"))
        )
        row(page, "Ana").get_by_role("button", name="Reject").click()
        expect(row(page, "Ana")).to_contain_text(re.compile("Mara approved this .* Your “Reject” changed nothing."))
        expect(row(page, "Ana")).to_be_focused()
        assert stored("Ana").status == Status.APPROVED
        row(page, "Ana").get_by_role("button", name="Remove").click()
        expect(row(page, "Ana")).to_contain_text("Removed.")
        assert stored("Ana").status == Status.REMOVED

    def test_two_moderators_at_one_comment(self, open_desk):
        first, second = open_desk(), open_desk()
        row(first, "Cem").get_by_role("button", name="Approve").click()
        expect(row(first, "Cem")).to_contain_text("Approved.")
        row(second, "Cem").get_by_role("button", name="Spam").click()
        expect(row(second, "Cem")).to_contain_text("Mona Deer approved this")
        assert stored("Cem").status == Status.APPROVED

    def test_the_last_one_says_that_all_is_done(self, open_desk):
        page = open_desk()
        for name in ("Ben", "Ana", "Dora", "Cem"):
            row(page, name).get_by_role("button", name="Reject").click()
            expect(row(page, name)).to_contain_text("Rejected.")
        expect(page.get_by_text("Everything on this page is decided.")).to_be_visible()
        expect(page.locator(".desk__finished")).to_be_focused()
        expect(badge(page)).to_have_attribute("data-reader-comments-waiting", "")
        page.get_by_role("link", name="Look for new comments").click()
        expect(page.get_by_role("heading", name="Nothing is waiting")).to_be_visible()

    def test_a_lost_connection_says_so_and_loses_nothing(self, open_desk):
        page = open_desk()
        page.route("**/decide/", lambda route: route.fulfill(status=200, content_type="text/html", body="Gateway"))
        row(page, "Ana").get_by_role("button", name="Approve").click()
        expect(page.get_by_text("The server could not be reached. Nothing was decided: try again.")).to_be_visible()
        page.unroute("**/decide/")
        row(page, "Ana").get_by_role("button", name="Approve").click()
        expect(row(page, "Ana")).to_contain_text("Approved.")

    def test_signing_in_again_in_another_tab_is_enough(self, open_desk, client):
        page = open_desk(tolerate="403")
        client.logout()
        row(page, "Ana").get_by_role("button", name="Approve").click()
        expect(page.get_by_text("You are not signed in as a moderator any more.")).to_be_visible()
        other = page.context.new_page()
        other.goto("/admin/login/")
        other.locator("[name=username]").fill("moderator")
        other.locator("[name=password]").fill("secret")
        other.get_by_role("button", name="Sign in").click()
        other.wait_for_url("**/admin/")
        row(page, "Ana").get_by_role("button", name="Approve").click()
        expect(row(page, "Ana")).to_contain_text("Approved.")
        assert stored("Ana").status == Status.APPROVED

    def test_without_scripts_the_same_buttons_post(self, open_desk):
        page = open_desk("/admin/comments/?order=newest", java_script_enabled=False)
        row(page, "Cem").get_by_role("button", name="Approve").click()
        expect(page).to_have_url(re.compile(r"/admin/comments/\?order=newest$"))
        expect(page.locator(".messages")).to_contain_text("Cem: Approved.")
        expect(row(page, "Cem")).to_have_count(0)
        page.get_by_label("Select the comment by Ana").check()
        page.locator("#desk-selection").get_by_role("button", name="Spam").click()
        expect(page.locator(".messages")).to_contain_text("Ana: Marked as spam.")
        assert stored("Ana").status == Status.SPAM


class TestSelecting:
    def test_all_selected_are_decided_in_place(self, open_desk):
        page = open_desk()
        bar = page.locator("#desk-selection")
        expect(bar).to_be_hidden()
        page.get_by_label("Select all").check()
        expect(bar).to_contain_text("4 selected")
        page.get_by_label("Select the comment by Dora").uncheck()
        expect(bar).to_contain_text("3 selected")
        bar.get_by_role("button", name="Reject", exact=True).click()
        expect(page.locator(".messages")).to_contain_text("3 comments rejected.")
        expect(row(page, "Ana").get_by_role("button")).to_have_text(["Undo"])
        expect(row(page, "Dora")).to_be_focused()
        expect(bar).to_be_hidden()
        assert stored("Dora").status == Status.PENDING


class TestTheKeyboard:
    def test_everything_is_reached_in_reading_order(self, open_desk):
        page = open_desk()
        row(page, "Ana").focus()
        reached = []
        while "Details and history" not in (reached[-1] if reached else ""):
            page.keyboard.press("Tab")
            reached.append(
                page.evaluate(
                    "() => { const on = document.activeElement;"
                    " const box = getComputedStyle(on);"
                    " if (box.outlineStyle === 'none') throw new Error('no focus to be seen on ' + on.outerHTML);"
                    " return on.getAttribute('aria-label') || on.textContent.trim(); }"
                )
            )
            assert len(reached) < 10
        assert reached[0] == "Select the comment by Ana"
        assert reached[2:5] == ["Approve", "Reject", "Spam"]

    def test_two_comments_without_a_mouse(self, open_desk):
        page = open_desk()
        row(page, "Ana").get_by_role("button", name="Approve").focus()
        page.keyboard.press("Enter")
        expect(row(page, "Ben")).to_be_focused()
        for _ in range(4):
            page.keyboard.press("Tab")
        expect(row(page, "Ben").get_by_role("button", name="Reject")).to_be_focused()
        page.keyboard.press("Space")
        expect(row(page, "Cem")).to_be_focused()
        assert (stored("Ana").status, stored("Ben").status) == (Status.APPROVED, Status.REJECTED)


class TestTheList:
    def test_long_texts_are_folded_and_short_ones_not(self, open_desk, talk):
        talk.pending(LONG, name="Lola")
        page = open_desk()
        expect(row(page, "Ana").get_by_role("button", name="Show all")).to_have_count(0)
        text = row(page, "Lola").locator(".comment-row__text")
        folded = text.bounding_box()["height"]
        row(page, "Lola").get_by_role("button", name="Show all").click()
        expect(row(page, "Lola").get_by_role("button", name="Show all")).to_have_count(0)
        assert text.bounding_box()["height"] > folded * 2

    def test_searching_narrows_it_without_a_reload(self, open_desk):
        page = open_desk()
        page.evaluate("window.notReloaded = true")
        page.get_by_role("search").get_by_role("textbox").first.fill("remark by Cem")
        expect(page.get_by_text("1 comment matches")).to_be_visible()
        asked = []
        page.on("request", lambda request: asked.append(request.url) if "/results/" in request.url else None)
        row(page, "Cem").get_by_role("button", name="Approve").click()
        expect(row(page, "Cem")).to_contain_text("Approved.")
        # Leaving the field, which made the browser say that it changed, asks for nothing that is shown already.
        page.get_by_role("search").get_by_role("textbox").first.fill("remark by")
        expect(row(page, "Ana")).to_be_visible()
        assert len(asked) == 1
        assert page.evaluate("window.notReloaded") is True

    @pytest.mark.parametrize("width", [360, 640, 800])
    def test_nothing_is_cut_off_where_it_is_narrow(self, open_desk, talk, width):
        talk.pending("Wide: " + "x" * 300, name="W" * 50, email=f"{'w' * 60}@{'long.' * 20}example.org")
        page = open_desk(viewport={"width": width, "height": 800})
        expect(row(page, "Ana")).to_be_visible()
        wide = page.evaluate(
            "() => [...document.querySelectorAll('.desk *')].filter((on) => !on.closest('.w-sr-only')"
            " && on.getBoundingClientRect().right > innerWidth + 1).map((on) => on.outerHTML.slice(0, 120))"
        )
        assert wide == []


class TestOneComment:
    def test_a_decision_with_a_reason_stands_in_the_history(self, open_desk, talk):
        page = open_desk()
        row(page, "Ana").get_by_role("link", name=re.compile("Details and history")).click()
        page.get_by_role("combobox", name="Reason").fill("Advertising")
        page.get_by_label("Note to the other moderators").fill("A shop.")
        page.get_by_role("button", name="Spam").click()
        expect(page.locator(".timeline__entry").last).to_contain_text("Marked as spam by Mona Deer")
        expect(page.locator(".timeline__entry").last).to_contain_text("Advertising")
        page.get_by_label("Closed").check()
        page.get_by_role("button", name="Save").click()
        expect(page.locator(".messages")).to_contain_text("takes no more comments")
