"""Mail to readers: who gets which, once, in their language, and whatever the mail server does."""

import json
import re
from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.core import mail
from django.utils import timezone
from django.utils.translation import override
from django_tasks_db.models import DBTaskResult
from wagtail.models import Site

from comments import actions
from comments.mail import composing, links, news, sites, tokens, words
from comments.models import Following, Letter, LinkMail, ReaderAddress, ReaderComment
from comments.scoring import Score
from tests.comments.conftest import COMMENTS, assert_error

EMAIL = "ana@example.org"
CONFIRM, UNFOLLOW = f"{COMMENTS}confirm/", f"{COMMENTS}unfollow/"

pytestmark = pytest.mark.django_db


def token_in(message, page: str) -> str:
    """Give the token of the link to one of our pages in a mail."""
    return message.body.split(f"/mail/{page}/?token=")[1].split()[0].replace("%3A", ":")


@pytest.fixture
def confirming(rules):
    rules(confirm_email=True, pre_moderation=True)


def due_now() -> None:
    """Let all waiting time pass."""
    DBTaskResult.objects.filter(status="READY").update(run_after=timezone.now() - timedelta(seconds=1))


class TestConfirming:
    def test_it_works(self, api, form, confirming, run_later, article):
        answer = api.post(COMMENTS, form(email=EMAIL, name="Ana Lovelace", body="Buy this *gadget*."))
        assert (answer.status_code, answer.json()["status"]) == (202, "unconfirmed")
        assert not mail.outbox  # no request waits for a mail server
        run_later()
        (message,) = mail.outbox
        assert (message.to, message.subject) == ([EMAIL], "Please confirm your e-mail address")
        everything = message.body + message.alternatives[0].content + str(message.extra_headers)
        assert article.title in everything
        assert not [words for words in ("Ana", "Lovelace", "gadget") if words in everything.replace("ana@", "")]
        assert message.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
        token = token_in(message, "confirm")
        answer = api.post(CONFIRM, {"token": token})
        body = answer.json()
        assert (answer.status_code, answer["Cache-Control"]) == (200, "no-store")
        assert ([row["status"] for row in body["comments"]], body["followings"]) == (["pending"], 0)
        assert [row.decision for row in ReaderComment.objects.get().decisions.all()] == ["submit", "confirm"]
        assert api.post(CONFIRM, {"token": token}).json() == {"comments": [], "followings": 0}

    def test_the_rules_decide_what_becomes_of_it(self, api, form, rules, run_later):
        rules(confirm_email=True, pre_moderation=False, held_words="slow")
        api.post(COMMENTS, form(email=EMAIL))
        api.post(COMMENTS, form(email=EMAIL, body="A slow reply."))
        assert actions.confirm(ReaderAddress.objects.get().pk).followings == 0
        assert set(ReaderComment.objects.values_list("status", "visible")) == {("approved", 1), ("pending", 0)}

    def test_the_score_and_a_ban_count_as_they_are_by_then(self, discussion, rules, by, monkeypatch):
        rules(confirm_email=True, pre_moderation=False, hold_score=50)
        said = [discussion.submit(email=EMAIL).comment, discussion.submit(email="ben@example.org").comment]
        actions.ban("email", "ben@example.org", by=by)
        monkeypatch.setattr("comments.learning.score", lambda written, name: Score(value=0.7, because=()))
        for address in ReaderAddress.objects.all():
            actions.confirm(address.pk)
        assert [discussion.again(comment).status for comment in said] == ["pending", "spam"]

    def test_an_address_is_asked_once_a_day_and_one_link_is_for_all(self, api, form, confirming, run_later):
        for _ in range(3):
            api.post(COMMENTS, form(email=EMAIL))
            run_later()
        assert len(mail.outbox) == 1
        due_now()
        run_later()
        assert len(mail.outbox) == 1  # the task that was moved to tomorrow comes too early
        assert len(api.post(CONFIRM, {"token": token_in(mail.outbox[0], "confirm")}).json()["comments"]) == 3
        LinkMail.objects.update(sent_at=timezone.now() - timedelta(days=1), due_at=None)
        api.post(COMMENTS, form(email="ANA@example.org"))
        run_later()
        assert len(mail.outbox) == 2

    def test_spam_is_told_the_same_and_mails_nobody(self, api, form, rules, run_later):
        rules(confirm_email=True, banned_words="casino")
        assert api.post(COMMENTS, form(body="A casino.")).json()["status"] == "unconfirmed"
        run_later()
        assert not mail.outbox

    def test_a_known_address_is_answered_like_any_other(self, api, form, confirming):
        api.post(COMMENTS, form(email=EMAIL))
        actions.confirm(ReaderAddress.objects.get().pk)
        known, unknown = (api.post(COMMENTS, form(email=email)) for email in (EMAIL, "new@example.org"))
        assert (known.status_code, known.json()["status"]) == (unknown.status_code, unknown.json()["status"])

    def test_an_account_needs_none(self, discussion, confirming, reader):
        assert discussion.submit(writer=actions.Writer.signed_in(reader)).status == "pending"

    def test_a_bad_token(self, api):
        address = ReaderAddress.objects.create(email=EMAIL, email_hash="1", language="en")
        for token in ("", "x", tokens.make(tokens.Purpose.STOP_ALL, address.pk), f"{address.pk}:a:b"):
            assert_error(api.post(CONFIRM, {"token": token}), 400, "invalid", "token")
        assert_error(api.post(CONFIRM, {}), 400, "invalid", "token")
        assert api.get(CONFIRM).status_code == 405

    def test_an_old_token(self, api, monkeypatch):
        monkeypatch.setitem(tokens.DAYS, tokens.Purpose.CONFIRM, -1)
        body = assert_error(
            api.post(CONFIRM, {"token": tokens.make(tokens.Purpose.CONFIRM, 1)}), 400, "invalid", "token"
        )
        assert body["errors"]["token"][0]["code"] == "expired"


class TestADeadMailServer:
    def test_it_loses_no_confirmation(self, api, form, confirming, run_later, dead):
        assert api.post(COMMENTS, form(email=EMAIL)).status_code == 202
        run_later()
        assert DBTaskResult.objects.filter(status="READY").exists()
        dead()
        due_now()
        run_later()
        assert len(mail.outbox) == 1

    def test_it_loses_no_news(self, discussion, run_later, dead):
        discussion.approved(email=EMAIL)
        run_later()
        assert Letter.objects.unsent().filter(taken_at=None).count() == 1
        dead()
        due_now()
        run_later()
        run_later()
        assert len(mail.outbox) == 1

    def test_what_its_task_has_given_up_is_taken_up_once_a_day(self, discussion, run_later, dead):
        discussion.approved(email=EMAIL)
        run_later()
        DBTaskResult.objects.update(status="FAILED")
        dead()
        assert news.catch_up.call() == 1
        assert news.catch_up.call() == 1
        run_later()
        assert len(mail.outbox) == 1

    def test_so_is_a_confirmation(self, api, form, confirming, run_later, dead):
        api.post(COMMENTS, form(email=EMAIL))
        run_later()
        DBTaskResult.objects.update(status="FAILED")
        dead()
        assert links.catch_up.call() == 0  # it may still be tried
        LinkMail.objects.update(due_at=timezone.now() - timedelta(days=2))
        links.catch_up.call()
        run_later()
        assert len(mail.outbox) == 1


class TestAWorkerKilledOnTheWay:
    def test_its_letters_are_sent_by_the_next(self, discussion, run_later, monkeypatch):
        discussion.approved(email=EMAIL)
        with monkeypatch.context() as patch:
            patch.setattr(news, "_send", lambda *args: (_ for _ in ()).throw(SystemExit))
            news.announce.call([ReaderComment.objects.get().pk], by_moderator=True)
            person = ReaderAddress.objects.get().pk
            with pytest.raises(SystemExit):
                news.deliver.call(person)
        assert news.deliver.call(person) == 0  # may be on its way still
        Letter.objects.update(taken_at=timezone.now() - links.LEASE - timedelta(seconds=1))
        assert (news.deliver.call(person), news.deliver.call(person), len(mail.outbox)) == (1, 0, 1)

    def test_its_confirmation_is_sent_by_the_next(self, discussion, confirming):
        discussion.submit(email=EMAIL)
        link = LinkMail.objects.get()
        taken = timezone.now() - links.LEASE - timedelta(seconds=1)
        LinkMail.objects.update(taken_at=taken, due_at=None)
        assert links.send_link.call(link.pk) is True
        assert links.send_link.call(link.pk) is False
        assert len(mail.outbox) == 1

    def test_its_announcement_is_finished_by_the_next(self, discussion, thread, run_later):
        reply = discussion.pending(parent=thread)
        assert news.announce.call([reply.pk]) == 1
        DBTaskResult.objects.all().delete()
        assert news.announce.call([reply.pk]) == 0
        run_later()
        assert len(mail.outbox) == 1


class TestTwoAtOnce:
    def test_two_workers_send_one_mail(self, article, rules, race):
        from tests.comments.conftest import Discussion

        discussion = Discussion(article)
        discussion.approved(email=EMAIL)
        news.announce.call([ReaderComment.objects.get().pk], by_moderator=True)
        person = ReaderAddress.objects.get().pk
        assert sorted(race([lambda: news.deliver.call(person)] * 3)) == [0, 0, 1]
        assert len(mail.outbox) == 1

    def test_two_first_comments_of_an_address_ask_once(self, article, rules, race):
        from tests.comments.conftest import Discussion

        rules(confirm_email=True)
        discussion = Discussion(article)
        race([lambda: discussion.submit(email=EMAIL) for _ in range(3)])
        assert (ReaderAddress.objects.count(), LinkMail.objects.count(), DBTaskResult.objects.count()) == (1, 1, 1)


class TestApproval:
    def test_its_author_is_told_once(self, discussion, run_later):
        comment = discussion.approved(email=EMAIL)
        discussion.decide(comment, "reject", "approve")
        run_later()
        (message,) = mail.outbox
        assert message.subject == f"Your comment on “{discussion.page.title}” is public"
        assert f"#c{comment.pk}" in message.body
        assert message.from_email == "Evident <evident@localhost>"

    def test_nobody_is_told_of_what_is_gone_again(self, discussion, run_later):
        discussion.decide(discussion.approved(email=EMAIL), "remove")
        run_later()
        assert not mail.outbox

    def test_a_site_may_leave_it(self, discussion, rules, run_later):
        rules(mail_approvals=False)
        discussion.approved(email=EMAIL)
        run_later()
        assert not mail.outbox

    def test_what_is_brought_in_from_elsewhere_is_no_news(self, discussion, run_later):
        long_ago = timezone.now() - timedelta(days=400)
        comment = discussion.pending(email=EMAIL, submitted_at=long_ago, follow="thread")
        actions.decide(comment.pk, "approve", by=actions.Moderator(), at=long_ago)
        run_later()
        assert not mail.outbox


@pytest.fixture
def thread(discussion, rules):
    """A thread whose first author follows it, by a confirmed address."""
    rules(mail_approvals=False, pre_moderation=False)
    root = discussion.pending(email=EMAIL, follow="thread")
    actions.confirm(ReaderAddress.objects.get().pk)
    DBTaskResult.objects.all().delete()
    return root


class TestFollowing:
    def test_a_new_address_is_asked_first(self, api, form, rules, run_later):
        rules(pre_moderation=False)
        root = api.post(COMMENTS, form(email=EMAIL, follow=True)).json()["id"]
        api.post(COMMENTS, form(parent=root))
        run_later()
        (message,) = mail.outbox
        assert "mail about replies" in message.body
        assert api.post(CONFIRM, {"token": token_in(message, "confirm")}).json()["followings"] == 1
        api.post(COMMENTS, form(parent=root, name="Ben", body="Well *said* & done <b>."))
        run_later()
        message = mail.outbox[1]
        assert message.subject.startswith("A reply to your comment on")
        assert "Ben has replied" in message.body
        assert "Well said & done <b>." in message.body
        assert "Well said &amp; done &lt;b&gt;." in message.alternatives[0].content
        assert "/mail/stop/?token=" in message.extra_headers["List-Unsubscribe"]

    def test_a_confirmed_address_and_an_account_follow_at_once(self, discussion, thread, reader):
        discussion.submit(email=EMAIL, follow="page")
        discussion.submit(writer=actions.Writer.signed_in(reader), follow="page")
        assert Following.objects.confirmed().count() == 3

    def test_nobody_is_told_of_their_own_words_or_twice(self, discussion, thread, run_later):
        discussion.submit(email=EMAIL, follow="page", parent=thread)
        reply = discussion.pending(parent=thread)
        discussion.decide(reply, "reject", "approve")
        run_later()
        assert len(mail.outbox) == 1

    def test_who_follows_a_page_hears_of_every_thread(self, discussion, thread, run_later):
        discussion.submit(email=EMAIL, follow="page")
        discussion.submit(name="Ben")
        run_later()
        assert [message.subject for message in mail.outbox] == [f"A new comment on “{discussion.page.title}”"]

    def test_what_waits_for_a_moderator_is_news_when_it_is_approved(self, discussion, thread, rules, run_later):
        rules(pre_moderation=True)
        reply = discussion.pending(parent=thread)
        run_later()
        assert not mail.outbox
        discussion.decide(reply, "approve")
        run_later()
        assert len(mail.outbox) == 1

    def test_a_digest_comes_once_a_day(self, discussion, thread, run_later):
        actions.set_frequency(ReaderAddress.objects.get().pk, "daily")
        for name in ("Ben", "Cora"):
            discussion.submit(name=name, parent=thread)
        run_later()
        assert not mail.outbox
        news.catch_up.call()
        news.catch_up.call()
        run_later()
        (message,) = mail.outbox
        assert message.subject == "2 news from Evident"
        assert "Ben has replied" in message.body
        assert "Cora has replied" in message.body

    def test_it_is_in_the_language_of_the_page(self, discussion, thread, run_later):
        ReaderAddress.objects.update(language="de")
        with override("es"):
            discussion.submit(name="Ben", parent=thread)
            run_later()
        assert mail.outbox[0].subject.startswith("Eine Antwort auf Ihren Kommentar")
        assert 'lang="de"' in mail.outbox[0].alternatives[0].content

    @pytest.mark.parametrize("follow", ["thread", "page", True, False])
    def test_the_api_takes(self, api, form, follow):
        assert api.post(COMMENTS, form(follow=follow)).status_code == 202

    @pytest.mark.parametrize("follow", ["all", 1, [], {}])
    def test_the_api_refuses(self, api, form, follow):
        assert_error(api.post(COMMENTS, form(follow=follow)), 400, "invalid", "follow")


class TestUnfollowing:
    def test_it_works(self, api, discussion, thread, run_later):
        discussion.submit(name="Ben", parent=thread)
        run_later()
        token = token_in(mail.outbox[0], "stop")
        for _ in range(2):
            answer = api.post(UNFOLLOW, {"token": token})
            assert (answer.status_code, answer.json()) == (200, {"unfollowed": True})
        discussion.submit(name="Cora", parent=thread)
        run_later()
        assert len(mail.outbox) == 1

    def test_no_mail_at_all(self, api, discussion, thread, run_later):
        person = ReaderAddress.objects.get().pk
        api.post(UNFOLLOW, {"token": tokens.make(tokens.Purpose.STOP_ALL, person)})
        discussion.submit(email=EMAIL, follow="page")
        discussion.submit(name="Ben", parent=thread)
        run_later()
        assert (mail.outbox, Following.objects.count()) == ([], 0)

    def test_a_bad_token(self, api):
        for token in ("x", tokens.make(tokens.Purpose.CONFIRM, 1), tokens.make(tokens.Purpose.OWN, 1)):
            assert_error(api.post(UNFOLLOW, {"token": token}), 400, "invalid", "token")


class TestPages:
    def test_a_get_changes_nothing_and_a_post_does(self, api, form, confirming, run_later):
        api.post(COMMENTS, form(email=EMAIL, follow=True))
        token = tokens.make(tokens.Purpose.CONFIRM, ReaderAddress.objects.get().pk)
        page = api.client.get("/mail/confirm/", {"token": token})
        assert (page.status_code, page["Cache-Control"], page["Referrer-Policy"]) == (
            200,
            "private, no-store",
            "no-referrer",
        )
        assert page["Content-Security-Policy"].startswith("default-src 'none'; style-src 'self'")
        assert "Yes, that was me" in page.content.decode()
        assert not page.cookies
        assert ReaderComment.objects.get().status == "unconfirmed"
        assert "with the moderators" in api.client.post(f"/mail/confirm/?token={token}").content.decode()
        assert ReaderComment.objects.get().status == "pending"
        assert "Nothing waits" in api.client.get("/mail/confirm/", {"token": token}).content.decode()

    def test_one_click_of_a_mail_program(self, discussion, thread):
        from django.test import Client

        strict = Client(enforce_csrf_checks=True)
        url = f"/mail/stop/?token={tokens.make(tokens.Purpose.STOP_FOLLOWING, Following.objects.get().pk)}"
        assert strict.get(url).status_code == 200
        assert Following.objects.count() == 1
        assert strict.post(url, {"List-Unsubscribe": "One-Click"}).status_code == 200
        assert Following.objects.count() == 0

    def test_the_page_to_stop_mails(self, api, thread):
        address = ReaderAddress.objects.get()
        url = f"/mail/stop/?token={tokens.make(tokens.Purpose.STOP_ALL, address.pk)}"
        assert "Replies in a discussion on" in api.client.get(url).content.decode()
        for sent, column, value in [
            ({"do": "frequency", "frequency": "daily"}, "frequency", "daily"),
            ({"do": "allow"}, "refused_at", None),
        ]:
            assert api.client.post(url, sent).status_code == 200
            assert getattr(ReaderAddress.objects.get(), column) == value
        assert api.client.post(url, {"do": "frequency", "frequency": "hourly"}).status_code == 400
        assert "Nothing is sent" in api.client.post(url, {"do": "stop"}).content.decode()
        assert ReaderAddress.objects.get().refused_at
        api.client.post(url, {"do": "allow"})
        assert ReaderAddress.objects.get().refused_at is None

    @pytest.mark.parametrize("page", ["confirm", "stop"])
    def test_a_bad_link(self, api, page, monkeypatch):
        assert api.client.get(f"/mail/{page}/?token=x").status_code == 400
        assert api.client.post(f"/mail/{page}/").status_code == 400
        purpose = tokens.Purpose.CONFIRM if page == "confirm" else tokens.Purpose.STOP_ALL
        monkeypatch.setitem(tokens.DAYS, purpose, -1)
        answer = api.client.get(f"/mail/{page}/?token={tokens.make(purpose, 1)}", headers={"Accept-Language": "de"})
        assert (answer.status_code, "zu alt" in answer.content.decode()) == (410, True)


class TestWords:
    def test_every_language_says_everything_with_the_same_blanks(self):
        blanks = {key: set(re.findall(r"{\w+}", text)) for key, text in words.LANGUAGES["en"].items()}
        for language in words.LANGUAGES.values():
            assert {key: set(re.findall(r"{\w+}", text)) for key, text in language.items()} == blanks
        assert words.of("fr-CA") == words.LANGUAGES["en"]


class TestWhatReadersWrite:
    def test_no_payload_becomes_markup_of_a_mail(self, inputs):
        lines = json.loads((inputs / "payloads" / "blns.json").read_text(encoding="utf-8"))
        for path in sorted((inputs / "payloads").glob("*.txt")):
            lines += path.read_text(encoding="utf-8", errors="replace").splitlines()
        address = ReaderAddress.objects.create(email=EMAIL, email_hash="1", language="en")
        items = tuple(composing.Item(text=f"{line} has replied", quote=composing.one_line(line, 300)) for line in lines)
        message = composing.Message(subject="\r\n".join(lines[:40]), items=items, footer=tuple(lines))
        composing.send(message, to=address, site=Site.objects.get(), key="payloads")
        (sent,) = mail.outbox
        assert len(sent.subject) <= composing.LONGEST_SUBJECT
        assert sent.message().as_bytes()
        soup = BeautifulSoup(sent.alternatives[0].content, "html.parser")
        assert {tag.name for tag in soup.find_all(True)} <= {
            *("html", "head", "meta", "title", "body", "div", "p", "blockquote", "br", "a", "ul", "li"),
        }
        names = {name for tag in soup.find_all(True) for name in tag.attrs}
        assert names <= {"lang", "dir", "charset", "name", "content", "style", "href"}
        assert {link["href"] for link in soup.find_all("a")} == {
            Site.objects.get().root_url,
            sites.address("/mail/own/"),
        }
