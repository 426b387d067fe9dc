"""What clients written for Wagtail's v2 API rely on, each as Wagtail's documentation of it says."""

from collections.abc import Iterator

import pytest
from wagtail.models import Locale, Page

from articles.models import ArticleIndexPage
from tests import worlds
from tests.articles.conftest import new_article

pytestmark = pytest.mark.django_db


@pytest.fixture
def ask(client):
    """Give a function that asks for pages and gives the answer."""
    return lambda **query: client.get("/api/v2/pages/", query).json()


@pytest.fixture
def titles(ask):
    """Give a function that asks for pages and gives their titles in their order."""
    return lambda **query: [item["title"] for item in ask(**query)["items"]]


@pytest.fixture(scope="module")
def tree(django_db_setup, django_db_blocker) -> Iterator[dict[str, Page]]:
    """Give an index with three articles, the second also in German."""
    with worlds.kept(django_db_blocker):
        index = ArticleIndexPage.objects.get()
        articles = {title: new_article(index, title) for title in ("Banana", "Apple", "Cherry")}
        german = Locale.objects.get_or_create(language_code="de")[0]
        translated = articles["Apple"].copy_for_translation(german, copy_parents=True)
        translated.title = "Apfel"
        translated.save_revision().publish()
        yield articles | {"Apfel": translated, "index": index}


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({}, ["Banana", "Apple", "Cherry", "Apfel"]),
        ({"locale": "en"}, ["Banana", "Apple", "Cherry"]),
        ({"locale": "de"}, ["Apfel"]),
        ({"order": "title", "locale": "en"}, ["Apple", "Banana", "Cherry"]),
        ({"order": "-title", "locale": "en"}, ["Cherry", "Banana", "Apple"]),
        ({"order": "-title,id", "locale": "en", "limit": "1"}, ["Cherry"]),
        ({"limit": "2"}, ["Banana", "Apple"]),
        ({"limit": "2", "offset": "2"}, ["Cherry", "Apfel"]),
        ({"slug": "apple", "locale": "en"}, ["Apple"]),
        ({"title": "Cherry"}, ["Cherry"]),
        ({"show_in_menus": "true"}, []),
    ],
)
def test_articles_are_listed(tree, titles, query, found):
    assert titles(type="articles.ArticlePage", **query) == found


def test_a_list_tells_how_many_there_are_in_all(tree, ask):
    answer = ask(type="articles.ArticlePage", limit="1")
    assert set(answer) == {"meta", "items"}
    assert answer["meta"] == {"total_count": 4}
    assert len(answer["items"]) == 1


def test_several_types_are_listed_together(tree, ask):
    answer = ask(type="articles.ArticlePage,articles.ArticleIndexPage", locale="en")
    types = {item["meta"]["type"] for item in answer["items"]}
    assert types == {"articles.ArticlePage", "articles.ArticleIndexPage"}


def test_pages_are_listed_by_their_place(tree, titles):
    index, apple = tree["index"], tree["Apple"]
    assert titles(child_of=index.pk) == ["Banana", "Apple", "Cherry"]
    assert titles(descendant_of=index.pk, order="title") == ["Apple", "Banana", "Cherry"]
    assert index.title in titles(child_of="root")
    assert set(titles(descendant_of="root")) >= {index.title, "Apple", "Banana", "Cherry"}
    assert titles(ancestor_of=apple.pk)[-1] == index.title
    assert titles(translation_of=apple.pk) == ["Apfel"]


@pytest.mark.parametrize("order", ["random", "title"])
def test_the_order_does_not_change_what_is_listed(tree, titles, order):
    assert sorted(titles(type="articles.ArticlePage", locale="en", order=order)) == ["Apple", "Banana", "Cherry"]


@pytest.mark.parametrize(
    ("fields", "members"),
    [
        ("summary", {"id", "meta", "title", "summary"}),
        ("_,title", {"title"}),
        ("_,id,html_url", {"id", "meta"}),
        ("-title", {"id", "meta"}),
    ],
)
def test_an_item_has_the_fields_that_are_asked_for(tree, ask, fields, members):
    item = ask(type="articles.ArticlePage", locale="en", fields=fields)["items"][0]
    assert set(item) == members


def test_all_fields(tree, client, ask):
    item = ask(type="articles.ArticlePage", locale="en", fields="*")["items"][0]
    whole = client.get(f"/api/v2/pages/{item['id']}/").json()
    assert set(item) == set(whole)
    assert whole["meta"]["parent"]["meta"]["type"] == "articles.ArticleIndexPage"


def test_a_page_is_found_by_its_path_and_by_its_id(tree, client):
    apple = tree["Apple"]
    for query in ({"html_path": apple.url}, {"id": apple.pk}):
        response = client.get("/api/v2/pages/find/", query)
        assert response.status_code == 302
        assert client.get(response["Location"]).json()["id"] == apple.pk


@pytest.mark.parametrize(
    "query",
    [
        {"nonsense": "1"},
        {"fields": "nonsense"},
        {"fields": "title,,summary"},
        {"order": "nonsense"},
        {"order": "random", "offset": "1"},
        {"limit": "101"},
        {"limit": "-1"},
        {"type": "articles.Nonsense"},
        {"type": "articles.Reference"},
        {"child_of": "999999"},
        {"child_of": "nonsense"},
        {"child_of": "1", "descendant_of": "1"},
        {"search": "a", "order": "random"},
        {"translation_of": "nonsense"},
    ],
)
def test_what_is_wrong_is_said(tree, client, query):
    response = client.get("/api/v2/pages/", query)
    assert response.status_code == 400
    assert response.json()["message"]


@pytest.mark.parametrize("query", [{"locale": "tlh"}, {"site": "nowhere.example"}])
def test_a_language_or_a_site_that_is_not_there_is_not_found(tree, client, query):
    assert client.get("/api/v2/pages/", query).status_code == 404
