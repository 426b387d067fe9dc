"""What the admin's home page tells editors of their articles."""

from datetime import timedelta

import pytest
from django.utils import timezone

from articles import library
from articles.models import ArticleAuthor, Author
from tests.articles.bodies import block, items, source
from tests.articles.reports import queries, sign_in

pytestmark = pytest.mark.django_db

HOME = "/admin/"
FIRST = "7f0c2c1e-0000-4000-8000-000000000001"


def panel(client, name):
    """Give one of our panels as the home page has it, or None."""
    found = [panel for panel in client.get(HOME).context["panels"] if getattr(panel, "name", "") == name]
    return found[0].render_html({}) if found else None


def day(number):
    return timezone.now().date() + timedelta(days=number)


class TestReviewsDue:
    def test_it_leads_to_the_reviews_that_are_due_soon_or_late(self, editor_client, make_article):
        late = make_article("Late", review_due_at=day(-3))
        make_article("Soon", review_due_at=day(30))
        make_article("Later", review_due_at=day(31))
        shown = panel(editor_client, "reviews-due")
        assert f'<a href="/admin/articles/{late.pk}/reviews/">Late</a>' in shown
        assert [words in shown for words in ("3 days overdue", "in 30 days", "Later")] == [True, True, False]

    def test_with_nothing_due_it_says_so(self, editor_client):
        assert "No review is due within the next 30 days." in panel(editor_client, "reviews-due")


class TestEvidenceGaps:
    def test_it_lists_ones_own_articles_with_gaps_and_leads_to_the_first(
        self, client, django_user_model, make_article, make_reference
    ):
        user = sign_in(client, django_user_model, "Editors")
        retracted = items(source(make_reference("Withdrawn", retracted=True)))
        uncited = block("benefit", heading="Less pain", sources=[], id=FIRST)
        own = make_article("Own", owner=user, body=[uncited, block("mechanism", heading="M", sources=retracted)])
        written = make_article("Written", body=[uncited])
        me = library.add(Author(name="Me", user=user))
        ArticleAuthor.objects.create(page=written, author=me)
        make_article("Somebody else’s", body=[uncited])
        make_article("Whole", owner=user)

        shown = panel(client, "evidence-gaps")
        assert f'href="/admin/pages/{own.pk}/edit/#block-{FIRST}-section">Own</a>' in shown
        assert "1 claim without a source, cites 1 retracted work" in shown
        assert [words in shown for words in ("Written", "Somebody", "Whole")] == [True, False, False]

    def test_who_has_no_live_article_is_told_nothing(self, client, django_user_model):
        sign_in(client, django_user_model, "Editors")
        assert panel(client, "evidence-gaps") is None

    def test_a_moderator_is_told_of_neither(self, client, django_user_model):
        sign_in(client, django_user_model, "Moderators")
        assert [panel(client, name) for name in ("reviews-due", "evidence-gaps")] == [None, None]

    def test_they_ask_the_same_of_one_and_of_twenty(self, client, django_user_model, make_article):
        user = sign_in(client, django_user_model, "Editors")
        uncited = [block("benefit", heading="Less pain", sources=[])]
        make_article("One", owner=user, body=uncited, review_due_at=day(-1))
        one = queries(client, HOME)
        for number in range(20):
            make_article(f"Article {number}", owner=user, body=uncited, review_due_at=day(-number))
        assert queries(client, HOME) == one
