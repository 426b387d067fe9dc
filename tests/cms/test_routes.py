"""Whoever builds a site page by page gets every public path of it."""

import pytest
from wagtail.models import Locale, Page, Site

from articles.models import ArticlePage
from cms import changes
from cms.models import Route
from comments import cursors
from home.models import HomePage


class TestRoutes:
    def test_it_works(self, client, make_article, article_index, feed, make_private):
        page = make_article("Needles", slug="needles")
        make_article("Draft", publish=False)
        make_private(make_article("Secret"))
        feed()
        body = client.get("/api/v2/routes/").json()
        assert body["meta"] == {"total_count": 3, "next_cursor": None, "changes_cursor": feed.since}
        assert [(row["id"], row["path"], row["type"], row["locale"]) for row in body["items"]] == [
            (HomePage.objects.get().pk, "/", "home.HomePage", "en"),
            (article_index.pk, "/articles/", "articles.ArticleIndexPage", "en"),
            (page.pk, "/articles/needles/", "articles.ArticlePage", "en"),
        ]
        assert set(body["items"][2]) == {"path", "id", "type", "locale", "updated_at"}
        assert body["items"][2]["updated_at"] == client.get(f"/api/v2/articles/{page.pk}/").json()["updated_at"]

    def test_walking_to_the_end(self, client, make_article):
        for number in range(5):
            make_article(f"Article {number}")
        seen, cursor = [], {}
        while cursor is not None:
            answer = client.get("/api/v2/routes/", {"limit": 2} | cursor).json()
            seen += [row["id"] for row in answer["items"]]
            cursor = answer["meta"]["next_cursor"] and {"cursor": answer["meta"]["next_cursor"]}
        assert seen == sorted(Page.objects.filter(depth__gt=1).values_list("pk", flat=True))

    def test_changes_go_on_from_it(self, client, make_article):
        make_article("Needles")
        since = client.get("/api/v2/routes/").json()["meta"]["changes_cursor"]
        make_article("Cups", slug="cups")
        items = client.get("/api/v2/changes/", {"since": since}).json()["items"]
        assert [row["path"] for row in items] == ["/articles/cups/"]

    def test_paths_are_those_of_the_addresses(self, client, make_article):
        german = Locale.objects.create(language_code="de")
        HomePage.objects.get().copy_for_translation(german).save_revision().publish()
        make_article("Übungen", slug="übungen-für-ms")
        make_article("Plus", slug="b_c")
        for row in client.get("/api/v2/routes/").json()["items"]:
            assert Page.objects.get(pk=row["id"]).url == row["path"]
            assert Route.objects.get(page_id=row["id"]).path == row["path"]

    def test_a_hundred_cost_no_more_than_one(self, client, make_article, django_assert_num_queries):
        for number in range(20):
            make_article(f"Article {number}")
        client.get("/api/v2/routes/")
        for limit, queries in ((1, 5), (100, 6)):  # one more behind the last page, for those of topics and people
            with django_assert_num_queries(queries):
                client.get("/api/v2/routes/", {"limit": limit})

    @pytest.mark.parametrize("query", [{"cursor": "nonsense"}, {"cursor": ""}, {"limit": "1001"}, {"since": "x"}])
    @pytest.mark.django_db
    def test_what_it_cannot_read_it_refuses(self, client, query):
        assert client.get("/api/v2/routes/", query).status_code == 400


class TestWhatWasPublicBefore:
    """The migration tells what it finds; here it finds what a site of an earlier version has."""

    def test_it_tells_the_same_as_the_running_site(self, make_article, make_private):
        from importlib import import_module

        from django.apps import apps

        german = Locale.objects.create(language_code="de")
        HomePage.objects.get().copy_for_translation(german).save_revision().publish()
        make_article("Übungen", slug="übungen")
        make_article("Draft", publish=False)
        make_private(make_article("Secret"))
        names = ("site_id", "page_id", "path", "type", "key", "is_public")
        told = set(Route.objects.filter(is_public=True).values_list(*names))
        assert len(told) == 4
        changes.Change.objects.all().delete()
        Route.objects.all().delete()
        import_module("cms.migrations.0005_public_before").tell_what_is_public(apps, None)
        assert set(Route.objects.values_list(*names)) == told
        assert changes.newest() == changes.Change.objects.count() == 4
        changes.everywhere()
        assert changes.newest() == 4
        ArticlePage.objects.get(slug="übungen").save_revision().publish()
        assert [row.number for row in changes.after(4, site=Site.objects.get().pk, limit=9)] == [5]
        assert cursors.decode(cursors.encode(5), int) == (5,)
