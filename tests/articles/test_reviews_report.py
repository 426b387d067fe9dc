"""The report of reviews that are due."""

from datetime import timedelta

import pytest
from django.utils import timezone

from articles import library, reviews
from articles.models import ArticleReviewer, Author
from tests.articles.reports import exported, page_of, queries, sign_in

pytestmark = pytest.mark.django_db

ADDRESS = "/admin/reports/reviews-due/"


@pytest.fixture
def owner(django_user_model):
    return django_user_model.objects.create_user(
        "mara", "mara@example.org", "x", first_name="Mara", last_name="Ellison"
    )


@pytest.fixture
def due(make_article, owner):
    """Give a function that publishes an article whose review is due in so many days, none for without a date."""

    def make(title, days=None, **fields):
        day = None if days is None else timezone.localdate() + timedelta(days=days)
        return make_article(title, review_due_at=day, owner=owner, **fields)

    return make


def titles(client, **query):
    return [row["Article"] for row in exported(client, ADDRESS, **query)]


class TestReviewsDue:
    def test_it_works(self, editor_client, due):
        ingrid = library.add(Author(name="Ingrid"))
        article = due("Late", -40, reviewed_at=timezone.localdate() - timedelta(days=400))
        ArticleReviewer.objects.create(page=article, author=ingrid)
        (row,) = exported(editor_client, ADDRESS)
        assert row.pop("Address").endswith(f"/admin/articles/{article.pk}/reviews/")
        assert row == {
            "Article": "Late",
            "Review due": article.review_due_at.isoformat(),
            "Days overdue": "40",
            "Owner": "Mara Ellison",
            "Reviewers": "Ingrid",
            "Last reviewed": article.reviewed_at.isoformat(),
            "Outcome of the last review": "",
        }
        page = page_of(editor_client, ADDRESS)
        assert "40 days overdue" in page
        assert f'<a href="/admin/articles/{article.pk}/reviews/">Mark as reviewed</a>' in page
        assert titles(editor_client, reviewer=ingrid.pk) == titles(editor_client, owner=article.owner_id) == ["Late"]

    def test_it_lists_what_is_due_within_a_month_unless_asked_for_more(self, editor_client, due):
        for title, days in [("Soon", 30), ("Today", 0), ("Later", 31), ("Year", -366), ("Half", -200), ("Unset", None)]:
            due(title, days)
        assert titles(editor_client) == ["Year", "Half", "Today", "Soon"]
        assert titles(editor_client, when="overdue") == ["Year", "Half"]
        assert titles(editor_client, when="over-a-year") == ["Year"]
        assert titles(editor_client, when="half-a-year") == ["Half"]
        assert titles(editor_client, when="soon") == ["Today", "Soon"]
        assert titles(editor_client, when="next-months") == ["Later"]
        assert titles(editor_client, when="unset") == ["Unset"]
        assert len(titles(editor_client, when="all")) == 6
        page = page_of(editor_client, ADDRESS)
        assert [words in page for words in ("Due today", "in 30 days", "366 days overdue")] == [True] * 3

    @pytest.mark.usefixtures("untold")
    def test_every_live_article_is_in_one_span_of_the_chart(self, editor_client, due):
        from articles.reports.reviews_due import ReviewsDue

        for days in (-3000, -366, -365, -183, -182, -92, -91, -31, -30, -1, 0, 30, 31, 91, 92, 3000, None):
            due(f"Due in {days}", days)
        view = editor_client.get(ADDRESS).context["view"]
        assert isinstance(view, ReviewsDue)
        assert [bar.total for bar in view.charts()[0].bars] == [2, 2, 2, 2, 2, 2, 2, 2, 1]

    def test_a_review_takes_it_off_the_list(self, editor_client, due, owner):
        article = due("Late", -1)
        reviews.record(article, by=owner, outcome="changes_needed", next_due=timezone.localdate() + timedelta(days=7))
        assert "Changes are needed" in page_of(editor_client, ADDRESS)
        reviews.record(article, by=owner, outcome="confirmed", next_due=timezone.localdate() + timedelta(days=90))
        assert titles(editor_client) == []
        assert "No review is due." in page_of(editor_client, ADDRESS)

    def test_drafts_and_aliases_are_not_due(self, editor_client, due):
        due("Draft", -3, publish=False)
        due("Live", -3).create_alias(update_slug="mirror")
        assert titles(editor_client) == ["Live"]

    @pytest.mark.usefixtures("untold")
    def test_it_asks_the_same_of_one_and_of_twenty(self, editor_client, due):
        due("One", -3)
        one = queries(editor_client, ADDRESS), queries(editor_client, ADDRESS, export="csv")
        for number in range(20):
            due(f"Article {number}", -number)
        assert (queries(editor_client, ADDRESS), queries(editor_client, ADDRESS, export="csv")) == one

    def test_who_may_not_review_is_led_to_the_log(self, client, django_user_model, due):
        due("Late", -3)
        sign_in(client, django_user_model, "Editors")
        page = page_of(client, ADDRESS)
        assert ">Reviews</a>" in page
        assert "Mark as reviewed" not in page

    def test_a_moderator_does_not_see_it(self, client, django_user_model):
        sign_in(client, django_user_model, "Moderators")
        assert client.get(ADDRESS).status_code == 302

    def test_the_filters_offer_nobody_of_articles_that_one_may_not_edit(
        self, client, django_user_model, due, make_article
    ):
        from django.contrib.auth.models import Permission
        from wagtail.models import GroupPagePermission

        ingrid = library.add(Author(name="Ingrid"))
        article = due("Late", -40)
        ArticleReviewer.objects.create(page=article, author=ingrid)
        user = sign_in(client, django_user_model, "Editors")
        user.groups.clear()
        group = user.groups.create(name="One list of another site")
        other = due("Own", -3)
        other.owner = user
        other.save()
        change = Permission.objects.get(content_type__app_label="wagtailcore", codename="change_page")
        GroupPagePermission.objects.create(group=group, page=other, permission=change)
        group.permissions.add(Permission.objects.get(codename="access_admin"))
        answer = client.get(ADDRESS)
        fields = answer.context["filters"].form.fields
        assert [list(fields[name].queryset) for name in ("owner", "reviewer")] == [[user], []]
