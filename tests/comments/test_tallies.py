"""The tallies: what is counted of a day, once and again, and what the figures make of them."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from comments import actions, statistics, tallying
from comments.authority import Authority
from comments.models import Decision, Tally
from tests.comments.conftest import BLOCKS, Discussion, new_article, new_user

STATS = "/api/v2/moderation/stats/"
HOUR = timedelta(hours=1)
EVERYWHERE = Authority(user=None, everywhere=True)


@pytest.fixture
def noon():
    """Give noon of three days ago."""
    return tallying.begin(tallying.today() - tallying.DAY * 3) + 12 * HOUR


@pytest.fixture
def other_moderator(db):
    return actions.Moderator(user=new_user("max", "moderate_comment", first_name="Max", last_name="Mole"))


@pytest.fixture
def past(discussion, by, other_moderator, noon):
    """Three days ago: one approved within an hour, one rejected and restored by another, one that begins a dispute."""
    first = discussion.pending(submitted_at=noon)
    actions.decide(first.pk, "approve", by=by, at=noon + HOUR)
    second = discussion.pending(submitted_at=noon)
    actions.decide(second.pk, "reject", by=by, reason="Off topic", at=noon + HOUR * 2)
    actions.decide(second.pk, "restore", by=other_moderator, at=noon + HOUR * 3)
    third = discussion.pending(submitted_at=noon, block=BLOCKS[0])
    actions.decide(third.pk, "approve", by=other_moderator, at=noon + HOUR * 4)
    return discussion


def numbers(days: int = 7, *, among: Authority = EVERYWHERE) -> dict:
    found = statistics.of_the_last(days, among=among)
    return {key: value for key, value in found.items() if key not in {"at", "waiting", "statuses"}}


class TestCatchUp:
    def test_what_it_counts(self, past, noon):
        assert tallying.catch_up.func() == 3
        tally = {(row.kind, row.key): row for row in Tally.objects.filter(day=noon.date())}
        everything = tally["all", ""]
        assert (everything.submitted, everything.held, everything.approved, everything.rejected) == (3, 3, 2, 1)
        assert (everything.restored, everything.overturned, everything.corrected) == (1, 1, 0)
        assert (everything.waited, everything.waited_seconds) == (3, 7 * 3600)
        mona, max_ = tally["moderator", "Mona Deer"], tally["moderator", "Max Mole"]
        assert (mona.approved, mona.rejected, mona.overturned) == (1, 1, 1)
        assert (max_.approved, max_.restored, max_.overturned) == (1, 1, 0)
        assert tally["reason", "Off topic"].rejected == 1
        claim = tally["claim", f"{past.page.pk}:{BLOCKS[0]}"]
        assert (claim.label, claim.disputed, claim.submitted) == ("Benefit 1", 1, 1)
        assert tally["article", str(past.page.pk)].label == past.page.title

    def test_run_twice_it_writes_the_same(self, past):
        def rows():
            return sorted(Tally.objects.values_list("day", "kind", "key", *Tally.COUNTS, "waits__34"))

        tallying.catch_up.func()
        first = rows()
        tallying.catch_up.func()
        assert rows() == first
        assert tallying.missing() == []

    def test_a_day_without_anything_is_counted_as_well(self, past, noon):
        tallying.catch_up.func()
        assert Tally.objects.filter(day=noon.date() + tallying.DAY).count() == 1

    def test_days_that_no_report_asks_for_are_let_go(self, past, noon):
        Tally.objects.create(day=noon.date() - timedelta(days=200), kind="all")
        tallying.catch_up.func()
        assert not Tally.objects.filter(day__lt=noon.date()).exists()

    def test_what_is_brought_in_later_has_its_day_counted_anew(self, past, noon, run_later):
        tallying.catch_up.func()
        past.pending(submitted_at=noon)
        assert noon.date() in tallying.missing()
        run_later()
        assert Tally.objects.get(day=noon.date(), kind="all").submitted == 4

    def test_the_command_counts_everything_anew(self, past, noon, capsys):
        Tally.objects.create(day=noon.date(), kind="all", submitted=99)
        call_command("rebuild_tallies")
        assert Tally.objects.get(day=noon.date(), kind="all").submitted == 3
        assert "3 days are counted." in capsys.readouterr().out


class TestFigures:
    def test_they_are_the_same_counted_now_and_kept(self, discussion, by, other_moderator):
        """Of today nothing is kept, and yesterday may not be counted yet."""
        at = tallying.begin(tallying.today()) - HOUR * 12
        comment = discussion.pending(submitted_at=at)
        actions.decide(comment.pk, "reject", by=by, reason="Off topic", at=at + HOUR)
        actions.decide(comment.pk, "approve", by=other_moderator, at=at + HOUR * 2)
        before = numbers()
        assert (before["decisions"], before["overturned"]) == ({"approve": 1, "reject": 1}, 1)
        assert before["agreement"] == 0.5
        assert before["median_seconds_to_decision"] == pytest.approx(3600, rel=0.05)
        tallying.catch_up.func()
        assert numbers() == before

    def test_an_edit_between_makes_another_decision_no_objection(self, discussion, by, other_moderator):
        comment = discussion.pending()
        actions.reject(comment.pk, by=by)
        row = Decision.objects.order_by("pk").last()
        edit = {"decision": "edit", "from_status": "rejected", "to_status": "pending", "actor_kind": "author"}
        more = {"comment": comment, "comment_number": comment.pk, "page_number": comment.page_id, "at": row.at}
        Decision.objects.create(**edit, **more)
        actions.approve(comment.pk, by=other_moderator)
        assert numbers()["overturned"] == 0

    def test_what_one_takes_back_oneself_is_a_correction(self, discussion, by):
        discussion_comment = discussion.pending()
        actions.reject(discussion_comment.pk, by=by)
        actions.restore(discussion_comment.pk, by=by)
        found = numbers()
        assert (found["overturned"], found["corrected"], found["agreement"]) == (0, 1, 1.0)

    def test_of_a_section_they_tell_of_nothing_else(self, past, by):
        elsewhere = Discussion(new_article("Elsewhere"))
        actions.reject(elsewhere.pending(block=BLOCKS[0]).pk, by=by, reason="Rude")
        section = Authority(user=None, sections=(past.page,))
        for _counted in ("now", "kept"):
            found = numbers(among=section)
            assert found["reasons"] == ({"Off topic": 1} if _counted == "kept" else {})
            assert {row["title"] for row in found["articles"]} <= {past.page.title}
            tallying.catch_up.func()
        assert {row["name"]: row["decisions"] for row in found["moderators"]} == {"Max Mole": 2, "Mona Deer": 2}
        assert found["decisions"] == {"approve": 2, "reject": 1, "restore": 1}
        assert [row["page"] for row in found["disputed_claims"]] == [past.page.pk]
        assert found["agreement"] == pytest.approx(2 / 3, abs=0.001)

    def test_a_day_that_is_missing_is_named(self, past, noon):
        assert noon.date() in numbers()["missing_days"]
        tallying.catch_up.func()
        assert numbers()["missing_days"] == []

    def test_they_take_as_many_queries_for_one_as_for_twenty(self, moderation, past, by):
        def queries() -> int:
            with CaptureQueriesContext(connection) as counted:
                assert moderation.get(STATS).status_code == 200
            return len(counted)

        def reject(number: int) -> None:
            past.page = new_article(f"Article {number}")
            actions.reject(past.pending(block=BLOCKS[0]).pk, by=by, reason=f"Reason {number}")

        tallying.catch_up.func()
        reject(0)
        queries()
        few = queries()
        for number in range(1, 20):
            reject(number)
        assert queries() == few
