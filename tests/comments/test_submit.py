"""A reader posts a comment: what is stored of it, where, and when it is refused."""

from datetime import timedelta
from itertools import pairwise

import pytest
from django.utils import timezone
from wagtail.models import Page

from articles.models import ArticlePage
from comments import actions, errors, threads
from comments.models import Decision, Discussion, ReaderComment
from tests.comments import consistency
from tests.comments.conftest import BLOCKS, new_article, new_user
from tests.comments.conftest import Discussion as Talk


class TestSubmit:
    def test_it_works(self, discussion, article):
        submitted = discussion.submit("It *helped* me.", name="  Ana\nMaria ", email="Ana@Example.org", block=BLOCKS[0])
        comment = discussion.again(submitted.comment)
        assert (submitted.created, submitted.status, submitted.shown_status) == (True, "pending", "pending")
        assert (comment.comment, comment.body_html) == ("It *helped* me.", "<p>It <em>helped</em> me.</p>")
        assert (comment.user_name, comment.user_email, comment.user_id) == ("Ana Maria", "Ana@Example.org", None)
        assert (comment.page_id, comment.object_pk, comment.content_type_id) == (
            article.pk,
            str(article.pk),
            article.content_type_id,
        )
        assert (comment.block, comment.block_heading) == (BLOCKS[0], "Benefit 1")
        assert (comment.thread, comment.path, comment.depth, comment.version) == (
            comment.pk,
            threads.encode(comment.pk),
            0,
            1,
        )
        assert (comment.status, comment.visible, comment.is_public) == ("pending", 0, False)
        assert comment.reasons == [{"code": "pre_moderation", "detail": "Every comment waits for a moderator."}]
        assert comment.ip_address is None
        assert len({comment.text_hash, comment.email_hash, comment.ip_hash}) == 3
        assert "example" not in comment.email_hash
        decision = Decision.objects.get(comment=comment)
        assert (decision.decision, decision.from_status, decision.to_status) == ("submit", "", "pending")
        assert (decision.actor_kind, decision.page_title, decision.block_heading) == (
            "rule",
            article.title,
            "Benefit 1",
        )
        consistency.check(article)

    def test_an_approved_one_is_counted_at_once(self, discussion, article, rules):
        rules(pre_moderation=False)
        root = discussion.pending(block=BLOCKS[1])
        reply = discussion.pending(parent=root)
        assert discussion.again(root).reply_count == 1
        assert reply.block == BLOCKS[1]
        assert Discussion.objects.get(page=article).comment_count == 2
        consistency.check(article)

    @pytest.mark.parametrize(
        ("status", "verdict"), [("banned", "spam"), ("held", "pending"), ("fine", "approved"), ("ba**nn**ed", "spam")]
    )
    def test_the_rules_decide_the_status(self, discussion, rules, status, verdict):
        rules(pre_moderation=False, banned_words="banned", held_words="held")
        assert discussion.submit(f"This is {status}.").status == verdict

    def test_nobody_learns_that_it_was_taken_for_spam(self, discussion):
        submitted = discussion.submit(honeypot="x")
        assert (submitted.status, submitted.shown_status) == ("spam", "pending")

    def test_a_moderator_and_the_article_s_author_are_not_held(self, discussion, moderator, article, reader):
        from articles.models import Author

        author = Author.objects.create(name="Dr Wu", slug="wu", user=reader)
        article.article_authors.create(author=author)
        article.save()
        by_moderator = discussion.submit(writer=actions.Writer.signed_in(moderator))
        by_author = Talk(type(article).objects.get(pk=article.pk)).submit(writer=actions.Writer.signed_in(reader))
        assert (by_moderator.status, by_moderator.comment.author_role) == ("approved", "moderator")
        assert (by_author.status, by_author.comment.author_role) == ("approved", "author")
        assert by_moderator.comment.user_name == "Mona Deer"
        consistency.check(article)

    def test_replies_go_ten_levels_deep_and_then_beside(self, discussion, article):
        chain = [discussion.approved()]
        for _ in range(14):
            chain.append(discussion.approved(parent=chain[-1]))
        assert [comment.depth for comment in chain] == [*range(10), 9, 9, 9, 9, 9]
        for answered, reply in pairwise(chain):
            assert reply.in_reply_to_id == answered.pk
            assert reply.parent_comment_id == (answered.pk if answered.depth < 9 else chain[8].pk)
        assert discussion.again(chain[0]).reply_count == 14
        assert discussion.again(chain[8]).reply_count == 6
        consistency.check(article)

    def test_it_keeps_the_time_it_is_told(self, discussion):
        then = timezone.now() - timedelta(days=400)
        comment = discussion.again(discussion.pending(submitted_at=then))
        assert comment.submitted_at == comment.submit_date == then


class TestRefusals:
    @pytest.mark.parametrize("body", ["", "  \n ", "\u200b\u3164", "&nbsp;", "[](https://example.org)", "> ", "\x00"])
    def test_a_body_that_shows_nothing(self, discussion, body):
        with pytest.raises(errors.InvalidComment) as refused:
            actions.submit(discussion.page, writer=actions.Writer(name="Ana", email="a@b.example"), body=body)
        assert list(refused.value.errors) == ["body"]

    def test_a_body_too_long(self, discussion, rules):
        rules(max_length=10)
        discussion.submit("1234567890")
        with pytest.raises(errors.InvalidComment, match="At most 10 characters; this has 11"):
            discussion.submit("12345678901")

    @pytest.mark.parametrize("name", ["", " \u200b", "\u3164", "x" * 51])
    def test_a_name_that_is_none(self, discussion, name):
        with pytest.raises(errors.InvalidComment) as refused:
            actions.submit(discussion.page, writer=actions.Writer(name=name, email="a@b.example"), body="Hello")
        assert list(refused.value.errors) == ["name"]

    def test_guests_where_none_are_wanted(self, discussion, rules, reader):
        rules(guests=False)
        with pytest.raises(errors.InvalidComment, match="Sign in"):
            discussion.submit()
        assert discussion.submit(writer=actions.Writer.signed_in(reader)).created

    def test_a_closed_discussion(self, discussion, rules, article):
        rules(is_open=False)
        with pytest.raises(errors.DiscussionClosed):
            discussion.submit()
        Discussion.objects.create(page=article, openness="open")
        assert discussion.submit().created

    def test_one_that_closed_with_time(self, discussion, rules, article):
        rules(close_after_days=30)
        assert discussion.submit().created
        ArticlePage.objects.filter(pk=article.pk).update(published_at=timezone.now() - timedelta(days=31))
        with pytest.raises(errors.DiscussionClosed):
            Talk(type(article).objects.get(pk=article.pk)).submit()

    def test_one_sent_too_fast(self, discussion, rules):
        rules(min_seconds=3)
        with pytest.raises(errors.InvalidComment) as refused:
            discussion.submit(seconds=2.99)
        assert list(refused.value.errors) == ["form_token"]
        assert discussion.submit(seconds=3).created

    @pytest.mark.parametrize("decisions", [(), ("reject",), ("spam",), ("approve", "remove")])
    def test_an_answer_to_what_readers_do_not_see(self, discussion, decisions):
        parent = discussion.decide(discussion.pending(), *decisions)
        with pytest.raises(errors.InvalidComment) as refused:
            discussion.submit(parent=parent)
        assert list(refused.value.errors) == ["parent"]

    def test_an_answer_to_a_tombstone(self, discussion):
        parent = discussion.approved()
        discussion.approved(parent=parent)
        discussion.decide(parent, "remove")
        with pytest.raises(errors.InvalidComment):
            discussion.submit(parent=parent)

    def test_an_answer_below_a_hidden_comment(self, discussion):
        root = discussion.approved()
        reply = discussion.approved(parent=root)
        discussion.decide(root, "reject")
        with pytest.raises(errors.InvalidComment):
            discussion.submit(parent=reply)

    def test_an_answer_across_pages_or_to_nothing(self, discussion, rules):
        elsewhere = Talk(new_article("Another one")).approved()
        for parent in (elsewhere.pk, 99_999_999):
            with pytest.raises(errors.InvalidComment):
                discussion.submit(parent=parent)

    def test_blocks_that_cannot_be_commented_on(self, discussion):
        with pytest.raises(errors.InvalidComment) as refused:
            discussion.submit(block="33333333-3333-4333-8333-333333333333")
        assert list(refused.value.errors) == ["block"]
        root = discussion.approved(block=BLOCKS[0])
        with pytest.raises(errors.InvalidComment):
            discussion.submit(parent=root, block=BLOCKS[1])
        assert discussion.submit(parent=root, block=BLOCKS[0]).comment.block == BLOCKS[0]

    def test_a_page_deleted_meanwhile(self, transactional_db, rules):
        page = new_article()
        Page.objects.get(pk=page.pk).delete()
        with pytest.raises(errors.PageNotFound):
            Talk(page).submit()
        assert not ReaderComment.objects.exists()


class TestDuplicates:
    def test_the_same_words_from_the_same_address_are_one_comment(self, discussion):
        discussion.submit("Thank you!", email="ana@example.org")
        with pytest.raises(errors.Duplicate):
            discussion.submit("  THANK   you!", email="ANA@example.org ")
        assert ReaderComment.objects.count() == 1

    def test_other_people_and_other_pages_may_say_the_same(self, discussion, rules):
        discussion.submit("Thank you!", email="ana@example.org")
        discussion.submit("Thank you!", email="bea@example.org")
        Talk(new_article("Another one")).submit("Thank you!", email="ana@example.org")

    def test_accounts_without_an_address_are_not_one_another(self, discussion):
        ana, bea = (new_user(name) for name in ("ana", "bea"))
        for user in (ana, bea):
            user.email = ""
            user.save()
            assert discussion.submit("Thank you!", writer=actions.Writer.signed_in(user)).created
        with pytest.raises(errors.Duplicate):
            discussion.submit("Thank you!", writer=actions.Writer.signed_in(ana))

    def test_what_its_author_deleted_may_be_said_again(self, discussion):
        first = discussion.submit("Thank you!", email="ana@example.org")
        actions.delete(first.comment.pk)
        assert discussion.submit("Thank you!", email="ana@example.org").created


class TestTheSameWords:
    def test_they_may_be_said_to_two_people(self, discussion):
        first, second = discussion.approved(), discussion.approved()
        thanks = {"body": "Thank you!", "name": "Ana", "email": "ana@example.org"}
        assert discussion.submit(parent=first.pk, **thanks).created
        assert discussion.submit(parent=second.pk, **thanks).created
        with pytest.raises(errors.Duplicate):
            discussion.submit(parent=second.pk, **thanks)


class TestNames:
    def test_a_user_name_that_is_an_address_is_not_shown(self, db):
        writer = actions.Writer.signed_in(new_user("jane@clinic.example"))
        assert writer.name == "jane"
