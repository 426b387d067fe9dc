"""GET /api/v2/articles/facets/: what a front end writes beside its filters."""

from collections.abc import Iterator

import pytest
from django.core.exceptions import ValidationError

from articles import library
from articles.models import ArticleIndexPage, ArticlePage, Author, Topic
from tests import worlds
from tests.articles.bodies import block, items, source
from tests.articles.conftest import new_article, new_reference


def get(client, **query):
    return client.get("/api/v2/articles/facets/", query)


def counts(client, **query) -> tuple[int, dict[str, int], dict[str, int], dict[str, int]]:
    """Give the total and the counts of each facet."""
    answer = get(client, **query).json()
    topics = {row["slug"]: row["count"] for row in answer["topic"]}
    certainty, design = ({row["value"]: row["count"] for row in answer[name]} for name in ("certainty", "study_design"))
    return answer["meta"]["total_count"], topics, certainty, design


def graded(title, *topics, certainty="low", designs=("cohort",), publish=True):
    """Give a live article of a topic with a claim of a certainty, citing a study of each design."""
    sources = items(*(source(new_reference(f"{title} {n}", design=design)) for n, design in enumerate(designs)))
    body = [block("benefit", heading="H", certainty=certainty, sources=sources)]
    return new_article(ArticleIndexPage.objects.get(), title, body=body, topics=topics, publish=publish)


@pytest.fixture(scope="class")
def three(django_db_setup, django_db_blocker) -> Iterator[None]:
    """Publish three articles, and leave a draft."""
    with worlds.kept(django_db_blocker):
        pain, sleep = (library.add(Topic(name=name)) for name in ("Pain", "Sleep"))
        graded("Needles", pain, certainty="high", designs=("cohort", "cohort", "meta_analysis"))
        graded("Cups", pain, sleep, certainty="low", designs=("meta_analysis",))
        graded("Draft", pain, publish=False)
        graded("Walking", sleep, certainty="low", designs=("case_report",))
        yield


@pytest.mark.django_db
class TestFacets:
    def test_it_works(self, client, three):
        answer = get(client).json()
        assert answer == {
            "meta": {"total_count": 3},
            "topic": [{"slug": "pain", "name": "Pain", "count": 2}, {"slug": "sleep", "name": "Sleep", "count": 2}],
            "certainty": [
                {"value": "high", "label": "High certainty", "count": 1},
                {"value": "low", "label": "Low certainty", "count": 2},
            ],
            "study_design": [
                {"value": "meta_analysis", "label": "Meta-analysis", "count": 2},
                {"value": "cohort", "label": "Cohort study", "count": 1},
                {"value": "case_report", "label": "Case report", "count": 1},
            ],
        }

    @pytest.mark.parametrize(
        "query",
        [
            {"topic": "pain"},
            {"certainty": "low"},
            {"study_design": "meta_analysis", "topic": "sleep"},
            {"search": "walking"},
            {"cited": "false"},
            {"published_before": "2020-01-01"},
        ],
    )
    def test_each_count_is_what_the_list_would_have(self, client, three, query):
        total, *facets = counts(client, **query)
        assert client.get("/api/v2/articles/", query).json()["meta"]["total_count"] == total
        for name, found in zip(("topic", "certainty", "study_design"), facets, strict=True):
            if name in query:
                assert found.get(query[name], 0) == total
                continue
            for value, count in found.items():
                assert client.get("/api/v2/articles/", query | {name: value}).json()["meta"]["total_count"] == count

    def test_nothing_of_what_is_not_public(self, client, three, article_index):
        from wagtail.models import PageViewRestriction

        PageViewRestriction.objects.create(page=article_index, restriction_type=PageViewRestriction.LOGIN)
        assert counts(client) == (0, {}, {}, {})

    @pytest.mark.parametrize("query", [{"order": "title"}, {"limit": "1"}, {"certainty": "sure"}, {"x": "1"}])
    def test_what_it_cannot_count_it_refuses(self, client, query):
        assert get(client, **query).status_code == 400

    @pytest.mark.indexed
    @pytest.mark.usefixtures("untold")
    @pytest.mark.parametrize("times", [1, 20])
    def test_its_cost_is_the_same_for_one_and_for_twenty(self, client, django_assert_num_queries, times):
        for number in range(times):
            graded(f"Article {number}", library.add(Topic(name=f"Topic {number}")))
        get(client)
        with django_assert_num_queries(4):
            assert len(get(client, search="article").json()["topic"]) == times

    def test_a_client_that_has_it_is_told_so_until_something_changes(self, client, three):
        tag = get(client)["ETag"]
        assert client.get("/api/v2/articles/facets/", headers={"If-None-Match": tag}).status_code == 304
        ArticlePage.objects.get(title="Walking").unpublish()
        assert client.get("/api/v2/articles/facets/", headers={"If-None-Match": tag}).status_code == 200


class TestItsAddress:
    def test_no_article_takes_it(self, article_index, make_article):
        with pytest.raises(ValidationError, match="address of the API"):
            article_index.add_child(instance=ArticlePage(title="Facets", slug="facets", body=[]))
        assert make_article("Facets").slug == "article-facets"

    def test_an_article_that_has_it_already_can_be_edited(self, make_article):
        page = make_article("Needles")
        ArticlePage.objects.filter(pk=page.pk).update(slug="facets")
        ArticlePage.objects.get(pk=page.pk).save_revision().publish()

    def test_an_author_of_that_name_can_be_filtered_by(self, client, make_article):
        make_article("Needles", authors=[library.add(Author(name="Facets", slug="facets"))])
        assert counts(client, author="facets")[0] == 1
