"""Many at once: no error, no lost count, one winner. On SQLite as a file, on PostgreSQL where DATABASE_URL says so."""

from itertools import chain

import pytest

from comments import actions, errors
from comments.models import Decision, IdempotencyKey, ReaderComment
from comments.models import Discussion as Counts
from tests.comments import consistency
from tests.comments.conftest import Discussion, new_article

WRITERS = 8
REPLIES = 200


@pytest.fixture
def discussion(race, rules) -> Discussion:
    return Discussion(new_article())


class TestReplies:
    @pytest.mark.parametrize("pre_moderation", [True, False])
    def test_two_hundred_to_one_parent(self, race, discussion, rules, by, pre_moderation):
        root = discussion.approved()
        rules(pre_moderation=pre_moderation)

        def write() -> list[int]:
            return [discussion.submit(parent=root).comment.pk for _ in range(REPLIES // WRITERS)]

        ids = list(chain.from_iterable(race([write] * WRITERS, timeout=120)))
        assert len(set(ids)) == ReaderComment.objects.filter(parent_comment=root).count() == REPLIES
        consistency.check(discussion.page)
        outcomes = actions.decide_many(ids, "approve", by=by)
        assert {row.outcome for row in outcomes} == {"changed" if pre_moderation else "unchanged"}
        assert discussion.again(root).reply_count == REPLIES
        consistency.check(discussion.page)

    def test_new_threads_and_replies_anywhere(self, race, discussion, rules):
        rules(pre_moderation=False)
        roots = [discussion.pending() for _ in range(3)]

        def write(number: int):
            def talk() -> None:
                parent = roots[number % 3]
                for _ in range(6):
                    parent = discussion.submit(parent=parent).comment
                discussion.submit()

            return talk

        race([write(number) for number in range(WRITERS)])
        assert ReaderComment.objects.count() == 3 + WRITERS * 7
        consistency.check(discussion.page)


class TestFeaturing:
    def test_what_is_featured_at_once_is_counted(self, race, discussion, by):
        for _ in range(10):
            comments = [discussion.approved() for _ in range(4)]
            race([lambda pk=comment.pk: actions.feature(pk, by=by) for comment in comments])
            assert Counts.objects.get(page=discussion.page).featured == 4
            actions.feature(discussion.approved().pk, by=by)
            race([lambda pk=comment.pk: actions.unfeature(pk, by=by) for comment in comments])
            assert Counts.objects.get(page=discussion.page).featured == 1
            actions.unfeature(ReaderComment.objects.get(featured=1).pk, by=by)


class TestDecisions:
    def test_of_two_on_one_version_exactly_one_wins(self, race, discussion, by):
        for _ in range(5):
            comment = discussion.pending()
            outcomes = race.outcomes(
                [
                    lambda pk=comment.pk: actions.approve(pk, by=by, version=1),
                    lambda pk=comment.pk: actions.reject(pk, by=by, version=1),
                ]
            )
            lost = [row for row in outcomes if isinstance(row, Exception)]
            assert [type(row) for row in lost] == [errors.AlreadyDecided]
            (won,) = [row for row in outcomes if not isinstance(row, Exception)]
            assert discussion.again(comment).status == won.status == lost[0].extra["current"]["status"]
            assert Decision.objects.filter(comment=comment).count() == 2
        consistency.check(discussion.page)

    def test_bulk_decisions_over_the_same_threads_in_another_order(self, race, discussion, by):
        roots = [discussion.approved() for _ in range(6)]
        ids = [discussion.pending(parent=root).pk for root in roots for _ in range(3)]
        calls = [
            lambda verb=verb, some=some: [actions.decide_many(some, verb, by=by) for _ in range(4)]
            for verb, some in (
                ("approve", ids),
                ("reject", ids[::-1]),
                ("approve", [root.pk for root in roots[::-1]]),
                ("reject", [roots[3].pk, ids[0], roots[0].pk, ids[-1]]),
            )
        ]
        race(calls, timeout=120)
        consistency.check(discussion.page)

    def test_bulk_decisions_across_pages_while_others_write_there(self, race, discussion, rules, by):
        rules(pre_moderation=False)
        other = Discussion(new_article("Another one"))
        ids = [place.pending().pk for _ in range(5) for place in (discussion, other)]
        race(
            [
                lambda: [actions.decide_many(ids, verb, by=by) for verb in ("reject", "approve", "reject", "approve")],
                lambda: [actions.decide_many(ids[::-1], verb, by=by) for verb in ("approve", "spam", "approve")],
                lambda: [discussion.submit() for _ in range(10)],
                lambda: [other.submit() for _ in range(10)],
            ],
            timeout=120,
        )
        assert ReaderComment.objects.count() == 30
        for place in (discussion, other):
            consistency.check(place.page)

    def test_deciding_about_a_parent_while_it_is_answered(self, race, discussion, rules, by):
        rules(pre_moderation=False)
        root = discussion.pending()

        def answer() -> int:
            answered = 0
            for _ in range(10):
                try:
                    discussion.submit(parent=root)
                    answered += 1
                except errors.InvalidComment:
                    pass  # just then nobody saw the parent
            return answered

        def waver() -> None:
            for _ in range(4):
                for verb in ("reject", "approve", "remove", "approve"):
                    actions.decide(root.pk, verb, by=by)

        answered = sum(race([answer, answer, answer, waver], timeout=120)[:3])
        assert ReaderComment.objects.filter(parent_comment=root).count() == answered
        assert discussion.again(root).reply_count == answered
        consistency.check(discussion.page)


class TestAuthors:
    def test_deleting_while_it_is_approved_leaves_nothing_shown(self, race, discussion, by):
        for _ in range(5):
            comment = discussion.pending("Purge me.")
            outcomes = race.outcomes(
                [lambda pk=comment.pk: actions.delete(pk), lambda pk=comment.pk: actions.approve(pk, by=by)]
            )
            assert outcomes[0] is None
            assert getattr(outcomes[1], "outcome", None) == "changed" or isinstance(outcomes[1], errors.RemovedByAuthor)
            gone = discussion.again(comment)
            assert (gone.status, gone.removed_by, gone.comment, gone.visible) == ("removed", "author", "", 0)
        consistency.check(discussion.page)

    def test_an_edit_and_a_decision_never_approve_words_that_nobody_saw(self, race, discussion, by):
        for _ in range(5):
            comment = discussion.pending("Old words.")
            edited, decided = race.outcomes(
                [
                    lambda pk=comment.pk: actions.edit(pk, body="New words."),
                    lambda pk=comment.pk: actions.approve(pk, by=by, version=1),
                ]
            )
            assert not isinstance(edited, Exception)
            assert isinstance(decided, errors.AlreadyDecided) or decided.outcome == "changed"
            again = discussion.again(comment)
            assert (again.comment, again.status) == ("New words.", "pending")
        consistency.check(discussion.page)


class TestTheSamePost:
    def test_one_idempotency_key_from_eight_threads_is_one_row_and_one_answer(self, race, discussion):
        def post():
            return discussion.submit("Hello.", name="Ana", email="ana@example.org", idempotency_key="once")

        answers = race([post] * WRITERS)
        assert len({(answer.comment.pk, answer.shown_status) for answer in answers}) == 1
        assert sum(answer.created for answer in answers) == 1
        assert ReaderComment.objects.count() == IdempotencyKey.objects.count() == 1

    def test_different_comments_under_one_key_have_one_winner(self, race, discussion):
        posts = [
            lambda number=number: discussion.submit(f"Hello {number}.", email="a@b.example", idempotency_key="once")
            for number in range(WRITERS)
        ]
        outcomes = race.outcomes(posts)
        assert sorted(type(row).__name__ for row in outcomes) == ["IdempotencyKeyReused"] * (WRITERS - 1) + [
            "Submitted"
        ]
        assert ReaderComment.objects.count() == 1

    @pytest.mark.parametrize("is_reply", [False, True])
    def test_a_double_click_without_a_key_is_one_comment(self, race, discussion, is_reply):
        parent = discussion.approved() if is_reply else None
        for number in range(3):
            body = f"Hello {number}."
            outcomes = race.outcomes(
                [lambda body=body: discussion.submit(body, email="ana@example.org", parent=parent)] * 4
            )
            assert sorted(type(row).__name__ for row in outcomes) == ["Duplicate"] * 3 + ["Submitted"]
        assert ReaderComment.objects.filter(in_reply_to=parent).exclude(pk=getattr(parent, "pk", None)).count() == 3
