"""The moderators' queue in the admin: what it shows, how it is narrowed, and what it costs."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import GroupPagePermission, Page

from comments import actions
from comments.models import Status
from tests.comments.conftest import BLOCKS, Discussion, new_article, new_user
from tests.comments.desks import QUEUE, Desk, buttons, tabs, words


@pytest.fixture
def desk(moderator) -> Desk:
    return Desk(moderator)


class TestARow:
    def test_it_shows_all_that_is_needed_to_decide(self, discussion, rules, desk):
        rules(held_words="cure", max_links=1)
        root = discussion.approved("Which points were used?", name="Ben", block=BLOCKS[0])
        discussion.decide(discussion.pending("Rubbish.", name="Ana", email="ana@example.org"), "reject")
        comment = discussion.pending(
            "A **cure**! https://a.example https://b.example", name="Ana", email="ana@example.org", parent=root
        )
        (row,) = desk.rows()
        assert row["id"] == f"comment-{comment.pk}"
        assert words(row.select_one(".comment-row__who")) == "Ana"
        assert words(row.select_one(".comment-row__email")) == "ana@example.org"
        assert "1 rejected, 1 waiting" in words(row.select_one(".comment-row__history"))
        assert str(row.select_one(".comment-row__text strong")) == "<strong>cure</strong>"
        assert words(row.select_one(".comment-row__parent")).startswith("answers Ben Which points were used?")
        assert "Benefit 1" in words(row.select_one(".comment-row__claim"))
        assert row.select_one(".comment-row__where a")["href"] == discussion.page.full_url
        chips = [words(chip) for chip in row.select(".comment-chip")]
        assert chips == ["word: cure", chips[1], "Every comment waits for a moderator"]
        assert chips[1].startswith("2 links")
        assert row.select_one("time")["datetime"].startswith(str(comment.submitted_at.date()))
        assert buttons(row) == {"approve": "Approve", "reject": "Reject", "spam": "Spam"}
        assert row.select_one("form input[name=selected]")["value"] == f"{comment.pk}:1"

    def test_it_leads_to_the_comment_where_readers_see_it(self, discussion, desk):
        comment = discussion.approved()
        (row,) = desk.rows(status="approved")
        assert row.select_one(".comment-row__where a")["href"] == f"{discussion.page.full_url}#c{comment.pk}"

    def test_it_leads_to_the_article_only_those_who_may_edit_it(self, discussion, moderator, desk):
        discussion.pending()
        assert "Edit article" not in words(desk.rows()[0])
        root = Page.objects.get(depth=1)
        group = moderator.groups.create(name="Writers")
        GroupPagePermission.objects.create(group=group, page=root, permission_type="change")
        link = desk.rows()[0].select_one(f'a[href="/admin/pages/{discussion.page.pk}/edit/"]')
        assert words(link).startswith("Edit article")

    def test_it_escapes_what_readers_write(self, discussion, desk):
        discussion.pending("<script>alert(1)</script> <img src=x onerror=alert(1)>", name="<b>Eve</b>")
        (row,) = desk.rows()
        assert row.find(["script", "img", "b"]) is None
        assert words(row.select_one(".comment-row__who")) == "<b>Eve</b>"

    def test_it_marks_the_author_and_moderators(self, discussion, moderator, desk):
        discussion.submit(writer=actions.Writer.signed_in(moderator))
        (row,) = desk.rows(status="all")
        assert "Moderator" in [words(tag) for tag in row.select(".comment-tag--role")]

    @pytest.mark.parametrize(
        ("decisions", "offered"),
        [
            (["approve"], {"remove": "Remove", "spam": "Spam", "restore": "Back to pending"}),
            (["reject"], {"approve": "Approve", "spam": "Spam", "restore": "Back to pending"}),
            (["spam"], {"approve": "Not spam: approve", "reject": "Reject", "restore": "Back to pending"}),
            (["approve", "remove"], {"approve": "Show again", "restore": "Back to approved"}),
            (["approve", "restore"], {"approve": "Approve", "reject": "Reject", "spam": "Spam"}),
        ],
    )
    def test_it_offers_what_its_status_allows(self, discussion, desk, decisions, offered):
        discussion.decide(discussion.pending(), *decisions)
        (row,) = desk.rows(status="all")
        assert buttons(row) == offered

    def test_it_offers_nothing_about_what_its_author_deleted(self, discussion, desk):
        comment = discussion.approved()
        actions.delete(comment.pk)
        (row,) = desk.rows(status="removed")
        assert buttons(row) == {}
        assert row.select_one("input[type=checkbox]") is None
        assert "Deleted for good by its author" in words(row)

    def test_it_tells_the_last_decision(self, discussion, desk, by):
        comment = discussion.pending()
        actions.reject(comment.pk, by=by, reason="Off topic")
        (row,) = desk.rows(status="rejected")
        assert words(row.select_one(".comment-row__latest")).startswith("Rejected by Mona Deer")
        assert "Off topic" in words(row)


class TestTheQueue:
    def test_it_begins_with_what_waits_the_oldest_first(self, discussion, desk):
        now = timezone.now()
        for name, hours in (("Ben", 1), ("Ana", 3), ("Cem", 2)):
            discussion.pending(name=name, submitted_at=now - timedelta(hours=hours))
        discussion.approved(name="Dora")
        assert desk.names() == ["Ana", "Cem", "Ben"]
        assert desk.names(order="newest") == ["Ben", "Cem", "Ana"]
        assert desk.names(order="sideways") == ["Ana", "Cem", "Ben"]

    def test_each_status_has_a_tab_with_its_number(self, discussion, desk):
        discussion.pending(name="Pia")
        discussion.approved(name="Abe")
        discussion.decide(discussion.pending(name="Rex"), "reject")
        discussion.decide(discussion.pending(name="Sam"), "spam")
        discussion.decide(discussion.approved(name="Rob"), "remove")
        page = desk.get()
        assert tabs(page) == {
            "Pending": "1",
            "Approved": "1",
            "Rejected": "1",
            "Spam": "1",
            "Removed": "1",
            "All": "5",
        }
        assert words(page.select_one(".desk__tab[aria-current=page]")) == "Pending 1"
        for tab, name in (("approved", "Abe"), ("rejected", "Rex"), ("spam", "Sam"), ("removed", "Rob")):
            assert desk.names(status=tab) == [name]
        assert desk.names(status="all") == ["Rob", "Sam", "Rex", "Abe", "Pia"]
        assert desk.names(status="nonsense") == ["Pia"]

    def test_search_finds_words_and_names(self, discussion, desk):
        discussion.pending("My spasticity was better.", name="Ana")
        discussion.pending("Nothing helped.", name="Ben")
        assert desk.names(q="spasticity") == ["Ana"]
        assert desk.names(q="ben") == ["Ben"]

    def test_filters_narrow_by_article_and_author(self, discussion, desk):
        other = Discussion(new_article("Sleep and fatigue"))
        discussion.pending(name="Ana", email="ana@example.org")
        other.pending(name="Ana", email="other@example.org")
        other.pending(name="Ben")
        assert desk.names(article="fatigue") == ["Ana", "Ben"]
        assert desk.names(author="an", article="fatigue") == ["Ana"]
        assert desk.names(author="ANA@example.org") == ["Ana"]
        page = desk.get(page=other.page.pk)
        assert len(page.select(".comment-row")) == 2
        assert "Only comments on Sleep and fatigue" in words(page.select_one(".desk__narrowed"))
        assert len(desk.rows(page="no number")) == 3

    def test_its_results_alone_keep_the_tab(self, discussion, desk):
        discussion.approved("A word.", name="Abe")
        page = desk.get(f"{QUEUE}results/", status="approved", q="word")
        assert [words(who) for who in page.select(".comment-row__who")] == ["Abe"]
        assert page.select_one("html") is None
        hidden = desk.get(status="approved").select_one("form[role=search] input[name=status]")
        assert hidden["value"] == "approved"

    def test_it_says_what_it_means_when_it_is_empty(self, discussion, desk):
        assert "Nothing is waiting" in words(desk.get().select_one(".desk__empty"))
        assert "No comments yet" in words(desk.get(status="all").select_one(".desk__empty"))
        assert "No comment has this status" in words(desk.get(status="spam").select_one(".desk__empty"))
        discussion.pending()
        empty = desk.get(q="nowhere").select_one(".desk__empty")
        assert "No comment matches" in words(empty)
        assert empty.a["href"] == QUEUE


class TestItsPages:
    def test_they_walk_forth_and_back_without_a_gap(self, discussion, desk):
        start = timezone.now() - timedelta(days=1)
        for number in range(45):
            discussion.pending(name=f"N{number:02}", submitted_at=start + timedelta(minutes=number // 3))
        names, url, forth = [], QUEUE, []
        while url:
            page = desk.get(url)
            forth.append(url)
            names += [words(who) for who in page.select(".comment-row__who")]
            following = page.select_one(".desk__pages a[rel=next]")
            url = following["href"] if following else None
        assert names == [f"N{number:02}" for number in range(45)]
        assert len(forth) == 3
        back = desk.get(desk.get(forth[2]).select_one("a[rel=prev]")["href"])
        assert words(back.select(".comment-row__who")[0]) == "N20"
        first = desk.get(back.select_one("a[rel=prev]")["href"])
        assert words(first.select(".comment-row__who")[0]) == "N00"
        assert first.select_one("a[rel=prev]") is None

    def test_a_cursor_that_is_none_shows_the_first_page(self, discussion, desk):
        discussion.pending(name="Ana")
        assert desk.names(after="gibberish") == ["Ana"]
        assert desk.names(before="gibberish") == ["Ana"]


class TestItsCost:
    def queries(self, desk: Desk, **query: object) -> tuple[int, int]:
        """Give how many statements the page takes, and how many of them are about comments."""
        desk.get(**query)  # content types, sites and permissions are remembered from here on
        with CaptureQueriesContext(connection) as captured:
            desk.get(**query)
        ours = [query for query in captured if "comment" in query["sql"]]
        return len(captured), len(ours)

    @pytest.mark.parametrize("tab", ["pending", "all"])
    def test_it_does_not_grow_with_the_rows(self, discussion, desk, tab):
        one = discussion.approved(name="Ana")
        discussion.pending(name="Ana", parent=one)
        few = self.queries(desk, status=tab)
        for number in range(50):
            discussion.pending(name=f"Reader {number}", parent=one, block="")
        Discussion(new_article("Another")).pending()
        assert len(desk.rows(status=tab)) == 20
        many = self.queries(desk, status=tab)
        assert many == few
        everything, ours = many
        assert everything <= 16  # with what Wagtail asks for each of its pages
        assert ours <= 7

    def test_a_decision_about_many_costs_as_much_as_about_one(self, discussion, desk):
        comments = [discussion.pending() for _ in range(16)]
        desk.decide("reject", comments[0])
        with CaptureQueriesContext(connection) as few:
            desk.decide("approve", comments[1])
        with CaptureQueriesContext(connection) as many:
            answer = desk.decide("approve", *comments[2:])
        assert [item["status"] for item in answer["items"]] == [Status.APPROVED] * 14
        assert len(many) == len(few)

    def test_an_editor_who_moderates_costs_no_more(self, discussion, desk):
        superuser = Desk(new_user("boss", is_superuser=True))
        discussion.pending()
        few = self.queries(superuser)
        for _ in range(10):
            discussion.pending()
        assert self.queries(superuser) == few
