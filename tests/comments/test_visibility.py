"""Who is shown, and every count of it, follow from the statuses alone, whatever happened in which order."""

import random
from contextlib import suppress

import pytest

from comments import actions, errors
from comments.models import Discussion, ReaderComment
from comments.signals import discussion_changed
from tests.comments import consistency
from tests.comments.conftest import BLOCKS


class TestParents:
    def test_a_rejected_one_hides_its_replies_and_leaves_their_status_alone(self, discussion, article):
        root = discussion.approved()
        reply = discussion.approved(parent=root)
        rejected = discussion.decide(discussion.pending(parent=root), "reject")
        below = discussion.approved(parent=reply)
        waiting = discussion.pending(parent=reply)
        statuses = {row.pk: row.status for row in (reply, rejected, below, waiting)}
        for decision in ("reject", "approve", "spam", "approve", "remove", "approve"):
            discussion.decide(root, decision)
            assert {pk: ReaderComment.objects.get(pk=pk).status for pk in statuses} == statuses
            hidden = decision in {"reject", "spam"}
            assert [discussion.again(row).visible for row in (reply, rejected, below, waiting)] == [
                int(not hidden),
                0,
                int(not hidden),
                0,
            ]
            consistency.check(article)

    def test_a_reply_approved_below_a_hidden_parent_waits_for_it(self, discussion, article):
        root = discussion.approved()
        reply = discussion.pending(parent=root)
        discussion.decide(root, "reject")
        discussion.decide(reply, "approve")
        assert (discussion.again(reply).status, discussion.again(reply).visible) == ("approved", 0)
        assert Discussion.objects.get(page=article).comment_count == 0
        discussion.decide(root, "approve")
        assert discussion.again(reply).visible == 1
        assert Discussion.objects.get(page=article).comment_count == 2
        consistency.check(article)


class TestTombstones:
    def test_they_stand_only_while_they_hold_something_up(self, discussion, article):
        root = discussion.approved(block=BLOCKS[0])
        middle = discussion.approved(parent=root)
        leaf = discussion.approved(parent=middle)
        discussion.decide(middle, "remove")
        discussion.decide(root, "remove")
        assert [discussion.again(row).visible for row in (root, middle, leaf)] == [1, 1, 1]
        stored = Discussion.objects.get(page=article)
        assert (stored.comment_count, stored.thread_count) == (1, 1)
        consistency.check(article)
        discussion.decide(leaf, "reject")
        assert [discussion.again(row).visible for row in (root, middle, leaf)] == [0, 0, 0]
        stored.refresh_from_db()
        assert (stored.comment_count, stored.thread_count) == (0, 0)
        consistency.check(article)
        discussion.decide(leaf, "approve")
        assert discussion.again(root).visible == 1
        consistency.check(article)

    def test_a_reply_shown_at_once_is_counted_above_a_tombstone(self, discussion, article, rules):
        root = discussion.approved()
        reply = discussion.approved(parent=root)
        discussion.decide(root, "remove")
        rules(pre_moderation=False)
        discussion.pending(parent=reply)
        assert discussion.again(root).reply_count == 2
        consistency.check(article)


class TestWhoListens:
    def test_they_are_told_of_every_page_inside_the_transaction(self, discussion, article, by):
        told = []

        def listen(pages, **kwargs):
            told.append(set(pages))

        discussion_changed.connect(listen)
        try:
            comment = discussion.pending()
            assert told == []  # nothing that readers see has changed
            actions.approve(comment.pk, by=by)
            actions.approve(comment.pk, by=by)
            assert told == [{article.pk}]
            actions.edit(comment.pk, body="Other words.")
            actions.delete(comment.pk)
            assert told == [{article.pk}] * 3
        finally:
            discussion_changed.disconnect(listen)


class TestAnySequence:
    """Whatever readers and moderators do, the stored state is what the plain model says."""

    @pytest.mark.parametrize("seed", range(6))
    def test_it_ends_as_the_statuses_say(self, discussion, article, rules, by, seed):
        chance = random.Random(seed)
        made: list[int] = []
        for step in range(60):
            act = chance.choices(
                [self.write, self.decide, self.decide_many, self.edit, self.delete], [40, 25, 10, 10, 8]
            )
            # What is refused is refused rightly: the check below says that it changed nothing by halves.
            with suppress(errors.CommentError):
                act[0](discussion, rules, by, made, chance)
            if step % 6 == 5:
                consistency.check(article)
        assert len(made) > 10
        consistency.check(article)

    def write(self, discussion, rules, by, made, chance):
        rules(pre_moderation=chance.random() < 0.3)
        shown = list(ReaderComment.objects.counted().order_by("pk").values_list("pk", flat=True))
        parent = chance.choice([None, *shown]) if chance.random() < 0.8 else None
        block = "" if parent else chance.choice(["", *BLOCKS])
        made.append(discussion.submit(parent=parent, block=block).comment.pk)

    def decide(self, discussion, rules, by, made, chance):
        actions.decide(chance.choice(made or [0]), chance.choice(actions.DECISIONS), by=by)

    def decide_many(self, discussion, rules, by, made, chance):
        size = chance.choice([2, len(made)])  # a few, and more than are looked at one by one
        actions.decide_many(chance.sample(made, min(size, len(made))), chance.choice(actions.DECISIONS), by=by)

    def edit(self, discussion, rules, by, made, chance):
        rules(pre_moderation=chance.random() < 0.5)
        actions.edit(chance.choice(made or [0]), body=f"Edited {chance.random()}.")

    def delete(self, discussion, rules, by, made, chance):
        actions.delete(chance.choice(made or [0]))
