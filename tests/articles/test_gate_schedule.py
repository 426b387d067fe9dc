"""What is due is published by itself; the publish gate leaves out what does not pass."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core import mail
from django.core.management import CommandError, call_command
from django.utils import timezone
from wagtail.models import (
    PageLogEntry,
)

from articles import scheduling
from articles.models import ArticleEvidence, ArticlePage
from tests.articles.gates import edit_url, is_live, uncited


class TestTheSchedule:
    @pytest.fixture
    def chief(self, django_user_model):
        return django_user_model.objects.create_superuser("chief", "chief@example.org", "secret")

    def due(self, page, user=None, **fields):
        """Give a page whose version was scheduled and is due."""
        page.go_live_at = timezone.now() + timedelta(hours=1)
        page.owner = user
        page.save()
        page.save_revision(user=user).publish(user=user)
        page.revisions.filter(approved_go_live_at__isnull=False).update(
            approved_go_live_at=timezone.now() - timedelta(minutes=1)
        )
        revision = page.get_latest_revision()
        revision.content["go_live_at"] = (timezone.now() - timedelta(minutes=1)).isoformat()
        revision.save(update_fields=["content"])
        return page

    def run(self):
        output = StringIO()
        call_command("publish_scheduled", stdout=output, stderr=output)
        return output.getvalue()

    def test_it_leaves_out_what_does_not_pass_and_goes_on(self, make_article, chief, standards, run_later):
        needles = self.due(make_article("Needles", body=[uncited()], publish=False), chief)
        good = self.due(make_article("Good", body=[], publish=False), chief)
        standards("require")
        shown = self.run()
        assert "Refused: Needles" in shown
        assert "Published: Good" in shown
        assert (is_live(needles), is_live(good)) == (False, True)

    def test_it_tells_the_owner_once(self, make_article, chief, standards, run_later):
        needles = self.due(make_article("Needles", body=[uncited()], publish=False), chief)
        standards("require")
        self.run()
        assert "Needles" not in self.run()
        run_later()
        message = [sent for sent in mail.outbox if sent.subject == "Not published: Needles"]
        assert [sent.to for sent in message] == [["chief@example.org"]]
        assert "1 claim has no source: “Less pain”." in message[0].body
        assert edit_url(needles) in message[0].body
        assert PageLogEntry.objects.filter(page=needles, action="wagtail.schedule.cancel").count() == 1

    def test_what_fails_for_another_reason_stays_due(self, make_article, chief, monkeypatch):
        needles = self.due(make_article("Needles", body=[], publish=False), chief)
        good = self.due(make_article("Good", body=[], publish=False), chief)
        publish = ArticlePage.publish

        def fail(page, revision, *args, **kwargs):
            if page.pk == needles.pk:
                raise OSError("the disk is full")
            return publish(page, revision, *args, **kwargs)

        monkeypatch.setattr(ArticlePage, "publish", fail)
        with pytest.raises(CommandError, match="1 could not be handled"):
            self.run()
        assert needles.revisions.filter(approved_go_live_at__isnull=False).exists()
        assert is_live(good)

    def test_it_takes_down_what_has_expired(self, make_article):
        page = make_article("Needles", body=[])
        ArticlePage.objects.filter(pk=page.pk).update(expire_at=timezone.now() - timedelta(hours=1))
        assert "Unpublished: Needles" in self.run()
        assert not is_live(page)

    def test_the_worker_does_it_by_itself_and_has_nothing_else_to_do(self, make_article, chief, run_later):
        page = self.due(make_article("Due", publish=False), chief)
        assert scheduling.enqueue_due()
        assert not scheduling.enqueue_due()  # it is in the queue already
        run_later()
        assert is_live(page)
        assert not scheduling.enqueue_due()


class TestTheDates:
    def test_a_scheduled_article_is_dated_when_it_goes_live(self, make_article):
        page = make_article("Needles", body=[uncited()], publish=False)
        page.go_live_at = timezone.now() + timedelta(days=30)
        page.save_revision().publish()
        scheduled = ArticlePage.objects.get(pk=page.pk)
        assert (scheduled.live, scheduled.published_at, scheduled.updated_at) == (False, None, None)
        assert not ArticleEvidence.objects.filter(page=page).exists()
        page.go_live_at = None
        page.save_revision().publish()
        live = ArticlePage.objects.get(pk=page.pk)
        assert live.published_at == live.updated_at == live.first_published_at is not None


class TestTheEditor:
    def test_an_article_can_be_scheduled_where_it_is_written(self, editor_client, make_article):
        article = make_article("Needles", publish=False)
        shown = editor_client.get(f"/admin/pages/{article.pk}/edit/").content.decode()
        assert 'name="go_live_at"' in shown
        assert "Set schedule" in shown
