"""Any path of a front end is answered in one call: a page whole, a redirect, gone, or as if it had never been."""

import pytest
from django.utils import timezone
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Locale, Page, Site

from articles.models import ArticleIndexPage, ArticlePage
from cms import changes, paths
from home.models import HomePage, SiteProfile
from tests.articles.conftest import new_article
from tests.replays import Replay

MISSING = {
    "message": "Nothing is here, or nothing that you may see.",
    "code": "not_found",
    "kind": "not_found",
    "status": 404,
}


_page = Replay(lambda: new_article(ArticleIndexPage.objects.get(), "Needles", slug="needles"))


@pytest.fixture
def page(db):
    return _page()


@pytest.fixture
def send():
    """Give a function that makes a redirect: `send("/old", page)` or `send("/old", "https://…")`."""

    def make(old_path, to, **fields):
        return Redirect.add_redirect(old_path, to, **{"is_permanent": True, **fields})

    return make


def is_missing(response) -> bool:
    return (response.status_code, response.json()) == (404, MISSING)


class TestPage:
    def test_it_works(self, client, resolve, page, article_index):
        response = resolve("/articles/needles/")
        body = response.json()
        assert response.status_code == 200
        assert set(body) == {"kind", "status", "page", "breadcrumbs", "translations"}
        assert (body["kind"], body["status"], body["translations"]) == ("page", 200, [])
        assert body["page"] == client.get(f"/api/v2/articles/{page.pk}/").json()
        assert [(crumb["id"], crumb["title"], crumb["path"]) for crumb in body["breadcrumbs"]] == [
            (HomePage.objects.get().pk, "Home", "/"),
            (article_index.pk, "Articles", "/articles/"),
            (page.pk, "Needles", "/articles/needles/"),
        ]
        assert body["breadcrumbs"][2]["html_url"] == page.full_url

    @pytest.mark.parametrize(
        "path",
        [
            "/articles/needles",
            "articles/needles",
            "/Articles/NEEDLES/",
            "//articles//needles//",
            " /articles/needles/ ",
            "/articles/needles/?utm_source=mail#faq",
            "/articles/%6Eeedles/",
            "https://front.example/articles/needles/?a=1",
            "/en/articles/needles/",
            "/EN/articles/needles",
        ],
    )
    def test_however_its_path_is_written(self, resolve, page, path):
        assert resolve(path).json()["page"]["id"] == page.pk

    def test_slugs_of_any_script_and_case(self, resolve, make_article):
        umlaut = make_article("Übungen", slug="Übungen-für-MS")
        for path in (
            "/articles/übungen-für-ms/",
            "/articles/%C3%9Cbungen-f%C3%BCr-MS",
            "/articles/U\u0308bungen-für-ms",
        ):
            assert resolve(path).json()["page"]["id"] == umlaut.pk

    def test_the_one_written_alike_comes_first(self, resolve, article_index):
        made = [
            article_index.get_parent().add_child(instance=ArticleIndexPage(title=slug, slug=slug))
            for slug in ("shelf", "Shelf")
        ]
        assert [resolve(f"/{page.slug}/").json()["page"]["id"] for page in made] == [page.pk for page in made]

    def test_other_types_are_as_wagtails_api_has_them(self, client, resolve, article_index):
        for path, pk in (("/", HomePage.objects.get().pk), ("/articles", article_index.pk)):
            body = resolve(path).json()
            assert body["kind"] == "page"
            assert body["page"] == client.get(f"/api/v2/pages/{pk}/").json()

    def test_translations_have_paths_of_their_own(self, resolve, page):
        german = Locale.objects.create(language_code="de")
        home = HomePage.objects.get().copy_for_translation(german)
        home.save_revision().publish()
        page.copy_for_translation(german, copy_parents=True, alias=True)
        translation = page.get_translation(german)
        body = resolve("/DE/articles/needles").json()
        assert body["page"]["id"] == translation.pk
        assert [(row["id"], row["locale"], row["path"]) for row in body["translations"]] == [
            (page.pk, "en", "/articles/needles/")
        ]
        assert [row["locale"] for row in resolve("/articles/needles/").json()["translations"]] == ["de"]

    def test_a_draft_above_it_is_no_crumb(self, resolve, page, article_index):
        article_index.unpublish()
        assert [crumb["title"] for crumb in resolve("/articles/needles/").json()["breadcrumbs"]] == ["Home", "Needles"]

    def test_it_is_cached_until_something_of_it_changes(self, resolve, page):
        first = resolve("/articles/needles/")
        tags = set(first["Cache-Tag"].split(","))
        assert {f"page:{page.pk}", changes.path_tag("/articles/needles/"), "site"} <= tags
        assert "pages" not in tags  # what happens to others is none of its business
        assert first["Cache-Control"].startswith("public")
        assert resolve("/articles/needles/", **{"If-None-Match": first["ETag"]}).status_code == 304
        page.title = "Pins"
        page.save_revision().publish()
        assert resolve("/articles/needles/", **{"If-None-Match": first["ETag"]}).json()["page"]["title"] == "Pins"

    def test_its_cost_does_not_grow(self, client, resolve, page, make_article, django_assert_max_num_queries):
        for number in range(20):
            make_article(f"Article {number}")
        resolve("/articles/needles/")
        with django_assert_max_num_queries(13):
            resolve("/articles/needles/")
        with django_assert_max_num_queries(13):
            resolve("/articles/")


class TestNothing:
    @pytest.mark.parametrize(
        "path", ["/nothing/", "/articles/../needles", "/%00/", "/%ff/", "/a\\b", "/articles/needles/x"]
    )
    def test_it_is_a_404(self, resolve, page, path):
        assert is_missing(resolve(path))

    @pytest.mark.parametrize("path", [None, "", "/" + "a" * 401, "/a?" + "b" * 5000])
    @pytest.mark.django_db
    def test_no_path_and_one_too_long_are_400s(self, client, path):
        response = client.get("/api/v2/resolve/", {} if path is None else {"path": path})
        assert response.status_code == 400
        assert set(response.json()["errors"]) == {"path"}

    def test_the_longest_path_is_looked_up(self, resolve, db):
        assert is_missing(resolve("/" + "a" * 398))

    def test_drafts_and_private_pages_are_as_if_they_were_not(self, resolve, make_article, page, make_private):
        make_article("Draft", slug="draft", publish=False)
        assert is_missing(resolve("/articles/draft/"))
        make_private(page)
        assert is_missing(resolve("/articles/needles/"))

    def test_another_sites_pages_are_not_here(self, client, resolve, page, settings):
        settings.ALLOWED_HOSTS = ["*"]
        home = Page.objects.get(depth=1).add_child(instance=HomePage(title="Other", slug="other"))
        Site.objects.create(hostname="other.example", root_page=home)
        assert is_missing(resolve("/articles/needles/", Host="other.example"))
        assert resolve("/", Host="other.example").json()["page"]["id"] == home.pk
        assert resolve("/articles/needles/").status_code == 200

    def test_no_answer_is_kept_by_a_cache(self, resolve, db):
        assert resolve("/nothing/")["Cache-Control"] == "no-store"

    def test_its_cost_is_small(self, resolve, db, django_assert_max_num_queries):
        resolve("/nothing/")
        with django_assert_max_num_queries(4):
            resolve("/nothing/")


class TestGone:
    def test_what_readers_have_seen_is_gone(self, resolve, page):
        page.unpublish()
        response = resolve("/Articles/needles")
        assert response.status_code == 410
        assert response["Cache-Control"] == "no-store"
        body = response.json()
        assert set(body) == {"message", "code", "kind", "status"}
        assert (body["code"], body["kind"], body["status"]) == ("gone", "gone", 410)

    def test_expired(self, resolve, page):
        from django.core.management import call_command

        ArticlePage.objects.filter(pk=page.pk).update(expire_at=timezone.now())
        call_command("publish_scheduled")
        assert resolve("/articles/needles/").status_code == 410

    def test_deleted_however_long_ago(self, resolve, page):
        from cms.models import Change

        page.delete()
        Change.objects.all().delete()
        assert resolve("/articles/needles/").status_code == 410

    def test_deleted_with_its_section(self, resolve, page, article_index):
        Page.objects.get(pk=article_index.pk).delete()
        assert resolve("/articles/needles/").status_code == 410
        assert resolve("/articles/").status_code == 410

    def test_published_again_it_is_there(self, resolve, page):
        page.unpublish()
        page.save_revision().publish()
        assert resolve("/articles/needles/").status_code == 200

    def test_another_page_in_its_place_is_there(self, resolve, page, make_article):
        page.delete()
        other = make_article("Needles again", slug="needles")
        assert resolve("/articles/needles/").json()["page"]["id"] == other.pk

    def test_a_row_changed_by_hand_is_gone_as_well(self, resolve, page):
        ArticlePage.objects.filter(pk=page.pk).update(live=False)
        assert resolve("/articles/needles/").status_code == 410

    def test_a_private_section_hides_what_is_gone(self, resolve, page, article_index, make_private):
        page.unpublish()
        make_private(article_index)
        assert is_missing(resolve("/articles/needles/"))


class TestRedirect:
    def test_to_a_page(self, resolve, page, send):
        send("/old", page)
        response = resolve("/old/")
        assert response.status_code == 200
        assert response.json() == {"kind": "redirect", "status": 301, "location": page.full_url}
        assert {f"page:{page.pk}", "site"} <= set(response["Cache-Tag"].split(","))

    def test_in_any_case_and_as_it_is_written_first(self, resolve, page, make_article, send):
        send("/Old-Leaflet", page)
        assert (
            resolve("/old-leaflet").json()["location"] == resolve("/OLD-leaflet/").json()["location"] == page.full_url
        )
        other = make_article("Other")
        Redirect.objects.create(old_path="/old-leaflet", redirect_page=other)
        assert resolve("/old-leaflet").json()["location"] == other.full_url
        assert resolve("/Old-Leaflet").json()["location"] == page.full_url

    @pytest.mark.parametrize("stored", ["/Ärzte-Öl", "/ärzte-öl", "/%C3%84RZTE-öl"])
    def test_letters_beyond_ascii_are_in_any_case_as_well(self, resolve, page, send, stored):
        send(stored, page)
        for path in ("/Ärzte-Öl", "/ärzte-öl/", "/%C3%84rzte-%c3%96L", "/%c3%a4RZTE-%C3%96l", "/ÄRZTE-ÖL"):
            assert resolve(path).json()["location"] == page.full_url

    def test_so_are_many_of_them_in_a_word_of_one_case(self, resolve, page, send):
        send("/ИГЛОУКАЛЫВАНИЕ", page)
        send("/Усталость", "https://booking.example/")
        assert resolve("/иглоукалывание/").json()["location"] == page.full_url
        assert resolve("/Усталость").json()["location"] == "https://booking.example/"

    def test_to_another_site(self, resolve, db, send):
        send("/book", "https://booking.example/?a=1", is_permanent=False)
        assert resolve("/Book/").json() == {
            "kind": "redirect",
            "status": 302,
            "location": "https://booking.example/?a=1",
        }

    def test_to_a_page_of_the_front_ends_own(self, resolve, db, send, settings):
        send("/contact-us", "/contact/")
        assert resolve("/contact-us").json()["location"] == f"{settings.SITE_URL}/contact/"

    def test_the_front_ends_address_is_what_the_profile_says(self, resolve, page, send):
        SiteProfile.objects.create(site=Site.objects.get(), frontend_url="https://clinic.example")
        send("/old", page)
        send("/older", "https://clinic.example/articles/needles?a=1#faq")
        assert resolve("/old").json()["location"] == "https://clinic.example/articles/needles/"
        assert resolve("/older").json()["location"] == "https://clinic.example/articles/needles/?a=1#faq"

    def test_a_page_there_comes_before_it(self, resolve, page, send):
        send("/articles/needles", "https://booking.example/")
        assert resolve("/articles/needles/").json()["kind"] == "page"
        page.unpublish()
        assert resolve("/articles/needles/").json()["location"] == "https://booking.example/"

    def test_the_sites_own_comes_first(self, resolve, db, send):
        send("/old", "https://all.example/")
        send("/old", "https://own.example/", site=Site.objects.get())
        assert resolve("/old").json()["location"] == "https://own.example/"

    def test_one_with_its_query_comes_before_one_without(self, resolve, db, send):
        send("/old", "https://all.example/")
        send("/old?b=2&a=1", "https://two.example/")
        assert resolve("/old/?a=1&b=2").json()["location"] == "https://two.example/"
        assert resolve("/old/?a=1").json()["location"] == "https://all.example/"

    def test_a_chain_is_one_step(self, resolve, page, send, settings):
        send("/a", "/b/")
        send("/b", f"{settings.SITE_URL}/c", is_permanent=False)
        send("/c", page)
        assert resolve("/a").json() == {"kind": "redirect", "status": 302, "location": page.full_url}
        assert resolve("/c").json()["status"] == 301

    def test_a_circle_leads_nowhere(self, resolve, db, send):
        send("/a", "/b")
        send("/b", "/a")
        assert is_missing(resolve("/a"))

    def test_what_is_not_public_is_not_given_away(self, resolve, make_article, page, send, make_private):
        draft = make_article("Draft", slug="draft", publish=False)
        send("/to-draft", draft)
        send("/to-draft-by-link", "/articles/draft/")
        send("/to-private", page)
        send("/to-private-by-link", "/articles/needles/")
        make_private(page)
        for path in ("/to-draft", "/to-draft-by-link", "/to-private", "/to-private-by-link"):
            assert is_missing(resolve(path))

    def test_a_long_chain_costs_no_more_than_its_limit(self, resolve, db, send, django_assert_max_num_queries):
        for number in range(40):
            send(f"/a{number}", f"/a{number + 1}")
        with django_assert_max_num_queries(30):
            assert is_missing(resolve("/a0"))


class TestPaths:
    @pytest.mark.parametrize(
        ("address", "path"),
        [
            ("", "/"),
            ("/", "/"),
            ("https://e.org", "/"),
            ("https://e.org?x=/a/", "/"),
            ("a/b", "/a/b/"),
            ("/a%20b/?c#d", "/a b/"),
            ("/a?b=https://c/d", "/a/"),
        ],
    )
    def test_a_path_of_an_address(self, address, path):
        assert paths.of(address) == path

    def test_equal_paths_have_one_key(self):
        assert paths.key("/Straße/") == paths.key("/STRASSE/")
        assert paths.key("/é/") == paths.key("/E\u0301/") != paths.key("/e/")

    def test_only_the_default_languages_prefix_may_be_left_out(self):
        assert paths.candidates("/en/a/", default_language="en") == ["/en/a/", "/a/"]
        assert paths.candidates("/en/", default_language="en") == ["/en/", "/"]
        assert paths.candidates("/english/", default_language="en") == ["/english/"]
        assert paths.candidates("/de/a/", default_language="en") == ["/de/a/"]
