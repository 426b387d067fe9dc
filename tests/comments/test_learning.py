"""The spam score learns from the log of decisions, and holds what looks like spam."""

from datetime import timedelta

import pytest
from django.utils import timezone

from comments import actions, learning
from comments.models import Decision, ReaderComment, Scorer, Unlearning
from tests import caches
from tests.comments.conftest import BLOCKS, new_user, signed_in
from tests.comments.desks import Desk, words

REPORT = "/admin/reports/spam-score/"
UNLEARN = f"{REPORT}unlearn/"


@pytest.fixture
def few(monkeypatch):
    monkeypatch.setattr(learning, "FEWEST", 3)


@pytest.fixture
def decided(discussion, by, few):
    """Give a discussion in which a moderator has approved three comments and marked three as spam."""
    discussion.spam = [discussion.pending(f"Buy cheap pills number {number}") for number in range(3)]
    discussion.fine = [discussion.pending(f"The needles helped me on day {number}") for number in range(3)]
    actions.decide_many([row.pk for row in discussion.spam], "spam", by=by)
    actions.decide_many([row.pk for row in discussion.fine], "approve", by=by)
    return discussion


def counts():
    row = Scorer.objects.get()
    return row.spam_count, row.other_count


class TestLearning:
    def test_nothing_is_scored_before_enough_is_learnt(self, discussion):
        comment = discussion.pending("Buy cheap pills")
        assert comment.score is None
        assert [reason["code"] for reason in comment.reasons] == ["pre_moderation"]

    def test_a_decision_is_learnt_by_the_worker(self, decided, run_later):
        run_later()
        assert counts() == (3, 3)
        caches.empty()  # a minute passes
        comment = decided.pending("Cheap pills, buy")
        assert comment.score > 0.5

    def test_it_learns_a_decision_once(self, decided):
        assert learning.learn.func() == 6
        weights = Scorer.objects.get().weights
        assert learning.learn.func() == 0
        assert Scorer.objects.get().weights == weights

    def test_what_is_taken_back_is_unlearnt_when_all_is_learnt_anew(self, decided, by):
        learning.rebuild.func()
        assert counts() == (3, 3)
        actions.restore(decided.spam[0].pk, by=by)
        actions.approve(decided.spam[1].pk, by=by)
        assert learning.rebuild.func() == 5
        assert counts() == (1, 4)

    def test_what_rules_and_rejections_say_is_no_lesson(self, discussion, by, rules):
        rules(banned_words="pills", pre_moderation=False)
        assert discussion.submit("Buy pills").status == "spam"
        assert discussion.submit("Fine words").status == "approved"
        actions.reject(discussion.submit("Rude words").comment.pk, by=by)
        assert learning.rebuild.func() == 0
        assert learning.learn.func() == 0

    def test_what_its_author_changes_is_no_lesson_any_more(self, decided, rules):
        actions.edit(decided.fine[0].pk, body="The needles helped me a lot")
        learning.rebuild.func()
        # The edit sent it back to wait for a moderator.
        assert (decided.again(decided.fine[0]).status, counts()) == ("pending", (3, 2))
        rules(pre_moderation=False)
        actions.edit(decided.fine[1].pk, body="Words that no moderator has seen")
        actions.edit(decided.spam[0].pk, body="Words that no moderator has seen either")
        learning.rebuild.func()
        assert (decided.again(decided.fine[1]).status, counts()) == ("approved", (2, 1))

    def test_what_a_moderator_changes_still_is_one(self, decided, by):
        actions.edit_as_moderator(decided.fine[0].pk, body="The needles helped me", by=by)
        learning.rebuild.func()
        assert counts() == (3, 3)

    @pytest.mark.parametrize("do", [actions.ban_author, actions.trust_author, actions.feature, actions.close])
    def test_what_is_done_beside_deciding_is_no_lesson(self, discussion, by, rules, do):
        rules(pre_moderation=False)
        comment = discussion.submit("Fine words that the rules let through").comment
        do(comment.pk, by=by)
        assert (learning.rebuild.func(), learning.learn.func()) == (0, 0)

    def test_what_an_editor_answers_takes_no_lesson_away(self, discussion, by, few):
        comment = discussion.pending(block=BLOCKS[0])
        actions.approve(comment.pk, by=by)
        actions.dismiss(discussion.page.pk, [comment.pk], by=actions.Moderator(user=by.user, kind=Decision.Kind.EDITOR))
        assert learning.rebuild.func() == 1


class TestTheRule:
    @pytest.fixture
    def trained(self, decided):
        learning.rebuild.func()
        return decided

    def test_a_high_score_holds_a_comment_and_says_why(self, trained, rules):
        rules(pre_moderation=False, hold_score=60)
        held, fine = trained.submit("Buy cheap pills here"), trained.submit("The needles helped my sister")
        assert (held.status, fine.status) == ("pending", "approved")
        (reason,) = held.comment.reasons
        assert reason["code"] == "spam_score"
        assert reason["detail"].startswith("spam 0.")
        assert "*pills*" in reason["detail"] or "*cheap*" in reason["detail"]

    def test_it_marks_as_spam_alone_only_where_a_site_says_so(self, trained, rules):
        rules(pre_moderation=False, hold_score=0)
        assert trained.submit("Buy cheap pills here").status == "approved"
        rules(pre_moderation=False, spam_score=60)
        assert trained.submit("Buy cheap pills there").status == "spam"

    def test_an_edit_is_scored_as_well(self, trained, rules):
        rules(pre_moderation=False, hold_score=60)
        comment = trained.submit("The needles helped my brother").comment
        edited = actions.edit(comment.pk, body="Buy cheap pills here")
        assert (edited.status, edited.score > 0.6) == ("pending", True)

    def test_deleting_takes_the_score_along(self, trained):
        comment = trained.pending("Buy cheap pills here")
        actions.delete(comment.pk)
        assert ReaderComment.objects.get(pk=comment.pk).score is None


class TestTheReport:
    def test_it_says_what_is_missing(self, moderator):
        page = signed_in(moderator).client.get(REPORT).content.decode()
        assert "No comment is scored yet" in page

    def test_it_shows_what_was_measured(self, moderator, decided):
        learning.rebuild.func()
        page = signed_in(moderator).client.get(REPORT).content.decode()
        assert "3 comments marked as spam and 3 approved ones" in page
        assert "hold from this score on" in page

    def test_its_button_learns_anew(self, moderator, decided, run_later):
        client = signed_in(moderator).client
        assert client.post(REPORT, follow=True).status_code == 200
        run_later()
        assert Scorer.objects.get().built_at is not None

    def test_it_is_for_moderators(self, db):
        client = signed_in(new_user("editor", "access_admin", "change_page")).client
        assert client.post(REPORT).status_code == 302
        assert not Scorer.objects.exists()

    def test_a_proposed_number_is_used_with_one_click(self, moderator, decided, rules):
        learning.rebuild.func()
        Scorer.objects.update(measures={"thresholds": [{"precision": 0.9, "score": 0.551, "recall": 0.8}]})
        version = rules().rules_version
        client = signed_in(moderator).client
        assert "Hold from 56 on" in client.get(REPORT).content.decode()
        client.post(REPORT, {"use": "57", "version": version})
        assert rules().hold_score == 80
        client.post(REPORT, {"use": "56", "version": version})
        assert (rules().hold_score, rules().rules_version) == (56, version + 1)
        assert "in use" in client.get(REPORT).content.decode()
        client.post(REPORT, {"use": "56", "version": version})
        assert rules().rules_version == version + 1


def test_the_report_says_what_it_is_and_leads_to_unlearning(moderator):
    page = Desk(moderator).get(REPORT)
    assert words(page.h1 or page.header).endswith("Spam score")
    assert page.select_one(f'a.button[href="{UNLEARN}"]') is not None


class TestUnlearning:
    def batch(self, moderator, **more: object) -> dict:
        span = {"since": "2000-01-01 00:00", "until": "2100-01-01 00:00"}
        return {"actor": moderator.pk} | span | more

    def test_it_works(self, moderator, decided, run_later):
        client = signed_in(moderator).client
        learning.rebuild.func()
        other = actions.Moderator(user=new_user("olga", "moderate_comment"))
        actions.spam(decided.pending("Loans, loans").pk, by=other)
        shown = client.post(UNLEARN, self.batch(moderator, do="look")).content.decode()
        assert "6 decisions; the latest of them" in shown
        assert "Buy cheap pills" in shown
        assert not Unlearning.objects.exists()
        for _ in range(2):  # the second changes nothing
            client.post(UNLEARN, self.batch(moderator, do="unlearn"))
        run_later()
        assert counts() == (1, 0)
        assert {row.status for row in ReaderComment.objects.all()} == {"spam", "approved"}
        assert [decided.again(row).status for row in decided.fine] == ["approved"] * 3
        row = Unlearning.objects.get()
        client.post(UNLEARN, {"again": row.pk})
        run_later()
        assert counts() == (4, 3)

    def test_what_is_decided_anew_teaches_again(self, moderator, decided):
        learning.unlearn(
            actor=moderator.pk, since=decided.spam[0].submitted_at - timedelta(days=1), until=timezone.now(), by=None
        )
        actions.approve(decided.spam[0].pk, by=actions.Moderator(user=moderator))
        learning.rebuild.func()
        assert counts() == (0, 1)

    def test_it_outlives_the_account_of_its_moderator(self, moderator, decided):
        everything = {"since": decided.spam[0].submitted_at - timedelta(days=1), "until": timezone.now()}
        learning.unlearn(actor=moderator.pk, by=None, **everything)
        olga = new_user("olga", "moderate_comment", "senior_moderator", "access_admin")
        actions.spam(decided.pending("Loans, loans").pk, by=actions.Moderator(user=olga))
        moderator.delete()
        learning.rebuild.func()
        assert counts() == (1, 0)
        client = signed_in(olga).client
        assert "Mona Deer, from" in client.get(UNLEARN).content.decode()
        row = Unlearning.objects.get()
        assert (row.actor, row.actor_name) == (None, "Mona Deer")
        client.post(UNLEARN, {"again": row.pk})
        learning.rebuild.func()
        assert counts() == (4, 3)

    def test_a_span_without_decisions(self, moderator, decided):
        span = {"since": "2001-01-01 00:00", "until": "2002-01-01 00:00"}
        client = signed_in(moderator).client
        assert "approved nothing then" in client.post(UNLEARN, self.batch(moderator, **span)).content.decode()
        wrong = client.post(UNLEARN, self.batch(moderator, until="1999-01-01 00:00")).content.decode()
        assert "Later than its beginning" in wrong

    def test_it_is_for_seniors(self, db):
        client = signed_in(new_user("mia", "access_admin", "moderate_comment")).client
        assert client.get(UNLEARN).status_code == 302
        assert client.post(REPORT, {"use": "56", "version": "0"}).status_code in {302, 403}
