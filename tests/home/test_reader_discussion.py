"""The discussion below an article in a real browser: reading, writing, and what one's own comments become."""

import json
import re

import pytest
from wagtail.models import Site

from comments import actions
from comments.models import DiscussionSettings, ReaderComment

sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
expect = sync_api.expect

ARTICLE = "/articles/acupuncture-multiple-sclerosis/"

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def moderator(django_user_model):
    user, _ = django_user_model.objects.get_or_create(username="moderator")
    return actions.Moderator(user=user)


def write(form, *, name="Eve", email="eve@example.org", body):
    form.get_by_label("Name").fill(name)
    form.get_by_label("E-mail").fill(email)
    form.get_by_label(re.compile("Your (comment|reply)")).fill(body)
    form.get_by_role("button", name=re.compile("Post")).click()


def top_form(page):
    return page.get_by_role("form", name="Write a comment")


def waiting(page):
    return page.locator(".comment-own")


class TestTheDiscussion:
    def test_a_comment_waits_for_its_author_alone_until_it_is_approved(self, open_page, moderator):
        page = open_page(ARTICLE)
        write(top_form(page), body="Did it help you with <b>sleep</b>?\n\nIt did for me.")
        expect(waiting(page)).to_contain_text("Awaiting moderation")
        expect(waiting(page)).to_contain_text("Did it help you with <b>sleep</b>?")

        page.reload()
        expect(waiting(page)).to_contain_text("Awaiting moderation")
        others = open_page(ARTICLE)
        expect(others.locator(".threads .comment").first).to_be_visible()
        expect(others.get_by_text("Did it help you with")).to_have_count(0)

        actions.approve(ReaderComment.objects.latest("pk").pk, by=moderator)
        page.reload()
        expect(page.locator(".comment", has_text="Did it help you with")).to_have_count(1)
        expect(waiting(page)).to_have_count(0)

    def test_a_reply_stands_below_what_it_answers(self, open_page):
        page = open_page(ARTICLE)
        comment = page.locator(".threads > .comment:not(.comment-removed)").first
        comment.get_by_role("button", name="Reply").first.click()
        write(page.get_by_role("form", name="Reply"), body="An answer to this.")
        expect(comment.locator(".comment-own")).to_contain_text("An answer to this.")
        page.reload()
        expect(comment.locator(".comment-own")).to_contain_text("An answer to this.")

    def test_ones_own_comment_can_be_changed_and_taken_back(self, open_page):
        page = open_page(ARTICLE)
        write(top_form(page), body="What I meant at first.")
        waiting(page).get_by_role("button", name="Edit").click()
        page.get_by_role("form", name="Edit your comment").get_by_label("Your comment").fill("What I really meant.")
        page.get_by_role("button", name="Save").click()
        expect(waiting(page).locator(".comment-body")).to_have_text("What I really meant.")

        page.reload()
        expect(waiting(page).locator(".comment-body")).to_have_text("What I really meant.")
        waiting(page).get_by_role("button", name="Delete").click()
        page.get_by_role("button", name="Delete for good").click()

        expect(waiting(page)).to_have_count(0)
        page.reload()
        expect(page.locator(".threads .comment").first).to_be_visible()
        expect(page.get_by_text("What I really meant.")).to_have_count(0)
        assert not ReaderComment.objects.filter(comment__contains="meant").exists()

    def test_what_is_missing_is_said_beside_its_field(self, open_page):
        page = open_page(ARTICLE)
        form = top_form(page)
        form.get_by_label("E-mail").fill("not an address")
        form.get_by_role("button", name="Post comment").click()
        expect(form.get_by_label("Name")).to_be_focused()
        expect(form.get_by_label("Name")).to_have_accessible_description("Please tell us your name.")
        expect(form.get_by_label("E-mail")).to_have_attribute("aria-invalid", "true")
        expect(form.locator(".field-error:visible")).to_have_count(3)

    def test_a_refusal_keeps_the_text_and_says_how_long_to_wait(self, open_page):
        page = open_page(ARTICLE, tolerate="429")
        form = top_form(page)
        expect(form).to_be_visible()
        refusal = json.dumps({"message": "Too many.", "code": "throttled"})
        page.route(
            "**/api/v2/comments/",
            lambda route: route.fulfill(status=429, headers={"Retry-After": "42"}, body=refusal),
        )
        write(form, body="Once too often.")
        expect(form.get_by_role("alert").filter(has_text="42 seconds")).to_be_focused()
        expect(form.get_by_label("Your comment")).to_have_value("Once too often.")

    def test_a_retry_after_a_lost_answer_makes_one_comment(self, open_page):
        page = open_page(ARTICLE, tolerate="ERR_")
        form = top_form(page)
        expect(form).to_be_visible()
        lost = []

        def lose_the_first_answer(route):
            if not lost:
                lost.append(route.fetch())
                route.abort()
            else:
                route.continue_()

        page.route("**/api/v2/comments/", lose_the_first_answer)
        write(form, body="Sent twice, meant once.")
        expect(form.get_by_role("alert").filter(has_text="try again")).to_be_visible()
        form.get_by_role("button", name="Post comment").click()
        expect(waiting(page)).to_have_count(1)
        assert ReaderComment.objects.filter(comment="Sent twice, meant once.").count() == 1

    def test_the_trap_is_out_of_everybodys_way(self, open_page):
        page = open_page(ARTICLE)
        trap = top_form(page).locator(".trap input")
        expect(trap).to_have_attribute("tabindex", "-1")
        expect(trap).to_have_attribute("autocomplete", "off")
        expect(trap).not_to_be_in_viewport()
        expect(top_form(page).get_by_role("textbox")).to_have_count(3)

    def test_a_claim_can_be_discussed_on_its_own(self, open_page):
        page = open_page(ARTICLE)
        claim = page.locator("[role=tabpanel]:not([hidden])")
        block = claim.get_attribute("id").removeprefix("block-")
        expect(top_form(page)).to_be_visible()

        claim.get_by_role("button", name="Discuss this claim").click()
        expect(page.get_by_text("Your comment is about")).to_be_visible()
        write(top_form(page), body="About this claim only.")

        expect(waiting(page).locator(".about")).to_be_visible()
        assert str(ReaderComment.objects.latest("pk").block) == block

    def test_a_link_to_a_comment_finds_it(self, open_page):
        page = open_page(ARTICLE)
        wanted = page.locator(".threads .comment:not(.comment-removed)").last.get_attribute("id")
        linked = open_page(f"{ARTICLE}#{wanted}")
        expect(linked.locator(f"#{wanted}")).to_be_in_viewport()
        expect(linked.locator(f"#{wanted}")).to_be_focused()

    @pytest.mark.parametrize(
        ("setting", "words"),
        [({"guests": False}, "Please sign in to take part"), ({"is_open": False}, "This discussion is closed")],
    )
    def test_who_may_not_write_is_told_so_and_invited_nowhere(self, open_page, setting, words):
        site = Site.objects.get(is_default_site=True)
        DiscussionSettings.objects.update_or_create(site=site, defaults=setting)
        page = open_page(ARTICLE)
        expect(page.locator("#discussion")).to_contain_text(words)
        expect(page.locator(".threads .comment").first).to_be_visible()
        expect(page.get_by_role("form")).to_have_count(0)
        expect(page.get_by_role("button", name=re.compile("^(Reply|Discuss)"))).to_have_count(0)

    def test_a_name_is_no_longer_than_the_server_takes(self, open_page):
        page = open_page(ARTICLE)
        name = top_form(page).get_by_label("Name")
        name.press_sequentially("n" * 51)
        expect(name).to_have_value("n" * 50)

    @pytest.mark.parametrize(
        ("by", "words"),
        [
            ("author", "Removed by its author"),
            ("moderator", "Removed by a moderator"),
            (None, "This comment was removed"),
        ],
    )
    def test_what_was_removed_says_by_whom(self, open_page, by, words):
        page = open_page("/")

        def removed(route):
            response = route.fetch()
            answer = response.json()
            first = answer["items"][0]
            empty = {"author": {"name": "", "role": None, "avatar_url": None}, "body_html": ""}
            answer["items"][0] = first | empty | {"status": "removed", "removed_by": by}
            route.fulfill(response=response, json=answer)

        page.route(re.compile(r"/api/v2/comments/\?"), removed)
        page.goto(ARTICLE)
        first = page.locator(".threads > .comment").first
        expect(first.locator("> .tombstone")).to_have_text(words)
        expect(first.locator("> .comment-main")).to_have_count(0)


class TestAnAddressedObjection:
    def test_it_names_the_change_note_and_leads_to_the_articles_history(self, open_page):
        page = open_page(ARTICLE)
        note = page.locator(".addressed").first
        expect(note).to_contain_text("Addressed in an update of the article on 24 September 2026: Reviewed.")
        note.get_by_role("link").click()
        expect(page.locator("#change-history")).to_have_attribute("open", "")
        expect(page.locator("#change-history li").first).to_be_in_viewport()
