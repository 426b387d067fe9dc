"""What webhooks tell of articles and comments: recorded with its cause, for those who asked, and no word too much."""

import json

from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from wagtail.models import Page, Site

from articles.models import ArticleIndexPage, ArticlePage
from cms import retention
from cms.models import Change
from cms.webhooks import delivering, events
from cms.webhooks.models import WebhookDelivery, WebhookEndpoint, WebhookEvent
from comments import actions
from comments.models import Decision
from comments.readers import Reader
from home.models import HomePage
from tests.comments.conftest import BLOCKS, Discussion, article, discussion, rules  # noqa: F401


def told(endpoint: WebhookEndpoint | None = None) -> list[dict]:
    """Give the bodies that were recorded, in their order."""
    rows = WebhookEvent.objects.order_by("pk")
    return [json.loads(row.body) for row in (rows.filter(deliveries__endpoint=endpoint) if endpoint else rows)]


def cost(call) -> int:
    with CaptureQueriesContext(connection) as asked:
        call()
    return len(asked)


def summary(endpoint: WebhookEndpoint | None = None) -> list[tuple[str, str]]:
    return [(body["type"], body["data"]["path"]) for body in told(endpoint)]


class TestArticles:
    def test_it_works(self, make_endpoint, make_article):
        endpoint = make_endpoint()
        page = make_article("Needles")
        (body,) = told()
        change = Change.objects.latest("number")
        assert body == {
            "type": "article.published",
            "timestamp": body["timestamp"],
            "data": {
                "id": page.pk,
                "path": "/articles/needles/",
                "slug": "needles",
                "locale": "en",
                "old_path": None,
                "html_url": "http://127.0.0.1:8000/articles/needles/",
                "detail_url": f"http://127.0.0.1:8000/api/v2/articles/{page.pk}/",
                "change": change.number,
            },
        }
        assert body["timestamp"].endswith("Z")
        delivery = WebhookDelivery.objects.get()
        assert (delivery.endpoint, delivery.state, delivery.tries) == (endpoint, "waiting", 0)
        (task,) = DBTaskResult.objects.filter(task_path=delivering.deliver.module_path)
        assert task.args_kwargs["args"] == [endpoint.pk]

    def test_a_whole_life_in_the_order_of_its_changes(self, make_endpoint, make_article):
        page = make_article("Needles")
        make_endpoint()
        page.move(HomePage.objects.get(), pos="last-child")
        page = ArticlePage.objects.get(pk=page.pk)
        page.unpublish()
        page.save_revision().publish()
        ArticlePage.objects.get(pk=page.pk).delete()
        assert summary() == [
            ("article.moved", "/needles/"),
            ("article.unpublished", "/needles/"),
            ("article.published", "/needles/"),
            ("article.deleted", "/needles/"),
        ]
        assert told()[0]["data"]["old_path"] == "/articles/needles/"
        numbers = [body["data"]["change"] for body in told()]
        assert numbers == sorted(set(numbers))

    def test_it_goes_with_the_transaction_of_its_cause(self, make_endpoint, make_article):
        make_endpoint()
        with transaction.atomic():
            make_article("Needles")
            transaction.set_rollback(True)
        assert not WebhookEvent.objects.exists()

    def test_pages_that_are_no_articles_are_not_told_of(self, make_endpoint, article_index):
        make_endpoint()
        article_index.save_revision().publish()
        assert told() == []

    def test_nothing_is_recorded_for_nobody(self, make_endpoint, make_article):
        make_endpoint(active=False)
        make_endpoint(events=["article.deleted"])
        make_article("Needles")
        assert not WebhookEvent.objects.exists()
        assert not DBTaskResult.objects.filter(task_path=delivering.deliver.module_path).exists()

    def test_each_endpoint_is_told_what_it_asked_for(self, make_endpoint, make_article):
        elsewhere = Site.objects.create(hostname="elsewhere.example", root_page=Page.objects.get(depth=1))
        everything, section = make_endpoint(), make_endpoint(section="/articles/")
        other_section, other_site = make_endpoint(section="/other/"), make_endpoint(site=elsewhere)
        make_article("Needles")
        here, there = ("article.published", "/articles/needles/"), ("article.published", "/home/articles/needles/")
        assert sorted(summary(everything)) == [here, there]
        assert (summary(section), summary(other_section), summary(other_site)) == ([here], [], [there])
        assert WebhookEvent.objects.count() == 2

    def test_a_section_is_followed_where_it_moves(self, make_endpoint, make_article):
        make_article("Needles")
        endpoint = make_endpoint(section="/articles/")
        index = ArticleIndexPage.objects.get()
        index.slug = "texts"
        index.save_revision().publish()
        endpoint.refresh_from_db()
        assert endpoint.section == "/texts/"
        assert summary(endpoint) == [("article.moved", "/texts/needles/")]

    def test_a_whole_section_costs_no_more_than_one_article(self, make_endpoint):
        make_endpoint()
        site = Site.objects.get()
        what = {
            "site": site,
            "type": "articles.ArticlePage",
            "change": "moved",
            "old_path": "/b/",
            "at": timezone.now(),
        }
        rows = [Change(number=number, page_id=number, path=f"/a/{number}/", **what) for number in range(20)]
        assert cost(lambda: events.of_changes(rows)) == cost(lambda: events.of_changes(rows[:1]))


class TestComments:
    def test_it_works(self, make_endpoint, discussion):  # noqa: F811
        make_endpoint()
        comment = discussion.pending("My mother has it. Write to me.", name="Ana", block=BLOCKS[0])
        page = discussion.page
        (body,) = told()
        assert body["type"] == "comment.pending"
        assert body["data"] == {
            "id": comment.pk,
            "page": page.pk,
            "path": f"/articles/{page.slug}/",
            "slug": page.slug,
            "locale": "en",
            "root": comment.pk,
            "parent": None,
            "block": BLOCKS[0],
            "html_url": f"http://127.0.0.1:8000/articles/{page.slug}/",
            "detail_url": f"http://127.0.0.1:8000/api/v2/comments/{comment.pk}/",
            "version": 1,
            "cause": "submit",
            "moderation_url": f"http://127.0.0.1:8000/api/v2/moderation/comments/{comment.pk}/",
            "desk_url": f"http://127.0.0.1:8000/admin/comments/{comment.pk}/",
        }

    def test_what_readers_have_hidden_waits_again(self, make_endpoint, discussion, rules):  # noqa: F811
        make_endpoint()
        rules(flag_threshold=1)
        comment = discussion.approved()
        actions.flag(comment.pk, reader=Reader(key="id:one", network="one"), reason="abuse")
        last = told()[-1]
        assert (last["type"], last["data"]["cause"], last["data"]["version"]) == ("comment.pending", "hide", 3)

    def test_what_becomes_of_it(self, make_endpoint, discussion):  # noqa: F811
        make_endpoint()
        comment = discussion.pending()
        discussion.decide(comment, "approve", "remove", "restore", "reject", "spam", "approve")
        assert [(body["type"], body["data"]["version"]) for body in told()] == [
            ("comment.pending", 1),
            ("comment.approved", 2),
            ("comment.removed", 3),
            ("comment.approved", 4),
            ("comment.removed", 5),
            ("comment.approved", 7),
        ]

    def test_what_its_author_does(self, make_endpoint, discussion, rules):  # noqa: F811
        rules(pre_moderation=False)
        make_endpoint()
        comment = discussion.pending("First words.")
        actions.edit(comment.pk, body="Second words.")
        actions.delete(comment.pk)
        assert [body["type"] for body in told()] == ["comment.approved", "comment.approved", "comment.removed"]

    def test_spam_is_nobodys_business(self, make_endpoint, discussion):  # noqa: F811
        make_endpoint()
        discussion.submit("Buy now", honeypot="x")
        assert told() == []

    def test_comments_on_what_is_not_public_are_not_told_of(self, make_endpoint, discussion):  # noqa: F811
        comment = discussion.pending()
        discussion.page.unpublish()
        make_endpoint()
        discussion.decide(comment, "approve")
        assert told() == []

    def test_many_decisions_cost_as_much_as_one(self, make_endpoint, discussion):  # noqa: F811
        make_endpoint(events=["comment.approved"])
        waiting = [discussion.pending() for _ in range(20)]

        decisions = list(Decision.objects.all())
        for decision in decisions:
            decision.to_status = "approved"
        assert cost(lambda: events.of_decisions(decisions)) == cost(lambda: events.of_decisions(decisions[:1]))
        assert len(told()) == len(waiting) + 1


class TestRetention:
    def test_old_events_go_with_what_was_sent_of_them(self, make_endpoint, make_article, run_later):
        make_endpoint()
        make_article("Needles")
        make_article("Cups")
        run_later()
        old = WebhookEvent.objects.earliest("pk")
        WebhookEvent.objects.filter(pk=old.pk).update(at=old.at - retention.WEBHOOKS)
        assert retention.forget.func()["webhook_events"] == 1
        assert (WebhookEvent.objects.count(), WebhookDelivery.objects.count()) == (1, 1)
