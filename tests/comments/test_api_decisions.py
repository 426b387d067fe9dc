"""Deciding over HTTP: one comment, or a thousand at once."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from comments import actions
from comments.models import Decision
from tests.comments import consistency
from tests.comments.conftest import BLOCKS, BULK, MODERATION, assert_error
from tests.comments.test_api_moderation import ITEM
from tests.comments.test_placement import bulk_replies


class TestDecisions:
    def decide(self, moderation, comment, **body):
        return moderation.post(f"{MODERATION}{comment.pk}/decisions/", body)

    def test_it_works(self, moderation, discussion, article):
        comment = discussion.pending()
        answer = self.decide(moderation, comment, decision="approve", version=1, note="Good.")
        body = answer.json()
        assert (answer.status_code, answer["Cache-Control"]) == (200, "no-store")
        assert set(body) == ITEM | {"thread", "decisions"}
        assert (body["status"], body["version"], body["visible"]) == ("approved", 2, True)
        assert len(body["decisions"]) == 2
        consistency.check(article)

    def test_a_stale_version_is_409_with_what_it_is_now_and_who_decided(self, moderation, discussion, by):
        comment = discussion.pending()
        actions.reject(comment.pk, by=by)
        answer = self.decide(moderation, comment, decision="approve", version=1)
        body = answer.json()
        assert (answer.status_code, body.pop("code"), bool(body.pop("message"))) == (409, "already_decided", True)
        assert body["decided"].pop("at")
        assert body == {
            "current": {"id": comment.pk, "status": "rejected", "version": 2},
            "decided": {"decision": "reject", "actor": {"name": "Mona Deer", "kind": "moderator"}},
        }

    def test_the_same_again_adds_no_row(self, moderation, discussion):
        comment = discussion.approved()
        assert self.decide(moderation, comment, decision="approve").status_code == 200
        assert Decision.objects.filter(comment=comment).count() == 2

    def test_what_its_author_deleted_is_409(self, moderation, discussion):
        comment = discussion.approved()
        actions.delete(comment.pk)
        for decision in actions.DECISIONS:
            assert_error(self.decide(moderation, comment, decision=decision), 409, "removed_by_author")

    def test_nothing_to_restore_is_409(self, moderation, discussion):
        assert_error(self.decide(moderation, discussion.pending(), decision="restore"), 409, "nothing_to_restore")

    def test_what_was_never_shown_is_not_removed(self, moderation, discussion):
        answer = self.decide(moderation, discussion.pending(), decision="remove")
        assert (answer.status_code, answer.json()["code"]) == (409, "not_approved")
        assert "Reject this one instead" in answer.json()["message"]

    @pytest.mark.parametrize(
        ("body", "field"),
        [
            ({}, "decision"),
            ({"decision": "delete"}, "decision"),
            ({"decision": ["approve"]}, "decision"),
            ({"decision": "approve", "version": "x"}, "version"),
            ({"decision": "approve", "version": 0}, "version"),
            ({"decision": "approve", "reason": "x" * 61}, "reason"),
            ({"decision": "approve", "note": "a\x00b"}, "note"),
            ({"decision": "approve", "note": "\ud800"}, "note"),
        ],
    )
    def test_what_it_refuses(self, moderation, discussion, body, field):
        comment = discussion.pending()
        assert_error(self.decide(moderation, comment, **body), 400, "invalid", field)
        assert discussion.again(comment).version == 1

    def test_a_version_no_comment_ever_had_is_stale(self, moderation, discussion):
        answer = self.decide(moderation, discussion.pending(), decision="approve", version=10**30)
        assert (answer.status_code, answer.json()["code"]) == (409, "already_decided")

    def test_a_comment_that_is_not_there(self, moderation):
        for pk in (99_999_999, 10**30):
            assert_error(moderation.post(f"{MODERATION}{pk}/decisions/", {"decision": "approve"}), 404, "not_found")


class TestBulk:
    def test_it_works(self, moderation, discussion, article):
        pending, approved, deleted = discussion.pending(), discussion.approved(), discussion.pending()
        actions.delete(deleted.pk)
        asked = [pending.pk, approved.pk, deleted.pk, 99_999_999]
        answer = moderation.post(BULK, {"ids": asked, "decision": "approve", "reason": "fine"})
        assert (answer.status_code, answer["Cache-Control"]) == (200, "no-store")
        body = answer.json()
        assert body["items"] == [
            {"id": pending.pk, "status": "approved", "outcome": "changed"},
            {"id": approved.pk, "status": "approved", "outcome": "unchanged"},
            {"id": deleted.pk, "status": "removed", "outcome": "conflict"},
            {"id": 99_999_999, "status": None, "outcome": "not_found"},
        ]
        assert body["meta"] == {"total_count": 4, "changed": 1}
        assert Decision.objects.get(comment=pending, decision="approve").reason == "fine"
        consistency.check(article)

    def test_two_hundred_take_no_more_than_twenty_queries(self, moderation, discussion, article):
        roots = [discussion.approved(block=BLOCKS[number % 2]) for number in range(10)]
        asked = [pk for root in roots for pk in (root.pk, *bulk_replies(root, 19))]
        moderation.get(MODERATION)
        with CaptureQueriesContext(connection) as captured:
            answer = moderation.post(BULK, {"ids": asked, "decision": "reject"})
        assert answer.json()["meta"] == {"total_count": 200, "changed": 200}
        assert len([query for query in captured if "SAVEPOINT" not in query["sql"][:20]]) <= 20
        consistency.check(article)

    def test_a_thousand_are_taken(self, moderation, discussion):
        answer = moderation.post(BULK, {"ids": list(range(10_001, 11_001)), "decision": "approve"})
        assert {row["outcome"] for row in answer.json()["items"]} == {"not_found"}

    @pytest.mark.parametrize(
        ("body", "field"),
        [
            ({"decision": "approve"}, "ids"),
            ({"ids": [], "decision": "approve"}, "ids"),
            ({"ids": list(range(1, 1002)), "decision": "approve"}, "ids"),
            ({"ids": "1,2", "decision": "approve"}, "ids"),
            ({"ids": {"a": 1}, "decision": "approve"}, "ids"),
            ({"ids": [1], "decision": "delete"}, "decision"),
            ({"ids": [1]}, "decision"),
            ({"ids": [1], "decision": None}, "decision"),
            ({"ids": [1], "filter": {}, "expected_count": 1, "decision": "approve"}, "ids"),
            ({"filter": {"status": "pending"}, "decision": "approve"}, "expected_count"),
            ({"filter": {"sttus": "pending"}, "expected_count": 0, "decision": "approve"}, "filter.sttus"),
            ({"filter": {"status": "waiting"}, "expected_count": 0, "decision": "approve"}, "filter.status"),
            ({"filter": [1], "expected_count": 0, "decision": "approve"}, "filter.non_field_errors"),
        ],
    )
    def test_what_it_refuses(self, moderation, body, field):
        assert_error(moderation.post(BULK, body), 400, "invalid", field)

    @pytest.mark.parametrize("pk", ["x", 0, -1, 10**30, None, [1], {"id": 1}, 1.5])
    def test_ids_that_are_none(self, moderation, pk):
        body = moderation.post(BULK, {"ids": [pk], "decision": "approve"}).json()
        assert body["code"] == "invalid"
        assert all(field.startswith("ids") for field in body["errors"])


class TestByFilter:
    def ask(self, moderation, count, decision="approve", **filters):
        return moderation.post(BULK, {"filter": filters, "expected_count": count, "decision": decision})

    def test_it_decides_about_all_that_match_and_no_other(self, moderation, discussion, article):
        pending = [discussion.pending("Needles help."), discussion.pending("Needles hurt.")]
        other = discussion.pending("Sleep helps.")
        body = self.ask(moderation, 2, status="pending", page=article.pk, search="needles").json()
        assert body["items"] == [{"id": row.pk, "status": "approved", "outcome": "changed"} for row in pending]
        assert body["meta"] == {"total_count": 2, "changed": 2, "remaining": 0}
        assert discussion.again(other).status == "pending"
        consistency.check(article)

    def test_another_count_changes_nothing(self, moderation, discussion):
        comment = discussion.pending()
        answer = self.ask(moderation, 2, status="pending")
        assert (answer.status_code, answer.json()["code"], answer.json()["count"]) == (409, "count_changed", 1)
        assert discussion.again(comment).status == "pending"

    def test_it_goes_by_a_thousand_until_nothing_remains(self, moderation, discussion, monkeypatch):
        monkeypatch.setattr("comments.actions.matching.MOST_AT_ONCE", 2)
        for _ in range(5):
            discussion.pending()
        # Without a status the filter goes on to match what has been decided: the work gets less all the same.
        remaining = [self.ask(moderation, 5).json()["meta"]["remaining"] for _ in range(3)]
        assert remaining == [3, 1, 0]
        assert self.ask(moderation, 5).json()["items"] == []

    def test_it_leaves_out_what_cannot_be_decided(self, moderation, discussion):
        deleted, pending = discussion.pending(), discussion.pending()
        actions.delete(deleted.pk)
        assert [row["id"] for row in self.ask(moderation, 2).json()["items"]] == [pending.pk]

    def test_too_many_to_restore_are_refused(self, moderation, discussion, monkeypatch):
        monkeypatch.setattr("comments.actions.matching.MOST_AT_ONCE", 1)
        comments = [discussion.decide(discussion.pending(), "spam") for _ in range(2)]
        assert_error(self.ask(moderation, 2, "restore", status="spam"), 400, "too_many")
        assert {discussion.again(row).status for row in comments} == {"spam"}

    def test_a_thousand_take_no_more_than_twenty_queries(self, moderation, discussion, article):
        roots = [discussion.approved() for _ in range(5)]
        for root in roots:
            bulk_replies(root, 199)
        with CaptureQueriesContext(connection) as captured:
            answer = self.ask(moderation, 1000, "reject", page=article.pk)
        assert answer.json()["meta"] == {"total_count": 1000, "changed": 1000, "remaining": 0}
        assert len([query for query in captured if "SAVEPOINT" not in query["sql"][:20]]) <= 20
        consistency.check(article)
