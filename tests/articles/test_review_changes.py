"""Public change notes: a publication is minor, or says what changed."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Revision
from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text, streamfield

from articles.models import ArticlePage, ChangeNote
from tests.articles.bodies import block

pytestmark = pytest.mark.django_db
FORMSETS = ("article_authors", "related_articles", "article_reviewers", "article_topics", "comments")


@pytest.fixture
def article(make_article):
    """Publish an article that has not changed for a month."""
    month_ago = timezone.now() - timedelta(days=30)
    return make_article(
        "Acupuncture",
        body=[block("section", heading="", text="<p>Old</p>")],
        published_at=month_ago,
        updated_at=month_ago,
    )


def edit(client, article, *, action="", **fields):
    article = ArticlePage.objects.get(pk=article.pk)
    notes = article.get_latest_revision_as_object().change_notes.all()
    form = {
        "title": article.title,
        "slug": article.slug,
        "body": streamfield([("section", {"heading": "", "text": rich_text("<p>New</p>")})]),
        "change_notes": inline_formset(
            [{"id": note.pk, "at": note.at.isoformat(), "note": note.note} for note in notes], initial=len(notes)
        ),
        "published_at": article.published_at.isoformat(),
        "updated_at": article.updated_at.isoformat(),
        **{name: inline_formset([]) for name in FORMSETS},
        **fields,
    }
    posted = nested_form_data(form) | ({f"action-{action}": f"action-{action}"} if action else {})
    answer = client.post(reverse("wagtailadmin_pages:edit", args=[article.pk]), posted)
    assert answer.status_code == 302, answer.context["form"].errors
    return ArticlePage.objects.get(pk=article.pk)


class TestPublishing:
    def test_a_minor_change_moves_no_date(self, editor_client, article):
        live = edit(editor_client, article, action="publish")
        assert live.updated_at == article.updated_at
        assert not live.change_notes.exists()
        assert "New" in str(live.body)

    def test_what_changed_joins_the_history_and_moves_the_date(self, editor_client, client, article):
        live = edit(editor_client, article, action="publish", public_change="Added a trial on sleep.")
        note = live.change_notes.get()
        assert note.note == "Added a trial on sleep."
        assert note.at == live.updated_at == live.last_published_at
        assert live.public_change == ""
        history = client.get(f"/api/v2/articles/{article.pk}/").json()["change_history"]
        assert [row["note"] for row in history] == ["Added a trial on sleep."]

    def test_the_next_publication_starts_anew_and_loses_no_note(self, editor_client, article):
        first = edit(editor_client, article, action="publish", public_change="Added a trial.")
        assert first.get_latest_revision_as_object().public_change == ""
        assert not first.has_unpublished_changes
        second = edit(editor_client, first, action="publish")
        assert second.updated_at == first.updated_at
        assert second.change_notes.get() == first.change_notes.get()
        third = edit(editor_client, second, action="publish", public_change="Another trial.")
        assert [note.note for note in third.change_notes.all()] == ["Another trial.", "Added a trial."]

    def test_a_note_waits_with_the_draft(self, editor_client, article):
        draft = edit(editor_client, article, public_change="Added a trial.")
        assert not draft.change_notes.exists()
        draft.get_latest_revision().publish()
        assert ChangeNote.objects.get().note == "Added a trial."

    def test_a_newer_draft_keeps_the_note_that_was_published(self, editor_client, article):
        published = edit(editor_client, article, public_change="Added a trial.").get_latest_revision()
        edit(editor_client, article, public_change="Added a trial. And a second one.")
        published.publish()
        newer = Revision.objects.get(pk=ArticlePage.objects.get(pk=article.pk).latest_revision_id).as_object()
        assert newer.public_change == "Added a trial. And a second one."
        assert [note.note for note in newer.change_notes.all()] == ["Added a trial."]

    def test_a_copy_starts_without_it(self, editor_client, article):
        edit(editor_client, article, public_change="Added a trial.")
        copy = article.copy(update_attrs={"slug": "copy", "title": "Copy"})
        assert copy.public_change == ""

    def test_a_note_waits_with_a_first_publication_that_is_scheduled(self, make_article):
        tomorrow = timezone.now() + timedelta(days=1)
        page = make_article("New", publish=False, public_change="First published.", go_live_at=tomorrow)
        page.get_latest_revision().publish()
        assert not ChangeNote.objects.filter(page=page).exists()
        page.go_live_at = None
        page.save_revision().publish()
        assert ChangeNote.objects.get(page=page).note == "First published."
