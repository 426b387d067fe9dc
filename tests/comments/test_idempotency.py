"""The same Idempotency-Key with the same comment gives the same answer and one row."""

import pytest

from comments import actions, errors
from comments.models import IdempotencyKey, ReaderComment

SAME = {"name": "Ana", "email": "ana@example.org", "idempotency_key": "once"}


class TestSubmit:
    def test_a_retry_gives_the_first_answer(self, discussion):
        first = discussion.submit("Hello.", **SAME)
        retry = discussion.submit(" Hello.\r\n", **SAME)
        assert (first.created, retry.created) == (True, False)
        assert (retry.comment.pk, retry.status) == (first.comment.pk, "pending")
        assert ReaderComment.objects.count() == IdempotencyKey.objects.count() == 1

    def test_it_is_looked_up_before_the_duplicate_rule(self, discussion):
        discussion.submit("Hello.", **SAME)
        assert not discussion.submit("Hello.", **SAME).created
        with pytest.raises(errors.Duplicate):
            discussion.submit("Hello.", **SAME | {"idempotency_key": "another"})

    def test_the_answer_stays_what_it_was_when_the_comment_moves_on(self, discussion):
        first = discussion.submit("Hello.", **SAME)
        discussion.decide(first.comment, "approve")
        assert discussion.submit("Hello.", **SAME).shown_status == "pending"

    def test_what_was_taken_for_spam_is_still_pending_to_its_author(self, discussion):
        discussion.submit("Hello.", honeypot="x", **SAME)
        assert discussion.submit("Hello.", honeypot="x", **SAME).shown_status == "pending"

    @pytest.mark.parametrize(
        "other",
        [{"name": "Bea"}, {"email": "bea@example.org"}, {"body": "Bye."}, {"parent": "root"}, {"block": "first"}],
    )
    def test_another_comment_under_it_is_refused(self, discussion, other):
        from tests.comments.conftest import BLOCKS

        root = discussion.approved()
        other = {key: {"root": root, "first": BLOCKS[0]}.get(value, value) for key, value in other.items()}
        discussion.submit("Hello.", **SAME)
        with pytest.raises(errors.IdempotencyKeyReused):
            discussion.submit(**{"body": "Hello."} | SAME | other)

    def test_another_page_under_it_is_refused(self, discussion):
        from tests.comments.conftest import Discussion, new_article

        discussion.submit("Hello.", **SAME)
        with pytest.raises(errors.IdempotencyKeyReused):
            Discussion(new_article("Another one")).submit("Hello.", **SAME)

    def test_a_refused_comment_leaves_the_key_free(self, discussion, rules):
        rules(is_open=False)
        with pytest.raises(errors.DiscussionClosed):
            discussion.submit("Hello.", **SAME)
        rules(is_open=True)
        assert discussion.submit("Hello.", **SAME).created

    def test_without_a_key_every_post_stands_for_itself(self, discussion):
        assert discussion.submit("One.").created
        assert discussion.submit("Two.").created
        assert not IdempotencyKey.objects.exists()

    def test_a_comment_that_its_author_deleted_does_not_come_back(self, discussion):
        first = discussion.submit("Hello.", **SAME)
        actions.delete(first.comment.pk)
        with pytest.raises(errors.IdempotencyKeyReused, match="deleted by its author"):
            discussion.submit("Hello.", **SAME)
        assert ReaderComment.objects.count() == 1
