"""Articles suggested by topic, and the cards that lead to them."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Locale, PageViewRestriction, Site

from articles import library, suggestions
from articles.models import RelatedArticle, Topic

NOW = timezone.now()


@pytest.fixture
def topics(db):
    return [library.add(Topic(name=name)) for name in ("Fatigue", "Sleep", "Pain")]


@pytest.fixture
def needles(make_article, topics):
    return make_article("Needles", topics=topics[:2], publish=False)


def titles(page):
    return [suggestion.page.title for suggestion in suggestions.for_article(page)]


class TestWhatIsSuggested:
    def test_more_shared_topics_come_first_then_the_newer(self, make_article, topics, needles):
        make_article("Old", topics=topics[:1], published_at=NOW - timezone.timedelta(days=9))
        make_article("New", topics=topics[1:], published_at=NOW)
        make_article("Both", topics=topics, published_at=NOW - timezone.timedelta(days=99))
        make_article("Neither", topics=topics[2:])
        found = suggestions.for_article(needles)
        assert [suggestion.page.title for suggestion in found] == ["Both", "New", "Old"]
        assert [suggestion.topics for suggestion in found] == [("Fatigue", "Sleep"), ("Sleep",), ("Fatigue",)]

    def test_it_follows_the_topics_of_the_form(self, make_article, topics, needles):
        make_article("Pain", topics=topics[2:])
        needles.article_topics = [type(needles.article_topics.first())(topic=topics[2])]
        assert titles(needles) == ["Pain"]
        needles.article_topics = []
        assert titles(needles) == []

    def test_what_is_linked_already_is_left_out(self, make_article, topics, needles):
        card, button, related, free = (make_article(name, topics=topics) for name in ("A", "B", "C", "D"))
        needles.body = [
            ("related_article", {"page": card, "url": "", "label": ""}),
            ("call_to_action", {"text": "", "label": "Go", "page": button, "url": "", "style": "primary"}),
        ]
        needles.related_articles = [RelatedArticle(article=related)]
        assert titles(needles) == [free.title]

    def test_nobody_is_led_where_the_public_may_not_go(self, make_article, topics, needles, article_index):
        make_article("Draft", topics=topics, publish=False)
        private = make_article("Private", topics=topics)
        PageViewRestriction.objects.create(page=private, restriction_type=PageViewRestriction.LOGIN)
        assert titles(needles) == []

    def test_it_stays_in_its_site_and_language(self, make_article, topics, needles, article_index):
        from articles.models import ArticleIndexPage, ArticlePage
        from home.models import HomePage

        other_home = article_index.get_root().add_child(instance=HomePage(title="Other", slug="other"))
        Site.objects.create(hostname="other.example", root_page=other_home)
        other_index = other_home.add_child(instance=ArticleIndexPage(title="Articles", slug="articles"))
        make_article("Elsewhere", topics=topics, parent=other_index)
        german = make_article("Deutsch", topics=topics)
        ArticlePage.objects.filter(pk=german.pk).update(locale=Locale.objects.create(language_code="de"))
        assert titles(needles) == []

    def test_its_cost_is_bounded(self, make_article, topics, needles):
        def queries():
            with CaptureQueriesContext(connection) as captured:
                found = suggestions.for_article(needles)
            return len(captured), len(found)

        make_article("One", topics=topics)
        queries()  # fills the cache of site roots
        one, _ = queries()
        for number in range(8):
            make_article(f"Article {number}", topics=topics)
        assert queries() == (one, 6)
        assert one <= 3 + 4  # the article's own rows, which its form has already


class TestThePanel:
    def shown(self, client, page):
        html = client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()
        return html.partition("data-suggestions")[2].partition("</ul>")[0]

    def test_it_offers_a_card_of_each(self, editor_client, make_article, topics, needles):
        sleep = make_article("Sleep well", topics=topics)
        html = self.shown(editor_client, needles)
        assert "Sleep well" in html
        assert f'data-suggestion="{reverse("articles_card", args=[sleep.pk])}"' in html

    def test_it_says_what_to_do_without_topics(self, editor_client, make_article):
        assert "This article has no topic yet." in self.shown(editor_client, make_article("Bare", publish=False))

    def test_it_says_when_there_is_nothing(self, editor_client, needles):
        assert "No other public article shares a topic" in self.shown(editor_client, needles)

    def test_a_new_article_has_it(self, editor_client, article_index):
        url = reverse("wagtailadmin_pages:add", args=["articles", "articlepage", article_index.pk])
        assert "This article has no topic yet." in editor_client.get(url).content.decode()


class TestTheCard:
    def test_it_is_a_block_for_the_form(self, editor_client, make_article):
        sleep = make_article("Sleep well")
        answer = editor_client.get(reverse("articles_card", args=[sleep.pk])).json()
        assert answer["type"] == "related_article"
        assert answer["state"]["page"]["id"] == sleep.pk
        assert not answer["state"]["label"]
        assert not answer["state"]["url"]

    def test_a_draft_has_none(self, editor_client, needles):
        assert editor_client.get(reverse("articles_card", args=[needles.pk])).status_code == 404

    def test_it_is_for_who_may_enter_the_admin(self, client, make_article):
        assert client.get(reverse("articles_card", args=[make_article("Sleep").pk])).status_code == 302
