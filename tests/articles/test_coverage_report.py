"""The report of evidence coverage: by article, by topic and by author."""

from collections.abc import Iterator

import pytest
from django.contrib.auth.models import Group, Permission
from django.urls import reverse
from wagtail.models import GroupPagePermission

from articles import library
from articles.models import ArticleIndexPage, ArticlePage, Author, Topic
from articles.reports.charts import Bar, Chart, Series
from tests import worlds
from tests.articles.bodies import block, items, source
from tests.articles.conftest import new_article, new_reference
from tests.articles.reports import exported, page_of, queries, sign_in

pytestmark = pytest.mark.django_db

BY_ARTICLE = "/admin/reports/evidence-coverage/"
BY_TOPIC = "/admin/reports/evidence-coverage-by-topic/"
BY_AUTHOR = "/admin/reports/evidence-coverage-by-author/"


@pytest.fixture(scope="module")
def people_and_topics(django_db_setup, django_db_blocker) -> Iterator[tuple[Author, Topic, Topic]]:
    with worlds.kept(django_db_blocker):
        yield library.add(Author(name="Ana")), library.add(Topic(name="Sleep")), library.add(Topic(name="Pain"))


@pytest.fixture(scope="module")
def published(django_db_setup, django_db_blocker, people_and_topics) -> Iterator[list[int]]:
    with worlds.kept(django_db_blocker):
        yield [page.pk for page in publish(ArticleIndexPage.objects.get(), *people_and_topics)]


@pytest.fixture
def articles(db, published):
    """Give two articles: one with a gap and a retracted source, and one of which every claim is cited."""
    return [ArticlePage.objects.get(pk=pk) for pk in published]


def publish(index, ana, sleep, pain):
    sound, withdrawn = new_reference("Sound"), new_reference("Withdrawn", retracted=True)
    gaps = [
        block("benefit", id="b1", heading="Rest", sources=items(source(sound), source(withdrawn))),
        block("benefit", id="b2", heading="Fewer falls", sources=[]),
        block("mechanism", id="m1", heading="Nerves", sources=[]),
        block("mechanism", id="m2", heading="Vessels", sources=[], no_evidence_found=True),
        block("evidence", id="e", heading="Evidence", certainty="low", sources=items(source(withdrawn))),
    ]
    whole = [block("benefit", id="b3", heading="Calm", certainty="high", sources=items(source(sound)))]
    return (
        new_article(index, "Needles", body=gaps, authors=[ana], topics=[sleep, pain, sleep]),
        new_article(index, "Yoga", body=whole, topics=[pain]),
    )


class TestByArticle:
    def test_it_gives_the_figures_of_each_and_leads_to_the_first_gap(self, editor_client, articles):
        page = page_of(editor_client, BY_ARTICLE)
        assert f"/admin/pages/{articles[0].pk}/edit/#block-b2-section" in page
        assert "Fewer falls" in page
        assert page.index("Needles") < page.index("Yoga")
        first, second = exported(editor_client, BY_ARTICLE)
        assert first["Address"].endswith(f"/admin/pages/{articles[0].pk}/edit/#block-b2-section")
        assert second["Address"].endswith(f"/admin/pages/{articles[1].pk}/edit/")
        del first["Address"], first["Topics"]
        assert first == {
            "Article": "Needles",
            "Language": "English",
            "Authors": "Ana",
            "Claims": "4",
            "With a source": "1",
            "No evidence found": "1",
            "Without a source": "2",
            "Certainty": "Low certainty",
            "Retracted works": "1",
            "First claim without a source": "Fewer falls",
        }
        assert (second["Article"], second["Without a source"], second["Certainty"]) == ("Yoga", "0", "High certainty")

    def test_its_chart_says_in_words_what_its_bars_show(self, editor_client, articles):
        page = " ".join(page_of(editor_client, BY_ARTICLE).split())
        assert "What stands behind the claims of 2 articles" in page
        for count, words in ((2, "with a source"), (1, "no evidence found"), (2, "without a source")):
            assert f'</span>{count}<span class="w-sr-only"> {words}</span>' in page

    @pytest.mark.parametrize(
        ("query", "titles"),
        [
            ({"gaps": "uncited"}, ["Needles"]),
            ({"gaps": "declared"}, ["Needles"]),
            ({"gaps": "retracted"}, ["Needles"]),
            ({"gaps": "no-claims"}, []),
            ({"certainty": "high"}, ["Yoga"]),
            ({"certainty": "unjudged"}, []),
            ({"ordering": "page__title"}, ["Needles", "Yoga"]),
            ({"ordering": "-cited_share"}, ["Yoga", "Needles"]),
            ({"ordering": "-certainty_rank"}, ["Yoga", "Needles"]),
            ({"ordering": "retracted"}, ["Yoga", "Needles"]),
        ],
    )
    def test_it_can_be_narrowed_and_ordered(self, editor_client, articles, query, titles):
        assert [row["Article"] for row in exported(editor_client, BY_ARTICLE, **query)] == titles

    def test_it_can_be_narrowed_to_a_topic_an_author_and_a_language(self, editor_client, articles, people_and_topics):
        from wagtail.models import Locale

        ana, sleep, pain = people_and_topics
        german = Locale.objects.create(language_code="de")

        def titles(**query):
            return [row["Article"] for row in exported(editor_client, BY_ARTICLE, **query)]

        assert titles(topic=sleep.pk) == titles(author=ana.pk) == ["Needles"]
        assert titles(topic=pain.pk) == titles(locale=articles[0].locale_id) == ["Needles", "Yoga"]
        assert titles(locale=german.pk) == []

    def test_it_tells_where_nothing_matches(self, editor_client, articles):
        assert "No live article matches." in page_of(editor_client, BY_ARTICLE, gaps="no-claims")

    def test_what_is_taken_down_or_mirrored_is_not_counted(self, editor_client, articles):
        articles[1].create_alias(update_slug="mirror")
        articles[0].unpublish()
        assert [row["Article"] for row in exported(editor_client, BY_ARTICLE)] == ["Yoga"]


class TestByTopic:
    def test_an_article_counts_once_in_each_of_its_topics(self, editor_client, articles, make_article):
        make_article("Untold", body=[block("benefit", heading="Heat", sources=[])])
        rows = {row.pop("Topic"): list(row.values()) for row in exported(editor_client, BY_TOPIC)}
        # articles, claims, with a source, no evidence found, without a source, retracted works
        assert rows == {
            "Sleep": ["1", "4", "1", "1", "2", "1"],
            "Pain": ["2", "5", "2", "1", "2", "1"],
            "No topic": ["1", "1", "0", "0", "1", "0"],
        }

    def test_it_leads_to_its_articles_and_keeps_the_filters(self, editor_client, articles, people_and_topics):
        page = page_of(editor_client, BY_TOPIC, gaps="uncited")
        assert f"{BY_ARTICLE}?gaps=uncited&amp;topic={people_and_topics[1].pk}" in page
        assert f'href="{BY_AUTHOR}?gaps=uncited"' in page
        assert "Yoga" not in page

    @pytest.mark.parametrize(
        ("ordering", "names"), [("name", ["Pain", "Sleep"]), ("-name", ["Sleep", "Pain"]), ("share", ["Sleep", "Pain"])]
    )
    def test_it_can_be_ordered(self, editor_client, articles, ordering, names):
        assert [row["Topic"] for row in exported(editor_client, BY_TOPIC, ordering=ordering)] == names


class TestByAuthor:
    def test_it_works(self, editor_client, articles):
        rows = {row["Author"]: row["Claims"] for row in exported(editor_client, BY_AUTHOR)}
        assert rows == {"Ana": "4", "No author": "1"}


@pytest.mark.usefixtures("untold")
class TestItsCost:
    def test_it_asks_the_same_of_one_and_of_twenty(self, editor_client, articles, make_article):
        def asked():
            views = [
                (address, query) for address in (BY_ARTICLE, BY_TOPIC, BY_AUTHOR) for query in ({}, {"export": "csv"})
            ]
            return [queries(editor_client, address, **query) for address, query in views]

        one = asked()
        for number in range(20):
            topic, author = library.add(Topic(name=f"T{number}")), library.add(Author(name=f"A{number}"))
            body = articles[0].body.get_prep_value()
            make_article(f"Article {number}", body=body, topics=[topic], authors=[author])
        assert asked() == one


class TestWhoSeesIt:
    @pytest.mark.parametrize("group", ["Editors", "Medical reviewers"])
    def test_who_edits_finds_it_in_the_menu(self, client, django_user_model, articles, group):
        sign_in(client, django_user_model, group)
        assert BY_ARTICLE in page_of(client, reverse("wagtailadmin_home"))
        assert "Needles" in page_of(client, BY_ARTICLE)

    @pytest.mark.parametrize("address", [BY_ARTICLE, BY_TOPIC, BY_AUTHOR])
    def test_a_moderator_does_not(self, client, django_user_model, articles, address):
        sign_in(client, django_user_model, "Moderators")
        assert address not in page_of(client, reverse("wagtailadmin_home"))
        assert client.get(address).status_code == 302

    def test_who_may_edit_one_article_sees_that_one(self, client, django_user_model, articles):
        group = Group.objects.create(name="Yoga people")
        group.permissions.add(Permission.objects.get(codename="access_admin"))
        permission = Permission.objects.get(content_type__app_label="wagtailcore", codename="change_page")
        GroupPagePermission.objects.create(group=group, page=articles[1], permission=permission)
        sign_in(client, django_user_model, "Yoga people")
        assert [row["Article"] for row in exported(client, BY_ARTICLE)] == ["Yoga"]
        assert [row["Claims"] for row in exported(client, BY_TOPIC)] == ["1"]
        assert "Needles" not in page_of(client, BY_ARTICLE)


class TestChart:
    def test_the_longest_bar_fills_the_width(self):
        series = [Series("a", "A"), Series("b", "B")]
        lines = Chart("c", "C", series, [Bar("one", [3, 1]), Bar("two", [1, 0]), Bar("none", [0, 0])]).lines
        assert [[part.share for part in line.parts] for line in lines] == [
            ["75.00", "25.00"],
            ["25.00", "0.00"],
            ["0.00", "0.00"],
        ]
