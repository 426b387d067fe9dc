"""A page that moves leaves a redirect where readers knew it, and nowhere else."""

import pytest
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Locale, Page

from articles.models import ArticleIndexPage
from home.models import HomePage


def left() -> dict[str, int]:
    """Give the redirects that were made by themselves: old paths with the pages that they lead to."""
    return dict(Redirect.objects.filter(automatically_created=True).values_list("old_path", "redirect_page_id"))


@pytest.fixture
def page(make_article):
    return make_article("Needles", slug="needles")


class TestMoves:
    def test_another_slug(self, resolve, page):
        page.slug = "pins"
        page.save_revision().publish()
        assert left() == {"/articles/needles": page.pk}
        assert resolve("/articles/needles/").json() == {
            "kind": "redirect",
            "status": 301,
            "location": Page.objects.get(pk=page.pk).full_url,
        }
        assert resolve("/articles/pins/").json()["kind"] == "page"

    def test_a_section_with_all_below_it(self, resolve, page, make_article, article_index):
        make_article("Draft", slug="draft", publish=False)
        shelf = article_index.get_parent().add_child(instance=ArticleIndexPage(title="Shelf", slug="shelf"))
        Page.objects.get(pk=article_index.pk).move(shelf, pos="last-child")
        assert left() == {"/articles": article_index.pk, "/articles/needles": page.pk}
        assert resolve("/Articles/Needles").json()["location"].endswith("/shelf/articles/needles/")

    def test_the_section_of_another_language(self, page):
        german = Locale.objects.create(language_code="de")
        HomePage.objects.get().copy_for_translation(german).save_revision().publish()
        page.copy_for_translation(german, copy_parents=True, alias=True)
        index = ArticleIndexPage.objects.get(locale=german)
        index.slug, index.alias_of = "artikel", None
        index.save_revision().publish()
        assert set(left()) == {"/de/articles", "/de/articles/needles"}

    def test_there_and_back(self, resolve, page):
        for slug in ("pins", "needles", "pins"):
            page.slug = slug
            page.save_revision().publish()
        assert set(left()) == {"/articles/needles", "/articles/pins"}
        assert resolve("/articles/needles/").json()["location"].endswith("/articles/pins/")
        assert resolve("/articles/pins/").json()["kind"] == "page"

    def test_a_new_page_at_the_old_path_wins(self, resolve, page, make_article):
        page.slug = "pins"
        page.save_revision().publish()
        other = make_article("Needles again", slug="needles")
        assert resolve("/articles/needles/").json()["page"]["id"] == other.pk
        other.unpublish()
        assert resolve("/articles/needles/").json()["kind"] == "redirect"

    def test_what_an_editor_has_chosen_stays(self, page):
        chosen = Redirect.add_redirect("/articles/needles", "https://e.org/", site=page.get_site())
        page.slug = "pins"
        page.save_revision().publish()
        assert list(Redirect.objects.all()) == [chosen]

    def test_none_for_what_readers_have_never_seen(self, make_article, make_private, article_index):
        draft, secret = make_article("Draft", publish=False), make_article("Secret", publish=False)
        make_private(secret)
        secret.save_revision().publish()
        for page in (draft, secret):
            page.move(article_index.get_parent(), pos="last-child")
        draft.refresh_from_db()
        draft.save_revision().publish()
        assert left() == {}

    def test_none_for_a_page_taken_down_and_moved(self, resolve, page, article_index):
        page.unpublish()
        page.move(article_index.get_parent(), pos="last-child")
        assert left() == {}
        assert resolve("/articles/needles/").status_code == 410

    def test_deleting_the_page_takes_them_away_and_leaves_it_gone(self, resolve, page):
        page.slug = "pins"
        page.save_revision().publish()
        Page.objects.get(pk=page.pk).delete()
        assert left() == {}
        assert resolve("/articles/pins/").status_code == 410


class TestReaderPage:
    """The pages of this server's own front end."""

    def test_an_old_link_leads_on(self, client, page):
        page.slug = "pins"
        page.save_revision().publish()
        response = client.get("/articles/needles/?a=1")
        assert (response.status_code, response["Location"]) == (301, Page.objects.get(pk=page.pk).full_url)
        assert response["Cache-Control"] == "no-cache"
        assert client.get("/articles/pins/").status_code == 200

    def test_another_spelling_leads_to_the_address(self, client, page):
        response = client.get("/Articles/NEEDLES")
        assert (response.status_code, response["Location"]) == (301, page.full_url)

    def test_what_is_gone_is_told_on_the_reader_page(self, client, page):
        page.unpublish()
        response = client.get("/articles/needles/")
        assert response.status_code == 410
        assert b"<html" in response.content

    def test_what_never_was_stays_a_404(self, client, make_article, make_private):
        make_article("Draft", slug="draft", publish=False)
        make_private(make_article("Secret", slug="secret"))
        for path in ("/articles/draft/", "/articles/secret/", "/" + "a" * 500, "/api/v2/nothing/"):
            assert client.get(path).status_code == 404

    def test_the_path_itself_is_no_way_on(self, client, db):
        Redirect.add_redirect("/old", "/old/")
        Redirect.add_redirect("/book", "https://booking.example/book/")
        assert client.get("/old/").status_code == 404
        assert client.get("/book/")["Location"] == "https://booking.example/book/"


class TestList:
    """`/api/v2/redirects/`, for a front end that builds its redirects ahead."""

    def test_it_works(self, client, page, settings):
        made = Redirect.add_redirect("/old", page, is_permanent=True)
        other = Redirect.add_redirect("/contact-us", "/contact/", is_permanent=False)
        answer = client.get("/api/v2/redirects/").json()
        assert answer["meta"] == {"total_count": 2}
        assert [(row["id"], row["old_path"], row["location"], row["is_permanent"]) for row in answer["items"]] == [
            (made.pk, "/old", page.full_url, True),
            (other.pk, "/contact-us", f"{settings.SITE_URL}/contact/", False),
        ]
        assert client.get(f"/api/v2/redirects/{made.pk}/").json() == answer["items"][0]

    @pytest.mark.parametrize("path", ["/old", "/old/", "/OLD/?a=1"])
    def test_one_is_found_by_its_path(self, client, page, path):
        made = Redirect.add_redirect("/old", page)
        response = client.get("/api/v2/redirects/find/", {"html_path": path}, follow=True)
        assert response.json()["id"] == made.pk

    @pytest.mark.parametrize(("path", "status"), [("/new/", 404), ("/%00", 404), ("/" + "a" * 500, 400)])
    def test_what_is_not_there_is_not_found(self, client, db, path, status):
        assert client.get("/api/v2/redirects/find/", {"html_path": path}).status_code == status

    def test_what_is_not_public_is_not_given_away(self, client, page, make_article):
        for target in (page, make_article("Draft", publish=False)):
            Redirect.add_redirect(f"/to-{target.pk}", target)
        page.unpublish()
        assert client.get("/api/v2/redirects/").json()["items"] == []
        for redirect in Redirect.objects.all():
            assert client.get(f"/api/v2/redirects/{redirect.pk}/").status_code == 404
            found = client.get("/api/v2/redirects/find/", {"html_path": redirect.old_path})
            assert found.status_code == 404

    def test_words_cannot_be_searched_for(self, client, db):
        assert client.get("/api/v2/redirects/", {"search": "old"}).status_code == 400

    @pytest.mark.usefixtures("rendering")
    @pytest.mark.parametrize("times", [1, 20])
    def test_its_cost_is_the_same_for_one_and_for_twenty(self, client, page, django_assert_num_queries, times):
        for number in range(times):
            Redirect.add_redirect(f"/old-{number}", page)
        client.get("/api/v2/redirects/")
        with django_assert_num_queries(3):
            assert len(client.get("/api/v2/redirects/").json()["items"]) == times
