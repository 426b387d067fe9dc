"""What happens in the rooms changes the tags of the answers that show it, in the transaction of the change."""

import pytest
from django.db import transaction
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import Locale, PageViewRestriction, Site

from articles.models import ArticleImage, ArticleIndexPage, ArticlePage, Author, Topic
from cms import tags
from comments import actions, discussions
from home.models import SiteProfile

pytestmark = pytest.mark.django_db


@pytest.fixture
def page():
    index = ArticleIndexPage.objects.get()
    page = index.add_child(instance=ArticlePage(title="Needles", slug="needles", body=[], live=False))
    page.save_revision().publish()
    return page


def changed(*names: str, by) -> bool:
    """Tell whether every one of these tags has changed by calling `by`."""
    before = [tags.version([name]) for name in names]
    by()
    return all(tags.version([name]) > version for name, version in zip(names, before, strict=True))


class TestVersions:
    def test_each_change_counts_once(self):
        tags.bump(["a", "b", "a"])
        tags.bump(["a"])
        assert (tags.version(["a"]), tags.version(["b"]), tags.version(["a", "b", "never"])) == (2, 1, 3)

    def test_a_change_taken_back_is_none(self):
        with transaction.atomic():
            tags.bump(["a"])
            transaction.set_rollback(True)
        assert tags.version(["a"]) == 0

    def test_nothing_is_asked_for_nothing(self, django_assert_num_queries):
        with django_assert_num_queries(0):
            tags.bump([])


class TestChanges:
    def test_publishing_and_taking_down(self, page):
        names = (f"page:{page.pk}", "articles", "pages")
        assert changed(*names, by=lambda: page.save_revision().publish())
        assert changed(*names, by=lambda: ArticlePage.objects.get(pk=page.pk).unpublish())
        assert changed(*names, by=lambda: ArticlePage.objects.get(pk=page.pk).delete())

    def test_a_failure_after_going_live_leaves_nothing_behind(self, page, monkeypatch):
        from articles import evidence

        def fail(page):
            raise RuntimeError

        draft = page.get_parent().add_child(instance=ArticlePage(title="Cups", slug="cups", body=[], live=False))
        revision = draft.save_revision()
        monkeypatch.setattr(evidence, "index", fail)
        before = tags.version(["articles"])
        with pytest.raises(RuntimeError), transaction.atomic():
            revision.publish()
        assert not ArticlePage.objects.get(pk=draft.pk).live
        assert tags.version(["articles"]) == before

    def test_a_section_made_private_and_public_again(self, page):
        index = ArticleIndexPage.objects.get()
        restriction = PageViewRestriction(page=index, restriction_type=PageViewRestriction.LOGIN)
        assert changed(f"page:{page.pk}", f"page:{index.pk}", "articles", by=restriction.save)
        assert changed(f"page:{page.pk}", "articles", by=restriction.delete)

    def test_a_moved_address_changes_all_below(self, page):
        index = ArticleIndexPage.objects.get()
        index.slug = "reading"
        assert changed(f"page:{page.pk}", by=lambda: index.save_revision().publish())

    def test_an_image_and_its_sizes(self):
        image = ArticleImage.objects.create(title="I", file=get_test_image_file())
        assert changed(f"image:{image.pk}", "images", by=image.save)
        assert changed(f"image:{image.pk}", by=lambda: image.get_rendition("width-20"))

    def test_people_topics_and_what_surrounds_a_page(self):
        author, topic = Author.objects.create(name="Ana", slug="ana"), Topic.objects.create(name="Pain", slug="pain")
        assert changed(f"author:{author.pk}", by=author.save)
        assert changed(f"topic:{topic.pk}", by=topic.save)
        assert changed("site", by=lambda: SiteProfile.objects.create(site=Site.objects.get(), title="T"))
        assert changed("site", by=lambda: Locale.objects.create(language_code="de"))

    def test_a_comment_only_once_readers_see_it(self, page):
        name = f"comments:{page.pk}"
        writer = actions.Writer(name="Ana", email="ana@example.org")
        public = discussions.public_page(page.pk)
        before = tags.version([name])
        made = actions.submit(public, writer=writer, body="Thank you.").comment
        assert tags.version([name]) == before
        assert changed(name, by=lambda: actions.approve(made.pk, by=actions.Moderator()))
