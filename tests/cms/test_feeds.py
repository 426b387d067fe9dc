"""/feeds/: RSS, Atom and JSON, parsed as readers parse them."""

from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from urllib.parse import urlsplit

import pytest
from django.utils import timezone
from lxml import etree
from wagtail.models import Locale, Page, PageViewRestriction, Site

from articles import library
from articles.models import ArticleIndexPage, ArticleRendition, Author, Topic, TopicTranslation
from home.models import HomePage
from tests.articles.bodies import block, items, source

NAMES = {
    "a": "http://www.w3.org/2005/Atom",
    "content": "http://purl.org/rss/1.0/modules/content/",
    "dc": "http://purl.org/dc/elements/1.1/",
    "slash": "http://purl.org/rss/1.0/modules/slash/",
    "wfw": "http://wellformedweb.org/CommentAPI/",
}
NASTY = 'A & B <b>"bold"</b> ]]> \x0b\ufffe\U0001f98a שלום'
SHOWN = 'A & B <b>"bold"</b> ]]> \U0001f98a שלום'
KINDS = ["rss", "atom", "json"]


def get(client, kind, status=200, **query):
    response = client.get(f"/feeds/articles.{kind}", query)
    assert response.status_code == status
    return response


def rss(client, **query):
    return etree.fromstring(get(client, "rss", **query).content).find("channel")


def atom(client, **query):
    return etree.fromstring(get(client, "atom", **query).content)


@pytest.fixture
def fatigue(db):
    return library.add(Topic(name="Fatigue & sleep", slug="fatigue", description="What tires."))


@pytest.fixture
def article(make_article, make_image, make_reference, fatigue):
    """Give an article with all that an entry can have."""
    other = make_article("Other", published_at=datetime(2026, 1, 1, tzinfo=UTC))
    people = [library.add(Author(name=name)) for name in ("Ana & Co", "Ben Ito")]
    body = [
        block("section", heading="Why", text=f'<p>See <a linktype="page" id="{other.pk}">that</a> &amp; more.</p>'),
        block("benefit", heading="Less <fatigue>", text="<p>Less.</p>", certainty="low",
              sources=items(source(make_reference("A trial"), finding="It helped."))),
    ]  # fmt: skip
    return make_article(
        NASTY, slug="needles", summary=NASTY, body=body, authors=people, topics=[fatigue],
        image=make_image(description="Hands"), published_at=datetime(2026, 3, 1, 8, tzinfo=UTC),
        updated_at=datetime(2026, 4, 1, tzinfo=UTC),
    )  # fmt: skip


class TestRss:
    def test_it_works(self, client, article):
        channel = rss(client)
        for required in ("title", "link", "description", "language", "lastBuildDate"):
            assert channel.findtext(required)
        itself = channel.find("a:link[@rel='self']", NAMES).get("href")
        assert urlsplit(itself).path == "/feeds/articles.rss"
        first, second = channel.findall("item")
        assert first.findtext("title") == SHOWN
        assert second.findtext("title") == "Other"
        assert first.findtext("link") == article.full_url
        assert first.findtext("description") == SHOWN.replace("&", "&amp;").replace("<", "&lt;").replace(
            ">", "&gt;"
        ).replace('"', "&quot;")
        assert parsedate_to_datetime(first.findtext("pubDate")) == article.published_at
        assert [name.text for name in first.findall("dc:creator", NAMES)] == ["Ana & Co", "Ben Ito"]
        assert [topic.text for topic in first.findall("category")] == ["Fatigue & sleep"]
        assert first.find("guid").get("isPermaLink") == "false"
        assert first.findtext("guid").startswith("urn:uuid:")
        picture = first.find("enclosure")
        assert picture.get("type") == "image/png"
        assert picture.get("url").startswith("http")
        assert first.findtext("comments") == f"{article.full_url}#discussion"
        assert first.findtext("wfw:commentRss", namespaces=NAMES).endswith(f"/feeds/comments/{article.pk}.rss")

    def test_it_has_the_whole_text_with_absolute_addresses(self, client, article):
        html = rss(client).find("item").findtext("content:encoded", namespaces=NAMES)
        text = etree.HTML(html)
        (link,) = text.xpath("//p/a/@href")
        assert link.startswith("http")
        assert link.endswith("/articles/other/")
        assert text.xpath("//h2/text()") == ["Why", "Benefit: Less <fatigue>", "References"]
        assert "It helped. (supports the claim)" in text.xpath("string()")
        assert "A trial" in text.xpath("string(//ol)")

    def test_the_picture_says_how_large_its_file_is(self, client, article, run_later):
        assert rss(client).find("item/enclosure").get("length") == "0"  # nobody has counted yet
        run_later()
        largest = rss(client).find("item/enclosure")
        (rendition,) = [row for row in ArticleRendition.objects.all() if largest.get("url").endswith(row.file.url)]
        assert int(largest.get("length")) == rendition.file.size > 0
        assert get(client, "json").json()["items"][0]["attachments"][0]["size_in_bytes"] == rendition.file.size
        link = atom(client).find("a:entry/a:link[@rel='enclosure']", NAMES)
        assert int(link.get("length")) == rendition.file.size


class TestAtom:
    def test_it_works(self, client, article):
        feed = atom(client)
        assert feed.tag == f"{{{NAMES['a']}}}feed"
        for required in ("id", "title", "updated"):
            assert feed.findtext(f"a:{required}", namespaces=NAMES)
        assert feed.find("a:link[@rel='self']", NAMES).get("href").endswith("/feeds/articles.atom")
        assert feed.find("a:author/a:name", NAMES).text  # for entries that have none
        first, second = feed.findall("a:entry", NAMES)
        for entry in (first, second):
            for required in ("id", "title", "updated", "content"):
                assert entry.findtext(f"a:{required}", namespaces=NAMES) is not None
        assert first.findtext("a:title", namespaces=NAMES) == SHOWN
        assert first.findtext("a:updated", namespaces=NAMES) == "2026-04-01T00:00:00+00:00"
        assert feed.findtext("a:updated", namespaces=NAMES) == "2026-04-01T00:00:00+00:00"
        assert [name.text for name in first.findall("a:author/a:name", NAMES)] == ["Ana & Co", "Ben Ito"]
        assert first.find("a:category", NAMES).get("term") == "Fatigue & sleep"
        assert first.find("a:content", NAMES).get("type") == "html"
        assert first.find("a:link[@rel='enclosure']", NAMES).get("type") == "image/png"
        assert first.get("{http://www.w3.org/XML/1998/namespace}lang") == "en"


class TestJsonFeed:
    def test_it_works(self, client, article):
        response = get(client, "json")
        assert response["Content-Type"].startswith("application/feed+json")
        feed = response.json()
        assert feed["version"] == "https://jsonfeed.org/version/1.1"
        assert feed["feed_url"].endswith("/feeds/articles.json")
        first, second = feed["items"]
        assert first["title"] == first["summary"] == SHOWN
        assert first["authors"] == [{"name": "Ana & Co"}, {"name": "Ben Ito"}]
        assert first["tags"] == ["Fatigue & sleep"]
        assert (first["language"], first["url"]) == ("en", article.full_url)
        assert first["date_published"] == "2026-03-01T08:00:00+00:00"
        assert first["date_modified"] == "2026-04-01T00:00:00+00:00"
        assert first["attachments"][0]["mime_type"] == "image/png"
        assert first["attachments"][0]["url"] == first["image"]
        assert "<h2>Why</h2>" in first["content_html"]
        assert {"id", "content_html"} <= set(second)
        assert first["id"] != second["id"]


@pytest.mark.parametrize("kind", KINDS)
class TestAnyFeed:
    @pytest.fixture
    def titles(self, client):
        """Give a function that reads the titles of a feed's entries."""

        def read(kind, **query):
            if kind == "json":
                return [item["title"] for item in get(client, kind, **query).json()["items"]]
            root, path = (rss, "item/title") if kind == "rss" else (atom, "a:entry/a:title")
            return [title.text for title in root(client, **query).findall(path, NAMES)]

        return read

    def test_it_can_be_asked_for_a_topic_a_language_and_a_number(self, client, titles, article, kind):
        german = Locale.objects.create(language_code="de")
        index = ArticleIndexPage.objects.get()
        index.get_parent().specific.copy_for_translation(german).save_revision().publish()
        index.copy_for_translation(german).save_revision().publish()
        translated = article.copy_for_translation(german)
        translated.title = "Nadeln"
        translated.save_revision().publish()
        assert titles(kind) == [SHOWN, "Other"]
        assert titles(kind, topic="fatigue") == [SHOWN]
        assert titles(kind, locale="de") == ["Nadeln"]
        TopicTranslation.objects.create(topic=Topic.objects.get(slug="fatigue"), locale=german, name="Erschöpfung")
        assert "Erschöpfung · " in get(client, kind, topic="fatigue", locale="de").content.decode()
        assert "Erschöpfung" not in get(client, kind, topic="fatigue").content.decode()
        assert titles(kind, limit="1", utm_source="x") == [SHOWN]

    def test_a_draft_and_a_private_article_are_not_in_it(self, titles, article, make_article, kind):
        make_article("Draft", publish=False)
        PageViewRestriction.objects.create(page=article, restriction_type=PageViewRestriction.LOGIN)
        assert titles(kind) == ["Other"]

    def test_an_empty_one_is_valid_and_always_the_same(self, client, titles, db, kind):
        assert titles(kind) == []
        assert get(client, kind)["ETag"] == get(client, kind)["ETag"]

    @pytest.mark.parametrize(
        ("query", "status"),
        [({"limit": "0"}, 400), ({"limit": "x"}, 400), ({"locale": "xx"}, 400), ({"topic": "\x00"}, 400),
         ({"topic": "none"}, 404)],
    )  # fmt: skip
    def test_it_refuses_what_it_cannot_do(self, client, db, kind, query, status):
        response = get(client, kind, status, **query)
        assert status == 404 or next(iter(query)) in response.content.decode()

    def test_a_client_that_has_it_is_told_so_until_something_in_it_changes(self, client, article, kind):
        first = get(client, kind)
        assert first["Last-Modified"] == "Wed, 01 Apr 2026 00:00:00 GMT"
        assert {f"page:{article.pk}", "articles", "site"} <= set(first["Cache-Tag"].split(","))
        held = {"If-None-Match": first["ETag"]}
        assert client.get(f"/feeds/articles.{kind}", headers=held).status_code == 304
        article.article_authors.first().author.name = "Anna"
        author = article.article_authors.first().author
        author.name = "Anna"
        author.save()
        assert client.get(f"/feeds/articles.{kind}", headers=held).status_code == 200


@pytest.mark.usefixtures("rendering")
class TestTheirCost:
    @pytest.mark.parametrize("times", [1, 20])
    def test_it_is_the_same_for_one_article_and_for_twenty(
        self, client, make_article, make_image, make_reference, times, django_assert_num_queries
    ):
        for number in range(times):
            body = [
                block("benefit", heading="H", sources=items(source(make_reference(f"R{number}")))),
                block("image", image=make_image().pk),
                block("section", text='<p><a linktype="page" id="1">x</a></p>'),
            ]
            author = library.add(Author(name=f"A{number}"))
            make_article(f"A{number}", body=body, image=make_image(), authors=[author], published_at=timezone.now())
        for kind in KINDS:
            get(client, kind)
            with django_assert_num_queries(14, info=kind):
                get(client, kind)


class TestComments:
    @pytest.fixture
    def talk(self, make_article):
        """Give an article's discussion."""
        from comments.models import DiscussionSettings
        from tests.comments.conftest import Discussion

        DiscussionSettings.objects.create(site=Site.objects.get(is_default_site=True), min_seconds=0)
        body = [block("benefit", heading="Less fatigue", text="<p>t</p>", id="11111111-1111-4111-8111-111111111111")]
        return Discussion(make_article("Needles & pins", body=body))

    def feed(self, client, page, status=200):
        response = client.get(f"/feeds/comments/{page}.rss")
        assert response.status_code == status
        return etree.fromstring(response.content).find("channel") if status == 200 else None

    def test_it_has_what_readers_see_newest_first(self, client, talk):
        first = talk.approved("It **helped** me.", name="Ana & Co", block="11111111-1111-4111-8111-111111111111")
        second = talk.approved("Me too.", name="Ben", parent=first)
        talk.pending("Still waiting.")
        spam = talk.approved("Soon spam.")
        hidden = talk.approved("Below a spam comment.", parent=spam)
        talk.decide(spam, "spam")
        channel = self.feed(client, talk.page.pk)
        assert "Needles & pins" in channel.findtext("title")
        titles = [item.findtext("title") for item in channel.findall("item")]
        assert titles == ["Ben · Less fatigue", "Ana & Co · Less fatigue"]
        newest, oldest = channel.findall("item")
        assert newest.findtext("link") == f"{talk.page.full_url}#c{second.pk}"
        assert oldest.findtext("description").strip() == "<p>It <strong>helped</strong> me.</p>"
        assert [name.text for name in oldest.findall("dc:creator", NAMES)] == ["Ana & Co"]
        assert parsedate_to_datetime(newest.findtext("pubDate")) == second.submitted_at.replace(microsecond=0)
        text = etree.tostring(channel).decode()
        assert "example.org" not in text
        assert hidden.body_html not in text
        assert channel.find("a:link[@rel='self']", NAMES).get("href").endswith(f"/feeds/comments/{talk.page.pk}.rss")

    @pytest.mark.parametrize(
        ("language", "title", "about"),
        [
            ("en", "Comments on “Needles & pins”", "What readers say about “Needles & pins”"),
            ("de", "Kommentare zu „Needles & pins“", "Was Leserinnen und Leser zu „Needles & pins“ sagen"),
            ("es", "Comentarios sobre «Needles & pins»", "Lo que dicen los lectores sobre «Needles & pins»"),
            ("ar", "Comments on “Needles & pins”", "What readers say about “Needles & pins”"),
        ],
    )
    def test_it_speaks_the_language_of_its_page(self, client, talk, language, title, about):
        talk.approved()
        Locale.objects.filter(pk=talk.page.locale_id).update(language_code=language)
        channel = self.feed(client, talk.page.pk)
        assert (channel.findtext("title"), channel.findtext("description")) == (title, about)
        assert channel.findtext("language") == language

    def test_a_new_comment_shows_at_once(self, client, talk):
        path = f"/feeds/comments/{talk.page.pk}.rss"
        first = client.get(path)
        assert f"comments:{talk.page.pk}" in first["Cache-Tag"].split(",")
        assert client.get(path, headers={"If-None-Match": first["ETag"]}).status_code == 304
        talk.approved()
        assert client.get(path, headers={"If-None-Match": first["ETag"]}).status_code == 200

    def test_it_is_there_on_the_page_s_own_site_alone(self, client, talk, settings, make_article):
        settings.ALLOWED_HOSTS = ["*"]
        ours, home = talk.page.pk, Page.objects.get(depth=2)
        root = HomePage(title="Another clinic", slug="another")
        home.get_parent().add_child(instance=root)
        Site.objects.create(hostname="other.example", root_page=root)
        theirs = make_article("Theirs", parent=root).pk
        told = {
            (host, page): [
                client.get(f"/feeds/comments/{page}.rss", headers={"host": host}).status_code for _ in range(3)
            ]
            for host in ("testserver", "other.example")
            for page in (ours, theirs)
        }
        assert told == {
            ("testserver", ours): [200] * 3,
            ("testserver", theirs): [404] * 3,
            ("other.example", ours): [404] * 3,
            ("other.example", theirs): [200] * 3,
        }

    def test_it_is_not_there_for_a_page_that_is_not_public_or_not_discussed(self, client, talk, make_article):
        from comments.models import DiscussionSettings

        draft = make_article("Draft", publish=False)
        for pk in (draft.pk, draft.get_parent().pk, 999_999, 10**30):
            self.feed(client, pk, 404)
        comment = talk.approved()
        DiscussionSettings.objects.update(is_open=False)
        self.feed(client, make_article("Silent").pk, 404)
        assert len(self.feed(client, talk.page.pk).findall("item")) == 1
        talk.decide(comment, "spam")
        self.feed(client, talk.page.pk, 404)
        PageViewRestriction.objects.create(page=talk.page, restriction_type=PageViewRestriction.LOGIN)
        self.feed(client, talk.page.pk, 404)

    @pytest.mark.usefixtures("rendering")
    @pytest.mark.parametrize("times", [1, 20])
    def test_it_costs_the_same_for_one_comment_and_for_twenty(self, client, talk, times, django_assert_num_queries):
        for _ in range(times):
            talk.approved()
        path = f"/feeds/comments/{talk.page.pk}.rss"
        client.get(path)
        with django_assert_num_queries(7):
            client.get(path)
