"""Moderators decide: what changes, what is logged, and what is refused."""

import pytest
from django.db import DEFAULT_DB_ALIAS, connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import Page

from comments import actions, errors
from comments.models import Decision, ReaderComment
from tests.comments import consistency
from tests.comments.conftest import Discussion, new_article
from tests.comments.test_placement import bulk_replies


def log(comment) -> list[tuple[str, str, str]]:
    rows = Decision.objects.filter(comment_number=comment.pk).order_by("pk")
    return [(row.decision, row.from_status, row.to_status) for row in rows]


class TestApprove:
    def test_it_works(self, discussion, by, article):
        comment = discussion.pending()
        outcome = actions.approve(comment.pk, by=by, version=1, note="Well said.")
        assert (outcome.id, outcome.status, outcome.outcome) == (comment.pk, "approved", "changed")
        shown = discussion.again(comment)
        assert (shown.status, shown.visible, shown.is_public, shown.version) == ("approved", 1, True, 2)
        row = Decision.objects.filter(comment=comment).latest("pk")
        assert (row.decision, row.from_status, row.to_status, row.version) == ("approve", "pending", "approved", 2)
        assert (row.actor, row.actor_name, row.actor_kind, row.note) == (
            by.user,
            "Mona Deer",
            "moderator",
            "Well said.",
        )
        assert (row.comment_number, row.page_number, row.page_title) == (comment.pk, article.pk, article.title)
        consistency.check(article)

    def test_it_refuses_a_comment_already_decided(self, discussion, by):
        comment = discussion.pending()
        actions.reject(comment.pk, by=by, version=1)
        with pytest.raises(errors.AlreadyDecided) as refused:
            actions.approve(comment.pk, by=by, version=1)
        told = refused.value.extra
        assert told["current"] == {"id": comment.pk, "status": "rejected", "version": 2}
        assert (told["decided"]["decision"], told["decided"]["actor"]) == (
            "reject",
            {"name": "Mona Deer", "kind": "moderator"},
        )
        assert discussion.again(comment).status == "rejected"

    def test_without_a_version_the_last_one_wins(self, discussion, by):
        comment = discussion.pending()
        actions.reject(comment.pk, by=by)
        actions.approve(comment.pk, by=by)
        assert discussion.again(comment).status == "approved"

    def test_what_is_approved_already_adds_no_row(self, discussion, by):
        comment = discussion.approved()
        assert actions.approve(comment.pk, by=by).outcome == "unchanged"
        assert discussion.again(comment).version == 2
        assert log(comment) == [("submit", "", "pending"), ("approve", "pending", "approved")]

    def test_a_version_that_is_still_right_counts_for_the_same_status_too(self, discussion, by):
        comment = discussion.approved()
        assert actions.approve(comment.pk, by=by, version=2).outcome == "unchanged"
        with pytest.raises(errors.AlreadyDecided):
            actions.approve(comment.pk, by=by, version=1)

    def test_a_comment_that_never_was(self, by, db):
        with pytest.raises(errors.CommentNotFound):
            actions.approve(99_999_999, by=by)

    @pytest.mark.parametrize("status", ["rejected", "spam", "removed"])
    def test_it_reverses_every_other_decision(self, discussion, by, article, status):
        verbs = {"rejected": ("reject",), "spam": ("spam",), "removed": ("approve", "remove")}
        comment = discussion.decide(discussion.pending(), *verbs[status])
        assert comment.status == status
        actions.approve(comment.pk, by=by)
        again = discussion.again(comment)
        assert (again.status, again.removed_by) == ("approved", "")
        consistency.check(article)


class TestReject:
    def test_it_hides_with_a_reason(self, discussion, by, article):
        comment = discussion.approved()
        actions.reject(comment.pk, by=by, reason="off_topic", note="Not about the article.")
        row = Decision.objects.filter(comment=comment).latest("pk")
        assert (row.reason, row.note) == ("off_topic", "Not about the article.")
        assert discussion.again(comment).visible == 0
        consistency.check(article)


class TestRemove:
    def test_it_keeps_the_text_for_restoring(self, discussion, by, article):
        comment = discussion.approved("Keep me.")
        actions.remove(comment.pk, by=by)
        removed = discussion.again(comment)
        assert (removed.status, removed.removed_by, removed.comment) == ("removed", "moderator", "Keep me.")
        consistency.check(article)
        actions.restore(comment.pk, by=by)
        restored = discussion.again(comment)
        assert (restored.status, restored.removed_by, restored.visible) == ("approved", "", 1)
        consistency.check(article)

    @pytest.mark.parametrize("decisions", [(), ("reject",), ("spam",)])
    def test_only_what_was_shown_can_be_removed(self, discussion, by, decisions):
        comment = discussion.decide(discussion.pending(), *decisions)
        with pytest.raises(errors.CommentError, match="Only an approved comment"):
            actions.remove(comment.pk, by=by)


class TestRestore:
    def test_it_goes_back_decision_by_decision(self, discussion, by, article):
        comment = discussion.decide(discussion.pending(), "approve", "reject", "spam")
        for status in ("rejected", "approved", "pending"):
            outcome = actions.restore(comment.pk, by=by)
            assert (outcome.outcome, outcome.status) == ("changed", status)
            consistency.check(article)
        with pytest.raises(errors.NothingToRestore):
            actions.restore(comment.pk, by=by)
        assert log(comment)[4:] == [
            ("restore", "spam", "rejected"),
            ("restore", "rejected", "approved"),
            ("restore", "approved", "pending"),
        ]
        restored = (
            Decision.objects.filter(decision="restore").order_by("pk").values_list("restores__decision", flat=True)
        )
        assert list(restored) == ["spam", "reject", "approve"]

    def test_a_decision_after_it_is_the_one_that_is_taken_back_next(self, discussion, by):
        comment = discussion.decide(discussion.pending(), "approve", "reject", "restore", "spam")
        assert actions.restore(comment.pk, by=by).status == "approved"
        assert actions.restore(comment.pk, by=by).status == "pending"

    def test_what_nobody_decided_has_nothing_to_restore(self, discussion, by):
        comment = discussion.pending()
        with pytest.raises(errors.NothingToRestore):
            actions.restore(comment.pk, by=by)
        assert log(comment) == [("submit", "", "pending")]

    def test_it_brings_back_a_removal(self, discussion, by, article):
        comment = discussion.decide(discussion.approved(), "remove", "approve")
        actions.restore(comment.pk, by=by)
        again = discussion.again(comment)
        assert (again.status, again.removed_by) == ("removed", "moderator")
        consistency.check(article)


class TestDecideMany:
    def test_each_has_its_own_outcome_in_the_order_asked(self, discussion, by, article):
        pending, approved, deleted = discussion.pending(), discussion.approved(), discussion.pending()
        actions.delete(deleted.pk)
        ids = [deleted.pk, 99_999_999, approved.pk, pending.pk, pending.pk]
        outcomes = actions.decide_many(ids, "approve", by=by)
        assert [(row.id, row.status, row.outcome) for row in outcomes] == [
            (deleted.pk, "removed", "conflict"),
            (99_999_999, "", "not_found"),
            (approved.pk, "approved", "unchanged"),
            (pending.pk, "approved", "changed"),
        ]
        consistency.check(article)

    def test_stale_versions_conflict_and_stop_nobody_else(self, discussion, by, article):
        comments = [discussion.pending() for _ in range(3)]
        discussion.decide(comments[1], "reject")
        versions = {comment.pk: 1 for comment in comments}
        outcomes = actions.decide_many([row.pk for row in comments], "approve", by=by, versions=versions)
        assert [row.outcome for row in outcomes] == ["changed", "conflict", "changed"]
        assert isinstance(outcomes[1].error, errors.AlreadyDecided)
        consistency.check(article)

    def test_a_row_imported_without_a_log_is_stale_as_any_other(self, discussion, by):
        comment = discussion.pending()
        Decision.objects.all()._raw_delete(using=DEFAULT_DB_ALIAS)  # the log itself lets nobody do that
        ReaderComment.objects.filter(pk=comment.pk).update(version=5)
        with pytest.raises(errors.AlreadyDecided) as refused:
            actions.approve(comment.pk, by=by, version=4)
        assert refused.value.extra["decided"] is None

    def test_removing_what_is_not_approved_is_a_conflict(self, discussion, by):
        ids = [discussion.pending().pk, discussion.approved().pk]
        outcomes = actions.decide_many(ids, "remove", by=by)
        assert [(row.outcome, row.status) for row in outcomes] == [("conflict", "pending"), ("changed", "removed")]

    def test_restoring_gives_each_what_it_was(self, discussion, by, article):
        ids = [discussion.decide(discussion.pending(), *verbs).pk for verbs in (("spam",), ("approve", "spam"), ())]
        outcomes = actions.decide_many(ids, "restore", by=by)
        assert [row.status for row in outcomes] == ["pending", "approved", "pending"]
        assert [row.outcome for row in outcomes] == ["changed", "changed", "conflict"]
        consistency.check(article)

    def test_across_pages_each_is_counted_where_it_is(self, discussion, by, article):
        other = Discussion(new_article("Another one"))
        root = discussion.pending()
        ids = [root.pk, other.pending().pk, other.pending().pk]
        actions.decide_many(ids, "approve", by=by)
        for page in (article, other.page):
            consistency.check(page)

    def test_an_unknown_decision_or_too_many(self, by, db):
        with pytest.raises(ValueError, match="Unknown decision"):
            actions.decide_many([1], "delete", by=by)
        with pytest.raises(ValueError, match="At most 1000"):
            actions.decide_many(range(1, 1002), "approve", by=by)

    def test_nothing_asked_nothing_done(self, by, db):
        assert actions.decide_many([], "approve", by=by) == []

    @pytest.mark.parametrize("decision", ["approve", "reject", "remove", "restore"])
    def test_two_hundred_take_no_more_than_twenty_statements(self, discussion, by, article, decision):
        roots = [discussion.pending() for _ in range(10)]
        ids = [root.pk for root in roots]
        actions.decide_many(ids, "approve", by=by)
        ids += [pk for root in roots for pk in bulk_replies(discussion.again(root), 19)]
        if decision == "restore":
            actions.decide_many(ids, "spam", by=by)
        if decision == "approve":
            actions.decide_many(ids, "reject", by=by)
        counts = []
        for some in (ids[:2], ids[2:]):
            with CaptureQueriesContext(connection) as captured:
                outcomes = actions.decide_many(some, decision, by=by)
            assert {row.outcome for row in outcomes} == {"changed"}
            counts.append(len([query for query in captured if "SAVEPOINT" not in query["sql"][:20]]))
        assert counts[0] == counts[1] <= 20, counts
        consistency.check(article)


class TestTheLog:
    """It outlives the comment, its page and the moderator."""

    def test_a_moderator_who_left_is_still_named(self, discussion, by, moderator):
        comment = discussion.pending()
        actions.approve(comment.pk, by=by)
        moderator.delete()
        row = Decision.objects.filter(comment=comment).latest("pk")
        assert (row.actor, row.actor_name) == (None, "Mona Deer")

    def test_a_page_that_was_deleted_takes_its_comments_but_not_their_decisions(self, discussion, by, article):
        root = discussion.approved()
        reply = discussion.approved(parent=root)
        discussion.approved(parent=reply)
        actions.reject(root.pk, by=by)
        Page.objects.get(pk=article.pk).delete()
        assert not ReaderComment.objects.exists()
        rows = list(Decision.objects.filter(comment_number=root.pk).order_by("pk"))
        assert [row.decision for row in rows] == ["submit", "approve", "reject"]
        assert all(row.comment_id is None and row.page_title == article.title for row in rows)

    def test_a_comment_deleted_by_hand_takes_its_thread_but_no_decision(self, discussion, article):
        root = discussion.approved()
        discussion.approved(parent=root)
        discussion.again(root).delete()
        assert not ReaderComment.objects.exists()
        assert Decision.objects.count() == 4


class TestRestoreAfterAnEdit:
    def test_words_that_nobody_approved_are_not_brought_back(self, discussion, by):
        row = discussion.pending()
        actions.approve(row.pk, by=by)
        actions.spam(row.pk, by=by)
        actions.edit(row.pk, body="Other words altogether.")
        with pytest.raises(errors.NothingToRestore):
            actions.restore(row.pk, by=by)
        assert ReaderComment.objects.get(pk=row.pk).status == "spam"

    def test_a_decision_after_the_edit_is(self, discussion, by):
        row = discussion.pending()
        actions.edit(row.pk, body="Other words altogether.")
        actions.approve(row.pk, by=by)
        assert actions.restore(row.pk, by=by).status == "pending"
