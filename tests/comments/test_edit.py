"""An author changes a comment: inside the edit window, through the rules again, and without learning what became of it."""

from datetime import timedelta

import pytest
from django.utils import timezone

from comments import actions, errors
from comments.models import Decision, ReaderComment
from tests.comments import consistency


def back_in_time(comment: ReaderComment, **distance: int) -> None:
    ReaderComment.objects.filter(pk=comment.pk).update(submitted_at=timezone.now() - timedelta(**distance))


class TestEdit:
    def test_it_works(self, discussion, article):
        root = discussion.approved("First words.")
        reply = discussion.approved(parent=root)
        edited = actions.edit(root.pk, body="*Better* words.")
        assert (edited.status, edited.visible, edited.version) == ("pending", 0, 3)
        assert (edited.comment, edited.body_html) == ("*Better* words.", "<p><em>Better</em> words.</p>")
        assert edited.edited_at is not None
        assert edited.text_hash != root.text_hash
        assert [reason["code"] for reason in edited.reasons] == ["pre_moderation"]
        assert discussion.again(reply).status == "approved"
        assert discussion.again(reply).visible == 0
        last = Decision.objects.filter(comment=root).latest("pk")
        assert (last.decision, last.from_status, last.to_status, last.actor_kind, last.version) == (
            "edit",
            "approved",
            "pending",
            "author",
            3,
        )
        consistency.check(article)
        discussion.decide(root, "approve")
        assert discussion.again(reply).visible == 1
        consistency.check(article)

    def test_it_stays_approved_where_nothing_is_held(self, discussion, rules, article):
        rules(pre_moderation=False)
        comment = discussion.pending()
        assert actions.edit(comment.pk, body="Other words.").status == "approved"
        consistency.check(article)

    def test_the_same_words_change_nothing(self, discussion):
        comment = discussion.approved("The same.")
        edited = actions.edit(comment.pk, body="  The same.\r\n")
        assert (edited.status, edited.version, edited.edited_at) == ("approved", 2, None)
        assert not Decision.objects.filter(decision="edit").exists()

    @pytest.mark.parametrize(
        ("decisions", "body", "status"),
        [
            ((), "Fine words.", "approved"),
            ((), "A casino.", "spam"),
            (("approve",), "A casino.", "spam"),
            (("spam",), "Fine words.", "spam"),
            (("reject",), "Fine words.", "rejected"),
        ],
    )
    def test_the_rules_judge_it_again_but_bring_nothing_back(self, discussion, rules, article, decisions, body, status):
        rules(pre_moderation=True)
        comment = discussion.decide(discussion.pending(), *decisions)
        rules(pre_moderation=False, banned_words="casino")
        edited = actions.edit(comment.pk, body=body)
        assert (edited.status, edited.comment) == (status, body)
        consistency.check(article)

    def test_an_unconfirmed_one_stays_so(self, discussion, rules):
        rules(pre_moderation=False)
        comment = discussion.pending()
        ReaderComment.objects.filter(pk=comment.pk).update(status="unconfirmed", visible=0)
        assert actions.edit(comment.pk, body="Other words.").status == "unconfirmed"

    def test_a_moderator_s_own_is_not_held(self, discussion, moderator):
        comment = discussion.pending(writer=actions.Writer.signed_in(moderator))
        assert actions.edit(comment.pk, body="Other words.", writer_user=moderator).status == "approved"

    def test_a_decision_made_on_the_old_words_conflicts(self, discussion, by):
        comment = discussion.pending()
        actions.edit(comment.pk, body="Something else entirely.")
        with pytest.raises(errors.AlreadyDecided):
            actions.approve(comment.pk, by=by, version=comment.version)


class TestRefusals:
    def test_after_the_edit_window(self, discussion, rules):
        rules(edit_minutes=15)
        comment = discussion.pending()
        back_in_time(comment, minutes=14)
        actions.edit(comment.pk, body="In time.")
        back_in_time(comment, minutes=15, seconds=1)
        with pytest.raises(errors.EditWindowClosed):
            actions.edit(comment.pk, body="Too late.")
        assert discussion.again(comment).comment == "In time."

    def test_where_the_discussion_has_closed(self, discussion, rules):
        comment = discussion.pending()
        rules(is_open=False)
        with pytest.raises(errors.DiscussionClosed):
            actions.edit(comment.pk, body="More.")

    @pytest.mark.parametrize("body", ["", "&nbsp;", "x" * 3001])
    def test_words_that_could_not_have_been_posted(self, discussion, body):
        comment = discussion.pending()
        with pytest.raises(errors.InvalidComment):
            actions.edit(comment.pk, body=body)
        assert discussion.again(comment).version == 1

    def test_what_was_removed_or_never_was(self, discussion):
        removed = discussion.decide(discussion.approved(), "remove")
        deleted = discussion.pending()
        actions.delete(deleted.pk)
        for pk in (removed.pk, deleted.pk, 99_999_999):
            with pytest.raises(errors.CommentNotFound):
                actions.edit(pk, body="Back again.")
