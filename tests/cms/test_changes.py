"""The feed of changes tells everything that happens to what the public sees, once, in the order of the commits."""

import threading
from datetime import timedelta

import pytest
from django.db import transaction
from django.test import Client
from django.utils import timezone
from wagtail.models import Locale, Page, PageViewRestriction, Site

from articles import library
from articles.models import (
    ArticleIndexPage,
    ArticlePage,
    ArticleReviewer,
    ArticleTopic,
    Author,
    Topic,
    TopicTranslation,
)
from cms import changes
from cms.models import Change, OwnRoute, Route
from comments import cursors
from home.models import HomePage


@pytest.fixture
def new(feed):
    """Give the feed behind what migrations have published."""
    feed()
    return feed


class TestFeed:
    def test_it_works(self, client, make_article, feed):
        assert feed() == [("published", "/"), ("published", "/articles/")]
        page = make_article("Needles")
        answer = client.get("/api/v2/changes/", {"since": feed.since}).json()
        assert set(answer) == {"items", "meta"}
        (row,) = answer["items"]
        assert set(row) == {"change", "id", "type", "path", "at"}
        assert (row["id"], row["type"]) == (page.pk, "articles.ArticlePage")
        assert (row["change"], row["path"]) == ("published", "/articles/needles/")
        assert row["at"].endswith("Z")

    def test_the_cursor_at_the_end_goes_on(self, client, make_article, new):
        before = new.since
        assert (new(), new.since) == ([], before)
        make_article("Needles")
        assert new() == [("published", "/articles/needles/")]
        assert new() == []

    def test_it_is_cached_until_something_changes(self, client, make_article):
        tag = client.get("/api/v2/changes/")["ETag"]
        assert client.get("/api/v2/changes/", headers={"If-None-Match": tag}).status_code == 304
        make_article("Needles")
        assert client.get("/api/v2/changes/", headers={"If-None-Match": tag}).status_code == 200

    @pytest.mark.parametrize(
        "query", [{"since": "nonsense"}, {"since": ""}, {"limit": "0"}, {"limit": "1001"}, {"x": "1"}]
    )
    @pytest.mark.django_db
    def test_what_it_cannot_read_it_refuses(self, client, query):
        assert client.get("/api/v2/changes/", query).status_code == 400

    def test_twenty_rows_cost_no_more_than_one(self, client, make_article, django_assert_num_queries):
        page = make_article("Needles")
        told = Change.objects.values().latest("number")
        more = [{"number": told["number"] + n, "page_id": page.pk + n, "path": f"/articles/{n}/"} for n in range(1, 20)]
        Change.objects.bulk_create(Change(**told | row) for row in more)
        with django_assert_num_queries(3):
            assert len(client.get("/api/v2/changes/", {"limit": 1}).json()["items"]) == 1
        with django_assert_num_queries(3):
            assert len(client.get("/api/v2/changes/", {"limit": 20}).json()["items"]) == 20


class TestWhatIsTold:
    def test_each_publication(self, make_article, new):
        page = make_article("Needles")
        page.save_revision().publish()
        assert new() == [("published", "/articles/needles/")] * 2

    def test_nothing_of_drafts(self, make_article, new):
        page = make_article("Needles", publish=False)
        page.title = "Pins"
        page.save_revision()
        page.move(HomePage.objects.get(), pos="last-child")
        ArticlePage.objects.get(pk=page.pk).delete()
        live = make_article("Cups")
        new()
        live.title = "Bowls"
        live.save_revision()
        assert new() == []

    def test_nothing_of_what_is_planned(self, make_article, new):
        page = make_article("Needles", publish=False)
        page.go_live_at = timezone.now() + timedelta(days=1)
        page.save_revision().publish()
        assert new() == []

    def test_taking_down_and_deleting(self, make_article, new):
        page = make_article("Needles")
        other = make_article("Cups")
        new()
        page.unpublish()
        other.delete()
        assert new() == [("unpublished", "/articles/needles/"), ("deleted", "/articles/cups/")]
        ArticlePage.objects.get(pk=page.pk).delete()
        assert new() == []

    def test_a_section_taken_down_with_all_below_it(self, make_article, article_index, new, admin_user):
        from wagtail.actions.unpublish_page import UnpublishPageAction

        make_article("Needles")
        make_article("Cups", publish=False)
        new()
        UnpublishPageAction(article_index, user=admin_user, include_descendants=True).execute()
        assert sorted(new()) == [("unpublished", "/articles/"), ("unpublished", "/articles/needles/")]

    def test_a_section_deleted_with_all_below_it(self, make_article, article_index, new):
        make_article("Needles")
        make_article("Cups", publish=False)
        new()
        Page.objects.get(pk=article_index.pk).delete()
        assert sorted(new()) == [("deleted", "/articles/"), ("deleted", "/articles/needles/")]

    def test_a_move_of_each_page_that_the_public_saw(self, make_article, article_index, new):
        make_article("Needles")
        make_article("Cups", publish=False)
        shelf = article_index.get_parent().add_child(instance=ArticleIndexPage(title="Shelf", slug="shelf"))
        new()
        ArticleIndexPage.objects.get(pk=article_index.pk).move(shelf, pos="last-child")
        assert new() == [("moved", "/shelf/articles/"), ("moved", "/shelf/articles/needles/")]

    def test_another_slug_is_a_move_of_all_below(self, make_article, article_index, new):
        make_article("Needles")
        new()
        article_index.slug = "reading"
        article_index.save_revision().publish()
        assert new() == [("moved", "/reading/"), ("published", "/reading/"), ("moved", "/reading/needles/")]

    def test_another_slug_without_a_publication(self, make_article, new, django_capture_on_commit_callbacks):
        page = make_article("Needles")
        new()
        page.slug = "pins"
        with django_capture_on_commit_callbacks(execute=True):
            page.save()
        assert new() == [("moved", "/articles/pins/")]

    def test_an_order_that_changes_moves_nothing(self, make_article, new):
        first, second = make_article("Needles"), make_article("Cups")
        new()
        second.move(first, pos="left")
        assert new() == []

    def test_a_private_section_is_taken_down_and_published_again(self, make_article, article_index, make_private, new):
        page = make_article("Needles")
        new()
        restriction = make_private(article_index)
        assert new() == [("unpublished", "/articles/"), ("unpublished", "/articles/needles/")]
        ArticlePage.objects.get(pk=page.pk).save_revision().publish()
        assert new() == []
        restriction.delete()
        assert new() == [("published", "/articles/"), ("published", "/articles/needles/")]

    def test_a_private_page_that_is_deleted_stays_unknown(self, make_article, make_private, new):
        page = make_article("Needles")
        make_private(page)
        new()
        ArticlePage.objects.get(pk=page.pk).delete()
        assert new() == []
        assert not PageViewRestriction.objects.exists()

    def test_a_move_into_a_private_section(self, make_article, article_index, make_private, new):
        page = make_article("Needles")
        inner = article_index.get_parent().add_child(instance=ArticleIndexPage(title="Members", slug="members"))
        make_private(inner)
        new()
        page.move(inner, pos="last-child")
        assert new() == [("unpublished", "/articles/needles/")]

    def test_pages_that_code_makes_live(self, article_index, new):
        article_index.add_child(instance=ArticlePage(title="Needles", slug="needles", body=[]))
        article_index.get_parent().add_child(instance=ArticleIndexPage(title="Shelf", slug="shelf"))
        assert new() == [("published", "/articles/needles/"), ("published", "/shelf/")]

    def test_an_alias_and_a_translation(self, make_article, article_index, new):
        Locale.objects.create(language_code="de")
        german = Locale.objects.get(language_code="de")
        page = make_article("Needles")
        new()
        HomePage.objects.get().copy_for_translation(german, copy_parents=True).save_revision().publish()
        page.copy_for_translation(german, copy_parents=True, alias=True)
        assert new()[0] == ("published", "/de/")
        page.save_revision().publish()
        paths = [path for change, path in new() if change == "published"]
        assert sorted(paths) == ["/articles/needles/", "/de/articles/needles/"]

    def test_a_failure_takes_its_changes_back(self, make_article, new):
        from django.db import transaction

        with transaction.atomic():
            make_article("Needles")
            transaction.set_rollback(True)
        make_article("Cups")
        assert new() == [("published", "/articles/cups/")]


class TestSites:
    def test_each_has_its_own(self, client, make_article, article_index, settings):
        settings.ALLOWED_HOSTS = ["*"]
        root = Page.objects.get(depth=1)
        home = root.add_child(instance=HomePage(title="Other", slug="other"))
        Site.objects.create(hostname="other.example", root_page=home)
        home.add_child(instance=ArticleIndexPage(title="Posts", slug="posts"))
        ours = [row["path"] for row in client.get("/api/v2/changes/").json()["items"]]
        theirs = [
            row["path"] for row in client.get("/api/v2/changes/", headers={"Host": "other.example"}).json()["items"]
        ]
        assert (ours, theirs) == (["/", "/articles/"], ["/", "/posts/"])

    def test_another_root_page_moves_everything(self, make_article, article_index, new):
        make_article("Needles")
        new()
        site = Site.objects.get()
        site.root_page = Page.objects.get(pk=article_index.pk)
        site.save()
        assert sorted(new()) == [("moved", "/"), ("moved", "/needles/"), ("unpublished", "/")]


class TestKeepingUp:
    def test_what_no_signal_told_is_told(self, make_article, new):
        page = make_article("Needles")
        hidden = make_article("Cups", publish=False)
        new()
        ArticlePage.objects.filter(pk=page.pk).update(live=False)
        ArticlePage.objects.filter(pk=hidden.pk).update(live=True)
        changes.keep_up.func()
        assert new() == [("unpublished", "/articles/needles/"), ("published", "/articles/cups/")]
        changes.keep_up.func()
        assert new() == []

    def test_who_has_not_asked_for_too_long_starts_over(self, client, make_article, feed):
        Change.objects.update(at=timezone.now() - changes.KEPT - timedelta(days=1))
        made = [make_article(title) for title in ("Needles", "Cups")]
        early, late = cursors.encode(0), cursors.encode(2)
        changes.keep_up.func()
        response = client.get("/api/v2/changes/", {"since": early})
        assert (response.status_code, response.json()["code"]) == (410, "start_over")
        assert response["Cache-Control"] == "no-store"
        items = client.get("/api/v2/changes/", {"since": late}).json()["items"]
        assert [row["id"] for row in items] == [page.pk for page in made]
        assert feed()[-1] == ("published", "/articles/cups/")

    @pytest.mark.django_db
    def test_a_cursor_that_this_database_has_not_given_starts_over(self, client):
        assert client.get("/api/v2/changes/", {"since": cursors.encode(99)}).json()["code"] == "start_over"

    @pytest.mark.django_db
    @pytest.mark.parametrize("since", ["", "x", "W10"])
    def test_what_is_no_cursor_is_refused_by_name(self, client, since):
        response = client.get("/api/v2/changes/", {"since": since})
        assert (response.status_code, response.json()["code"]) == (400, "bad_cursor")
        assert list(response.json()["errors"]) == ["since"]

    def test_it_is_done_every_day(self, db):
        from cms import daily

        assert changes.keep_up in daily.TASKS


@pytest.fixture
def drafts(transactional_db):
    """Give a function that makes so many drafts."""
    index = ArticleIndexPage.objects.get()

    def make(count: int) -> list[ArticlePage]:
        titles = [f"Needles {number}" for number in range(count)]
        return [index.add_child(instance=ArticlePage(title=title, body=[], live=False)) for title in titles]

    return make


@pytest.mark.indexed
class TestAtOnce:
    def test_a_reader_meets_every_change_once_and_in_order(self, race, drafts, settings):
        settings.RATE_LIMITS = False  # the reader asks without a pause
        pages = drafts(8)
        told = Change.objects.count()
        left = threading.Semaphore(0)

        def publish(page):
            for _ in range(3):
                ArticlePage.objects.get(pk=page.pk).save_revision().publish()
            left.release()

        def read():
            client, seen, since = Client(), [], None
            ended = False
            while True:
                answer = client.get("/api/v2/changes/", {"limit": 5} | ({"since": since} if since else {})).json()
                seen += answer["items"]
                since = answer["meta"]["next_cursor"]
                if not answer["items"]:
                    if ended:
                        return seen
                    ended = all(left.acquire(timeout=30) for _ in pages)

        *_, seen = race([*(lambda page=page: publish(page) for page in pages), read])
        assert len(seen) == told + 24
        published = [row["id"] for row in seen[told:]]
        assert sorted(published) == sorted(page.pk for page in pages for _ in range(3))
        assert [row["id"] for row in seen] == list(Change.objects.order_by("number").values_list("page_id", flat=True))
        assert list(Change.objects.order_by("number").values_list("number", flat=True)) == list(range(1, told + 25))

    def test_a_section_made_private_while_its_articles_go_live(self, race, drafts, article_index):
        pages = drafts(4)

        def close():
            PageViewRestriction.objects.create(
                page=Page.objects.get(pk=article_index.pk), restriction_type=PageViewRestriction.LOGIN
            )

        def publish(page):
            ArticlePage.objects.get(pk=page.pk).save_revision().publish()

        race([*(lambda page=page: publish(page) for page in pages), close])
        assert not Route.objects.filter(page_id__in=[page.pk for page in pages], is_public=True).exists()


class TestTopicsAndPeople:
    @pytest.fixture
    def fatigue(self, db):
        return library.add(Topic(name="Fatigue", slug="fatigue"))

    @pytest.fixture
    def mara(self, db):
        return library.add(Author(name="Mara", slug="mara"))

    def test_their_pages_are_told_behind_the_articles_that_they_list(self, client, make_article, new, fatigue, mara):
        page = make_article("Needles", topics=[fatigue], authors=[mara])
        rows = new.rows()
        assert [(row["change"], row["type"], row["id"], row["path"]) for row in rows] == [
            ("published", "articles.ArticlePage", page.pk, "/articles/needles/"),
            ("published", "articles.Author", mara.pk, "/authors/mara/"),
            ("published", "articles.Topic", fatigue.pk, "/topics/fatigue/"),
        ]
        listed = [(row["type"], row["id"]) for row in client.get("/api/v2/routes/").json()["items"]]
        assert {(row["type"], row["id"]) for row in rows} <= set(listed)
        page.refresh_from_db()
        page.save_revision().publish()
        assert [path for _, path in new()] == ["/articles/needles/", "/authors/mara/", "/topics/fatigue/"]

    def test_the_page_of_a_reviewer_is_told_as_well(self, make_article, new, mara):
        page = make_article("Needles", publish=False)
        page.article_reviewers = [ArticleReviewer(author=mara)]
        page.save_revision().publish()
        assert ("published", "/authors/mara/") in new()

    def test_a_topic_that_is_taken_off_an_article_is_told_once_more(self, make_article, new, fatigue):
        page = make_article("Needles", topics=[fatigue])
        make_article("Cups", topics=[fatigue])
        new()
        page.refresh_from_db()
        page.article_topics = []
        page.save_revision().publish()
        assert new() == [("published", "/articles/needles/"), ("published", "/topics/fatigue/")]
        page.save_revision().publish()
        assert new() == [("published", "/articles/needles/")]

    @pytest.mark.parametrize("way", ["unpublished", "deleted", "private"])
    def test_it_is_taken_down_with_the_last_article_that_names_it(self, make_article, make_private, new, fatigue, way):
        first, last = (make_article(title, topics=[fatigue]) for title in ("Needles", "Cups"))
        new()
        first.unpublish()
        assert new() == [("unpublished", "/articles/needles/"), ("published", "/topics/fatigue/")]
        {"unpublished": last.unpublish, "deleted": last.delete, "private": lambda: make_private(last)}[way]()
        gone = "deleted" if way == "deleted" else "unpublished"
        assert new() == [(gone, "/articles/cups/"), ("unpublished", "/topics/fatigue/")]
        assert not OwnRoute.objects.exists()

    def test_it_is_deleted_with_its_subject(self, make_article, new, fatigue):
        page = make_article("Needles", topics=[fatigue])
        new()
        page.refresh_from_db()
        ArticleTopic.objects.all().delete()
        fatigue.delete()
        assert new() == [("deleted", "/topics/fatigue/")]

    def test_what_nobody_reads_about_is_told_by_nobody(self, make_article, new, fatigue, mara):
        make_article("Draft", topics=[fatigue], authors=[mara], publish=False)
        fatigue.description = "More than being tired."
        fatigue.save()
        mara.save()
        library.add(Author(name="Ben", slug="ben")).delete()
        assert new() == []

    def test_other_words_are_told_in_their_language(self, make_article, new, fatigue):
        german = Locale.objects.create(language_code="de")
        home = HomePage.objects.get()
        english = make_article("Needles", topics=[fatigue])
        home.copy_for_translation(german).save_revision().publish()
        english.get_parent().specific.copy_for_translation(german).save_revision().publish()
        english.copy_for_translation(german).save_revision().publish()
        assert ("published", "/de/topics/fatigue/") in new()
        TopicTranslation.objects.create(topic=fatigue, locale=german, name="Erschöpfung")
        assert new() == [("published", "/de/topics/fatigue/")]

    def test_another_slug_moves_its_pages_and_leaves_a_redirect(self, client, make_article, new, fatigue, resolve):
        make_article("Needles", topics=[fatigue])
        new()
        fatigue.slug = "tiredness"
        fatigue.save()
        assert new() == [("moved", "/topics/tiredness/"), ("published", "/topics/tiredness/")]
        answer = resolve("/topics/fatigue/").json()
        assert (answer["kind"], answer["status"]) == ("redirect", 301)
        assert answer["location"].endswith("/topics/tiredness/")
        assert resolve("/topics/tiredness/").json()["kind"] == "page"
        fatigue.slug = "fatigue"
        fatigue.save()
        assert resolve("/topics/fatigue/").json()["kind"] == "page"

    @pytest.mark.django_db(transaction=True)
    def test_a_form_that_is_saved_row_by_row_is_told_once(self, make_article, feed):
        fatigue = library.add(Topic(name="Fatigue", slug="fatigue"))
        make_article("Needles", topics=[fatigue])
        feed()
        for _ in range(2):
            with transaction.atomic():
                for description in ("Tired", "Very tired"):
                    fatigue.description = description
                    fatigue.save()
            assert feed() == [("published", "/topics/fatigue/")]

    def test_each_site_is_told_of_its_own(self, client, settings, make_article, new, fatigue):
        settings.ALLOWED_HOSTS = ["*"]
        root = HomePage(title="Another clinic", slug="another")
        HomePage.objects.get().get_parent().add_child(instance=root)
        Site.objects.create(hostname="other.example", root_page=root)
        page = make_article("Theirs", parent=root, topics=[fatigue])
        assert new() == []
        answer = client.get("/api/v2/changes/", headers={"host": "other.example"}).json()
        told = [("published", "/"), ("published", "/theirs/"), ("published", "/topics/fatigue/")]
        assert [(row["change"], row["path"]) for row in answer["items"]] == told
        page.unpublish()
        assert new() == []

    def test_a_database_of_before_tells_them_all_once(self, make_article, new, fatigue, mara):
        make_article("Needles", topics=[fatigue], authors=[mara])
        new()
        Route.objects.update(listed_on=[])
        OwnRoute.objects.all().delete()
        changes.keep_up.func()
        assert new() == [("published", "/authors/mara/"), ("published", "/topics/fatigue/")]
        changes.keep_up.func()
        assert new() == []

    def test_what_no_signal_told_is_told_by_the_day(self, make_article, new, fatigue, mara):
        page = make_article("Needles", topics=[fatigue], authors=[mara])
        new()
        ArticleTopic.objects.filter(page=page).delete()
        Author.objects.filter(pk=mara.pk).update(slug="mara-e")
        changes.keep_up.func()
        assert sorted(new()) == [
            ("moved", "/authors/mara-e/"),
            ("published", "/authors/mara-e/"),
            ("unpublished", "/topics/fatigue/"),
        ]
        changes.keep_up.func()
        assert new() == []

    @pytest.mark.parametrize("times", [1, 20])
    def test_a_publication_costs_the_same_for_one_subject_and_for_twenty(
        self, make_article, times, django_assert_max_num_queries
    ):
        topics = [library.add(Topic(name=f"Topic {number}", slug=f"topic-{number}")) for number in range(times)]
        page = make_article("Needles", topics=topics)
        with django_assert_max_num_queries(20):
            changes.published(page)

    def test_nothing_is_lost_or_told_twice_while_many_publish_and_write(self, race, make_article, feed):
        fatigue = library.add(Topic(name="Fatigue", slug="fatigue"))
        pages = [make_article(f"Article {number}", topics=[fatigue]) for number in range(4)]
        feed()

        def publish(page):
            return lambda: ArticlePage.objects.get(pk=page.pk).save_revision().publish()

        def rename(slug):
            def save():
                topic = Topic.objects.get(pk=fatigue.pk)
                topic.slug = slug
                topic.save()

            return save

        race([*map(publish, pages[:3]), pages[3].unpublish, rename("tiredness"), rename("weariness")])
        told = feed()
        assert sorted(path for change, path in told if path.startswith("/articles/")) == [
            f"/articles/article-{number}/" for number in range(4)
        ]
        slug = Topic.objects.get(pk=fatigue.pk).slug
        assert [change for change, path in told if path.startswith("/topics/")].count("published") == 6
        assert [path for change, path in told if change == "moved"][-1] == f"/topics/{slug}/"
        changes.keep_up.func()
        assert feed() == []
