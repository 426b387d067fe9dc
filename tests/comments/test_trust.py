"""Moderators' trust in readers: whose it is, how long it lasts, and what outweighs it."""

from datetime import timedelta

import pytest
from django.utils import timezone

from comments import actions, trust
from comments.errors import CommentNotFound, InvalidComment
from comments.models import Decision, Trust


class TestGranted:
    def test_it_works(self, by, reader):
        assert trust.granted(user=reader.pk) is None
        actions.trust("user", str(reader.pk), by=by)
        assert trust.granted(user=reader.pk) is True
        assert trust.granted(user=reader.pk + 1) is None
        assert trust.granted() is None

    def test_an_address_is_known_in_any_case(self, by):
        actions.trust("email", " Ana@Example.org", by=by)
        assert trust.granted(email="ana@example.ORG") is True

    def test_it_ends(self, by):
        actions.trust("email", "ana@example.org", by=by, until=timezone.now() + timedelta(days=1))
        assert trust.granted(email="ana@example.org") is True
        Trust.objects.update(until=timezone.now())
        assert trust.granted(email="ana@example.org") is None

    def test_what_was_withdrawn_outweighs_what_was_granted(self, by, reader):
        actions.trust("user", str(reader.pk), by=by)
        actions.trust("email", reader.email, by=by, is_granted=False)
        assert trust.granted(user=reader.pk, email=reader.email) is False

    def test_it_asks_once(self, by, reader, django_assert_num_queries):
        with django_assert_num_queries(1):
            trust.granted(user=reader.pk, visitor=f"visitor:{'a' * 64}", email=reader.email)


class TestTrust:
    def test_the_history_of_the_comment_tells_of_it(self, by, discussion):
        comment = discussion.pending()
        actions.trust("email", comment.user_email, by=by, about=comment)
        actions.trust("email", comment.user_email, by=by, is_granted=False, about=comment)
        told = Decision.objects.filter(comment=comment).order_by("pk")[1:]
        assert [(row.decision, row.actor_name, row.to_status, row.version) for row in told] == [
            ("trust", "Mona Deer", "pending", 1),
            ("distrust", "Mona Deer", "pending", 1),
        ]
        assert Trust.objects.get().is_granted is False

    @pytest.mark.parametrize(("kind", "value"), [("email", "no address"), ("domain", "example.org"), ("user", "Ana")])
    def test_it_refuses_what_is_nobody(self, by, kind, value):
        with pytest.raises(InvalidComment):
            actions.trust(kind, value, by=by)

    def test_it_refuses_an_end_that_is_over(self, by):
        with pytest.raises(InvalidComment, match="over already"):
            actions.trust("email", "ana@example.org", by=by, until=timezone.now())

    def test_it_can_be_taken_back(self, by):
        row = actions.trust("email", "ana@example.org", by=by)
        actions.forget_trust(row.pk, by=by)
        assert trust.granted(email="ana@example.org") is None
        with pytest.raises(CommentNotFound):
            actions.forget_trust(row.pk, by=by)

    def test_it_goes_with_what_is_erased_of_the_reader(self, by, discussion):
        comment = discussion.approved()
        actions.trust("email", comment.user_email, by=by)
        actions.erase(comment.user_email, by=by)
        assert not Trust.objects.exists()
