"""GET /api/v2/articles/"""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone
from wagtail.models import Locale, PageViewRestriction

from articles import library
from articles.models import ArticleIndexPage, ArticlePage, Author, Topic
from comments.models import Discussion
from tests import worlds
from tests.articles.bodies import block, items, source
from tests.articles.conftest import new_article

KEYS = [
    "id", "slug", "title", "summary", "html_url", "detail_url", "image", "authors", "topics", "published_at",
    "updated_at", "reading_time_minutes", "evidence", "discussion",
]  # fmt: skip


def get(client, **query):
    return client.get("/api/v2/articles/", query)


def titles(client, **query):
    response = get(client, **query)
    assert response.status_code == 200, response.json()
    return [item["title"] for item in response.json()["items"]]


def day(number):
    return datetime(2026, 1, number, tzinfo=UTC)


@pytest.fixture(scope="class")
def three(django_db_setup, django_db_blocker) -> Iterator[list[ArticlePage]]:
    """Give three articles of three days."""
    with worlds.kept(django_db_blocker):
        index = ArticleIndexPage.objects.get()
        yield [
            new_article(index, title, published_at=day(n), updated_at=day(30 - n)) for n, title in enumerate("CAB", 1)
        ]


@pytest.fixture(scope="class")
def five(django_db_setup, django_db_blocker) -> Iterator[None]:
    """Give five articles, two of a day."""
    with worlds.kept(django_db_blocker):
        index = ArticleIndexPage.objects.get()
        for number in range(5):
            new_article(index, f"Article {number}", published_at=day(1 + number // 2), updated_at=day(1))
        yield


@pytest.fixture(scope="class")
def ids(django_db_setup, django_db_blocker) -> Iterator[list[int]]:
    """Give seven articles of a day: a tie of three with as many comments each, and one of four without any."""
    with worlds.kept(django_db_blocker):
        index = ArticleIndexPage.objects.get()
        ids = [new_article(index, f"Article {n}", published_at=day(1), updated_at=day(1)).pk for n in range(7)]
        for pk in ids[2:5]:
            Discussion.objects.update_or_create(page_id=pk, defaults={"comment_count": 4})
        yield ids


class TestTheList:
    def test_it_works(self, client, make_article, make_image, make_reference):
        image = make_image(description="Hands")
        body = [
            block("benefit", heading="H", certainty="low", sources=items(source(make_reference()))),
            block("mechanism", heading="M", text="<p>One two.</p>"),
        ]
        article = make_article(
            "Needles", summary="S", image=image, body=body, authors=[library.add(Author(name="Ana"))],
            topics=[library.add(Topic(name="Pain")), library.add(Topic(name="Fatigue"))],
        )  # fmt: skip
        answer = get(client).json()
        (card,) = answer["items"]
        assert answer["meta"] == {"total_count": 1, "next_cursor": None}
        assert list(card) == KEYS
        assert card["id"] == article.pk
        assert card["html_url"].endswith("/articles/needles/")
        assert card["detail_url"].endswith(f"/api/v2/articles/{article.pk}/")
        assert card["image"]["alt"] == "Hands"
        assert [person["name"] for person in card["authors"]] == ["Ana"]
        assert [topic["slug"] for topic in card["topics"]] == ["pain", "fatigue"]
        assert card["reading_time_minutes"] == 1
        assert card["evidence"] == {"claims": 2, "cited_claims": 1, "certainty": "low"}
        assert list(card["discussion"]) == ["is_open", "comment_count"]

    def test_it_shows_live_public_articles_only(self, client, make_article, article_index):
        make_article("Live")
        make_article("Draft", publish=False)
        private = make_article("Private")
        PageViewRestriction.objects.create(page=private, restriction_type=PageViewRestriction.LOGIN)
        assert titles(client) == ["Live"]

    def test_without_articles_it_is_empty(self, client, db):
        assert get(client).json() == {"meta": {"total_count": 0, "next_cursor": None}, "items": []}


class TestOrder:
    @pytest.mark.parametrize(
        ("order", "expected"),
        [
            (None, "BAC"),
            ("-published_at", "BAC"),
            ("published_at", "CAB"),
            ("updated_at", "BAC"),
            ("-updated_at", "CAB"),
            ("title", "ABC"),
            ("-title", "CBA"),
        ],
    )
    def test_it_is_newest_first_unless_asked(self, client, db, three, order, expected):
        assert titles(client, **({"order": order} if order else {})) == list(expected)

    def test_it_goes_by_comments(self, client, db, three):
        for article, count in zip(three, (1, 5, 0), strict=True):
            Discussion.objects.update_or_create(page=article, defaults={"comment_count": count})
        Discussion.objects.filter(page=three[2]).delete()
        assert titles(client, order="-comment_count") == list("ACB")
        assert titles(client, order="comment_count") == list("BCA")

    @pytest.mark.indexed
    def test_it_goes_by_relevance_of_a_search(self, client, make_article):
        text = "<p>Of needles once, and of very many other things.</p>" + "<p>Other things.</p>" * 40
        make_article("Sleep", body=[block("section", heading="", text=text)], published_at=day(2))
        make_article("Needles", summary="Needles", published_at=day(1))
        for title in ("Diet", "Rest", "Work"):
            make_article(title)  # a word that is everywhere would tell nothing
        assert titles(client, search="needles") == ["Sleep", "Needles"]
        assert titles(client, search="needles", order="relevance") == ["Needles", "Sleep"]

    def test_relevance_needs_a_search_and_has_no_cursor(self, client, db):
        assert get(client, order="relevance").json()["errors"]["order"][0]["message"] == "This needs a search."
        assert list(get(client, order="relevance", search="x", cursor="cD0x").json()["errors"]) == ["cursor"]


class TestPages:
    @pytest.mark.parametrize("order", ["-published_at", "published_at", "-updated_at", "title", "-comment_count"])
    def test_cursors_walk_to_the_end(self, client, db, five, order):
        seen, cursor = [], None
        while True:
            answer = get(client, limit=2, order=order, **({"cursor": cursor} if cursor else {})).json()
            seen += [item["id"] for item in answer["items"]]
            assert answer["meta"]["total_count"] == 5
            if (cursor := answer["meta"]["next_cursor"]) is None:
                break
        assert len(seen) == len(set(seen)) == 5

    def test_the_cursor_of_another_order_is_refused_or_read_as_a_place(self, client, make_article):
        for number in range(2):
            make_article(f"Article {number}", published_at=day(1), updated_at=day(1))
        orders = ["published_at", "title", "comment_count"]
        cursors = {order: get(client, limit=1, order=order).json()["meta"]["next_cursor"] for order in orders}
        for order, cursor in ((order, cursor) for order in orders for cursor in cursors.values()):
            assert get(client, limit=1, order=order, cursor=cursor).status_code in {200, 400}
        refused = get(client, order="published_at", cursor=cursors["comment_count"])
        assert (refused.status_code, refused.json()["code"]) == (400, "bad_cursor")


class TestTies:
    @pytest.mark.parametrize("order", ["-published_at", "-comment_count", "comment_count"])
    def test_cursors_walk_through_more_of_a_kind_than_a_page_holds(self, client, db, ids, order):
        seen, cursor = [], None
        while cursor is not None or not seen:
            answer = get(client, limit=2, order=order, **({"cursor": cursor} if cursor else {})).json()
            seen += [item["id"] for item in answer["items"]]
            cursor = answer["meta"]["next_cursor"]
        most, least = ids[4:1:-1], [*ids[6:4:-1], *ids[1::-1]]
        in_order = {"-published_at": ids[::-1], "-comment_count": most + least, "comment_count": (most + least)[::-1]}
        assert seen == in_order[order]


class TestParts:
    def test_offset_and_limit_choose_a_part(self, client, db, three):
        assert titles(client, limit=1, offset=1) == ["A"]

    @pytest.mark.parametrize(
        "query",
        [
            {"limit": "0"},
            {"limit": "101"},
            {"limit": "x"},
            {"offset": "-1"},
            {"cursor": ""},
            {"cursor": "zzz"},
            {"cursor": "cD14"},
        ],
    )
    def test_what_cannot_be_is_refused_by_name(self, client, db, three, query):
        response = get(client, **query)
        assert response.status_code == 400
        assert list(response.json()["errors"]) == list(query)

    def test_dates_of_publication(self, client, db, three):
        assert titles(client, published_after="2026-01-02") == ["B", "A"]
        assert titles(client, published_before="2026-01-02T00:00:00Z") == ["C"]
        assert titles(client, published_after="2026-01-02T00:00:01Z", published_before="2026-01-04") == ["B"]

    @pytest.mark.parametrize("text", ['"', "AND (", "a* OR NEAR(", "needles'); --", "\\", "…"])
    @pytest.mark.parametrize("order", ["-published_at", "relevance"])
    def test_a_search_has_no_syntax(self, client, db, three, text, order):
        assert get(client, search=text, order=order).status_code == 200


class TestFilters:
    def test_topic_and_author(self, client, make_article):
        pain, sleep = (library.add(Topic(name=name)) for name in ("Pain", "Sleep"))
        ana, ben = (library.add(Author(name=name)) for name in ("Ana", "Ben"))
        make_article("One", topics=[pain, sleep], authors=[ana])
        make_article("Two", topics=[pain], authors=[ben, ana])
        assert titles(client, topic="sleep") == ["One"]
        assert titles(client, topic="pain", order="title") == ["One", "Two"]
        assert titles(client, author="ben") == ["Two"]
        assert titles(client, author="ana", topic="sleep") == ["One"]
        assert titles(client, topic="nobody-wrote-of-it") == []

    def test_certainty_design_and_whether_all_claims_are_cited(self, client, make_article, make_reference):
        trial, review = make_reference(design="randomized_trial"), make_reference(design="systematic_review")
        make_article("Full", body=[block("benefit", heading="H", certainty="low", sources=items(source(trial)))])
        make_article(
            "Part",
            body=[
                block("benefit", heading="H", certainty="high", sources=items(source(trial), source(review))),
                block("mechanism", heading="M"),
            ],
        )
        make_article("None")
        assert titles(client, certainty="high") == ["Part"]
        assert titles(client, study_design="systematic_review") == ["Part"]
        assert titles(client, study_design="randomized_trial", order="title") == ["Full", "Part"]
        assert titles(client, cited="true") == ["Full"]
        assert titles(client, cited="false", order="title") == ["None", "Part"]

    def test_a_changed_design_counts_at_once(self, client, make_article, make_reference):
        reference = make_reference(design="cohort")
        make_article("One", body=[block("benefit", heading="H", sources=items(source(reference)))])
        reference.design = "guideline"
        reference.save()
        assert titles(client, study_design="guideline") == ["One"]
        assert titles(client, study_design="cohort") == []

    def test_review_overdue(self, client, make_article):
        today = timezone.now().date()
        make_article("Overdue", review_due_at=today - timedelta(days=1))
        make_article("Today", review_due_at=today)
        make_article("Unplanned")
        assert titles(client, review_overdue="true") == ["Overdue"]
        assert titles(client, review_overdue="false", order="title") == ["Today", "Unplanned"]

    def test_locale(self, client, make_article, article_index):
        german = Locale.objects.create(language_code="de")
        article_index.get_parent().copy_for_translation(german)
        translated_index = article_index.copy_for_translation(german)
        make_article("English")
        make_article("Deutsch", parent=translated_index, locale=german)
        assert titles(client, locale="de") == ["Deutsch"]
        assert titles(client, locale="en") == ["English"]
        assert titles(client, order="title") == ["Deutsch", "English"]

    @pytest.mark.indexed
    def test_search_finds_title_summary_blocks_and_authors(self, client, make_article):
        make_article(
            "Needles", summary="About pain", body=[block("faq", items=items({"question": "Hurts?", "answer": ""}))]
        )
        make_article("Other", authors=[library.add(Author(name="Zorblax"))])
        assert (
            titles(client, search="needles")
            == titles(client, search="PAIN")
            == titles(client, search="hurts")
            == ["Needles"]
        )
        assert titles(client, search="zorblax") == ["Other"]
        assert titles(client, search="needles zorblax") == []

    @pytest.mark.indexed
    def test_highlights_mark_the_words_and_escape_the_rest(self, client, make_article):
        make_article("Needles & <b>", summary="A needles study")
        card = get(client, search="needles", highlight="true").json()["items"][0]
        assert card["highlights"] == {
            "title": "<mark>Needles</mark> &amp; &lt;b&gt;",
            "summary": "A <mark>needles</mark> study",
            "text": "",
        }
        assert "highlights" not in get(client, search="needles").json()["items"][0]

    @pytest.mark.indexed
    def test_highlights_show_where_in_the_text_the_words_are(self, client, make_article):
        text = f"<p>Before.</p><p>{'Many words &lt;i&gt; stand here. ' * 9}Then <b>spasticity</b> eases. {'And more. ' * 30}</p>"
        make_article("Cups", body=[block("section", heading="", text=text)])
        (card,) = get(client, search="spasticity", highlight="true").json()["items"]
        found = card["highlights"]["text"]
        assert "Then <mark>spasticity</mark> eases. And" in found
        assert found.startswith("… ")
        assert found.endswith(" …")
        assert "&lt;i&gt;" in found
        assert len(found) < 260

    @pytest.mark.parametrize(
        ("name", "value"),
        [
            ("certainty", "sure"),
            ("study_design", "opinion"),
            ("cited", "maybe"),
            ("review_overdue", "2"),
            ("published_after", "yesterday"),
            ("published_after", "0001-01-01T00:00:00+14:00"),
            ("published_before", "9999-12-31T23:59:59-14:00"),
            ("published_before", "2026-13-01"),
            ("locale", "xx"),
            ("order", "id"),
            ("search", "x" * 201),
            ("highlight", "true"),
        ],
    )
    def test_a_value_that_cannot_be_is_refused_by_name(self, client, db, name, value):
        response = get(client, **{name: value})
        assert response.status_code == 400
        assert list(response.json()["errors"]) == [name]

    def test_a_parameter_that_nobody_knows_is_named(self, client, db):
        response = get(client, tag="x")
        assert (response.status_code, response.json()["code"]) == (400, "unknown_parameter")
        assert "tag" in response.json()["message"]


@pytest.mark.usefixtures("rendering", "untold")
class TestItsCost:
    @pytest.mark.parametrize("times", [1, 20])
    def test_it_is_the_same_for_one_and_for_twenty(
        self, client, make_article, make_image, make_reference, django_assert_num_queries, times
    ):
        topic = library.add(Topic(name="Pain"))
        for number in range(times):
            make_article(
                f"Article {number}", image=make_image(), topics=[topic],
                authors=[library.add(Author(name=f"A{number}", image=make_image()))],
                body=[block("benefit", heading="H", sources=items(source(make_reference(f"R{number}"))))],
            )  # fmt: skip
        get(client)
        with django_assert_num_queries(7):
            assert len(get(client).json()["items"]) == times

    def test_the_bodies_are_not_fetched(self, client, make_article, django_assert_num_queries):
        from django.db import connection
        from django.test.utils import CaptureQueriesContext

        make_article()
        with CaptureQueriesContext(connection) as captured:
            get(client)
        assert not any(f'"{ArticlePage._meta.db_table}"."body"' in query["sql"] for query in captured.captured_queries)


class TestHttp:
    def test_a_client_that_has_it_is_told_so_until_something_changes(self, client, make_article):
        make_article("One")
        etag = get(client)["ETag"]
        assert client.get("/api/v2/articles/", headers={"if-none-match": etag}).status_code == 304
        make_article("Two")
        assert client.get("/api/v2/articles/", headers={"if-none-match": etag}).status_code == 200

    def test_it_carries_the_tags_of_what_it_shows(self, client, make_article):
        author, topic = library.add(Author(name="Ana")), library.add(Topic(name="Pain"))
        article = make_article(authors=[author], topics=[topic])
        tags = set(get(client)["Cache-Tag"].split(","))
        assert {"articles", f"page:{article.pk}", f"comments:{article.pk}"} <= tags
        assert {f"author:{author.pk}", f"topic:{topic.pk}"} <= tags
