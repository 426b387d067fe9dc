"""Decisions at the desk: in place by script, by plain forms, one or many, and when somebody else was faster."""

import pytest
from django.test import Client

from comments import actions
from comments.models import Decision, Status
from tests.comments.conftest import new_user
from tests.comments.desks import DECIDE, QUEUE, Desk, buttons, words


@pytest.fixture
def desk(moderator) -> Desk:
    return Desk(moderator)


@pytest.fixture
def mara(db) -> actions.Moderator:
    return actions.Moderator(user=new_user("mara", "moderate_comment", first_name="Mara"))


def row_of(answer: dict):
    from bs4 import BeautifulSoup

    (item,) = answer["items"]
    return BeautifulSoup(item["html"], "html.parser").select_one(".comment-row")


class TestInPlace:
    def test_it_works(self, discussion, desk, moderator):
        comment = discussion.pending(name="Ana")
        discussion.pending()
        answer = desk.decide("approve", comment)
        assert answer["status_code"] == 200
        assert answer["ok"] is True
        assert answer["message"] == "Ana: Approved. Readers see it now."
        assert answer["waiting"] == "1"
        assert {name: answer["counts"][name] for name in ("pending", "approved", "all")} == {
            "pending": "1",
            "approved": "1",
            "all": "2",
        }
        assert answer["items"][0] | {"html": ""} == {
            "id": comment.pk,
            "outcome": "changed",
            "status": "approved",
            "html": "",
        }
        row = row_of(answer)
        assert row["id"] == f"comment-{comment.pk}"
        assert "Approved. Readers see it now." in words(row)
        assert buttons(row) == {"restore": "Undo"}
        assert row.select_one("input[type=checkbox]") is None
        comment = discussion.again(comment)
        assert (comment.status, comment.visible, comment.version) == (Status.APPROVED, 1, 2)
        assert comment.decisions.get(decision="approve").actor == moderator

    def test_undo_makes_it_wait_again(self, discussion, desk):
        comment = discussion.pending()
        row = row_of(desk.decide("spam", comment))
        assert row.select_one("input[name=selected]")["value"] == f"{comment.pk}:2"
        answer = desk.decide("restore", discussion.again(comment))
        assert "Taken back: pending again." in words(row_of(answer))
        assert buttons(row_of(answer)) == {"approve": "Approve", "reject": "Reject", "spam": "Spam"}
        assert discussion.again(comment).status == Status.PENDING

    @pytest.mark.parametrize(
        ("first", "decision", "sentence"),
        [
            ("", "reject", "Rejected. Readers do not see it."),
            ("", "spam", "Marked as spam. Readers do not see it."),
            ("approve", "remove", "Removed. Readers do not see its text any more."),
        ],
    )
    def test_each_decision_says_what_it_did(self, discussion, desk, first, decision, sentence):
        comment = discussion.decide(discussion.pending(), *filter(None, [first]))
        assert sentence in desk.decide(decision, comment)["message"]

    def test_a_reply_below_a_hidden_comment_is_told_apart(self, discussion, desk):
        root = discussion.approved()
        reply = discussion.pending(parent=root)
        discussion.decide(root, "reject")
        assert "once the comments above it are approved" in desk.decide("approve", reply)["message"]

    def test_somebody_else_was_faster(self, discussion, desk, mara):
        comment = discussion.pending(name="Ana")
        actions.approve(comment.pk, by=mara)
        answer = desk.decide("reject", comment)
        assert answer["ok"] is False
        assert answer["items"][0]["outcome"] == "conflict"
        row = row_of(answer)
        notice = words(row.select_one(".comment-row__notice"))
        assert notice == "Mara approved this just now. Your “Reject” changed nothing."
        assert row["data-status"] == "approved"
        assert buttons(row) == {"remove": "Remove", "spam": "Spam", "restore": "Back to pending"}
        assert row.select_one("form input[name=selected]")["value"] == f"{comment.pk}:2"
        assert discussion.again(comment).status == Status.APPROVED
        assert Decision.objects.filter(comment=comment).count() == 2

    def test_its_author_changed_it_meanwhile(self, discussion, desk):
        comment = discussion.pending()
        actions.edit(comment.pk, body="Other words than those that were read.")
        answer = desk.decide("approve", comment)
        assert "Its author changed the text just now: read it again." in words(row_of(answer))
        assert "Other words" in words(row_of(answer))
        assert discussion.again(comment).status == Status.PENDING

    def test_its_author_deleted_it_meanwhile(self, discussion, desk):
        comment = discussion.pending()
        actions.delete(comment.pk)
        row = row_of(desk.decide("approve", comment))
        assert "This comment has been deleted for good." in words(row)
        assert buttons(row) == {}

    def test_one_that_is_gone_says_so(self, discussion, desk):
        comment = discussion.pending()
        discussion.page.reader_comments.all().delete()
        answer = desk.decide("approve", comment)
        assert answer["items"][0]["outcome"] == "not_found"
        assert "not there any more" in words(row_of(answer))
        assert "not there any more" in answer["message"]

    @pytest.mark.parametrize(
        ("sent", "sentence"),
        [
            ({"decision": "approve"}, "Select at least one comment first."),
            ({"decision": "approve", "selected": ["x:1"]}, "Load it again."),
            ({"decision": "approve", "selected": ["1"]}, "Load it again."),
            ({"decision": "approve", "selected": ["1:99999999999999999999"]}, "Load it again."),
            ({"decision": "approve", "selected": [f"{n}:1" for n in range(1, 1002)]}, "At most 1,000"),
            ({"decision": "explode", "selected": ["1:1"]}, "Select a valid choice."),
        ],
    )
    def test_what_is_no_decision_is_refused(self, desk, sent, sentence):
        answer = desk.client.post(DECIDE, sent, headers={"Accept": "application/json"})
        assert answer.status_code == 400
        assert sentence in answer.json()["message"]

    def test_it_needs_the_token_against_forged_requests(self, discussion, moderator):
        comment = discussion.pending()
        client = Client(enforce_csrf_checks=True)
        client.force_login(moderator)
        sent = {"decision": "approve", "selected": [f"{comment.pk}:1"]}
        assert client.post(DECIDE, sent).status_code == 403
        assert discussion.again(comment).status == Status.PENDING


class TestAPlainForm:
    def test_it_comes_back_to_the_same_place_with_a_message(self, discussion, desk):
        comment = discussion.pending(name="Ana")
        here = f"{QUEUE}?q=remark&order=newest"
        form = desk.rows(q="remark", order="newest")[0].select_one("form")
        assert form.select_one("input[name=next]")["value"] == f"{QUEUE}?order=newest&q=remark"
        answer = desk.post("approve", comment, next=here)
        assert (answer.status_code, answer.headers["Location"]) == (302, here)
        page = desk.get(here)
        message = page.select_one(".messages li")
        assert "Ana: Approved. Readers see it now." in words(message)
        assert message.a["href"] == f"{QUEUE}{comment.pk}/"
        assert discussion.again(comment).status == Status.APPROVED

    def test_a_conflict_is_a_message_too(self, discussion, desk, mara):
        comment = discussion.pending()
        actions.spam(comment.pk, by=mara)
        desk.post("approve", comment)
        message = desk.get().select_one(".messages li")
        assert "Mara marked this as spam just now. Your “Approve” changed nothing." in words(message)
        assert "warning" in message["class"]

    def test_nothing_selected_is_told(self, desk):
        answer = desk.client.post(DECIDE, {"decision": "approve"}, follow=True)
        assert "Select at least one comment first." in answer.content.decode()

    def test_it_does_not_lead_to_another_site(self, discussion, desk):
        answer = desk.post("approve", discussion.pending(), next="https://elsewhere.example/")
        assert answer.headers["Location"] == QUEUE


class TestMany:
    def test_all_selected_are_decided_at_once(self, discussion, desk):
        comments = [discussion.pending() for _ in range(3)]
        page = desk.get()
        boxes = page.select("input[type=checkbox][name=selected]")
        assert [box["value"] for box in boxes] == [f"{comment.pk}:1" for comment in comments]
        assert {box["form"] for box in boxes} == {page.select_one("form#desk-selection")["id"]}
        answer = desk.decide("reject", *comments)
        assert answer["message"] == "3 comments rejected."
        assert [item["outcome"] for item in answer["items"]] == ["changed"] * 3
        assert {discussion.again(comment).status for comment in comments} == {Status.REJECTED}

    def test_a_conflict_leaves_that_one_and_does_not_stop_the_others(self, discussion, desk, mara):
        first, second, third = (discussion.pending() for _ in range(3))
        actions.approve(second.pk, by=mara)
        answer = desk.decide("spam", first, second, third)
        assert answer["ok"] is False
        assert answer["message"].startswith("2 comments marked as spam. 1 was left as it is")
        assert [item["outcome"] for item in answer["items"]] == ["changed", "conflict", "changed"]
        assert discussion.again(second).status == Status.APPROVED

    def test_as_a_plain_form_it_tells_how_many(self, discussion, desk):
        comments = [discussion.pending() for _ in range(2)]
        desk.post("approve", *comments)
        assert "2 comments approved." in words(desk.get().select_one(".messages li"))
