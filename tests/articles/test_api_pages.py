"""Wagtail's own lists: whatever they are asked, the answer is a list or a 400 that says what is wrong."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from django.core.files.base import ContentFile
from wagtail.documents import get_document_model
from wagtail.models import PageViewRestriction

from articles.models import ArticleIndexPage, ArticlePage, Author, Topic
from tests import worlds
from tests.articles.bodies import block, items, source
from tests.articles.conftest import new_article, new_image, new_reference

LISTS = ["pages", "images", "documents"]
NASTY = [
    '"', "'", "*", 'a" OR b', "(", ")", "-", "NEAR(", "NEAR(a b, 2", "a AND", "NOT", "^a", "a:b", "{a}", "\\",
    "é 你好 🙂", "ß" * 200, "a " * 100, "", " ", "…", ":*", "a & | !b", "%_",
]  # fmt: skip


@pytest.fixture
def quiet_client(client):
    """Give a client that reports a 500 as what it is, an answer."""
    client.raise_request_exception = False
    return client


def get(client, what, **query):
    return client.get(f"/api/v2/{what}/", query)


@pytest.fixture(scope="class")
def published(django_db_setup, django_db_blocker) -> Iterator[int]:
    """Give the id of an article that leads to a private one."""
    with worlds.kept(django_db_blocker):
        index = ArticleIndexPage.objects.get()
        private = new_article(index, "Private")
        PageViewRestriction.objects.create(page=private, restriction_type=PageViewRestriction.LOGIN)
        links = f'<a linktype="page" id="{index.pk}">all</a> <a linktype="page" id="{private.pk}">secret</a>'
        body = [
            block("section", heading="", text=f"<p>See {links}.</p>"),
            block("benefit", heading="H", text="<p>t</p>", sources=items(source(new_reference("Trial")))),
        ]
        people = [Author.objects.create(name="Ana", slug="ana", image=new_image())]
        topics = [Topic.objects.create(name="Pain", slug="pain")]
        yield new_article(
            index, "Needles", summary="S", body=body, authors=people, topics=topics,
            image=new_image(description="Hands"), published_at=datetime(2026, 1, 2, tzinfo=UTC),
        ).pk  # fmt: skip


@pytest.fixture
def article(db, published):
    return ArticlePage.objects.get(pk=published)


@pytest.mark.django_db
class TestSearch:
    @pytest.mark.parametrize("text", NASTY)
    @pytest.mark.parametrize("what", LISTS)
    def test_it_has_no_syntax(self, quiet_client, what, text):
        response = get(quiet_client, what, search=text)
        assert response.status_code == 200
        assert response.json()["items"] == []

    @pytest.mark.indexed
    @pytest.mark.parametrize("text", ["needles", '"needles"', "needles*", "(needles", "NEEDLES -"])
    def test_it_finds_the_words_whatever_stands_about_them(self, client, make_article, text):
        article = make_article("Needles")
        assert [item["id"] for item in get(client, "pages", search=text).json()["items"]] == [article.pk]

    @pytest.mark.indexed
    def test_a_word_that_databases_take_for_an_operator_is_a_word(self, client, make_article):
        make_article("Sleep")
        assert get(client, "pages", search="sleep OR needles").json()["items"] == []
        found = get(client, "pages", search='sleep" needles', search_operator="or").json()
        assert [item["title"] for item in found["items"]] == ["Sleep"]

    @pytest.mark.indexed
    def test_it_keeps_to_what_else_is_asked(self, client, make_article):
        one, two = make_article("Needles B"), make_article("Needles A")
        found = get(client, "pages", search="needles", order="title", type="articles.ArticlePage").json()
        assert [item["id"] for item in found["items"]] == [two.pk, one.pk]

    @pytest.mark.parametrize("what", LISTS)
    @pytest.mark.parametrize("query", [{"search": "a" * 201}, {"search": "a", "search_operator": "xor"}])
    def test_it_refuses_what_it_cannot_do(self, quiet_client, what, query):
        response = get(quiet_client, what, **query)
        assert (response.status_code, response.json()["code"]) == (400, "invalid")
        assert list(query)[-1] in response.json()["message"]


@pytest.mark.django_db
class TestOffset:
    @pytest.mark.parametrize("what", LISTS)
    @pytest.mark.parametrize("offset", ["100001", "9" * 20, "9" * 5000, "-1", "x", "²"])
    def test_one_that_no_list_reaches_is_refused(self, quiet_client, what, offset):
        response = get(quiet_client, what, offset=offset)
        assert response.status_code == 400
        assert "offset" in response.json()["message"]

    def test_one_behind_the_end_gives_nothing(self, client):
        response = get(client, "pages", offset="100000")
        assert (response.status_code, response.json()["items"]) == (200, [])


@pytest.mark.django_db
class TestFilters:
    @pytest.mark.parametrize(
        "query",
        [
            {"first_published_at": "yesterday"},
            {"show_in_menus": "perhaps"},
            {"id": "x"},
        ],
    )
    def test_a_value_that_no_row_can_have_is_refused(self, quiet_client, query):
        response = get(quiet_client, "pages", **query)
        assert (response.status_code, response.json()["code"]) == (400, "invalid")

    @pytest.mark.parametrize("query", [{"first_published_at": "0001-01-01T00:00:00+14:00"}, {"alias_of": "9" * 23}])
    def test_a_value_beyond_what_a_database_holds_is_refused_or_found_nowhere(self, quiet_client, query):
        response = get(quiet_client, "pages", **query)
        assert response.status_code == 400 or response.json()["items"] == []

    @pytest.mark.parametrize("what", LISTS)
    def test_find_refuses_what_is_no_id(self, quiet_client, what):
        response = get(quiet_client, f"{what}/find", id="abc")
        assert (response.status_code, response.json()["message"]) == (400, "id must be a positive integer")


@pytest.mark.django_db
class TestAnArticle:
    def test_it_has_what_an_article_has(self, client, article):
        shown = client.get(f"/api/v2/pages/{article.pk}/").json()
        whole = client.get(f"/api/v2/articles/{article.pk}/").json()
        for name in ("summary", "image", "published_at", "updated_at", "authors", "topics", "body"):
            assert shown[name] == whole[name], name
        assert shown["published_at"] == "2026-01-02T00:00:00Z"
        assert shown["body"][1]["value"]["sources"][0]["reference"]["number"] == 1

    def test_a_list_gives_the_same_when_asked(self, client, article):
        (row,) = get(client, "pages", type="articles.ArticlePage", fields="*", slug="needles").json()["items"]
        detail = client.get(f"/api/v2/pages/{article.pk}/").json()
        assert {name: row[name] for name in detail if name != "meta"} == {
            n: v for n, v in detail.items() if n != "meta"
        }

    def test_its_links_are_absolute_and_lead_to_nothing_private(self, client, article):
        text = client.get(f"/api/v2/pages/{article.pk}/").json()["body"][0]["value"]["text"]
        assert re.fullmatch(r'<p>See <a href="https?://[^"]+/articles/">all</a> secret\.</p>', text)

    def test_so_are_those_of_an_introduction(self, client, article, article_index):
        private = article_index.get_children().get(slug="private")
        article_index.introduction = (
            f'<p><a linktype="page" id="{article.pk}">one</a> <a linktype="page" id="{private.pk}">two</a></p>'
        )
        article_index.save_revision().publish()
        shown = client.get(f"/api/v2/pages/{article_index.pk}/").json()["introduction"]
        assert re.fullmatch(r'<p><a href="https?://[^"]+/articles/needles/">one</a> two</p>', shown)

    def test_an_images_file_has_an_absolute_address(self, client, article):
        for path in ("/api/v2/images/", f"/api/v2/images/{article.image_id}/"):
            answer = client.get(path).json()
            address = answer.get("items", [answer])[-1]["meta"]["download_url"]
            assert re.fullmatch(r"https?://[^/]+/media/\S+", address)

    def test_markdown_leads_to_nothing_private_either(self, client, article):
        answer = client.get(f"/api/v2/pages/{article.pk}/", {"rich_text_format": "markdown"}).json()
        assert re.search(r"See \[all\]\(https?://\S+/articles/\) secret\.", answer["body"][0]["value"]["text"])

    def test_what_it_is_an_alias_of_is_named_where_that_is_public(self, client, article):
        alias = article.create_alias(update_slug="alias")
        path = f"/api/v2/pages/{alias.pk}/"
        assert client.get(path).json()["meta"]["alias_of"]["id"] == article.pk
        PageViewRestriction.objects.create(page=article, restriction_type=PageViewRestriction.LOGIN)
        assert client.get(path).json()["meta"]["alias_of"] is None
        listed = client.get("/api/v2/pages/", {"fields": "*", "slug": "alias"}).json()["items"]
        assert [row["meta"]["alias_of"] for row in listed] == [None]

    @pytest.mark.parametrize("query", [{"body": "x"}, {"order": "body"}, {"authors": "x"}])
    def test_what_is_no_column_is_not_asked_for(self, quiet_client, article, query):
        assert get(quiet_client, "pages", type="articles.ArticlePage", **query).status_code == 400


@pytest.mark.django_db
@pytest.mark.usefixtures("rendering", "untold")
class TestTheirCost:
    @pytest.fixture
    def filled(self, make_article, make_image, make_reference):
        """Give a function that makes as many articles, pictures and documents with all that they can have."""

        def fill(times):
            topic = Topic.objects.create(name="Pain", slug="pain")
            for number in range(times):
                author = Author.objects.create(name="A", slug=f"a{number}", image=make_image(tags=["one", "two"]))
                body = [block("benefit", heading="H", sources=items(source(make_reference(f"R{number}")))),
                        block("image", image=make_image().pk)]  # fmt: skip
                make_article(f"A{number}", body=body, image=make_image(), authors=[author], topics=[topic])
                document = get_document_model().objects.create(title="D", file=ContentFile(b"x", name="d.pdf"))
                document.tags.add("one")

        return fill

    @pytest.mark.parametrize("times", [1, 20])
    def test_it_is_the_same_for_one_and_for_twenty(self, client, filled, times, django_assert_num_queries):
        filled(times)
        for what, query, queries in (
            ("pages", {}, 9),
            ("pages", {"type": "articles.ArticlePage", "fields": "*"}, 13),
            ("images", {}, 5),
            ("documents", {}, 5),
        ):
            get(client, what, **query)
            with django_assert_num_queries(queries, info=f"{what} {query}"):
                assert len(get(client, what, **query).json()["items"]) >= times
