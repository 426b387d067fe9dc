"""Reports of comments: who may, how much each counts, what enough of them do, and what moderators make of them."""

import json

import pytest
from django.urls import reverse

from comments import actions, readers
from comments.models import Decision, Flag
from tests.comments import consistency
from tests.comments.conftest import (
    COMMENTS,
    MODERATION,
    Api,
    Discussion,
    assert_error,
    new_article,
    new_user,
    signed_in,
)


def path(comment) -> str:
    return f"{COMMENTS}{comment.pk}/flags/"


def guest(number: int) -> readers.Reader:
    return readers.of_browser(f"reader-number-{number:03}", ip_address=f"192.0.2.{number}")


def account(user) -> readers.Reader:
    return readers.of_account(user, ip_address="198.51.100.1")


class TestFlag:
    def test_it_works(self, api, discussion, moderation):
        comment = discussion.approved()
        answer = api.post(path(comment), {"reason": "misinformation", "note": "See\x00 the trial\u202e."})
        assert_error(answer, 400, "invalid", "note")
        sent = {"reason": "misinformation", "note": "See the trial\u202e."}
        answers = [api.post(path(comment), sent, X_Reader="a-random-reader-id") for _ in range(2)]
        assert [(answer.status_code, answer.json()) for answer in answers] == [
            (202, {"id": comment.pk, "flagged": True})
        ] * 2
        assert discussion.again(comment).flag_count == 1
        seen = moderation.get(f"{MODERATION}{comment.pk}/").json()
        assert (seen["flag_count"], seen["status"]) == (1, "approved")
        assert seen["flags"] == [
            {"reason": "misinformation", "note": "See the trial.", "weight": 1, "at": seen["flags"][0]["at"]}
        ]
        assert "flag" not in api.get(f"{COMMENTS}{comment.pk}/").content.decode()

    @pytest.mark.parametrize(
        ("field", "sent"),
        [
            ("reason", {}),
            ("reason", {"reason": "boring"}),
            ("reason", {"reason": ["spam"]}),
            ("note", {"reason": "spam", "note": "x" * 501}),
            ("note", {"reason": "spam", "note": {"a": 1}}),
        ],
    )
    def test_what_is_wrong_is_named(self, api, discussion, field, sent):
        assert_error(api.post(path(discussion.approved()), sent), 400, "invalid", field)
        assert not Flag.objects.exists()

    def test_what_readers_do_not_see_is_404(self, api, discussion):
        for comment in (discussion.pending(), discussion.decide(discussion.approved(), "reject")):
            assert_error(api.post(path(comment), {"reason": "spam"}), 404, "not_found")


class TestThreshold:
    def test_enough_hide_it_until_a_moderator_has_looked(self, api, discussion, article, by):
        root = discussion.approved()
        discussion.approved(parent=root)
        for number in range(5):
            assert discussion.again(root).visible == 1
            actions.flag(root.pk, reader=guest(number), reason="abuse" if number else "spam")
        hidden = discussion.again(root)
        assert (hidden.status, hidden.visible, hidden.flag_count) == ("pending", 0, 5)
        consistency.check(article)
        row = Decision.objects.filter(comment=root).latest("pk")
        assert (row.decision, row.actor_kind, row.from_status) == ("hide", "rule", "approved")
        assert row.reasons == [{"code": "flags", "detail": "Readers reported it: Abuse (4), Spam (1)."}]
        assert api.get(f"{COMMENTS}?page={article.pk}").json()["meta"]["total_count"] == 0
        actions.approve(root.pk, by=by)
        again = discussion.again(root)
        assert (again.visible, again.flag_count) == (1, 0)
        assert set(Flag.objects.values_list("outcome", flat=True)) == {"dismissed"}
        # Whoever reported it has been answered, and one more does not hide it again.
        for number in range(6):
            actions.flag(root.pk, reader=guest(number), reason="spam")
        assert (discussion.again(root).visible, discussion.again(root).flag_count) == (1, 1)

    def test_a_moderator_takes_the_hiding_back(self, discussion, by, rules):
        rules(flag_threshold=1)
        comment = discussion.approved()
        actions.flag(comment.pk, reader=guest(1), reason="spam")
        assert discussion.again(comment).status == "pending"
        actions.restore(comment.pk, by=by)
        again = discussion.again(comment)
        assert (again.status, again.flag_count, Flag.objects.get().outcome) == ("approved", 0, "dismissed")

    @pytest.mark.parametrize("decision", ["remove", "spam"])
    def test_a_decision_that_is_taken_back_has_answered_none(self, discussion, by, moderation, decision):
        comment, other = discussion.approved(), discussion.approved()
        for row, number in ((comment, 1), (comment, 2), (other, 1)):
            actions.flag(row.pk, reader=guest(number), reason="abuse", note="See the second line.")
        actions.approve(comment.pk, by=by)  # dismisses these two, for good
        actions.flag(comment.pk, reader=guest(3), reason="abuse")
        actions.decide_many([comment.pk, other.pk], decision, by=by)
        assert discussion.again(comment).flag_count == discussion.again(other).flag_count == 0
        actions.decide_many([comment.pk, other.pk], "restore", by=by)
        assert (discussion.again(comment).flag_count, discussion.again(other).flag_count) == (1, 1)
        outcomes = Flag.objects.filter(comment=comment).order_by("pk").values_list("outcome", flat=True)
        assert list(outcomes) == ["dismissed", "dismissed", ""]
        (shown,) = moderation.get(f"{MODERATION}{other.pk}/").json()["flags"]
        assert shown["note"] == "See the second line."

    def test_what_reports_have_hidden_waits_with_them_again(self, discussion, by, rules):
        rules(flag_threshold=1)
        comment = discussion.approved()
        actions.flag(comment.pk, reader=guest(1), reason="spam")
        actions.reject(comment.pk, by=by)
        assert Flag.objects.get().outcome == "upheld"
        actions.restore(comment.pk, by=by)
        again = discussion.again(comment)
        assert (again.status, again.flag_count, Flag.objects.get().outcome) == ("pending", 1, "")

    def test_without_a_threshold_they_hide_nothing(self, discussion, rules):
        rules(flag_threshold=0)
        comment = discussion.approved()
        for number in range(9):
            actions.flag(comment.pk, reader=guest(number), reason="spam")
        assert (discussion.again(comment).visible, discussion.again(comment).flag_count) == (1, 9)


class TestWeight:
    def weigh(self, discussion, reader) -> int:
        comment = discussion.approved()
        actions.flag(comment.pk, reader=reader, reason="spam")
        return Flag.objects.get(comment=comment, reader=reader.key).weight

    def test_a_guest_an_account_and_a_moderator(self, discussion, reader, moderator):
        weights = [self.weigh(discussion, row) for row in (guest(1), account(reader), account(moderator))]
        assert weights == [1, 2, 5]

    def test_the_guests_of_one_network_count_as_one(self, discussion):
        comment = discussion.approved()
        for number in range(9):
            reader = readers.of_browser(f"reader-number-{number:03}", ip_address="192.0.2.1")
            actions.flag(comment.pk, reader=reader, reason="spam")
        assert (discussion.again(comment).visible, discussion.again(comment).flag_count) == (1, 9)
        assert sorted(Flag.objects.values_list("weight", flat=True)) == [0] * 8 + [1]

    def test_whoever_was_right_counts_more_and_whoever_was_wrong_counts_nothing(self, discussion, by, reader):
        wrong = account(new_user("wrong"))
        for _ in range(3):
            bad, good = discussion.approved(), discussion.approved()
            actions.flag(bad.pk, reader=account(reader), reason="abuse")
            actions.flag(good.pk, reader=wrong, reason="abuse")
            actions.remove(bad.pk, by=by)
            assert actions.approve(good.pk, by=by).outcome == "unchanged"
        assert [self.weigh(discussion, row) for row in (account(reader), wrong)] == [5, 0]
        assert not Flag.objects.filter(outcome="", weight__in=[1, 2]).exists()


class TestDesk:
    def test_a_moderator_reads_the_reports_and_dismisses_them(self, discussion, moderator):
        comment = discussion.approved()
        actions.flag(comment.pk, reader=guest(1), reason="off_topic", note="About <b>cats</b>.")
        desk = signed_in(moderator).client
        shown = desk.get(reverse("reader_comments:detail", args=[comment.pk])).content.decode()
        assert "About &lt;b&gt;cats&lt;/b&gt;." in shown
        assert "Off topic" in shown
        assert "Keep: dismiss the reports" in shown
        desk.post(
            reverse("reader_comments:detail", args=[comment.pk]),
            {"selected": f"{comment.pk}:{discussion.again(comment).version}", "decision": "approve"},
        )
        assert discussion.again(comment).flag_count == 0


class TestAtOnce:
    def test_the_count_is_that_of_the_reports_and_it_is_hidden_once(self, race, rules):
        discussion = Discussion(new_article())
        comment = discussion.approved()
        calls = [
            lambda number=number: actions.flag(comment.pk, reader=guest(number % 8), reason="spam")
            for number in range(16)
        ]
        refused = [row for row in race.outcomes(calls) if row is not None]
        assert {type(row).__name__ for row in refused} <= {"CommentNotFound"}
        again = discussion.again(comment)
        assert again.flag_count == Flag.objects.count() == 5
        assert (again.status, Decision.objects.filter(decision="hide").count()) == ("pending", 1)
        consistency.check(discussion.page)


def test_nobody_learns_who_reported(api, discussion, moderation, reader):
    comment = discussion.approved()
    signed_in(reader).post(path(comment), {"reason": "spam"})
    seen = json.dumps([moderation.get(f"{MODERATION}{comment.pk}/").json(), moderation.get(MODERATION).json()])
    assert not any(word in seen for word in (Flag.objects.get().reader, "rita", "Rita"))
    assert Api().get(path(comment)).status_code == 405
