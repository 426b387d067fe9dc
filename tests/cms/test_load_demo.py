"""`manage.py load_demo`: its password, a second time, and into a site that is in use."""

import contextlib
from collections.abc import Iterator
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.test import override_settings
from wagtail.images import get_image_model
from wagtail.models import Page, Site

from articles.models import ArticlePage, Author, Reference
from cms.demo import content, library, loading
from comments.models import DiscussionSettings, ReaderComment, Status
from home.models import SiteProfile, User
from tests import worlds

MS = "acupuncture-multiple-sclerosis"
PASSWORD = "harbour-lights"


def load(**options):
    out = StringIO()
    call_command("load_demo", stdout=out, **options)
    return out.getvalue()


def comments():
    return ReaderComment.norel_objects.all()


@contextlib.contextmanager
def loaded(django_db_blocker, folder, *, password=None, before=lambda: None) -> Iterator[str]:
    """Keep a database into which the demo was loaded, with what `DEMO_PASSWORD` is; give what was said."""
    with worlds.kept(django_db_blocker), override_settings(DATA_DIR=folder), pytest.MonkeyPatch.context() as patch:
        patch.delenv("DEMO_PASSWORD", raising=False)
        if password:
            patch.setenv("DEMO_PASSWORD", password)
        before()
        yield load()


@pytest.mark.django_db
class TestLoadDemo:
    @pytest.fixture(scope="class")
    @classmethod
    def folder(cls, tmp_path_factory) -> Path:
        return tmp_path_factory.mktemp("data")

    @pytest.fixture(scope="class", autouse=True)
    @classmethod
    def said(cls, django_db_setup, django_db_blocker, folder) -> Iterator[str]:
        with loaded(django_db_blocker, folder) as said:
            yield said

    def test_a_password_that_was_not_given_is_made_and_shown(self, client, said, folder):
        password = (folder / "demo_password").read_text()
        assert password in said
        assert client.login(username="admin", password=password)

    def test_a_second_time_it_does_nothing(self, folder):
        before = list(Page.objects.order_by("pk").values_list("pk", "latest_revision", "last_published_at"))
        said = load(password=PASSWORD)
        assert "nothing has been changed" in said
        assert list(Page.objects.order_by("pk").values_list("pk", "latest_revision", "last_published_at")) == before
        assert User.objects.get(username="editor").check_password((folder / "demo_password").read_text())

    def test_it_brings_nothing_back_that_somebody_has_deleted_or_changed(self):
        ArticlePage.objects.get(slug=MS).delete()
        User.objects.filter(username="moderator").delete()
        SiteProfile.objects.update(title="Another clinic")

        load(password=PASSWORD)

        assert not ArticlePage.objects.filter(slug=MS).exists()
        assert not User.objects.filter(username="moderator").exists()
        assert SiteProfile.objects.get().title == "Another clinic"

    def test_it_does_nothing_even_when_all_its_pages_are_gone(self):
        for page in ArticlePage.objects.all():
            page.delete()
        assert loading.was_loaded()
        assert "nothing has been changed" in load(password=PASSWORD)


@pytest.mark.django_db
class TestLoadDemoIntoASiteInUse:
    @pytest.fixture(scope="class", autouse=True)
    @classmethod
    def folder(cls, django_db_setup, django_db_blocker, tmp_path_factory) -> Iterator[Path]:
        folder = tmp_path_factory.mktemp("data")
        with loaded(django_db_blocker, folder, password=PASSWORD, before=cls.use):
            yield folder

    @staticmethod
    def use() -> None:
        site = Site.objects.get(is_default_site=True)
        User.objects.create_user("editor", password="their-own-password")
        Author.objects.create(name="Mara E.", slug="mara-ellison")
        library.make_references({"haider2024": content.references()["haider2024"]})
        SiteProfile.objects.create(site=site, title="Our own name")
        DiscussionSettings.objects.create(site=site, held_words="cure")
        Page.objects.get(depth=3, slug="articles").delete()

    def test_it_keeps_accounts_people_references_and_settings_that_are_there(self):
        assert User.objects.get(username="editor").check_password("their-own-password")
        assert Author.objects.get(slug="mara-ellison").name == "Mara E."
        assert Reference.objects.get(doi="10.1016/j.ctcp.2024.101902") == Reference.objects.earliest("pk")
        assert SiteProfile.objects.get().title == "Our own name"
        assert DiscussionSettings.objects.get().held_words == "cure"
        assert comments().filter(status=Status.APPROVED, depth__gte=3).exists()

    def test_it_makes_the_list_of_articles_where_there_is_none(self):
        assert ArticlePage.objects.get(slug=MS).get_parent().slug == "articles"

    def test_demo_password_is_taken_from_the_environment(self, client, folder):
        assert client.login(username="moderator", password=PASSWORD)
        assert list(folder.iterdir()) == []


@pytest.mark.django_db
class TestWhatStopsIt:
    def test_an_article_at_the_same_address_stops_it_with_nothing_loaded(self):
        index = Page.objects.get(depth=3, slug="articles")
        index.add_child(instance=ArticlePage(title="Ours", slug=MS))
        with pytest.raises(CommandError, match="“Ours”"):
            load(password=PASSWORD)
        assert not User.objects.exists()
        assert not loading.was_loaded()

    def test_closed_discussions_stop_it_with_advice(self):
        DiscussionSettings.objects.create(site=Site.objects.get(is_default_site=True), is_open=False)
        with pytest.raises(CommandError, match=r"takes no more comments\. Open the discussions"):
            load(password=PASSWORD)
        assert not ArticlePage.objects.exists()

    def test_a_failure_half_way_leaves_neither_rows_nor_files(self, monkeypatch, settings, tmp_path):
        settings.MEDIA_ROOT = tmp_path

        def fail(*args, **kwargs):
            raise RuntimeError("the disk is full")

        monkeypatch.setattr(loading.conversation, "hold", fail)
        with pytest.raises(RuntimeError):
            loading.load(PASSWORD)
        assert not User.objects.exists()
        assert not ArticlePage.objects.exists()
        assert not get_image_model().objects.exists()
        assert [path for path in tmp_path.rglob("*") if path.is_file()] == []
