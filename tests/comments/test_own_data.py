"""What is kept of a reader: downloaded and erased by a mailed link, a command, or in the admin; and let go of in time."""

import io
import json
from datetime import timedelta

import pytest
from django.core import mail
from django.core.management import CommandError, call_command
from django.utils import timezone
from wagtail.models import ModelLogEntry, Page, Site

from comments import actions, keeping, learning, queue, retention
from comments.mail import tokens
from comments.models import (
    Decision,
    Following,
    IdempotencyKey,
    Reaction,
    ReaderAddress,
    ReaderComment,
)
from tests.comments import consistency
from tests.comments.conftest import COMMENTS, Discussion, new_article, new_user
from tests.comments.test_delete import everything_stored

EMAIL = "quentin@uncommon.example"
OWN = "/mail/own/"
ADMIN = "/admin/comments/readers/"

pytestmark = pytest.mark.django_db


@pytest.fixture
def talk(discussion) -> dict[str, ReaderComment]:
    """What Quentin has written, in every status, and a reply of somebody else."""
    said = {
        name: discussion.pending(f"Curious {name}", name="Quentin Q", email=EMAIL, follow="thread") for name in "ab"
    }
    said["root"] = discussion.approved("Curious root", name="Quentin Q", email=EMAIL.upper(), idempotency_key="k")
    said["reply"] = discussion.approved("I think so, too.", parent=said["root"])
    said["leaf"] = discussion.approved("Curious leaf", name="Quentin Q", email=EMAIL)
    discussion.decide(said["a"], "reject")
    discussion.decide(said["b"], "spam")
    return said


def address() -> ReaderAddress:
    return ReaderAddress.objects.get()


def link(purpose=tokens.Purpose.OWN) -> str:
    return f"{OWN}?token={tokens.make(purpose, address().pk)}"


class TestTheMailedLink:
    def test_it_works(self, api, talk, run_later):
        assert api.client.get(OWN).status_code == 200
        known, unknown = (api.client.post(OWN, {"email": email}) for email in (EMAIL, "nobody@example.org"))
        assert known.content == unknown.content
        assert known.status_code == unknown.status_code == 200
        run_later()
        message = next(message for message in mail.outbox if message.subject == "Your comments at Evident")
        assert message.to[0].lower() == EMAIL
        path = "/mail/own/" + message.body.split("/mail/own/")[1].split()[0]
        page = api.client.get(path).content.decode()
        assert "4 comments" in page
        assert ReaderComment.objects.filter(user_email__iexact=EMAIL).count() == 4  # a GET changes nothing
        answer = api.client.post(path, {"do": "export"})
        assert "attachment" in answer["Content-Disposition"]
        assert answer["Cache-Control"] == "private, no-store"
        assert {row["status"] for row in answer.json()["comments"]} == {"pending", "approved"}
        assert api.client.post(path, {"do": "erase"}).status_code == 400
        assert "Everything is erased" in api.client.post(path, {"do": "erase", "sure": "on"}).content.decode()
        assert not keeping.of(EMAIL)
        assert "Everything is erased" in api.client.get(path).content.decode()

    def test_it_is_mailed_once_an_hour(self, api, talk, run_later):
        for _ in range(3):
            api.client.post(OWN, {"email": EMAIL})
            run_later()
        assert [message.subject for message in mail.outbox].count("Your comments at Evident") == 1

    def test_who_wants_no_mail_gets_this_one(self, api, talk, run_later):
        actions.refuse(address().pk)
        api.client.post(OWN, {"email": EMAIL})
        run_later()
        mine = [message.subject for message in mail.outbox if message.to[0].lower() == EMAIL]
        assert mine == ["Your comments at Evident"]

    def test_what_is_no_address_or_token(self, api, talk):
        assert "no e-mail address" in api.client.post(OWN, {"email": "ana"}).content.decode()
        for path in (f"{OWN}?token=x", link(tokens.Purpose.CONFIRM), link(tokens.Purpose.STOP_ALL)):
            assert api.client.get(path).status_code == 400
            assert api.client.post(path, {"do": "erase", "sure": "on"}).status_code == 400
        assert keeping.of(EMAIL)


class TestErasing:
    def test_it_leaves_nothing_but_an_empty_place(self, discussion, talk, api, run_later):
        run_later()
        secrets = [EMAIL, "Quentin", "Curious"]
        secrets += [value for row in (talk["root"], talk["leaf"]) for value in (row.email_hash, row.text_hash) if value]
        assert all(secret in everything_stored() for secret in secrets)
        erased = actions.erase(EMAIL, by=actions.Moderator(kind=Decision.Kind.AUTHOR))
        assert (erased.comments, erased.followings) == (4, 2)
        left = everything_stored()
        assert not [secret for secret in secrets if secret in left or secret.upper() in left]
        listed = api.get(f"{COMMENTS}?page={discussion.page.pk}").json()
        assert [(row["status"], row["author"]["name"], row["reply_count"]) for row in listed["items"]] == [
            ("removed", "", 1)
        ]
        assert listed["items"][0]["replies"][0]["body_html"] == "<p>I think so, too.</p>"
        consistency.check(discussion.page)
        assert IdempotencyKey.objects.get().fingerprint == ""
        assert actions.erase(EMAIL, by=actions.Moderator()).comments == 0

    def test_it_cannot_be_taken_back(self, discussion, talk, by):
        actions.erase(EMAIL, by=by)
        outcome = actions.decide_many([talk["root"].pk], "restore", by=by)[0]
        assert outcome.error.code == "removed_by_author"

    def test_the_wish_to_get_no_mail_stays(self, discussion, talk):
        actions.refuse(address().pk)
        actions.erase(EMAIL, by=actions.Moderator())
        assert (address().email, bool(address().refused_at)) == ("", True)
        discussion.pending(email=EMAIL, follow="thread")
        assert not Following.objects.exists()

    def test_it_goes_on_where_it_was_cut_off(self, discussion, talk, monkeypatch):
        monkeypatch.setattr("comments.actions.erasing.AT_ONCE", 1)
        monkeypatch.setattr("comments.actions.erasing.reader_erased.send", lambda **kwargs: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            actions.erase(EMAIL, by=actions.Moderator())
        assert ReaderAddress.objects.exists()
        monkeypatch.undo()
        assert actions.erase(EMAIL, by=actions.Moderator()).comments == 0
        assert not ReaderAddress.objects.exists()


class TestCommands:
    def test_export(self, talk, tmp_path):
        out = io.StringIO()
        call_command("export_reader", EMAIL, stdout=out)
        exported = json.loads(out.getvalue())
        assert {row["body"] for row in exported["comments"]} == {
            f"Curious {name}" for name in ("a", "b", "root", "leaf")
        }
        assert len(exported["mail"]["follows"]) == 2
        call_command("export_reader", EMAIL, output=tmp_path / "q.json", stdout=io.StringIO())
        assert len(json.loads((tmp_path / "q.json").read_text())["comments"]) == 4

    def test_erase(self, talk, monkeypatch):
        monkeypatch.setattr("builtins.input", lambda question: "n")
        with pytest.raises(CommandError, match="Nothing was erased"):
            call_command("erase_reader", EMAIL)
        out = io.StringIO()
        call_command("erase_reader", EMAIL, yes=True, stdout=out)
        assert "Erased: 4 comments, 2 things followed" in out.getvalue()
        assert "@" not in out.getvalue()

    @pytest.mark.parametrize("name", ["export_reader", "erase_reader"])
    def test_of_nobody(self, name):
        with pytest.raises(CommandError, match="Nothing is kept"):
            call_command(name, "nobody@example.org")


class TestTheAdmin:
    def test_it_works(self, client, talk):
        keeper = new_user("keeper", "access_admin", "erase_reader")
        client.force_login(keeper)
        assert ADMIN in client.get("/admin/").content.decode()
        assert "4 comments" in client.post(ADMIN, {"email": EMAIL, "do": "look"}).content.decode()
        assert "Nothing is kept" in client.post(ADMIN, {"email": "nobody@example.org"}).content.decode()
        assert len(client.post(ADMIN, {"email": EMAIL, "do": "export"}).json()["comments"]) == 4
        assert "Tick the box first" in client.post(ADMIN, {"email": EMAIL, "do": "erase"}).content.decode()
        assert client.post(ADMIN, {"email": EMAIL, "do": "erase", "sure": "on"}).headers["Location"] == ADMIN
        assert not keeping.of(EMAIL)
        entries = ModelLogEntry.objects.filter(user=keeper)
        assert {entry.action for entry in entries} == {"comments.export_reader", "comments.erase_reader"}
        assert not [entry for entry in entries if EMAIL in f"{entry.label} {entry.data}"]

    def test_moderators_and_others_do_not_get_there(self, client, moderator, talk):
        client.force_login(moderator)
        assert client.post(ADMIN, {"email": EMAIL, "do": "erase", "sure": "on"}).headers["Location"] == "/admin/"
        assert ADMIN not in client.get("/admin/").content.decode()
        assert keeping.of(EMAIL)


class TestRetention:
    @pytest.fixture
    def old(self, discussion, rules, talk):
        """Everything is from 200 days ago, but for one comment."""
        rules(confirm_email=True)
        discussion.pending("Never confirmed", email=EMAIL)
        rules(confirm_email=False)
        ReaderComment.objects.update(submitted_at=timezone.now() - timedelta(days=200))
        Reaction.objects.create(
            reader="network:1234",
            network="1234",
            at=timezone.now() - timedelta(days=200),
            comment=talk["root"],
            page_id=discussion.page.pk,
            value="like",
        )
        return discussion.approved("Of today", email=EMAIL)

    def test_it_works_and_twice_is_once(self, discussion, old, talk):
        counts = retention.let_go.call()
        assert counts == {"networks": 3, "unconfirmed": 1, "rejected": 2, "addresses": 0}
        assert retention.let_go.call() == {"networks": 0, "unconfirmed": 0, "rejected": 0, "addresses": 0}
        bodies = set(ReaderComment.objects.values_list("comment", flat=True))
        assert bodies == {"Curious root", "I think so, too.", "Curious leaf", "Of today"}
        assert list(ReaderComment.objects.exclude(ip_hash="").values_list("comment", flat=True)) == ["Of today"]
        assert "1234" not in f"{Reaction.objects.get().reader} {Reaction.objects.get().network}"
        assert Decision.objects.filter(decision="reject", comment=None).count() == 1
        consistency.check(discussion.page)

    def test_a_site_may_keep_everything(self, old, rules):
        rules(network_days=0, unconfirmed_days=0, rejected_days=0)
        assert set(retention.let_go.call().values()) == {0}

    def test_each_site_has_its_own_settings(self, old, rules, article):
        rules(network_days=0, unconfirmed_days=0, rejected_days=0)
        Site.objects.create(hostname="other.example", root_page=Page.objects.get(pk=article.get_parent().pk))
        assert retention.let_go.call()["rejected"] == 2

    def test_a_rejected_comment_that_was_answered_is_emptied(self, discussion, talk):
        discussion.decide(talk["root"], "reject")
        ReaderComment.objects.update(submitted_at=timezone.now() - timedelta(days=200))
        assert retention.let_go.call()["rejected"] == 3
        root = discussion.again(talk["root"])
        assert (root.comment, root.user_name, root.email_hash, root.status) == ("", "", "", "rejected")
        assert discussion.again(talk["reply"]).comment == "I think so, too."
        assert retention.let_go.call()["rejected"] == 0

    def test_nothing_is_quoted_of_comments_that_went_with_their_page(self, discussion, by, rules):
        rules(held_words="miracle*")
        kept, gone = Discussion(new_article()).pending("Miracles"), discussion.pending("Another miracle")
        discussion.page.delete()
        assert "miracle" in str(Decision.objects.get(comment_number=gone.pk).reasons)
        before = Decision.objects.count()
        retention.let_go.call()
        assert Decision.objects.get(comment_number=gone.pk).reasons == []
        assert "miracle" in str(Decision.objects.get(comment_number=kept.pk).reasons)
        assert Decision.objects.count() == before

    def test_what_was_emptied_is_nobody_s_to_decide_and_no_lesson(self, discussion, by, monkeypatch):
        root = discussion.approved()
        discussion.approved(parent=root)
        actions.spam(root.pk, by=by)
        assert learning.rebuild.func() == 2
        ReaderComment.objects.filter(pk=root.pk).update(submitted_at=timezone.now() - timedelta(days=400))
        retention.let_go.call()
        assert discussion.again(root).comment == ""
        (outcome,) = actions.decide_many([root.pk], "approve", by=by)
        assert (outcome.outcome, outcome.status) == ("conflict", "spam")
        spam = queue.comments(queue.Filters(status="spam"), among=by.authority)
        assert not actions.affected(spam, "approve", by=by).exists()
        assert learning.rebuild.func() == 1

    def test_an_address_that_nothing_speaks_for_is_let_go(self, discussion, rules, by):
        comment = discussion.pending(email=EMAIL, follow="thread")
        Following.objects.update(created_at=timezone.now() - timedelta(days=31))
        ReaderAddress.objects.update(created_at=timezone.now() - timedelta(days=31))
        assert retention.let_go.call()["addresses"] == 0  # there is the comment
        discussion.decide(comment, "reject")
        ReaderComment.objects.update(submitted_at=timezone.now() - timedelta(days=200))
        retention.let_go.call()
        assert not ReaderAddress.objects.exists()
