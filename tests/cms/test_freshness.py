"""What keeps shared answers true where a library would not: sessions, moves that fail half-way, what is not there."""

import pytest
from wagtail.models import Page, PageViewRestriction, Site

from cms import changes
from cms.models import Change
from home.models import HomePage


class TestASession:
    def test_a_section_that_a_password_has_opened_stays_closed_to_the_api(self, client, make_article, article_index):
        page = make_article("Needles")
        held = PageViewRestriction.objects.create(page=article_index, restriction_type="password", password="open")
        session = client.session
        session["passed_page_view_restrictions"] = [held.pk]
        session.save()
        assert client.get(f"/api/v2/pages/{page.pk}/").status_code == 404
        assert client.get("/api/v2/pages/?type=articles.ArticlePage").json()["items"] == []


class TestLastModified:
    def test_it_is_when_anything_shown_has_changed(self, client, make_article):
        make_article("Needles")
        for _ in range(2):
            response = client.get("/api/v2/site/")
        assert response["Last-Modified"]
        assert client.head("/api/v2/site/")["Last-Modified"] == response["Last-Modified"]


class TestWhatIsNotThere:
    @pytest.mark.django_db
    @pytest.mark.parametrize(
        "path", ["/feeds/comments/9999.rss", "/sitemap-9.xml", "/missing.md", "/api/v2/pages/9999/"]
    )
    def test_no_cache_keeps_that(self, client, path):
        response = client.get(path)
        assert (response.status_code, response["Cache-Control"]) == (404, "no-store")

    def test_the_comments_of_another_site_are_not_in_this_ones_feed(self, client, make_article, settings):
        settings.ALLOWED_HOSTS = ["*"]
        page = make_article("Needles")
        home = Page.objects.get(depth=1).add_child(instance=HomePage(title="Other", slug="other"))
        Site.objects.create(hostname="other.example", root_page=home)
        assert client.get(f"/feeds/comments/{page.pk}.rss").status_code == 200
        assert client.get(f"/feeds/comments/{page.pk}.rss", headers={"host": "other.example"}).status_code == 404


class TestAMove:
    def test_it_is_told_in_its_own_transaction(self, make_article, article_index, monkeypatch):
        page = make_article("Needles")
        shelf = article_index.get_parent().add_child(instance=type(article_index)(title="Shelf", slug="shelf"))
        told, before = Change.objects.count(), page.url_path
        monkeypatch.setattr(changes, "branch", lambda *args, **kwargs: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            page.move(shelf, pos="last-child")
        assert Page.objects.get(pk=page.pk).url_path == before
        assert Change.objects.count() == told
