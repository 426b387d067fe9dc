"""/robots.txt by the site's settings, read as crawlers read it."""

from urllib.robotparser import RobotFileParser

import pytest
from wagtail.models import Site

from cms.discovery import robots
from home.models import CrawlerSettings

FRONT_END = "https://clinic.example"


def get(client, **query):
    response = client.get("/robots.txt", query)
    assert response.status_code == 200
    assert response["Content-Type"] == "text/plain; charset=utf-8"
    return response.content.decode()


def may(text, agent, path):
    parser = RobotFileParser()
    parser.parse(text.splitlines())
    return parser.can_fetch(agent, path)


@pytest.fixture
def crawlers(db):
    """Give a function that sets what crawlers may do on the default site."""

    def change(**values):
        site = Site.objects.get(is_default_site=True)
        CrawlerSettings.objects.update_or_create(site=site, defaults=values)

    return change


class TestRobots:
    def test_everybody_may_read_but_the_admin(self, client, db):
        text = get(client)
        for agent in ("Googlebot", "GPTBot", "Anything"):
            assert may(text, agent, "/articles/needles/")
            assert may(text, agent, "/api/v2/articles/")
            assert not may(text, agent, "/admin/pages/")
        assert text.rstrip().splitlines()[-1].startswith("Sitemap: http")
        assert text.rstrip().endswith("/sitemap.xml")

    def test_a_site_that_is_not_to_be_found_turns_all_away(self, client, crawlers):
        crawlers(is_indexed=False)
        text = get(client)
        assert not may(text, "Googlebot", "/")
        assert "Sitemap" not in text
        for path in ("/", "/articles/", "/sitemap.xml"):
            assert client.get(path)["X-Robots-Tag"] == "noindex"
        crawlers(is_indexed=True)
        assert not client.get("/articles/").has_header("X-Robots-Tag")

    @pytest.mark.parametrize(
        ("choice", "may_train", "may_answer"), [("all", True, True), ("answers", False, True), ("none", False, False)]
    )
    def test_language_models_are_told_what_the_site_has_chosen(self, client, crawlers, choice, may_train, may_answer):
        crawlers(language_models=choice)
        text = get(client)
        assert {may(text, agent, "/articles/") for agent in robots.TRAINING} == {may_train}
        assert {may(text, agent, "/articles/") for agent in robots.ANSWERING} == {may_answer}
        assert may(text, "Googlebot", "/articles/")

    def test_a_server_whose_front_end_is_elsewhere_says_so(self, client, db, settings):
        settings.FRONTEND_URL = FRONT_END
        text = get(client)
        assert f"{FRONT_END}/" in text
        assert not may(text, "Googlebot", "/articles/needles/")
        for path in ("/api/v2/articles/", "/media/images/a.png", "/feeds/articles.rss", "/sitemap.xml", "/llms.txt"):
            assert may(text, "Googlebot", path)
        its_own = get(client, **{"for": "front-end"})
        assert may(its_own, "Googlebot", "/articles/needles/")
        assert "Sitemap: " in its_own

    def test_a_change_of_the_settings_shows_at_once(self, client, crawlers):
        held = {"If-None-Match": client.get("/robots.txt")["ETag"]}
        assert client.get("/robots.txt", headers=held).status_code == 304
        crawlers(language_models="none")
        assert client.get("/robots.txt", headers=held).status_code == 200

    def test_editors_find_the_settings_in_the_admin(self, admin_client, db):
        page = admin_client.get("/admin/settings/home/crawlersettings/", follow=True).content.decode()
        assert "May be found by search engines" in page
        assert "May read to answer somebody’s question" in page or "May read to answer somebody&#x27;s question" in page
