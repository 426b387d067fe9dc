"""Mail to moderators and authors: who hears of what, when, once, and what the links in it can do."""

import re
import time
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from wagtail.users.models import UserProfile

from comments import actions
from comments.mail import alert_words, alerts, tokens
from comments.models import Alert, AlertLetter, Decision, ReaderAddress, ReaderComment
from comments.readers import Reader
from tests.comments.conftest import BLOCKS, Discussion, new_article, new_user
from tests.comments.sections import section_moderator

MAILED = "/admin/comments/mailed/"
ACCOUNT = "/admin/account/"


@pytest.fixture
def hears(moderator):
    """Have the moderator mailed: `hears(pending="instant")`."""

    def choose(user=moderator, **chosen: str) -> None:
        alerts.choose(user, chosen)

    return choose


def pass_time() -> None:
    """Let all waiting time pass."""
    past = timezone.now() - timedelta(seconds=1)
    DBTaskResult.objects.filter(status="READY").update(run_after=past)
    Alert.objects.exclude(due_at=None).update(due_at=past)


def mails(user) -> list:
    """Give what somebody who works here was mailed; readers get other mails."""
    return [message for message in mail.outbox if message.to == [user.email] and "/admin/account/" in message.body]


def everything(message) -> str:
    return message.subject + message.body + message.alternatives[0].content + str(message.extra_headers)


def link(message, decision: str) -> str:
    """Give the path of the link to a decision, as it stands in the mail."""
    (address,) = re.findall(rf"^http\S+do={decision}$", message.body, re.MULTILINE)
    parts = urlsplit(address)
    return f"{parts.path}?{parts.query}"


def signed_in(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


class TestAtOnce:
    def test_it_works(self, discussion, moderator, hears, run_later):
        hears(pending="instant")
        comment = discussion.pending("Write to me: ana.lovelace@example.org, please.", name="Ana", block=BLOCKS[0])
        assert not mail.outbox  # no request waits for a mail server
        run_later()
        (message,) = mail.outbox
        assert (message.to, message.subject) == ([moderator.email], f"A comment waits: “{discussion.page.title}”")
        assert "Ana on “" in message.body
        assert "about “Benefit 1”" in message.body
        assert "Write to me: …@…" in message.body
        assert f"/admin/comments/{comment.pk}/" in message.body
        assert "/admin/account/" in message.body
        assert "/mail/own/" not in message.body
        written = everything(message).replace(moderator.email, "")
        assert re.findall(r"\w+@example\.org", written) == []

    def test_who_has_not_asked_hears_nothing(self, discussion, moderator, run_later):
        discussion.pending()
        run_later()
        assert not mail.outbox

    def test_what_is_decided_meanwhile_is_told_nobody(self, discussion, moderator, hears, by, run_later):
        hears(pending="instant")
        actions.approve(discussion.pending().pk, by=by)
        run_later()
        assert not mails(moderator)
        assert not AlertLetter.objects.filter(sent_at=None).exists()

    def test_what_comes_soon_after_goes_into_one_mail(self, discussion, hears, run_later):
        hears(pending="instant")
        discussion.pending()
        run_later()
        first, second = discussion.pending(), discussion.pending()
        run_later()
        assert len(mail.outbox) == 1
        pass_time()
        run_later()
        assert mail.outbox[1].subject.startswith("2 comments wait at ")
        assert all(f"/admin/comments/{comment.pk}/" in mail.outbox[1].body for comment in (first, second))

    def test_reported_comments(self, discussion, moderator, hears, run_later):
        hears(flagged="instant")
        comment = discussion.approved()
        for key in ("one", "two"):
            actions.flag(comment.pk, reader=Reader(key=f"id:{key}", network=key), reason="abuse")
        run_later()
        (message,) = mails(moderator)
        assert message.subject == f"Reported by readers: a comment on “{discussion.page.title}”"
        assert "Reports: 2" in message.body

    def test_what_readers_have_hidden_waits_as_well(self, discussion, moderator, hears, rules, run_later):
        rules(flag_threshold=1)
        hears(pending="instant")
        comment = discussion.approved()
        actions.flag(comment.pk, reader=Reader(key="id:one", network="one"), reason="abuse")
        run_later()
        assert [message.subject for message in mails(moderator)] == [f"A comment waits: “{discussion.page.title}”"]

    def test_what_the_rules_take_for_spam(self, discussion, hears, run_later):
        hears(spam="instant")
        discussion.submit(honeypot="filled")
        run_later()
        assert [message.subject for message in mail.outbox] == [
            f"Taken for spam: a comment on “{discussion.page.title}”"
        ]

    def test_what_the_rules_take_for_spam_when_it_is_confirmed(self, discussion, hears, by, rules, run_later):
        rules(confirm_email=True)
        hears(spam="instant")
        comment = discussion.pending(email="ana@example.org")
        assert comment.status == "unconfirmed"
        actions.ban("email", "ana@example.org", by=by)
        actions.confirm(ReaderAddress.objects.get().pk)
        assert discussion.again(comment).status == "spam"
        run_later()
        assert [message.subject for message in mails(by.user)] == [
            f"Taken for spam: a comment on “{discussion.page.title}”"
        ]

    def test_of_a_section_nothing_else_is_told(self, discussion, hears, run_later):
        elsewhere = Discussion(new_article("Elsewhere"))
        sandra = section_moderator("sandra", elsewhere.page)
        hears(sandra, pending="instant")
        discussion.pending()
        elsewhere.pending()
        run_later()
        assert [message.subject for message in mail.outbox] == ["A comment waits: “Elsewhere”"]

    def test_whoever_causes_it_is_not_told(self, discussion, hears, by, run_later):
        comment = discussion.pending()
        actions.approve(comment.pk, by=by)
        hears(pending="instant")
        actions.restore(comment.pk, by=by)
        run_later()
        assert not mails(by.user)

    def test_in_the_language_of_the_account(self, discussion, moderator, hears, run_later):
        profile = UserProfile.get_for_user(moderator)
        profile.preferred_language = "de"
        profile.save()
        hears(pending="instant")
        discussion.pending()
        run_later()
        (message,) = mail.outbox
        assert message.subject == f"Ein Kommentar wartet: „{discussion.page.title}“"
        assert "Freigeben:" in message.body


class TestDigest:
    @pytest.mark.parametrize("frequency", ["hourly", "daily"])
    def test_all_in_one_mail_when_it_is_due(self, discussion, hears, run_later, frequency):
        hears(pending=frequency)
        discussion.pending()
        run_later()
        discussion.pending()
        run_later()
        assert not mail.outbox
        alert = Alert.objects.get(queue="pending")
        assert timezone.now() < alert.due_at <= timezone.now() + timedelta(hours=1 if frequency == "hourly" else 24)
        pass_time()
        run_later()
        (message,) = mail.outbox
        assert message.subject.startswith("2 comments wait at ")
        pass_time()
        run_later()
        assert len(mail.outbox) == 1

    def test_what_it_has_no_room_for_is_counted_and_not_put_off(self, discussion, hears, by, run_later, monkeypatch):
        monkeypatch.setattr(alert_words, "MOST_QUOTED", 2)
        hears(pending="daily")
        decided = [discussion.pending() for _ in range(3)]
        waiting = [discussion.pending(f"Words number {number} of five.") for number in range(5)]
        for comment in decided:
            actions.approve(comment.pk, by=by)
        run_later()
        pass_time()
        run_later()
        (message,) = [sent for sent in mail.outbox if "/admin/account/" in sent.body]
        assert message.subject.startswith("5 comments wait at ")
        assert [f"Words number {number} of five." in message.body for number in range(5)] == [True] * 2 + [False] * 3
        assert "And 3 more, for which this mail has no room." in message.body
        assert "/admin/comments/?tab=pending" in message.body
        assert f"/admin/comments/{waiting[0].pk}/" in message.body
        assert not AlertLetter.objects.filter(sent_at=None).exists()
        assert not DBTaskResult.objects.filter(status="READY").exists()

    def test_another_choice_counts_for_what_waits(self, discussion, hears, run_later):
        hears(pending="daily")
        discussion.pending()
        run_later()
        hears(pending="instant")
        run_later()
        assert len(mail.outbox) == 1
        hears(pending="off")
        discussion.pending()
        run_later()
        assert len(mail.outbox) == 1


class TestDelivery:
    def test_a_dead_mail_server_loses_nothing(self, discussion, hears, dead, run_later):
        hears(pending="instant")
        discussion.pending()
        run_later()
        assert not mail.outbox
        dead()
        pass_time()
        run_later()
        assert len(mail.outbox) == 1

    def test_what_was_given_up_goes_out_the_next_day(self, discussion, hears, dead, run_later):
        hears(pending="instant")
        discussion.pending()
        run_later()
        dead()
        DBTaskResult.objects.all().delete()
        Alert.objects.update(due_at=timezone.now() - timedelta(days=1))
        assert alerts.catch_up.func() == 1
        run_later()
        assert len(mail.outbox) == 1
        assert alerts.catch_up.func() == 0

    def test_two_workers_send_it_once(self, race, transactional_db, rules):
        discussion, moderator = Discussion(new_article()), new_user("mona", "moderate_comment", "access_admin")
        alerts.choose(moderator, {"pending": "instant"})
        comment = discussion.pending()
        alerts.announce.func("pending", [[comment.pk, comment.version]], None)
        alert = Alert.objects.get()
        race([lambda: alerts.deliver.func(alert.pk)] * 4)
        assert len(mail.outbox) == 1

    def test_what_another_worker_has_is_looked_for_later(self, discussion, moderator, hears, run_later):
        hears(pending="instant")
        comment = discussion.pending()
        alerts.announce.func("pending", [[comment.pk, comment.version]], None)
        AlertLetter.objects.update(taken_at=timezone.now())
        run_later()
        assert not mails(moderator)
        (again,) = DBTaskResult.objects.filter(status="READY")
        assert again.run_after > timezone.now() + timedelta(minutes=2)
        # It has died.
        AlertLetter.objects.update(taken_at=timezone.now() - timedelta(hours=1))
        pass_time()
        run_later()
        assert len(mails(moderator)) == 1

    def test_no_word_is_too_long_to_look_for_addresses_in(self):
        started = time.perf_counter()
        assert alert_words.without_addresses("ana.b@c" * 9_000 + " " + "x" * 60_000).count("@") > 0
        assert alert_words.without_addresses("(ana@example.org), x@y") == "(…@…), …@…"
        assert time.perf_counter() - started < 1

    def test_told_twice_it_is_sent_once(self, discussion, hears, run_later):
        hears(pending="instant")
        comment = discussion.pending()
        run_later()
        alerts.announce.func("pending", [[comment.pk, comment.version]], None)
        pass_time()
        run_later()
        assert len(mail.outbox) == 1


class TestLink:
    @pytest.fixture
    def message(self, discussion, hears, run_later):
        hears(pending="instant")
        discussion.pending("A considered *remark*.")
        run_later()
        return mail.outbox[0]

    def test_it_asks_and_does_nothing_by_itself(self, message, moderator):
        client = signed_in(moderator)
        before = list(Decision.objects.values()), list(ReaderComment.objects.values())
        answer = client.get(link(message, "reject"))
        assert answer.status_code == 200
        assert "Nothing has happened yet." in answer.content.decode()
        assert "<em>remark</em>" in answer.content.decode()
        assert (list(Decision.objects.values()), list(ReaderComment.objects.values())) == before

    def test_its_button_decides(self, message, moderator):
        client = signed_in(moderator)
        comment = ReaderComment.objects.get()
        answer = client.post(link(message, "approve"), {"decision": "reject"}, follow=True)
        assert answer.redirect_chain[-1][0] == f"/admin/comments/{comment.pk}/"
        assert ReaderComment.objects.get().status == "rejected"
        assert Decision.objects.order_by("pk").last().actor == moderator

    def test_who_is_not_signed_in_is_asked_to(self, message):
        answer = Client().post(link(message, "approve"), {"decision": "approve"})
        assert answer.url.startswith("/admin/login/")
        assert ReaderComment.objects.get().status == "pending"

    def test_it_works_for_nobody_else(self, message):
        client = signed_in(new_user("max", "moderate_comment", "access_admin"))
        assert client.get(link(message, "approve")).status_code == 302
        assert client.post(link(message, "approve"), {"decision": "approve"}).status_code == 302
        assert ReaderComment.objects.get().status == "pending"

    def test_after_somebody_has_decided_it_says_so(self, message, moderator):
        client = signed_in(moderator)
        other = new_user("max", "moderate_comment", first_name="Max", last_name="Mole")
        actions.reject(ReaderComment.objects.get().pk, by=actions.Moderator(user=other))
        shown = client.get(link(message, "approve")).content.decode()
        assert "Max Mole rejected this" in shown
        assert 'name="decision"' not in shown
        answer = client.post(link(message, "approve"), {"decision": "approve"}, follow=True)
        assert "Max Mole rejected this" in answer.content.decode()
        assert ReaderComment.objects.get().status == "rejected"

    def test_after_a_moderator_has_changed_the_text_it_says_so(self, message, moderator):
        other = new_user("max", "moderate_comment", first_name="Max", last_name="Mole")
        actions.edit_as_moderator(ReaderComment.objects.get().pk, body="Milder.", by=actions.Moderator(user=other))
        shown = signed_in(moderator).get(link(message, "approve")).content.decode()
        assert "Max Mole changed the text just now" in shown
        assert "Its author" not in shown

    def test_what_is_no_such_link(self, message, moderator, discussion):
        client = signed_in(moderator)
        token = tokens.of_decision(ReaderComment.objects.get().pk, 1, moderator.pk)
        assert client.get(MAILED, {"token": token[:-1] + "x"}).status_code == 400
        assert client.get(MAILED).status_code == 400
        assert client.post(f"{MAILED}?token={token}", {"decision": "remove"}).status_code == 400
        assert client.get(MAILED, {"token": tokens.of_decision(10**9, 1, moderator.pk)}).status_code == 404
        old = tokens.make(tokens.Purpose.STOP_ALL, moderator.pk)
        assert client.get(MAILED, {"token": old}).status_code == 400


class TestDispute:
    @pytest.fixture
    def owner(self, discussion):
        discussion.page.owner = new_user("ada", "access_admin", first_name="Ada", last_name="Author")
        discussion.page.save(update_fields=["owner"])
        return discussion.page.owner

    def test_the_author_hears_once_of_each_thread(self, discussion, owner, by, run_later):
        root = discussion.pending("That is not what the trial found.", block=BLOCKS[0])
        run_later()
        assert not mails(owner)
        actions.approve(root.pk, by=by)
        discussion.approved(parent=root)
        actions.decide(root.pk, "remove", by=by)
        actions.restore(root.pk, by=by)
        run_later()
        (message,) = mails(owner)
        assert message.subject == f"A reader disputes a claim: “{discussion.page.title}”"
        assert f"/admin/pages/{discussion.page.pk}/edit/" in message.body
        assert "That is not what the trial found." in message.body
        assert f"#c{root.pk}" in message.body
        assert "do=approve" not in message.body

    def test_of_one_that_cites_a_source_before_it_is_approved(self, discussion, owner, by, run_later):
        root = discussion.pending(block=BLOCKS[0], source="10.1002/14651858.CD008879")
        run_later()
        assert "doi:10.1002/14651858.cd008879" in mails(owner)[0].body
        actions.approve(root.pk, by=by)
        run_later()
        assert len(mails(owner)) == 1

    def test_of_nothing_else(self, discussion, owner, by, run_later):
        discussion.approved()
        own = actions.Writer.signed_in(owner)
        actions.approve(discussion.pending(block=BLOCKS[0], writer=own).pk, by=by)
        run_later()
        assert mails(owner) == []

    def test_whoever_wants_none_gets_none(self, discussion, owner, by, hears, run_later):
        hears(owner, disputed="off")
        discussion.approved(block=BLOCKS[0])
        run_later()
        assert mails(owner) == []


class TestChoosing:
    def fields(self, client: Client) -> dict[str, str]:
        """Give what the account page's form would send."""
        from bs4 import BeautifulSoup

        page = BeautifulSoup(client.get(ACCOUNT).content, "html.parser")
        sent = {}
        for field in page.select("form[method=POST] input[name], form[method=POST] select[name]"):
            chosen = field.select_one("option[selected]") if field.name == "select" else None
            if field.get("type") not in {"checkbox", "file", "password"}:
                sent[field["name"]] = chosen["value"] if chosen else field.get("value", "")
        return sent

    def test_on_the_account_page(self, moderator):
        client = signed_in(moderator)
        sent = self.fields(client)
        assert sent["reader_comments-pending"] == "off"
        assert sent["reader_comments-disputed"] == "instant"
        answer = client.post(ACCOUNT, sent | {"reader_comments-pending": "hourly", "reader_comments-spam": "daily"})
        assert answer.status_code == 302
        chosen = alerts.choices_of(moderator)
        assert chosen == {"pending": "hourly", "flagged": "off", "spam": "daily", "disputed": "instant"}

    def test_whoever_does_not_moderate_is_asked_about_disputes_alone(self, db):
        sent = self.fields(signed_in(new_user("ed", "access_admin")))
        assert [name for name in sent if name.startswith("reader_comments-")] == ["reader_comments-disputed"]
