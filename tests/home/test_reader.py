"""The reader page's document is there for every front-end path, and its status tells whether a page is."""

import pytest
from wagtail.models import Page, PageViewRestriction

pytestmark = pytest.mark.django_db


class TestReader:
    @pytest.mark.parametrize(
        ("path", "status"),
        [
            ("/", 200),
            ("/articles/", 200),
            ("/articles", 200),
            ("/de/", 404),
            ("/nothing/", 404),
            ("/x/%00y/", 404),
            ("/wp-login.php", 404),
        ],
    )
    def test_its_status_is_that_of_the_page(self, client, path, status):
        response = client.get(path)
        assert response.status_code == status
        assert b"<main" in response.content

    @pytest.mark.parametrize("kind", [PageViewRestriction.PASSWORD, PageViewRestriction.LOGIN])
    def test_a_private_page_answers_as_an_unknown_one(self, client, admin_client, kind):
        articles = Page.objects.get(slug="articles")
        PageViewRestriction.objects.create(page=articles, restriction_type=kind, password="secret")
        named = {"X-Request-ID": "the-same"}
        unknown = client.get("/nothing/", headers=named)
        for reader in (client, admin_client):
            private = reader.get("/articles/", headers=named)
            assert private.status_code == unknown.status_code == 404
            assert private.content == unknown.content
            assert private.headers == unknown.headers

    def test_it_runs_nothing_but_its_own_scripts(self, client):
        policy = client.get("/")["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "script-src 'self';" in policy
        assert "unsafe" not in policy

    def test_it_asks_the_database_for_site_settings_restrictions_and_page_alone(
        self, client, django_assert_max_num_queries
    ):
        client.get("/")
        with django_assert_max_num_queries(4):
            client.get("/articles/")
