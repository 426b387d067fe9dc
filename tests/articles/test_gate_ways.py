"""The publish gate where several pages or people are concerned: in bulk, in workflows, in copies."""

import json

import pytest
from django.contrib.auth.models import Group, Permission
from django.urls import reverse
from wagtail.actions.copy_page import CopyPageAction
from wagtail.actions.create_alias import CreatePageAliasAction
from wagtail.models import (
    GroupPagePermission,
)

from articles.gatekeeping import PublicationRefused
from articles.models import ArticleIndexPage, ArticlePage
from tests.articles.gates import NEEDS, edit_url, is_live, messages_of
from tests.articles.test_admin import claim, posted


class TestBulkPublication:
    def publish(self, client, *pages, **fields):
        url = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
        ids = "&".join(f"id={page.pk}" for page in pages)
        return client.post(f"{url}?{ids}&next=/admin/", fields, follow=True)

    def test_it_publishes_the_others_and_names_the_block(self, editor_client, draft, make_article, require):
        good = make_article("Good", body=[], publish=False)
        response = self.publish(editor_client, draft, good)
        assert response.status_code == 200
        assert "“Needles” was not published. 1 claim has no source: “Less pain”." in messages_of(response)
        assert "1 page has been published" in messages_of(response)
        assert (is_live(draft), is_live(good)) == (False, True)

    def test_a_page_below_that_does_not_pass_stays_as_it_was(
        self, editor_client, draft, make_article, article_index, require
    ):
        good = make_article("Good", body=[], publish=False)
        response = self.publish(editor_client, article_index, include_descendants="on")
        assert "“Needles” was not published" in messages_of(response)
        assert "1 page and 1 child page have been published" in messages_of(response)
        assert (is_live(draft), is_live(good)) == (False, True)

    def test_it_says_no_success_where_nothing_was_published(self, editor_client, draft, require):
        response = self.publish(editor_client, draft)
        assert "been published" not in messages_of(response)

    def test_it_publishes_with_a_warning_where_the_site_only_warns(self, editor_client, draft):
        response = self.publish(editor_client, draft)
        assert "1 claim has no source: “Less pain”." in messages_of(response)
        assert is_live(draft)


class TestTheWorkflow:
    @pytest.fixture
    def submitted(self, draft, workflow, django_user_model):
        """Give an article with an uncited claim that waits for its only approval."""
        workflow.start(draft, django_user_model.objects.create_superuser("writer", "w@example.org", "secret"))
        return draft

    def decide(self, client, page, action, **headers):
        state = page.current_workflow_task_state
        url = reverse("wagtailadmin_pages:workflow_action", args=[page.pk, action, state.pk])
        return client.post(url, {"comment": "Fine"}, **headers)

    def test_approval_shows_a_message_and_leaves_the_page_as_it_was(self, editor_client, submitted, require):
        response = self.decide(editor_client, submitted, "approve")
        assert response.status_code == 302
        assert NEEDS in messages_of(editor_client.get(response.url, follow=True))
        page = ArticlePage.objects.get(pk=submitted.pk)
        assert not page.live
        assert page.current_workflow_state.status == "in_progress"

    def test_the_modal_is_led_on(self, editor_client, submitted, require):
        response = self.decide(editor_client, submitted, "approve", headers={"x-requested-with": "XMLHttpRequest"})
        assert response.status_code == 200
        assert json.loads(response.content) == {"step": "success", "redirect": edit_url(submitted)}

    def test_the_form_refuses_an_approval(self, editor_client, submitted, require):
        form = posted([("benefit", claim("Less pain"))], title=submitted.title, slug=submitted.slug)
        approve = {"action-workflow-action": "true", "workflow-action-name": "approve"}
        response = editor_client.post(edit_url(submitted), form | approve)
        assert NEEDS in messages_of(response)
        assert not is_live(submitted)

    def test_sending_it_back_is_not_refused(self, editor_client, submitted, require):
        form = posted([("benefit", claim("Less pain"))], title=submitted.title, slug=submitted.slug)
        reject = {"action-workflow-action": "true", "workflow-action-name": "reject"}
        response = editor_client.post(edit_url(submitted), form | reject)
        assert response.status_code == 302
        submitted.refresh_from_db()
        assert submitted.current_workflow_state.status == "needs_changes"

    def test_it_publishes_with_a_warning_where_the_site_only_warns(self, editor_client, submitted):
        response = self.decide(editor_client, submitted, "approve")
        assert "1 claim has no source: “Less pain”." in messages_of(editor_client.get(response.url, follow=True))
        assert is_live(submitted)


class TestAnEditorWithoutTheRightToPublish:
    @pytest.fixture
    def writer_client(self, client, article_index, django_user_model):
        writer = django_user_model.objects.create_user("writer", "w@example.org", "secret")
        group = Group.objects.create(name="Writers")
        group.permissions.add(Permission.objects.get(codename="access_admin"))
        change = Permission.objects.get(content_type__app_label="wagtailcore", codename="change_page")
        GroupPagePermission.objects.create(group=group, page=article_index, permission=change)
        writer.groups.add(group)
        client.force_login(writer)
        return client

    def submit(self, client, draft):
        form = posted([("benefit", claim("Less pain"))], title=draft.title, slug=draft.slug)
        return client.post(edit_url(draft), form | {"action-submit": "action-submit"}, follow=True)

    def test_submitting_is_refused_and_names_the_block(self, writer_client, draft, require, workflow):
        assert NEEDS in messages_of(self.submit(writer_client, draft))
        assert ArticlePage.objects.get(pk=draft.pk).current_workflow_state is None

    def test_submitting_warns_where_the_site_only_warns(self, writer_client, draft, workflow):
        assert "1 claim has no source: “Less pain”." in messages_of(self.submit(writer_client, draft))
        assert ArticlePage.objects.get(pk=draft.pk).current_workflow_state.status == "in_progress"


class TestCopying:
    def copy(self, client, page, to, **fields):
        form = {"new_title": "Copy", "new_slug": "copy", "new_parent_page": str(to.pk), **fields}
        return client.post(reverse("wagtailadmin_pages:copy", args=[page.pk]), form, follow=True)

    @pytest.mark.parametrize("option", ["publish_copies", "alias"])
    def test_it_makes_no_live_copy_of_what_does_not_pass(self, editor_client, old_live, article_index, option):
        response = self.copy(editor_client, old_live, article_index, **{option: "on"})
        assert response.status_code == 200
        assert NEEDS in messages_of(response)
        assert ArticlePage.objects.count() == 1

    @pytest.mark.parametrize("option", ["publish_copies", "alias"])
    def test_nor_below_a_copied_page(self, editor_client, old_live, article_index, option):
        options = {option: "on", "copy_subpages": "on"}
        response = self.copy(editor_client, article_index, article_index.get_parent(), **options)
        assert NEEDS in messages_of(response)
        assert ArticleIndexPage.objects.count() == 1

    def test_a_draft_copy_is_made(self, editor_client, old_live, article_index):
        self.copy(editor_client, old_live, article_index)
        assert not ArticlePage.objects.get(slug="copy").live

    def test_code_that_copies_is_refused(self, old_live, article_index):
        with pytest.raises(PublicationRefused):
            CopyPageAction(old_live, keep_live=True, update_attrs={"slug": "copy"}).execute()
        with pytest.raises(PublicationRefused):
            CreatePageAliasAction(old_live, update_slug="alias").execute()
        with pytest.raises(PublicationRefused):
            CopyPageAction(article_index, recursive=True, keep_live=True, update_attrs={"slug": "copy"}).execute()
        assert ArticlePage.objects.filter(live=True).count() == 1

    def test_a_translation_is_made_as_a_draft(self, old_live, article_index):
        from wagtail.models import Locale

        german = Locale.objects.get_or_create(language_code="de")[0]
        copy = old_live.copy_for_translation(german, copy_parents=True)
        assert not copy.live
