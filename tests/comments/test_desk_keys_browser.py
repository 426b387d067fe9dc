"""Moderators decide by keys alone, and two of them at once."""

from django.test import Client
from playwright.sync_api import expect

from comments.models import ReaderComment, Status
from tests.comments.conftest import new_user
from tests.comments.test_desk_browser import open_desk, row, stored, talk  # noqa: F401


class TestKeys:
    def test_a_journey_without_a_mouse(self, open_desk, talk):  # noqa: F811
        page = open_desk()
        press = page.keyboard.press
        expect(row(page, "Ana").get_by_role("link", name="Reply")).to_be_visible()
        press("j")
        expect(row(page, "Ana")).to_be_focused()
        press("a")
        expect(row(page, "Ana")).to_contain_text("Approved. Readers see it now.")
        expect(row(page, "Ben")).to_be_focused()
        press("z")
        expect(row(page, "Ana")).to_contain_text("Taken back: pending again.")
        expect(row(page, "Ana")).to_be_focused()
        press("ArrowDown")
        expect(row(page, "Ben")).to_be_focused()

        press("r")
        expect(row(page, "Ben").get_by_role("button", name="Advertising")).to_be_visible()
        press("3")
        expect(row(page, "Ben")).to_contain_text("Rejected.")
        expect(row(page, "Cem")).to_be_focused()
        assert stored("Ben").decisions.latest("pk").reason == "Advertising"

        press("c")
        field = row(page, "Cem").get_by_label("Your reply")
        expect(field).to_be_focused()
        page.keyboard.type("sad")  # these are keys, too
        press("Tab")
        press("Enter")
        expect(row(page, "Cem")).to_contain_text("Your reply is public.")
        assert ReaderComment.objects.get(author_role="moderator").comment == "sad"
        expect(row(page, "Dora")).to_be_focused()

        press("e")
        field = row(page, "Dora").get_by_label("Text, as its author may write it")
        expect(field).to_be_focused()
        field.fill("A milder remark.")
        press("Escape")
        expect(row(page, "Dora")).to_be_focused()
        press("e")
        expect(field).to_be_focused()
        field.fill("A milder remark.")
        press("Tab")
        press("Enter")
        expect(row(page, "Dora")).to_contain_text("A milder remark.")
        expect(row(page, "Dora")).to_be_focused()
        press("b")
        expect(row(page, "Dora").get_by_role("button", name="Ban", exact=True)).to_be_focused()
        press("Enter")
        expect(row(page, "Dora")).to_contain_text("This author is banned.")
        press("x")
        expect(page.locator("#desk-selection")).to_contain_text("1 selected")
        press("Control+s")
        press("s")
        expect(row(page, "Dora")).to_contain_text("Marked as spam.")
        assert [stored(name).status for name in ("Ana", "Ben", "Cem", "Dora")] == [
            Status.PENDING,
            Status.REJECTED,
            Status.APPROVED,
            Status.SPAM,
        ]
        press("?")
        dialog = page.get_by_role("dialog", name="Keyboard shortcuts")
        expect(dialog).to_contain_text("Reject; then a digit for the reason")
        press("Escape")
        expect(dialog).to_be_hidden()

    def test_what_is_selected_is_rejected_for_a_reason(self, open_desk, talk):  # noqa: F811
        page = open_desk()
        press = page.keyboard.press
        for name in ("Ana", "Ben"):
            row(page, name).get_by_role("checkbox").check()
        press("R")
        form = page.get_by_role("form", name="Reject 2 comments for a reason")
        expect(form.get_by_role("button", name="Off topic")).to_be_focused()
        press("Escape")
        expect(form).to_have_count(0)
        expect(page.get_by_role("button", name="Reject because…")).to_be_focused()
        press("Enter")
        expect(form).to_be_visible()
        row(page, "Cem").get_by_role("checkbox").check()  # another selection: asked anew
        expect(form).to_have_count(0)
        row(page, "Cem").get_by_role("checkbox").uncheck()
        press("R")
        expect(form).to_be_visible()
        press("3")
        expect(row(page, "Ana")).to_contain_text("Rejected.")
        expect(page.locator(".messages")).to_contain_text("2 comments rejected.")
        expect(form).to_have_count(0)
        expect(row(page, "Cem")).to_be_focused()
        reasons = {stored(name).decisions.latest("pk").reason for name in ("Ana", "Ben")}
        assert reasons == {"Advertising"}
        assert stored("Cem").status == Status.PENDING

    def test_they_are_off_where_the_account_says_so(self, open_desk, talk, moderator):  # noqa: F811
        from wagtail.users.models import UserProfile

        UserProfile.objects.create(user=moderator, keyboard_shortcuts=False)
        page = open_desk()
        row(page, "Ana").focus()
        page.keyboard.press("a")
        page.keyboard.press("j")
        expect(row(page, "Ana")).to_be_focused()
        row(page, "Ben").get_by_role("button", name="Approve").click()
        expect(row(page, "Ben")).to_contain_text("Approved.")
        assert stored("Ana").status == Status.PENDING


class TestTogether:
    def test_two_moderators_at_once(self, open_desk, talk, live_server):  # noqa: F811
        mara = new_user("mara", "moderate_comment", "access_admin", first_name="Mara")
        session = Client()
        session.force_login(mara)
        first, second = open_desk(), open_desk()
        cookie = {"name": "sessionid", "value": session.cookies["sessionid"].value, "url": live_server.url}
        second.context.add_cookies([cookie])
        second.reload()
        look = "document.dispatchEvent(new Event('visibilitychange'))"  # as when one comes back to the tab

        with second.expect_response(lambda answer: "/refresh/" in answer.url and answer.request.method == "POST"):
            row(second, "Ben").get_by_role("checkbox").check()
        first.evaluate(look)
        expect(row(first, "Ben")).to_contain_text("Mara is on it")
        expect(row(second, "Ben")).not_to_contain_text("is on it")

        row(first, "Cem").get_by_role("link", name="Reply").click()
        row(first, "Cem").get_by_label("Your reply").fill("Half a sentence")
        for name in ("Ana", "Cem"):
            row(second, name).get_by_role("button", name="Approve").click()
            expect(row(second, name)).to_contain_text("Approved.")
        talk.pending("A late remark.", name="Eve")
        first.evaluate(look)
        expect(row(first, "Ana")).to_contain_text("Mara approved this")
        expect(row(first, "Ana").get_by_role("button", name="Remove")).to_be_visible()
        expect(row(first, "Cem")).to_contain_text("Mara approved this")
        expect(row(first, "Cem").get_by_label("Your reply")).to_have_value("Half a sentence")
        expect(first.locator(".desk__news")).to_contain_text("1 new comment")
        expect(row(first, "Eve")).to_have_count(0)

        row(first, "Cem").get_by_role("button", name="Spam").click()  # on the version that was shown
        expect(row(first, "Cem")).to_contain_text("Mara approved this")
        assert stored("Cem").status == Status.APPROVED
        first.locator(".desk__news").get_by_role("link", name="Show").click()
        expect(row(first, "Eve")).to_be_visible()


class TestWithoutScripts:
    def test_the_forms_are_pages(self, open_desk, talk):  # noqa: F811
        page = open_desk(java_script_enabled=False)
        row(page, "Ana").get_by_role("link", name="Reject because…").click()
        page.get_by_role("button", name="Off topic").click()
        expect(page.locator(".messages")).to_contain_text("Ana: Rejected.")
        row(page, "Ben").get_by_role("link", name="More…").click()
        page.get_by_role("button", name="Trust", exact=True).click()
        expect(page.locator(".messages")).to_contain_text("Ben: This author is trusted.")
        assert stored("Ana").decisions.latest("pk").reason == "Off topic"
