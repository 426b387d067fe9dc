"""An article's slug is its own in a site and language, however the article comes there."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from wagtail.actions.copy_page import CopyPageAction
from wagtail.models import Locale, Page, Site

from articles.models import ArticleIndexPage, ArticlePage
from articles.slugs import SlugRefused

TAKEN = "of this site and language has this slug already"


@pytest.fixture
def news(article_index):
    """Give a second index of the same site."""
    return article_index.get_parent().add_child(instance=ArticleIndexPage(title="News", slug="news"))


@pytest.fixture
def elsewhere(article_index):
    """Give an index of another site."""
    home = article_index.get_parent()
    root = Page.get_first_root_node().add_child(instance=type(home.specific)(title="Other", slug="other"))
    Site.objects.create(hostname="other.example.org", root_page=root)
    return root.add_child(instance=ArticleIndexPage(title="Articles", slug="articles"))


def messages_of(response) -> str:
    return " | ".join(str(message) for message in response.context["messages"])


def slugs_of(parent) -> list[str]:
    return list(ArticlePage.objects.child_of(parent).order_by("path").values_list("slug", flat=True))


class TestAPageThatIsMade:
    @pytest.mark.parametrize("live", [True, False])
    def test_it_is_refused_with_a_slug_of_another_index(self, make_article, article_index, news, live):
        make_article("Needles")
        with pytest.raises(ValidationError, match=TAKEN):
            news.add_child(instance=ArticlePage(title="N", slug="needles", live=live))

    @pytest.mark.parametrize("live", [True, False])
    def test_it_is_refused_with_a_slug_of_digits(self, article_index, live):
        with pytest.raises(ValidationError, match="digits alone"):
            article_index.add_child(instance=ArticlePage(title="N", slug="12345", live=live))

    def test_a_slug_is_made_up_that_is_free_and_no_number(self, make_article, news):
        make_article("Needles")
        assert make_article("Needles", parent=news).slug == "needles-2"
        assert make_article("2026", parent=news).slug == "article-2026"

    def test_another_language_or_site_may_have_it(self, make_article, article_index, elsewhere):
        article = make_article("Needles")
        german = Locale.objects.get_or_create(language_code="de")[0]
        assert article.copy_for_translation(german, copy_parents=True).slug == "needles"
        assert make_article("Needles", parent=elsewhere).slug == "needles"

    def test_what_is_live_with_it_already_stays_editable(self, make_article, news):
        make_article("Needles")
        twin = make_article("Twin", parent=news)
        Page.objects.filter(pk=twin.pk).update(slug="needles")
        twin = ArticlePage.objects.get(pk=twin.pk)
        twin.title = "Still here"
        twin.save_revision().publish()
        assert ArticlePage.objects.get(pk=twin.pk).title == "Still here"


class TestCopying:
    def copy(self, client, page, to, **fields):
        form = {"new_title": "Copy", "new_slug": page.slug, "new_parent_page": str(to.pk), **fields}
        return client.post(reverse("wagtailadmin_pages:copy", args=[page.pk]), form, follow=True)

    @pytest.mark.parametrize("options", [{}, {"publish_copies": "on"}, {"alias": "on"}])
    def test_the_form_says_that_the_slug_is_taken(self, editor_client, make_article, news, options):
        response = self.copy(editor_client, make_article("Needles"), news, **options)
        assert TAKEN in response.context["form"].errors["new_slug"][0]
        assert slugs_of(news) == []

    @pytest.mark.parametrize("options", [{}, {"publish_copies": "on"}, {"alias": "on"}])
    def test_the_form_refuses_digits(self, editor_client, make_article, article_index, options):
        response = self.copy(editor_client, make_article("Needles"), article_index, new_slug="12345", **options)
        assert "digits alone" in response.context["form"].errors["new_slug"][0]
        assert slugs_of(article_index) == ["needles"]

    @pytest.mark.parametrize("options", [{}, {"publish_copies": "on"}, {"alias": "on"}])
    def test_an_index_with_its_articles_cannot_be_doubled_in_a_site(
        self, editor_client, make_article, article_index, options
    ):
        make_article("Needles")
        make_article("Sleep")
        fields = {"new_slug": "copy", "copy_subpages": "on", **options}
        response = self.copy(editor_client, article_index, article_index.get_parent(), **fields)
        assert "the slugs of “Needles” and 1 more" in messages_of(response)
        assert "without its subpages" in messages_of(response)
        assert ArticleIndexPage.objects.count() == 1

    def test_an_index_is_copied_without_its_articles_and_to_another_site_with_them(
        self, editor_client, make_article, article_index, elsewhere
    ):
        make_article("Needles")
        self.copy(editor_client, article_index, article_index.get_parent(), new_slug="empty")
        self.copy(editor_client, article_index, elsewhere.get_parent(), new_slug="full", copy_subpages="on")
        assert slugs_of(ArticleIndexPage.objects.get(slug="empty")) == []
        assert slugs_of(ArticleIndexPage.objects.get(slug="full")) == ["needles"]

    def test_code_that_copies_is_refused(self, make_article, article_index):
        make_article("Needles")
        with pytest.raises(SlugRefused):
            CopyPageAction(article_index, recursive=True, update_attrs={"slug": "copy"}).execute()
        assert ArticlePage.objects.count() == 1


class TestMoving:
    def move(self, client, page, to):
        url = reverse("wagtailadmin_pages:move_confirm", args=[page.pk, to.pk])
        return client.post(url, follow=True, headers={"referer": f"http://testserver{url}"})

    def test_within_a_site_it_keeps_its_slug(self, editor_client, make_article, news):
        self.move(editor_client, make_article("Needles"), news)
        assert slugs_of(news) == ["needles"]

    @pytest.mark.parametrize("whole_index", [False, True])
    def test_to_a_site_that_has_the_slug_it_is_refused(
        self, editor_client, make_article, article_index, news, elsewhere, whole_index
    ):
        make_article("Needles", parent=elsewhere)
        article = make_article("Needles", parent=news)
        other = elsewhere.get_parent().add_child(instance=ArticleIndexPage(title="Other", slug="other"))
        moved, to = (news, elsewhere.get_parent()) if whole_index else (article, other)
        response = self.move(editor_client, moved, to)
        assert response.status_code == 200
        assert "the slug of “Needles” already" in messages_of(response)
        assert slugs_of(ArticleIndexPage.objects.get(pk=news.pk)) == ["needles"]

    def test_many_at_once_are_refused_together(self, editor_client, make_article, news, elsewhere):
        make_article("Needles", parent=elsewhere)
        other = elsewhere.get_parent().add_child(instance=ArticleIndexPage(title="Other", slug="other"))
        moved = [make_article("Sleep", parent=news), make_article("Needles", parent=news)]
        url = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "move"])
        query = "&".join(f"id={page.pk}" for page in moved)
        response = editor_client.post(f"{url}?{query}", {"chooser": str(other.pk)}, follow=True)
        assert "the slug of “Needles” already" in messages_of(response)
        assert sorted(slugs_of(ArticleIndexPage.objects.get(pk=news.pk))) == ["needles", "sleep"]


class TestTheForm:
    @pytest.mark.parametrize(("title", "slug"), [("Sleep", "sleep-2"), ("2026", "article-2026"), ("!", "article")])
    def test_without_a_slug_one_is_made_of_the_title_so_that_autosave_goes_on(
        self, editor_client, make_article, article_index, title, slug
    ):
        from wagtail.test.utils.form_data import nested_form_data, streamfield

        make_article("Sleep")
        names = ("article_authors", "article_reviewers", "article_topics", "related_articles", "change_notes")
        forms = {f"{name}-{count}_FORMS": 0 for name in names for count in ("TOTAL", "INITIAL")}
        sent = nested_form_data({"title": title, "slug": "", "body": streamfield([])}) | forms
        address = reverse("wagtailadmin_pages:add", args=["articles", "articlepage", article_index.pk])
        editor_client.post(address, sent)
        assert slugs_of(article_index) == ["sleep", slug]
