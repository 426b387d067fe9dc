"""One comment at the desk: what is known of it, its conversation and history, and decisions with a reason."""

import pytest

from comments import actions
from comments.models import Status
from tests.comments.conftest import BLOCKS, new_user
from tests.comments.desks import QUEUE, Desk, words


@pytest.fixture
def desk(moderator) -> Desk:
    return Desk(moderator)


def path(comment) -> str:
    return f"{QUEUE}{comment.pk}/"


class TestAComment:
    def test_it_shows_all_that_is_known(self, discussion, desk):
        comment = discussion.pending("Some *words*.", name="Ana", email="ana@example.org", block=BLOCKS[1])
        page = desk.get(path(comment))
        assert str(page.select_one(".comment-page__text em")) == "<em>words</em>"
        assert words(page.select_one(".comment-page__raw pre")) == "Some *words*."
        facts = {words(term): words(term.find_next_sibling("dd")) for term in page.select(".facts dt")}
        assert facts["E-mail"] == "ana@example.org"
        assert facts["Comments"] == "First comment"
        assert facts["Claim"] == "Benefit 2"
        assert facts["Account"] == "Guest"
        assert facts["Readers see it"] == "No"
        assert facts["Number"] == f"{comment.pk}, version 1"
        assert discussion.page.title in facts["Article"]
        assert "stands alone" in words(page.select_one("#conversation-section"))

    def test_it_stands_in_its_conversation(self, discussion, desk):
        root = discussion.approved("First.", name="Ben")
        comment = discussion.pending("Second.", name="Ana", parent=root)
        page = desk.get(path(comment))
        turns = page.select(".conversation__turn")
        assert [words(turn) for turn in turns] == ["Ben Approved First.", "Ana (this comment) Pending Second."]
        assert turns[1]["aria-current"] == "true"
        assert turns[0].a["href"] == path(root)

    def test_its_history_tells_who_when_and_why(self, discussion, desk, by):
        comment = discussion.pending()
        actions.reject(comment.pk, by=by, reason="Off topic", note="See the rules.\nReally.")
        actions.restore(comment.pk, by=by)
        entries = [words(entry) for entry in desk.get(path(comment)).select(".timeline__entry")]
        assert len(entries) == 3
        assert entries[0].startswith("Submitted → Pending Every comment waits for a moderator.")
        assert entries[1].startswith("Rejected by Mona Deer Pending → Rejected Off topic See the rules. Really.")
        assert entries[2].startswith("Restored by Mona Deer Rejected → Pending")
        assert entries[2].endswith("version 3")

    def test_its_cost_does_not_grow_with_the_thread(self, discussion, desk, django_assert_max_num_queries):
        root = discussion.approved()
        for number in range(60):
            discussion.pending(f"Reply {number}", parent=root)
        desk.get(path(root))
        with django_assert_max_num_queries(22):
            page = desk.get(path(root))
        assert 25 <= len(page.select(".conversation__turn")) <= 51


class TestADecisionWithAReason:
    def send(self, desk: Desk, comment, **more: object):
        sent = {"selected": f"{comment.pk}:{comment.version}", "decision": "reject"} | more
        return desk.client.post(path(comment), sent)

    def test_it_stays_in_the_history(self, discussion, desk, moderator):
        comment = discussion.pending()
        answer = self.send(desk, comment, reason="Advertising", note="Third time.")
        assert (answer.status_code, answer.headers["Location"]) == (302, path(comment))
        page = desk.get(path(comment))
        assert "Rejected. Readers do not see it." in words(page.select_one(".messages"))
        assert words(page.select(".timeline__reason")[-1]) == "Advertising"
        decision = discussion.again(comment).decisions.get(decision="reject")
        assert (decision.actor, decision.reason, decision.note) == (moderator, "Advertising", "Third time.")

    def test_what_was_written_is_kept_when_somebody_was_faster(self, discussion, desk):
        comment = discussion.pending()
        mara = actions.Moderator(user=new_user("mara", "moderate_comment", first_name="Mara"))
        actions.approve(comment.pk, by=mara)
        answer = self.send(desk, comment, reason="Advertising", note="Third time.")
        assert answer.status_code == 409
        html = answer.content.decode()
        assert "Mara approved this just now." in html
        assert 'value="Advertising"' in html
        assert "Third time." in html
        assert f'value="{comment.pk}:2"' in html
        assert discussion.again(comment).status == Status.APPROVED

    def test_a_reason_that_is_too_long_is_told_at_its_field(self, discussion, desk):
        comment = discussion.pending()
        answer = self.send(desk, comment, reason="x" * 61, note="Kept.")
        assert answer.status_code == 400
        assert "at most 60 characters" in answer.content.decode()
        assert "Kept." in answer.content.decode()
        assert discussion.again(comment).status == Status.PENDING

    def test_it_is_about_the_comment_of_the_page(self, discussion, desk):
        comment, other = discussion.pending(), discussion.pending()
        answer = self.send(desk, comment, selected=f"{other.pk}:1")
        assert answer.status_code == 409
        assert discussion.again(comment).status == Status.PENDING
        assert discussion.again(other).status == Status.PENDING
