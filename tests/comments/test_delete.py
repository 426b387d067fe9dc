"""An author deletes a comment: nothing of the words, the name or the addresses is left anywhere."""

import pytest
from django.apps import apps
from django.db import connection

from comments import actions, errors
from comments.models import Decision, IdempotencyKey
from tests.comments import consistency
from tests.comments.test_edit import back_in_time

TEXT, NAME, EMAIL = "A very secret casino remark", "Quentin Uncommon", "quentin@uncommon.example"


def everything_stored() -> str:
    """Give all values of all tables of this project's own rooms and of django-comments."""
    values = []
    for model in apps.get_models():
        if model._meta.app_label not in {
            "comments",
            "cms",
            "django_comments",
            "django_comments_xtd",
            "django_tasks_db",
        }:
            continue
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(model._meta.db_table)}")
            values += [str(value) for row in cursor.fetchall() for value in row]
    return "\n".join(values)


class TestDelete:
    def test_it_works(self, discussion, article, rules):
        rules(held_words="casino")
        comment = discussion.pending(TEXT, name=NAME, email=EMAIL, follow="thread", idempotency_key="k")
        kept = discussion.again(comment)
        hashes = [kept.text_hash, kept.email_hash, kept.ip_hash, IdempotencyKey.objects.get().fingerprint]
        stored = everything_stored()
        assert all(piece in stored for piece in (TEXT, NAME, EMAIL, "casino", *hashes))
        actions.delete(comment.pk)
        stored = everything_stored().replace("held_words", "")
        rules(held_words="")
        stored = everything_stored()
        for piece in (TEXT, NAME, EMAIL, "casino", *hashes):
            assert piece not in stored, piece
        gone = discussion.again(comment)
        assert (gone.status, gone.removed_by, gone.visible) == ("removed", "author", 0)
        assert (gone.user_id, gone.author_role, gone.followup, gone.version) == (None, "", False, 2)
        last = Decision.objects.filter(comment=comment).latest("pk")
        assert (last.decision, last.actor_kind, last.actor_name, last.to_status) == ("remove", "author", "", "removed")
        consistency.check(article)

    def test_a_tombstone_stays_above_visible_replies(self, discussion, article):
        root = discussion.approved()
        reply = discussion.approved(parent=root)
        actions.delete(root.pk)
        assert discussion.again(root).visible == 1
        assert discussion.again(reply).visible == 1
        consistency.check(article)
        actions.delete(reply.pk)
        assert discussion.again(root).visible == 0
        consistency.check(article)

    def test_a_signed_in_author_is_forgotten(self, discussion, reader):
        comment = discussion.pending(writer=actions.Writer.signed_in(reader))
        actions.delete(comment.pk)
        gone = discussion.again(comment)
        assert (gone.user_id, gone.user_name, gone.user_email) == (None, "", "")

    def test_edits_leave_no_trace_either(self, discussion, rules):
        rules(held_words="casino")
        comment = discussion.pending(TEXT)
        actions.edit(comment.pk, body="Another casino, as secret")
        actions.delete(comment.pk)
        assert not any(row.reasons for row in Decision.objects.filter(comment=comment))

    @pytest.mark.parametrize("decision", ["approve", "reject", "spam", "remove", "restore"])
    def test_no_moderator_brings_it_back(self, discussion, by, decision):
        comment = discussion.approved()
        actions.delete(comment.pk)
        with pytest.raises(errors.RemovedByAuthor):
            actions.decide(comment.pk, decision, by=by)
        assert discussion.again(comment).removed_by == "author"

    def test_a_moderator_s_removal_does_not_keep_the_author_from_it(self, discussion, by):
        comment = discussion.decide(discussion.approved(TEXT, name=NAME), "remove")
        actions.delete(comment.pk)
        assert TEXT not in everything_stored()
        with pytest.raises(errors.RemovedByAuthor):
            actions.restore(comment.pk, by=by)


class TestRefusals:
    def test_twice_or_never_there(self, discussion):
        comment = discussion.pending()
        actions.delete(comment.pk)
        for pk in (comment.pk, 99_999_999):
            with pytest.raises(errors.CommentNotFound):
                actions.delete(pk)

    def test_after_the_edit_window(self, discussion, rules):
        rules(edit_minutes=15)
        comment = discussion.pending(TEXT)
        back_in_time(comment, minutes=16)
        with pytest.raises(errors.EditWindowClosed):
            actions.delete(comment.pk)
        assert discussion.again(comment).comment == TEXT
