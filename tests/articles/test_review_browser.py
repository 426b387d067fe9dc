"""From a draft to a reviewed article, in a real browser: an editor sends it, both groups approve, a reviewer confirms it."""

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from django.utils import timezone

from articles.models import ArticlePage

pytestmark = pytest.mark.django_db(transaction=True)
NOTE = "Added what a small trial found on sleep."


@pytest.fixture
def sign_in(demo, windows):
    """Give a function that opens the admin as a user of the demo, and gives the browser's page."""

    def opened(username):
        client = Client()
        client.force_login(get_user_model().objects.get(username=username))
        return windows.open(client=client, viewport={"width": 1280, "height": 900})

    return opened


def choose(page, action):
    page.get_by_role("button", name="More actions").click()
    with page.expect_navigation():
        page.get_by_role("button", name=action, exact=True).click()


class TestTheWayOfADraft:
    def test_two_groups_approve_it_and_a_reviewer_confirms_it_later(self, sign_in):
        article = ArticlePage.objects.get(slug="acupuncture-multiple-sclerosis", locale__language_code="en")
        edit = f"/admin/pages/{article.pk}/edit/"
        editor = sign_in("editor")
        editor.goto(edit)
        editor.locator("[name=public_change]").fill(NOTE)
        choose(editor, "Submit to Editorial and medical review")
        editor.goto(edit)
        choose(editor, "Approve")
        assert not article.change_notes.filter(note=NOTE).exists()

        reviewer = sign_in("reviewer")
        reviewer.goto("/admin/")
        reviewer.get_by_role("heading", name="Awaiting your review").wait_for()
        reviewer.goto(edit)
        choose(reviewer, "Approve and Publish")
        article = ArticlePage.objects.get(pk=article.pk)
        assert article.current_workflow_state is None
        assert article.change_notes.get(note=NOTE).at == article.updated_at

        reviewer.goto(f"/admin/pages/{article.get_parent().pk}/")
        reviewer.get_by_role("button", name=f"More options for '{article.title}'").click()
        reviewer.get_by_role("link", name=f"Mark “{article.title}” as reviewed").click()
        reviewer.get_by_label("Note").fill("Read against the newest review.")
        reviewer.get_by_role("button", name="Save the review").click()
        reviewer.get_by_text("is marked as reviewed. Its text was not touched.").wait_for()
        article.refresh_from_db()
        assert article.reviewed_at == timezone.localdate()
        assert article.reviews.get().note == "Read against the newest review."
