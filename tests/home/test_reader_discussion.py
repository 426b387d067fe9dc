"""The discussion below an article: the web component (tests/comments/test_widget_browser.py), and how claims reach it."""

import re

import pytest
from wagtail.models import Site

from comments.models import DiscussionSettings, ReaderComment

sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
expect = sync_api.expect

ARTICLE = "/articles/acupuncture-multiple-sclerosis/"

pytestmark = pytest.mark.django_db(transaction=True)


class TestTheDiscussion:
    def test_a_claim_is_discussed_and_its_comments_shown_on_their_own(self, open_page, settings):
        settings.RATE_LIMITS = False  # nobody has to wait before they may post
        page = open_page(ARTICLE, viewport={"width": 375, "height": 800})
        claim = page.locator("[role=tabpanel]:not([hidden])")
        block = claim.get_attribute("id").removeprefix("block-")
        form = page.get_by_role("form", name="Write a comment")
        expect(form).to_be_visible()

        claim.get_by_role("button", name="Discuss this claim").click()
        expect(page.get_by_text("Your comment is about")).to_be_visible()
        form.get_by_label("Your comment").fill("About this claim only.")
        form.get_by_label("Name").fill("Eve")
        form.get_by_label("E-mail").fill("eve@example.org")
        form.get_by_role("button", name="Post comment").click()
        expect(page.locator(".comment-own .about")).to_be_visible()
        assert str(ReaderComment.objects.latest("pk").block) == block

        counted = claim.get_by_role("button", name=re.compile(r"\d+ comments? on this"))
        number = re.match(r"\d+", counted.inner_text())[0]
        counted.click()
        expect(page.get_by_text("Comments on Symptom relief")).to_be_in_viewport()
        expect(page.get_by_text("Your comment is about Symptom relief")).to_be_visible()
        expect(page.locator("evident-comments .count")).to_have_text(f"{number} comments")
        page.get_by_role("button", name="Show all comments").click()
        expect(page.locator("evident-comments .count")).to_have_text("20 comments")
        expect(page.get_by_text("Your comment is about")).to_be_hidden()

    def test_links_lead_to_a_comment_and_from_it_to_the_articles_history(self, open_page):
        page = open_page(ARTICLE)
        wanted = page.locator(".threads .comment:not(:has(> .tombstone))").last.get_attribute("id")
        linked = open_page(f"{ARTICLE}#{wanted}")
        expect(linked.locator(f"#{wanted}")).to_be_focused()
        expect(linked.locator(f"#{wanted}")).to_be_in_viewport()

        note = linked.locator(".addressed").first
        expect(note).to_contain_text("Addressed in an update of the article on 24 September 2026: Reviewed.")
        note.get_by_role("link").click()
        expect(linked.locator("#change-history")).to_have_attribute("open", "")
        expect(linked.locator("#change-history li").first).to_be_in_viewport()

    def test_where_nobody_can_write_nothing_invites_to_it(self, open_page):
        site = Site.objects.get(is_default_site=True)
        DiscussionSettings.objects.update_or_create(site=site, defaults={"guests": False})
        page = open_page(ARTICLE)
        expect(page.get_by_text("Please sign in to take part")).to_be_visible()
        expect(page.locator(".threads .comment").first).to_be_visible()
        expect(page.get_by_role("form")).to_have_count(0)
        expect(page.get_by_role("button", name=re.compile("^(Reply|Discuss)"))).to_have_count(0)
