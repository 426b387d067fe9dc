"""Rejecting for one of the site's reasons, with or without a mail: the same wherever moderators reject."""

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import Group
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import Page, Site

from comments import actions, queue
from comments.mail import rejections
from comments.models import BulkRun, Decision, RejectionMail, RejectionReason, Status
from tests.comments.conftest import BULK, Discussion, assert_error, new_article, new_user
from tests.comments.desks import QUEUE, Desk, buttons, words

REJECT = f"{QUEUE}reject/"


@pytest.fixture
def desk(moderator) -> Desk:
    return Desk(moderator)


@pytest.fixture
def advert(db) -> RejectionReason:
    return RejectionReason.objects.get(label="Advertising")


def selection(*comments) -> list[str]:
    return [f"{comment.pk}:{comment.version}" for comment in comments]


def reasons(part) -> list[str]:
    return [words(button).lstrip("0123456789 ") for button in part.select("[name=reason_id], [data-reason]")]


def labels(part) -> list[str]:
    return [words(option) for option in part.select("select[name=reason_id] option")][1:]


def mailed(mailoutbox) -> list[str]:
    """Send what waits, and give to whom mails went."""
    rejections.send.call(list(RejectionMail.objects.values_list("decision_id", flat=True)))
    return sorted(letter.to[0] for letter in mailoutbox)


class TestASelection:
    def test_it_is_asked_for_a_reason_and_rejected_for_it(self, discussion, desk, advert, mailoutbox):
        ana, ben, cem = (discussion.pending(name=name, email=f"{name}@example.org") for name in ("ana", "ben", "cem"))
        button = desk.get().select_one("#desk-selection button[data-panel=reject]")
        assert (button["formaction"], words(button)) == (REJECT, "Reject because…")
        sent = {"selected": selection(ana, ben), "ask": "1"}
        part = desk.client.post(REJECT, sent, headers={"X-Requested-With": "XMLHttpRequest"})
        form = BeautifulSoup(part.content, "html.parser").form
        assert words(form.h3) == "Reject 2 comments for a reason"
        assert reasons(form)[:3] == ["Off topic", "Abusive or personal", "Advertising"]
        assert form["action"] == REJECT
        sent = {"selected": [field["value"] for field in form.select("[name=selected]")], "reason_id": advert.pk}
        sent |= {"mail": "yes", "note": "Write to us first."}
        answer = desk.client.post(REJECT, sent, headers={"Accept": "application/json"}).json()
        assert (answer["message"], answer["counts"]["rejected"]) == ("2 comments rejected.", "2")
        assert [item["outcome"] for item in answer["items"]] == ["changed", "changed"]
        made = Decision.objects.filter(decision="reject")
        assert set(made.values_list("reason", "note")) == {("Advertising", "Write to us first.")}
        assert mailed(mailoutbox) == ["ana@example.org", "ben@example.org"]
        assert discussion.again(cem).status == Status.PENDING

    def test_without_a_script_it_is_a_page(self, discussion, desk):
        comment = discussion.pending("Buy needles.")
        sent = {"selected": selection(comment), "ask": "1", "next": f"{QUEUE}?order=newest"}
        page = BeautifulSoup(desk.client.post(REJECT, sent).content, "html.parser")
        assert words(page.h1).startswith("Reject 1 comment for a reason")
        assert "Buy needles." in words(page.select_one(".bulk__list"))
        sent = {"selected": selection(comment), "label": "Shop", "next": f"{QUEUE}?order=newest"}
        assert desk.client.post(REJECT, sent).url == f"{QUEUE}?order=newest"
        assert comment.decisions.get(decision="reject").reason == "Shop"

    def test_somebody_else_was_faster_with_one(self, discussion, desk):
        first, second = discussion.pending(), discussion.pending()
        sent = {"selected": selection(first, second), "label": "Shop"}
        discussion.decide(first, "approve")
        answer = desk.client.post(REJECT, sent, headers={"Accept": "application/json"}).json()
        assert [item["outcome"] for item in answer["items"]] == ["conflict", "changed"]

    def test_nothing_selected_is_told(self, desk):
        for sent in ({"ask": "1"}, {"label": "Shop"}, {"selected": "1:1", "label": "x" * 61}):
            assert desk.client.post(REJECT, sent, headers={"Accept": "application/json"}).status_code == 400

    def test_of_two_sites_only_the_reasons_of_all(self, discussion, desk):
        other = Site.objects.create(hostname="other.example.org", root_page=new_article("Elsewhere"))
        RejectionReason.objects.create(label="Only elsewhere", site=other, position=1)
        there = Discussion(Page.objects.get(pk=other.root_page_id).specific).pending()
        for chosen, offers in (([there], True), ([there, discussion.pending()], False)):
            sent = {"selected": selection(*chosen), "ask": "1"}
            part = BeautifulSoup(desk.client.post(REJECT, sent).content, "html.parser")
            assert ("Only elsewhere" in reasons(part)) is offers


class TestAllThatMatch:
    def test_they_are_rejected_for_a_reason_and_their_authors_told(self, discussion, desk, advert, mailoutbox):
        for name in ("ana", "ben"):
            discussion.pending(name=name, email=f"{name}@example.org")
        asked = desk.get(f"{QUEUE}bulk/", decision="reject")
        assert "Advertising" in labels(asked)
        form = asked.select_one(".bulk__form")
        sent = {field["name"]: field.get("value", "") for field in form.select("input")}
        assert form.select_one("textarea[name=note]") is not None
        sent |= {"reason_id": advert.pk, "note": "Write to us first.", "mail": "yes"}
        url = desk.client.post(f"{QUEUE}bulk/", sent).url
        run = BulkRun.objects.get()
        assert (run.reason, run.rejection_reason, run.note, run.is_mailed) == (
            "Advertising",
            advert,
            "Write to us first.",
            True,
        )
        desk.client.post(url)
        assert words(desk.get(url).select_one(".bulk__title")) == "2 comments rejected."
        made = Decision.objects.filter(decision="reject")
        assert set(made.values_list("reason", "note")) == {("Advertising", "Write to us first.")}
        assert mailed(mailoutbox) == ["ana@example.org", "ben@example.org"]

    def test_other_decisions_have_no_reasons_to_choose(self, discussion, desk):
        discussion.pending()
        assert labels(desk.get(f"{QUEUE}bulk/", decision="spam")) == []
        assert labels(desk.get(f"{QUEUE}bulk/", decision="approve")) == []


class TestTheCommentsOfAnArticle:
    def test_they_are_rejected_in_its_form(self, discussion, desk, advert, mailoutbox):
        comment = discussion.pending(name="Ana", email="ana@example.org")
        address = f"/admin/comments/pages/{discussion.page.pk}/"
        (open_it,) = [
            button for button in desk.get(address).select("button[data-url]") if words(button) == "Reject because…"
        ]
        part = BeautifulSoup(desk.client.get(open_it["data-url"]).content, "html.parser")
        assert "Advertising" in reasons(part)
        # What is typed there is no part of the article's form.
        assert {field["form"] for field in part.select("[data-fields] [name]")} == {"page-comments-fields"}
        sent = {"decision": "reject", "selected": selection(comment), "reason_id": advert.pk, "mail": "yes"}
        answer = desk.client.post(address, sent | {"note": "Write to us first."}).content.decode()
        assert "Ana: Rejected." in answer
        assert comment.decisions.get(decision="reject").reason == "Advertising"
        assert mailed(mailoutbox) == ["ana@example.org"]
        assert "Write to us first." in mailoutbox[0].body

    def test_an_author_who_decides_has_them_too(self, discussion, rules):
        rules(authors_decide=True)
        writer = new_user("wanda")
        writer.groups.add(Group.objects.get(name="Editors"))
        Page.objects.filter(pk=discussion.page.pk).update(owner=writer)
        comment, address = discussion.pending(), f"/admin/comments/pages/{discussion.page.pk}/"
        asked = {"because": comment.pk}
        assert "Off topic" in reasons(Desk(writer).get(address, **asked))
        rules(authors_decide=False)
        assert reasons(Desk(writer).get(address, **asked)) == []


class TestThePageOfAComment:
    def test_it_has_the_reasons(self, discussion, desk, advert, mailoutbox):
        comment = discussion.pending(email="ana@example.org")
        url = f"{QUEUE}{comment.pk}/"
        form = desk.get(url).select_one(".comment-page__because form")
        assert "Advertising" in reasons(form)
        sent = {field["name"]: field.get("value", "") for field in form.select("input[type=hidden]")}
        answer = desk.client.post(form["action"], sent | {"reason_id": advert.pk, "mail": "yes"})
        assert answer.url == url
        assert comment.decisions.get(decision="reject").reason == "Advertising"
        assert mailed(mailoutbox) == ["ana@example.org"]

    def test_not_where_it_cannot_be_rejected(self, discussion, desk):
        page = desk.get(f"{QUEUE}{discussion.approved().pk}/")
        assert "reject" not in buttons(page)
        assert page.select_one(".comment-page__because") is None


class TestTheApi:
    @pytest.mark.parametrize("by_filter", [True, False])
    def test_in_bulk(self, discussion, moderation, advert, mailoutbox, by_filter):
        comments = [discussion.pending(email=f"{name}@example.org") for name in ("ana", "ben")]
        which = (
            {"filter": {"status": "pending"}, "expected_count": 2} if by_filter else {"ids": [c.pk for c in comments]}
        )
        sent = which | {"decision": "reject", "reason_id": advert.pk, "mail": True, "note": "Write to us first."}
        assert moderation.post(BULK, sent).json()["meta"]["changed"] == 2
        made = Decision.objects.filter(decision="reject")
        assert set(made.values_list("reason", "note")) == {("Advertising", "Write to us first.")}
        assert mailed(mailoutbox) == ["ana@example.org", "ben@example.org"]

    def test_only_to_reject(self, discussion, moderation, advert):
        ids = [discussion.pending().pk]
        for more in ({"reason_id": advert.pk}, {"mail": True}):
            assert_error(moderation.post(BULK, {"ids": ids, "decision": "spam"} | more), 400, "invalid", "decision")
        sent = {"ids": ids, "decision": "reject", "reason_id": 999}
        assert_error(moderation.post(BULK, sent), 400, "invalid", "reason_id")

    def test_a_portion_with_mails_costs_at_most_twenty_statements(self, discussion, by, advert):
        comments = [discussion.pending() for _ in range(200)]
        run = BulkRun.objects.create(
            by=by.user,
            decision="reject",
            expected=200,
            last_comment=comments[-1].pk,
            shown_at=timezone.now(),
            rejection_reason=advert,
            is_mailed=True,
        )
        rows = queue.comments(queue.Filters(status="pending"), among=by.authority)
        with CaptureQueriesContext(connection) as captured:
            assert actions.carry_on(run.pk, rows, by=by).done == 200
        assert RejectionMail.objects.count() == 200
        asked = [row["sql"] for row in captured if "SAVEPOINT" not in row["sql"]]
        assert len(asked) <= 20, "\n".join(sql[:150] for sql in asked)
