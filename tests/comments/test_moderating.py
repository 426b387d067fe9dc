"""What moderators do beside deciding: words changed, answers, what is featured or closed, authors, who is at what."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.core import mail
from django.utils import timezone

from comments import actions, trust
from comments.actions import matching
from comments.errors import DiscussionClosed
from comments.models import Ban, Decision, FormerText, Handling, ReaderComment, RejectionReason, Status
from tests.comments.conftest import COMMENTS, MODERATION, assert_error, new_user, signed_in, with_token
from tests.comments.desks import Desk, words


def path(comment, what: str = "") -> str:
    return f"{MODERATION}{comment.pk}/{what}"


@pytest.fixture
def mara(db):
    return new_user("mara", "moderate_comment", "access_admin", first_name="Mara")


class TestEditing:
    def test_it_works(self, discussion, moderation, api):
        comment = discussion.approved("The dose is *wrong*.")
        answer = moderation.put(path(comment, "words/"), {"body": "The dose is [removed].", "version": comment.version})
        assert answer.status_code == 200
        told = answer.json()
        assert (told["body"], told["edited_by"], told["status"]) == ("The dose is [removed].", "moderator", "approved")
        assert told["version"] == comment.version + 1
        assert told["decisions"][-1] | {"at": ""} == {
            "decision": "edit",
            "from": "approved",
            "to": "approved",
            "actor": {"name": "Mona Deer", "kind": "moderator"},
            "reason": "",
            "note": "",
            "reasons": [],
            "version": comment.version + 1,
            "at": "",
            "former_text": "The dose is *wrong*.",
        }
        read = api.get(f"{COMMENTS}{comment.pk}/").json()
        assert (read["edited_by"], read["body_html"]) == ("moderator", "<p>The dose is [removed].</p>")
        assert read["edited_at"]
        assert "wrong" not in str(read)

    def test_an_earlier_decision_can_still_be_taken_back(self, discussion, by):
        comment = discussion.approved()
        actions.edit_as_moderator(comment.pk, body="Milder words.", by=by)
        assert discussion.decide(comment, "restore").status == Status.PENDING

    def test_its_author_is_named_again_after_an_edit_of_theirs(self, discussion, by, rules, api):
        rules(pre_moderation=False)
        comment = discussion.pending()
        actions.edit_as_moderator(comment.pk, body="Milder words.", by=by)
        actions.edit(comment.pk, body="Words of my own.")
        assert api.get(f"{COMMENTS}{comment.pk}/").json()["edited_by"] == "author"

    def test_it_refuses_another_version_than_was_read(self, discussion, moderation):
        comment = discussion.approved()
        answer = moderation.put(path(comment, "words/"), {"body": "Milder words.", "version": 1})
        assert answer.status_code == 409
        assert answer.json()["code"] == "already_decided"

    def test_it_refuses_nothing_and_what_its_author_has_deleted(self, discussion, moderation):
        comment = discussion.approved()
        assert_error(moderation.put(path(comment, "words/"), {"body": " \n "}), 400, "invalid", "body")
        actions.delete(comment.pk)
        assert_error(moderation.put(path(comment, "words/"), {"body": "Words."}), 409, "removed_by_author")

    def test_the_same_words_leave_no_trace(self, discussion, moderation):
        comment = discussion.approved("Just so.")
        moderation.put(path(comment, "words/"), {"body": "Just so."})
        assert discussion.again(comment).version == comment.version
        assert not FormerText.objects.exists()

    def test_what_it_said_before_goes_with_what_its_author_deletes(self, discussion, by):
        comment = discussion.approved()
        actions.edit_as_moderator(comment.pk, body="Milder words.", by=by)
        assert FormerText.objects.exists()
        actions.delete(comment.pk)
        assert not FormerText.objects.exists()


class TestReplying:
    def test_it_works(self, discussion, moderation, api, run_later):
        root = discussion.pending(follow="thread", email="ana@example.org")
        answer = moderation.post(path(root, "replies/"), {"body": "Thank you, we have mended it.", "version": 1})
        assert answer.status_code == 201
        told = answer.json()
        assert (told["status"], told["author"]["role"], told["parent"]["id"]) == ("approved", "moderator", root.pk)
        read = api.get(f"{COMMENTS}?page={root.page_id}").json()["items"]
        assert [reply["author"] for row in read for reply in row["replies"]] == [
            {"name": "Mona Deer", "role": "moderator", "avatar_url": None}
        ]

    def test_it_answers_no_words_but_those_that_were_read(self, discussion, moderation, rules):
        rules(pre_moderation=False)
        root = discussion.submit("Words that one would answer.").comment
        actions.edit(root.pk, body="Other words, that nobody has read.")
        answer = moderation.post(path(root, "replies/"), {"body": "Quite so.", "version": root.version})
        assert (answer.status_code, answer.json()["code"]) == (409, "already_decided")
        assert not ReaderComment.objects.filter(parent_comment=root.pk).exists()

    def test_what_a_rule_would_hold_is_published_too(self, discussion, moderation, rules):
        rules(max_links=0)
        root = discussion.approved()
        answer = moderation.post(path(root, "replies/"), {"body": "See https://example.org/guideline for it."})
        assert answer.json()["status"] == "approved"

    def test_nothing_is_approved_by_an_answer_that_is_refused(self, discussion, moderation):
        root = discussion.pending()
        assert_error(moderation.post(path(root, "replies/"), {"body": " \n"}), 400, "invalid", "body")
        assert discussion.again(root).status == Status.PENDING

    def test_it_refuses_to_answer_what_was_rejected(self, discussion, moderation):
        root = discussion.decide(discussion.pending(), "reject")
        assert_error(moderation.post(path(root, "replies/"), {"body": "Why so?"}), 400, "invalid", "parent")


class TestFeaturing:
    def test_it_works(self, discussion, moderation, api):
        first, second = discussion.approved(), discussion.approved()
        reply = discussion.approved(parent=second)
        assert moderation.put(path(reply, "feature/")).json()["featured"] is True
        assert moderation.put(path(first, "feature/")).status_code == 200
        read = api.get(f"{COMMENTS}?page={first.page_id}&limit=1").json()
        assert [row["id"] for row in read["featured"]] == [reply.pk, first.pk]
        assert [(row["id"], row["featured"]) for row in read["items"]] == [(first.pk, True)]
        further = api.get(f"{COMMENTS}?page={first.page_id}&limit=1&cursor={read['meta']['next_cursor']}").json()
        assert further["featured"] == []
        assert moderation.delete(path(first, "feature/")).json()["featured"] is False
        assert [row["id"] for row in api.get(f"{COMMENTS}?page={first.page_id}").json()["featured"]] == [reply.pk]
        assert [row.decision for row in first.decisions.order_by("pk")][-2:] == ["feature", "unfeature"]

    def test_what_readers_do_not_see_is_not_featured(self, discussion, moderation, api):
        comment = discussion.pending()
        assert_error(moderation.put(path(comment, "feature/")), 409, "not_shown")
        comment = discussion.approved()
        moderation.put(path(comment, "feature/"))
        discussion.decide(comment, "reject")
        assert api.get(f"{COMMENTS}?page={comment.page_id}").json()["featured"] == []

    def test_twice_leaves_one_trace(self, discussion, by):
        comment = discussion.approved()
        assert actions.feature(comment.pk, by=by) is True
        assert actions.feature(comment.pk, by=by) is False
        assert comment.decisions.filter(decision="feature").count() == 1


class TestClosing:
    def test_it_works(self, discussion, moderation, api, form):
        root = discussion.approved()
        reply = discussion.approved(parent=root)
        assert moderation.put(path(reply, "closure/")).json()["thread_is_closed"] is True
        assert api.get(f"{COMMENTS}{root.pk}/").json()["is_closed"] is True
        assert_error(api.post(COMMENTS, form(parent=reply.pk)), 403, "discussion_closed")
        assert api.post(COMMENTS, form()).status_code == 202
        moderation.delete(path(root, "closure/"))
        assert api.post(COMMENTS, form(parent=reply.pk)).status_code == 202
        assert [row.decision for row in root.decisions.order_by("pk")][-2:] == ["close", "open"]

    def test_moderators_open_it_before_they_answer(self, discussion, by):
        root = discussion.approved()
        actions.close(root.pk, by=by)
        with pytest.raises(DiscussionClosed):
            actions.reply(root.pk, body="One more thing.", by=by)


class TestAuthors:
    def test_a_ban_has_a_term(self, discussion, moderation):
        comment = discussion.pending(email="Ana@example.org")
        answer = moderation.post(path(comment, "author/ban/"), {"days": 7, "reason": "abuse"})
        assert answer.status_code == 200
        ban = Ban.objects.get()
        assert (ban.kind, ban.value, ban.reason) == ("email", "ana@example.org", "abuse")
        assert timedelta(days=6, hours=23) < ban.until - timezone.now() <= timedelta(days=7)
        assert (answer.json()["banned"], answer.json()["kind"]) == (True, "email")
        assert comment.decisions.latest("pk").decision == "ban"
        moderation.post(path(comment, "author/ban/"), {})
        assert Ban.objects.get().until is None

    def test_what_they_have_waiting_is_rejected_with_it(self, discussion, moderation):
        mine = [discussion.pending(email="ana@example.org") for _ in range(3)]
        shown = discussion.approved(email="ana@example.org")
        other = discussion.pending()
        assert moderation.get(path(shown, "author/")).json()["waiting"] == 3
        sent = {"reject_pending": True, "expected_count": 2}
        assert_error_code(moderation.post(path(shown, "author/ban/"), sent), 409, "count_changed")
        assert not Ban.objects.exists()
        answer = moderation.post(path(shown, "author/ban/"), sent | {"expected_count": 3})
        assert (answer.json()["rejected"], answer.json()["waiting"], answer.json()["banned"]) == (3, 0, True)
        assert {discussion.again(row).status for row in mine} == {Status.REJECTED}
        assert (discussion.again(shown).status, discussion.again(other).status) == (Status.APPROVED, Status.PENDING)

    def test_its_cost_does_not_grow_with_what_waits(self, discussion, by, django_assert_max_num_queries):
        for _ in range(8):
            comment = discussion.pending(email="ana@example.org")
        with django_assert_max_num_queries(40):
            actions.ban_and_reject(comment.pk, by=by, expected_count=8)

    def test_trust_is_of_the_account(self, article, discussion, moderation, reader):
        comment = discussion.pending(writer=actions.Writer.signed_in(reader))
        told = moderation.post(path(comment, "author/trust/"), {"days": 30}).json()
        assert (told["kind"], told["trusted"]) == ("user", True)
        assert trust.granted(user=reader.pk) is True
        told = moderation.post(path(comment, "author/trust/"), {"trusted": False}).json()
        assert (told["trusted"], told["trusted_until"]) == (False, None)

    def test_who_left_nothing_is_nobody_to_ban(self, discussion, moderation):
        comment = discussion.approved()
        actions.delete(comment.pk)
        assert_error(moderation.post(path(comment, "author/ban/"), {}), 409, "nobody_known")


class TestHandling:
    def test_it_works(self, discussion, moderation, mara):
        comment = discussion.pending()
        others = with_token(mara)
        assert others.put(path(comment, "handling/")).json()["handling"]["name"] == "Mara"
        assert moderation.put(path(comment, "handling/")).json()["handling"]["name"] == "Mara"
        assert moderation.delete(path(comment, "handling/")).json()["handling"]["name"] == "Mara"
        assert others.delete(path(comment, "handling/")).json()["handling"] is None
        assert moderation.put(path(comment, "handling/")).json()["handling"]["name"] == "Mona Deer"

    def test_it_ends_by_itself(self, discussion, moderation, mara):
        comment = discussion.pending()
        actions.handle([comment.pk], by=actions.Moderator(user=mara))
        Handling.objects.update(until=timezone.now())
        assert moderation.get(path(comment)).json()["handling"] is None
        assert moderation.put(path(comment, "handling/")).json()["handling"]["name"] == "Mona Deer"
        Handling.objects.update(until=timezone.now())
        assert actions.forget_handlings() == 1

    def test_it_forbids_nobody_to_decide(self, discussion, moderation, mara):
        comment = discussion.pending()
        actions.handle([comment.pk], by=actions.Moderator(user=mara))
        assert moderation.post(path(comment, "decisions/"), {"decision": "approve"}).status_code == 200


class TestReasons:
    @pytest.fixture
    def advert(self, db) -> RejectionReason:
        return RejectionReason.objects.get(label="Advertising")

    def test_they_are_listed(self, moderation, django_assert_num_queries):
        told = moderation.get("/api/v2/moderation/reasons/").json()
        assert told["meta"]["total_count"] == 7
        assert told["items"][2]["label"] == "Advertising"
        assert {row["language"] for row in told["items"][2]["texts"]} == {"en", "de", "es"}

    def test_one_is_kept_and_mailed(self, discussion, moderation, advert, run_later, mailoutbox):
        comment = discussion.pending(email="ana@example.org")
        sent = {"decision": "reject", "reason_id": advert.pk, "mail": True, "note": "Write to us first.", "version": 1}
        assert moderation.post(path(comment, "decisions/"), sent).json()["decisions"][-1]["reason"] == "Advertising"
        send_waiting()
        (letter,) = mailoutbox
        assert letter.to == ["ana@example.org"]
        assert letter.subject == f"Your comment on “{comment.page.title}” was not published"
        assert "We do not publish advertising" in letter.body
        assert "Write to us first." in letter.body
        send_waiting()
        assert len(mailoutbox) == 1

    def test_it_is_mailed_in_the_language_of_the_author(self, discussion, by, advert, mailoutbox):
        comment = discussion.pending(email="ana@example.org")
        actions_address("ana@example.org", language="de")
        actions.reject_for([comment.pk], by=by, reason=advert, is_mailed=True)
        send_waiting()
        assert "Wir veröffentlichen keine Werbung" in mailoutbox[0].body

    def test_the_reason_says_whether_it_is_mailed(self, discussion, by, advert, mailoutbox):
        advert.is_mailed = True
        advert.save()
        first, second, third = (discussion.pending() for _ in range(3))
        actions.reject_for([first.pk], by=by, reason=advert)
        actions.reject_for([second.pk], by=by, reason=advert, is_mailed=False)
        actions.reject_for([third.pk], by=by, label="Something else")
        send_waiting()
        assert [letter.to for letter in mailoutbox] == [[first.user_email]]

    def test_what_was_taken_back_is_not_mailed(self, discussion, by, advert, mailoutbox):
        comment = discussion.pending()
        actions.reject_for([comment.pk], by=by, reason=advert, is_mailed=True)
        discussion.decide(comment, "restore")
        discussion.decide(comment, "reject")
        send_waiting()
        assert mailoutbox == []

    def test_it_is_not_sent_before_it_can_no_longer_be_undone(self, discussion, by, advert, run_later):
        comment = discussion.pending()
        actions.reject_for([comment.pk], by=by, reason=advert, is_mailed=True)
        run_later()
        assert mail.outbox == []

    def test_spam_has_neither_reason_nor_mail(self, discussion, moderation, advert):
        comment = discussion.pending()
        sent = {"decision": "spam", "reason_id": advert.pk}
        assert_error(moderation.post(path(comment, "decisions/"), sent), 400, "invalid", "decision")
        assert_error(
            moderation.post(path(comment, "decisions/"), {"decision": "reject", "reason_id": 999}),
            400,
            "invalid",
            "reason_id",
        )

    def test_who_wants_no_mail_gets_none(self, discussion, by, advert, mailoutbox):
        comment = discussion.pending(email="ana@example.org")
        actions.refuse(actions_address("ana@example.org").pk)
        actions.reject_for([comment.pk], by=by, reason=advert, is_mailed=True)
        send_waiting()
        assert mailoutbox == []


class TestForms:
    """The forms of a row at the desk, when somebody else was faster."""

    @pytest.fixture
    def changed(self, discussion, mara) -> ReaderComment:
        """Give a comment as it was before Mara changed it."""
        comment = discussion.approved("The first words.")
        actions.edit_as_moderator(comment.pk, body="The second words.", by=actions.Moderator(user=mara))
        return comment

    @pytest.mark.parametrize(("what", "label"), [("reply", "Reply"), ("edit", "Change the text")])
    def test_what_somebody_has_written_is_not_lost(self, changed, moderator, what, label):
        desk = Desk(moderator)
        url = f"/admin/comments/{changed.pk}/do/{what}/"
        sent = {"do": what, "version": changed.version, "body": "Written at length."}
        told = desk.client.post(url, sent, headers={"Accept": "application/json"})
        assert told.status_code == 400  # the script leaves the form as it is
        assert f"changed the text just now: read it again. Your “{label}” changed nothing." in told.json()["message"]
        assert "items" not in told.json()
        answer = desk.client.post(url, sent)
        page = BeautifulSoup(answer.content, "html.parser")
        assert (answer.status_code, page.textarea.text.strip()) == (409, "Written at length.")
        assert words(page.select_one(".comment-row__text")) == "The second words."
        sent["version"] = page.select_one(".moderating [name=version]")["value"]
        assert desk.client.post(url, sent).status_code == 302

    def test_a_reason_that_is_there_no_more_rejects_nothing(self, discussion, moderator):
        comment = discussion.pending()
        for url, more in (
            (f"/admin/comments/{comment.pk}/do/reject/", {"do": "reject", "version": 1}),
            ("/admin/comments/reject/", {"selected": f"{comment.pk}:1"}),
        ):
            answer = Desk(moderator).client.post(url, {"reason_id": 999} | more, headers={"Accept": "application/json"})
            assert answer.status_code == 400
            assert "This reason is there no more: load the page again." in answer.json()["message"]
        assert discussion.again(comment).status == Status.PENDING

    def test_what_is_too_long_is_not_lost_either(self, discussion, moderator):
        comment = discussion.pending()
        sent = {"do": "reply", "version": 1, "body": "word " * 4_001}
        answer = Desk(moderator).client.post(f"/admin/comments/{comment.pk}/do/reply/", sent)
        assert answer.status_code == 400
        assert sent["body"].strip() in answer.content.decode()

    def test_who_bans_and_rejects_is_told_of_what_they_look_at(self, discussion, moderator, monkeypatch):
        monkeypatch.setattr(matching, "MOST_AT_ONCE", 3)
        mine = [discussion.pending(email="ana@example.org") for _ in range(5)]
        url = f"/admin/comments/{mine[0].pk}/do/more/"
        sent = {
            "do": "ban_and_reject",
            "version": 1,
            "expected_count": 5,
            "shown": [mine[0].pk, mine[2].pk, mine[4].pk],
        }
        told = Desk(moderator).client.post(url, sent, headers={"Accept": "application/json"}).json()
        assert [(row["id"], row["status"]) for row in told["items"]] == [
            (mine[0].pk, "rejected"),
            (mine[2].pk, "rejected"),
        ]
        assert "3 of their comments rejected. 2 more wait: do it once more." in told["message"]

    def test_a_rejection_shows_the_comment_as_it_is_now(self, changed, moderator):
        sent = {"do": "reject", "version": changed.version}
        url = f"/admin/comments/{changed.pk}/do/reject/"
        told = Desk(moderator).client.post(url, sent, headers={"Accept": "application/json"}).json()
        assert "The second words." in told["items"][0]["html"]
        assert "Your “Reject” changed nothing." in told["message"]


@pytest.mark.parametrize(
    ("method", "what"),
    [
        ("PUT", "words/"),
        ("POST", "replies/"),
        ("PUT", "feature/"),
        ("PUT", "closure/"),
        ("PUT", "handling/"),
        ("GET", "author/"),
        ("POST", "author/ban/"),
        ("POST", "author/trust/"),
    ],
)
class TestWhoMay:
    def test_only_moderators(self, discussion, api, reader, method, what):
        comment = discussion.pending()
        before = Decision.objects.count()
        assert api.request(method, path(comment, what), {"body": "Words."}).status_code in {401, 403}
        assert signed_in(reader).request(method, path(comment, what), {"body": "Words."}).status_code == 403
        assert Decision.objects.count() == before

    def test_what_does_not_exist_is_not_found(self, moderation, method, what):
        asked = moderation.request(method, f"{MODERATION}987654/{what}", {"body": "Words."})
        if what != "handling/" or method != "PUT":
            assert asked.status_code == 404


def assert_error_code(answer, status: int, code: str) -> None:
    assert (answer.status_code, answer.json()["code"]) == (status, code)


def actions_address(email: str, *, language: str = "en"):
    """Give the row of an address whose owner writes in this language."""
    from comments.mail import addresses

    return addresses.known(email, language=language)


def send_waiting() -> None:
    """Send the mails about rejections that wait, as the worker does when their time has come."""
    from comments.mail import rejections
    from comments.models import RejectionMail

    rejections.send.call(list(RejectionMail.objects.values_list("decision_id", flat=True)))
