"""/sitemap.xml and its parts."""

import pytest
from lxml import etree
from wagtail.models import Locale, PageViewRestriction

from cms.discovery import sitemap

NAMES = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9", "x": "http://www.w3.org/1999/xhtml"}


@pytest.fixture
def translated(make_article):
    """Give an article in English and German."""
    german = Locale.objects.create(language_code="de")
    english = make_article("Needles", slug="needles")
    index = english.get_parent().specific
    index.get_parent().specific.copy_for_translation(german).save_revision().publish()
    index.copy_for_translation(german).save_revision().publish()
    page = english.copy_for_translation(german)
    page.slug = "nadeln"
    page.save_revision().publish()
    page.refresh_from_db()
    return english, page


def get(client, path="/sitemap.xml"):
    response = client.get(path)
    assert response.status_code == 200
    assert response["Content-Type"] == "application/xml; charset=utf-8"
    return etree.fromstring(response.content)


def locations(root):
    return [found.text for found in root.iterfind("*/s:loc", NAMES)]


class TestTheSitemap:
    def test_it_has_every_public_page_with_its_last_change(self, client, make_article):
        page = make_article("Needles")
        make_article("Draft", publish=False)
        PageViewRestriction.objects.create(page=make_article("Secret"), restriction_type=PageViewRestriction.LOGIN)
        root = get(client)
        assert root.tag == f"{{{NAMES['s']}}}urlset"
        paths = {location.partition("//")[2].partition("/")[2] for location in locations(root)}
        assert paths == {"", "articles/", "articles/needles/"}
        changed = root.find("s:url[s:loc='" + page.full_url + "']/s:lastmod", NAMES).text
        assert changed == page.last_published_at.strftime("%Y-%m-%dT%H:%M:%SZ")

    def test_a_page_in_several_languages_links_to_all_of_them_and_to_the_default(self, client, translated):
        english, german = translated
        root = get(client)
        expected = {"en": english.full_url, "de": german.full_url, "x-default": english.full_url}
        for page in translated:
            row = root.find(f"s:url[s:loc='{page.full_url}']", NAMES)
            links = row.findall("x:link[@rel='alternate']", NAMES)
            assert {link.get("hreflang"): link.get("href") for link in links} == expected

    def test_a_page_in_one_language_has_no_alternates(self, client, make_article, translated):
        page = make_article("Alone")
        row = get(client).find(f"s:url[s:loc='{page.full_url}']", NAMES)
        assert not row.findall("x:link", NAMES)

    def test_past_one_file_it_lists_the_files(self, client, make_article, translated, monkeypatch):
        monkeypatch.setattr(sitemap, "PART", 3)
        whole = {page.full_url for page in translated} | {make_article("Last").full_url}
        root = get(client)
        assert root.tag == f"{{{NAMES['s']}}}sitemapindex"
        parts = locations(root)
        assert [part.rpartition("/")[2] for part in parts] == ["sitemap-1.xml", "sitemap-2.xml", "sitemap-3.xml"]
        found = [get(client, "/" + part.rpartition("/")[2]) for part in parts]
        assert [len(locations(part)) for part in found] == [3, 3, 1]
        assert whole <= {location for part in found for location in locations(part)}
        # Versions of one page may stand in different files and still know each other.
        links = [link.get("hreflang") for part in found for link in part.iterfind("s:url/x:link", NAMES)]
        assert links.count("de") == links.count("en") == links.count("x-default") == 6
        assert {client.get(f"/sitemap-{number}.xml").status_code for number in (0, 4, 10**20)} == {404}

    def test_an_article_that_mirrors_one_in_another_language_is_not_listed(self, client, make_article, translated):
        _, german = translated
        page = make_article("Alone")
        mirror = page.copy_for_translation(german.locale, copy_parents=True, alias=True)
        listed = locations(get(client))
        assert {page.full_url, german.full_url, german.get_parent().full_url} <= set(listed)
        assert mirror.full_url not in listed

    def test_it_speaks_in_addresses_of_the_front_end(self, client, make_article, settings):
        settings.FRONTEND_URL = "https://clinic.example"
        make_article("Needles")
        assert "https://clinic.example/articles/needles/" in locations(get(client))

    def test_addresses_are_escaped(self, client, make_article):
        make_article("Über Nadeln", slug="über-nadeln")
        assert any(location.endswith("/articles/%C3%BCber-nadeln/") for location in locations(get(client)))

    def test_a_client_that_has_it_is_told_so_until_a_page_changes(self, client, make_article):
        page = make_article("Needles")
        first = client.get("/sitemap.xml")
        assert first["Last-Modified"]
        tags = {"articles", "authors", "crawlers", "pages", "site", "topics"}
        assert tags == set(first["Cache-Tag"].split(","))
        held = {"If-None-Match": first["ETag"]}
        assert client.get("/sitemap.xml", headers=held).status_code == 304
        assert client.head("/sitemap.xml").status_code == 200
        page.unpublish()
        assert client.get("/sitemap.xml", headers=held).status_code == 200

    @pytest.mark.usefixtures("rendering")
    @pytest.mark.parametrize("times", [1, 20])
    def test_it_costs_the_same_for_one_article_and_for_twenty(
        self, client, make_article, translated, times, django_assert_num_queries
    ):
        for number in range(times):
            make_article(f"Article {number}")
        client.get("/sitemap.xml")
        with django_assert_num_queries(8):
            assert client.get("/sitemap.xml").status_code == 200
