"""What migrations give a site without any demo: two pages, and two groups who open in the admin what is theirs."""

import pytest
from django.contrib.auth.models import Group, Permission
from django.urls import reverse
from wagtail.models import (
    GroupApprovalTask,
    GroupCollectionPermission,
    GroupPagePermission,
    Locale,
    Page,
    Site,
    Workflow,
    WorkflowPage,
)

from articles.models import ArticleIndexPage, Author, FaqEntry, Reference, Topic
from home.models import HomePage

pytestmark = pytest.mark.django_db


@pytest.fixture
def member(client, django_user_model):
    """Sign somebody of a group in, and give the user."""

    def sign_in(group: str):
        user = django_user_model.objects.create_user(username=group.lower(), password="x")
        user.groups.add(Group.objects.get(name=group))
        client.force_login(user)
        return user

    return sign_in


def opens(client, address: str) -> bool:
    """Tell whether the admin shows this page, or sends its visitor away."""
    answer = client.get(address)
    assert answer.status_code in {200, 302, 403, 404}, answer
    return answer.status_code == 200


def on_page(name: str, page: Page) -> str:
    return reverse(f"wagtailadmin_pages:{name}", args=[page.pk])


def of_snippet(model: type, view: str) -> str:
    return reverse(model.snippet_viewset.get_url_name(view))


def add_article() -> str:
    return reverse("wagtailadmin_pages:add", args=["articles", "articlepage", ArticleIndexPage.objects.get().pk])


SETTINGS = [
    "wagtailusers_users:index",
    "wagtailusers_groups:index",
    "wagtailsites:index",
    "wagtailadmin_workflows:index",
    "wagtailredirects:index",
    "wagtaillocales:index",
    "wagtailadmin_collections:index",
]


class TestTheFirstSite:
    def test_it_has_a_home_page_with_a_list_of_articles(self):
        home, articles = HomePage.objects.get(), ArticleIndexPage.objects.get()
        assert Site.objects.get(is_default_site=True).root_page_id == home.pk
        assert (home.title, home.slug, home.live) == ("Home", "home", True)
        assert (articles.title, articles.slug, articles.live) == ("Articles", "articles", True)
        assert articles.get_parent().specific == home
        assert home.locale == articles.locale == Locale.objects.get()

    def test_its_tree_is_sound(self):
        assert Page.find_problems() == ([], [], [], [], [])
        assert Page.objects.get(depth=1).numchild == 1

    def test_more_can_be_put_below(self):
        child = ArticleIndexPage.objects.get().add_child(instance=Page(title="Below", slug="below"))
        assert child.url_path == "/home/articles/below/"


class TestModerators:
    def test_they_moderate_everything_and_have_nothing_else(self):
        group = Group.objects.get(name="Moderators")
        names = {
            f"{row.content_type.app_label}.{row.codename}" for row in group.permissions.select_related("content_type")
        }
        assert names == {
            "wagtailadmin.access_admin",
            "comments.moderate_comment",
            "comments.senior_moderator",
        }
        assert not GroupPagePermission.objects.filter(group=group).exists()
        assert not GroupCollectionPermission.objects.filter(group=group).exists()

    def test_they_open_the_desk(self, client, member):
        member("Moderators")
        assert opens(client, reverse("wagtailadmin_home"))
        assert opens(client, "/admin/comments/")

    @pytest.mark.parametrize("name", [*SETTINGS, "wagtailimages:index", "wagtaildocs:index", "wagtailimages:add"])
    def test_they_open_no_other_list(self, client, member, name):
        member("Moderators")
        assert not opens(client, reverse(name))

    @pytest.mark.parametrize("model", [Reference, Author, Topic, FaqEntry])
    def test_they_open_no_snippets(self, client, member, model):
        member("Moderators")
        assert not opens(client, of_snippet(model, "list"))
        assert not opens(client, of_snippet(model, "add"))

    def test_they_open_no_page(self, client, member):
        member("Moderators")
        assert not opens(client, on_page("edit", HomePage.objects.get()))
        assert not opens(client, add_article())


class TestEditors:
    def test_they_write_and_publish(self, client, member):
        user = member("Editors")
        assert opens(client, on_page("edit", HomePage.objects.get()))
        assert opens(client, add_article())
        may = ArticleIndexPage.objects.get().permissions_for_user(user)
        assert all([may.can_add_subpage(), may.can_edit(), may.can_publish_subpage(), may.can_lock(), may.can_unlock()])

    @pytest.mark.parametrize(
        "name", ["wagtailimages:index", "wagtailimages:add", "wagtaildocs:index", "wagtaildocs:add"]
    )
    def test_they_add_pictures_and_documents(self, client, member, name):
        member("Editors")
        assert opens(client, reverse(name))

    @pytest.mark.parametrize("model", [Reference, Author, Topic, FaqEntry])
    def test_they_keep_the_library(self, client, member, model):
        user = member("Editors")
        assert opens(client, of_snippet(model, "list"))
        assert opens(client, of_snippet(model, "add"))
        name = model._meta.model_name
        assert user.has_perms([f"articles.{action}_{name}" for action in ("add", "change", "delete", "view")])

    def test_they_choose_how_the_library_is_cited_and_not_what_must_be(self, client, member):
        member("Editors")
        site = Site.objects.get().pk
        assert opens(client, reverse("wagtailsettings:edit", args=["articles", "librarysettings", site]))
        assert not opens(client, reverse("wagtailsettings:edit", args=["articles", "editorialstandards", site]))

    def test_they_do_not_moderate(self, client, member):
        user = member("Editors")
        assert not user.has_perm("comments.moderate_comment")
        assert not opens(client, "/admin/comments/")

    @pytest.mark.parametrize("name", SETTINGS)
    def test_they_do_not_administer(self, client, member, name):
        member("Editors")
        assert not opens(client, reverse(name))


class TestMedicalReviewers:
    def test_they_open_articles_and_look_at_the_library(self, client, member):
        user = member("Medical reviewers")
        assert opens(client, on_page("edit", HomePage.objects.get()))
        assert opens(client, of_snippet(Reference, "list"))
        assert not opens(client, of_snippet(Reference, "add"))
        assert user.has_perm("articles.review_article")

    def test_they_neither_add_nor_publish(self, client, member):
        user = member("Medical reviewers")
        may = ArticleIndexPage.objects.get().permissions_for_user(user)
        assert not any([may.can_add_subpage(), may.can_publish_subpage(), may.can_publish(), may.can_delete()])

    @pytest.mark.parametrize("name", SETTINGS)
    def test_they_do_not_administer(self, client, member, name):
        member("Medical reviewers")
        assert not opens(client, reverse(name))


class TestTheWorkflow:
    def test_it_has_two_steps_on_the_list_of_articles(self):
        workflow = WorkflowPage.objects.get(page=ArticleIndexPage.objects.get()).workflow
        steps = [(task.name, [group.name for group in task.specific.groups.all()]) for task in workflow.tasks]
        assert steps == [("Editorial review", ["Editors"]), ("Medical review", ["Medical reviewers"])]


class TestWagtailsOwnChoices:
    def test_its_approval_workflow_is_gone(self):
        assert list(Workflow.objects.values_list("name", flat=True)) == ["Editorial and medical review"]
        assert not GroupApprovalTask.objects.filter(groups__name="Moderators").exists()

    def test_no_permission_is_there_twice_or_nameless(self):
        codes = list(Permission.objects.values_list("content_type", "codename"))
        assert len(codes) == len(set(codes))
        assert not Permission.objects.filter(name="").exists()
