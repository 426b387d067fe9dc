"""Topics and people have pages of their own: in the API, at a front-end path, among the routes, in the sitemap."""

from collections.abc import Iterator

import pytest
from lxml import etree
from wagtail.models import Locale

from articles import library
from articles.models import ArticleIndexPage, ArticleReviewer, Author, AuthorTranslation, Topic, TopicTranslation
from home.models import HomePage
from tests import worlds
from tests.articles.conftest import new_article

ORCID = "0000-0002-1825-0097"


def new_topic() -> Topic:
    return library.add(Topic(name="Fatigue", slug="fatigue", description="More than being tired."))


def new_author() -> Author:
    return library.add(
        Author(name="Mara", slug="mara", credentials="BSc", biography="Sixteen years.", orcid=ORCID, conflicts="None.")
    )


@pytest.fixture
def fatigue(db):
    return new_topic()


@pytest.fixture
def mara(db):
    return new_author()


@pytest.fixture(scope="class")
def translated(django_db_setup, django_db_blocker) -> Iterator[None]:
    """Keep an article about fatigue by Mara in English and German, both with words of their own."""
    with worlds.kept(django_db_blocker):
        fatigue, mara, german = new_topic(), new_author(), Locale.objects.create(language_code="de")
        HomePage.objects.get().copy_for_translation(german).save_revision().publish()
        index = ArticleIndexPage.objects.get()
        english = new_article(index, "Needles", slug="needles", topics=[fatigue], authors=[mara])
        index.copy_for_translation(german).save_revision().publish()
        english.copy_for_translation(german).save_revision().publish()
        TopicTranslation.objects.create(topic=fatigue, locale=german, name="Erschöpfung")
        AuthorTranslation.objects.create(author=mara, locale=german, biography="Seit sechzehn Jahren.")
        yield


@pytest.fixture(scope="class")
def twenty(django_db_setup, django_db_blocker) -> Iterator[None]:
    """Keep twenty articles, each with a topic and an author of its own."""
    with worlds.kept(django_db_blocker):
        index = ArticleIndexPage.objects.get()
        for number in range(20):
            topic, author = (library.add(kind(name=f"Name {number:02}")) for kind in (Topic, Author))
            new_article(index, f"Article {number}", topics=[topic], authors=[author])
        yield


class TestATopic:
    def test_it_works(self, client, make_article, fatigue):
        make_article("Needles", topics=[fatigue])
        make_article("Draft", topics=[fatigue], publish=False)
        topic = client.get("/api/v2/topics/fatigue/").json()
        seo = topic.pop("seo")
        assert topic == {
            "id": fatigue.pk,
            "slug": "fatigue",
            "meta": {
                "type": "articles.Topic",
                "html_url": "http://127.0.0.1:8000/topics/fatigue/",
                "detail_url": "http://127.0.0.1:8000/api/v2/topics/fatigue/",
                "locale": "en",
                "translations": [],
            },
            "name": "Fatigue",
            "description": "More than being tired.",
            "article_count": 1,
        }
        assert seo["canonical_url"] == topic["meta"]["html_url"]
        assert {thing["@type"] for thing in seo["json_ld"]["@graph"]} == {"CollectionPage", "Thing"}

    def test_one_that_no_public_article_has_is_not_there(self, client, make_article, fatigue, make_private, resolve):
        make_private(make_article("Secret", topics=[fatigue]))
        assert client.get("/api/v2/topics/fatigue/").status_code == 404
        assert client.get("/api/v2/topics/").json()["items"] == []
        assert resolve("/topics/fatigue/").status_code == 404
        assert client.get("/topics/fatigue/").status_code == 404


class TestAPerson:
    def test_an_author_with_all_that_tells_readers_how_far_to_trust_them(self, client, make_article, mara):
        make_article("Needles", authors=[mara])
        person = client.get("/api/v2/authors/mara/").json()
        wanted = {
            "name": "Mara",
            "credentials": "BSc",
            "image": None,
            "biography": "Sixteen years.",
            "orcid": f"https://orcid.org/{ORCID}",
            "conflicts": "None.",
            "article_count": 1,
            "review_count": 0,
        }
        assert {name: person[name] for name in wanted} == wanted
        assert person["seo"]["json_ld"]["@graph"][1]["sameAs"] == person["orcid"]

    def test_a_reviewer_who_has_written_nothing_has_one_too(self, client, make_article, mara):
        page = make_article("Needles")
        page.article_reviewers = [ArticleReviewer(author=mara)]
        page.save_revision().publish()
        assert client.get("/api/v2/authors/mara/").json()["review_count"] == 1
        found = client.get("/api/v2/articles/", {"reviewer": "mara"}).json()["items"]
        assert [card["id"] for card in found] == [page.pk]

    def test_what_changes_is_seen_in_the_next_answer(self, client, make_article, mara):
        page = make_article("Needles", authors=[mara])
        for _ in range(3):
            client.get("/api/v2/authors/mara/")
        mara.biography = "Seventeen years."
        mara.save()
        assert client.get("/api/v2/authors/mara/").json()["biography"] == "Seventeen years."
        page.unpublish()
        assert client.get("/api/v2/authors/mara/").status_code == 404


class TestTheirLists:
    @pytest.mark.parametrize("kind", ["topics", "authors"])
    @pytest.mark.usefixtures("twenty", "rendering")
    def test_twenty_cost_no_more_than_one(self, client, db, django_assert_num_queries, kind):
        path = f"/api/v2/{kind}/"
        client.get(path)
        for limit in (1, 20):
            with django_assert_num_queries(4):
                answer = client.get(path, {"limit": limit}).json()
            assert [row["article_count"] for row in answer["items"]] == [1] * limit
        walked = client.get(path, {"limit": 20, "cursor": client.get(path, {"limit": 5}).json()["meta"]["next_cursor"]})
        assert [row["name"] for row in walked.json()["items"]] == [f"Name {number:02}" for number in range(5, 20)]


@pytest.mark.usefixtures("translated")
class TestTheirPaths:
    @pytest.mark.parametrize("path", ["/topics/fatigue/", "/Topics/FATIGUE", "/en/topics/fatigue/?x=1"])
    def test_a_path_leads_to_the_topic(self, resolve, path):
        answer = resolve(path).json()
        assert (answer["kind"], answer["status"], answer["page"]["name"]) == ("page", 200, "Fatigue")
        assert [crumb["path"] for crumb in answer["breadcrumbs"]] == ["/", "/topics/fatigue/"]
        assert [(crumb["locale"], crumb["path"]) for crumb in answer["translations"]] == [("de", "/de/topics/fatigue/")]

    def test_a_topic_speaks_the_language_of_its_path_and_knows_its_other_pages(self, client):
        topic = client.get("/api/v2/topics/fatigue/", {"locale": "de"}).json()
        assert (topic["name"], topic["article_count"]) == ("Erschöpfung", 1)
        assert topic["meta"]["html_url"].endswith("/de/topics/fatigue/")
        assert [other["locale"] for other in topic["meta"]["translations"]] == ["en"]
        facets = client.get("/api/v2/articles/facets/", {"locale": "de"}).json()
        assert [row["name"] for row in facets["topic"]] == ["Erschöpfung"]

    def test_a_path_in_another_language_leads_to_the_person_in_it(self, resolve):
        page = resolve("/de/authors/mara/").json()["page"]
        assert (page["meta"]["type"], page["biography"]) == ("articles.Author", "Seit sechzehn Jahren.")

    @pytest.mark.parametrize("path", ["/topics/", "/topics/sleep/", "/topics/fatigue/more/", "/es/topics/fatigue/"])
    def test_there_are_no_others(self, resolve, path):
        assert resolve(path).status_code == 404

    def test_the_reader_page_is_there_for_them(self, client):
        assert client.get("/de/topics/fatigue/").status_code == 200
        other_spelling = client.get("/topics/Fatigue")
        assert (other_spelling.status_code, other_spelling["Location"]) == (
            301,
            "http://127.0.0.1:8000/topics/fatigue/",
        )

    def test_they_are_among_the_routes_and_in_the_sitemap(self, client):
        routes = [row for row in walk(client) if row["type"] in {"articles.Topic", "articles.Author"}]
        paths = ["/authors/mara/", "/de/authors/mara/", "/topics/fatigue/", "/de/topics/fatigue/"]
        assert [row["path"] for row in routes] == [
            "/de/authors/mara/",
            "/authors/mara/",
            "/de/topics/fatigue/",
            "/topics/fatigue/",
        ]
        sitemap = etree.fromstring(client.get("/sitemap.xml").content)
        rows = {row[0].text.partition("8000")[2]: row for row in sitemap}
        assert set(paths) <= set(rows)
        links = {link.get("hreflang"): link.get("href") for link in rows["/topics/fatigue/"][1:]}
        assert set(links) == {"en", "de", "x-default"}

    def test_each_is_listed_once_wherever_a_page_of_the_routes_ends(self, client):
        index = ArticleIndexPage.objects.get(locale__language_code="en")
        new_article(index, "More needles", topics=[Topic.objects.get()], authors=[Author.objects.get()])
        whole = [row["path"] for row in walk(client)]
        assert len(whole) == len(set(whole)) == client.get("/api/v2/routes/").json()["meta"]["total_count"]
        for limit in range(1, len(whole)):
            assert [row["path"] for row in walk(client, limit=limit)] == whole
        for path in ("/api/v2/topics/fatigue/?locale=de", "/api/v2/authors/mara/?locale=de"):
            assert [other["locale"] for other in client.get(path).json()["meta"]["translations"]] == ["en"]

    def test_an_article_links_to_them(self, client):
        graph = client.get("/api/v2/articles/needles/?locale=de").json()["seo"]["json_ld"]["@graph"]
        assert graph[0]["about"][0]["url"] == "http://127.0.0.1:8000/de/topics/fatigue/"
        person = next(thing for thing in graph if thing["@type"] == "Person")
        assert person["url"] == "http://127.0.0.1:8000/de/authors/mara/"


def walk(client, *, limit: int = 2) -> list[dict]:
    """Read the routes to the end, so many at a time."""
    seen, cursor = [], {}
    while cursor is not None:
        answer = client.get("/api/v2/routes/", {"limit": limit} | cursor).json()
        seen += answer["items"]
        cursor = answer["meta"]["next_cursor"] and {"cursor": answer["meta"]["next_cursor"]}
    assert len(seen) == answer["meta"]["total_count"]
    return seen
