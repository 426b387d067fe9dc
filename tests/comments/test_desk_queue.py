"""The moderators' queue in the admin: what it shows, how it is narrowed, and what it costs."""

from collections.abc import Iterator
from datetime import timedelta
from urllib.parse import parse_qsl, urlsplit

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.formats import date_format
from wagtail.models import GroupPagePermission, Page

import comments.models
from articles.models import ArticleTopic
from articles.models.topics import Topic
from comments import actions, readers, standing
from comments.models import ReaderComment, SavedFilter, Status, Trust
from comments.models.rules import off_at_first
from tests import worlds
from tests.comments.conftest import BLOCKS, Discussion, new_article, new_user
from tests.comments.desks import QUEUE, Desk, buttons, tabs, words
from tests.comments.sections import article_in, new_section, section_moderator


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
        assert "1 rejected, 1 pending" in words(row.select_one(".comment-row__history"))
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
        assert "Deleted for good: there is nothing left to decide." in words(row)

    def test_it_tells_the_last_decision(self, discussion, desk, by):
        comment = discussion.pending()
        actions.reject(comment.pk, by=by, reason="Off topic")
        (row,) = desk.rows(status="rejected")
        assert words(row.select_one(".comment-row__latest")).startswith("Rejected by Mona Deer")
        assert "Off topic" in words(row)


class TestAScore:
    def test_it_is_told_once_and_a_low_one_is_nothing_to_look_at(self, discussion, desk):
        comment = discussion.pending()
        rows = ReaderComment.objects.filter(pk=comment.pk)
        for score, tone in ((0.04, "quiet"), (0.9, "look")):
            rows.update(score=score)
            (row,) = desk.rows()
            assert f"spam score {score:.2f}" in [words(chip) for chip in row.select(f".comment-chip--{tone}")]
        rows.update(reasons=[{"code": "spam_score", "detail": "spam 0.90: *buy*"}])
        (row,) = desk.rows()
        assert [words(chip) for chip in row.select(".comment-chip")] == ["spam 0.90: *buy*"]


class TestTrust:
    def label(self, desk: Desk) -> str:
        (row,) = desk.rows()
        return " ".join(words(row.select_one(f".comment-tag--{state}")) for state in standing.STATES).strip()

    def test_it_stands_beside_the_history_with_its_term(self, discussion, desk, by):
        comment = discussion.pending(name="Ana", email="ana@example.org")
        assert self.label(desk) == ""
        actions.trust_author(comment.pk, by=by)
        assert self.label(desk) == "Trusted"
        actions.trust_author(comment.pk, by=by, days=7)
        day = date_format(timezone.localtime(timezone.now() + timedelta(days=7)), "DATE_FORMAT")
        assert self.label(desk) == f"Trusted until {day}"
        assert f"Trusted until {day}" in words(desk.get(f"{QUEUE}{comment.pk}/"))
        actions.trust_author(comment.pk, by=by, is_granted=False)
        assert self.label(desk) == "Trust withdrawn"
        Trust.objects.update(until=timezone.now())
        assert self.label(desk) == ""

    def test_it_is_earned_by_who_is_known_and_where_that_is_a_rule(self, discussion, desk, reader, rules):
        others = [code for code in off_at_first() if code != "earned_trust"]
        rules(held_words="cure", off_rules=others)
        writer = actions.Writer.signed_in(reader)
        for _ in range(3):
            discussion.approved(writer=writer)
        discussion.pending("A cure.", writer=writer)
        assert self.label(desk) == "Trusted by 3 approved"
        arranged = comments.models.Discussion.objects.get(page=discussion.page)
        arranged.own_rules = {"trust_after": 4}
        arranged.save()
        assert self.label(desk) == ""
        arranged.own_rules = {}
        arranged.save()
        rules(off_rules=off_at_first())
        assert self.label(desk) == ""

    def test_a_guest_earns_none_by_an_address_that_anybody_can_give(self, discussion, desk):
        for _ in range(3):
            discussion.approved(email="ana@example.org")
        discussion.pending(email="ana@example.org")
        assert self.label(desk) == ""

    def test_a_moderators_word_is_not_told_to_who_moderates_a_section(self, rules, by):
        sleep = new_section("sleep")
        comment = Discussion(article_in(sleep)).pending()
        actions.trust_author(comment.pk, by=by)
        assert self.label(Desk(by.user)) == "Trusted"
        assert self.label(Desk(section_moderator("sandman", sleep))) == ""


class TestTheQueue:
    def test_it_begins_with_what_waits_the_oldest_first(self, discussion, desk):
        now = timezone.now()
        for name, hours in (("Ben", 1), ("Ana", 3), ("Cem", 2)):
            discussion.pending(name=name, submitted_at=now - timedelta(hours=hours))
        discussion.approved(name="Dora")
        assert desk.names() == ["Ana", "Cem", "Ben"]
        assert desk.names(order="newest") == ["Ben", "Cem", "Ana"]
        assert desk.names(order="sideways") == ["Ana", "Cem", "Ben"]

    def test_what_is_to_be_done_has_a_tab_with_its_number(self, discussion, desk):
        discussion.pending(name="Pia")
        discussion.approved(name="Abe")
        discussion.decide(discussion.pending(name="Rex"), "reject")
        discussion.decide(discussion.pending(name="Sam"), "spam")
        discussion.decide(discussion.approved(name="Rob"), "remove")
        page = desk.get()
        assert tabs(page) == {"Pending": "1", "Flagged": "0", "New": "0", "Spam": "1", "All": "5"}
        assert words(page.select_one(".desk__tab[aria-current=page]")) == "Pending 1"
        for tab, name in (("approved", "Abe"), ("rejected", "Rex"), ("spam", "Sam"), ("removed", "Rob")):
            assert desk.names(status=tab) == [name]
        assert desk.names(status="all") == ["Rob", "Sam", "Rex", "Abe", "Pia"]
        assert desk.names(tab="all", status="rejected") == ["Rex"]
        assert desk.names(tab="nonsense") == ["Pia"]

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
        hidden = desk.get(status="approved").select_one("form[role=search] input[name=tab]")
        assert hidden["value"] == "all"

    def test_it_says_what_it_means_when_it_is_empty(self, discussion, desk):
        assert "Nothing is waiting" in words(desk.get().select_one(".desk__empty"))
        assert "No comments yet" in words(desk.get(status="all").select_one(".desk__empty"))
        assert "No comment has this status" in words(desk.get(status="spam").select_one(".desk__empty"))
        discussion.pending()
        empty = desk.get(q="nowhere").select_one(".desk__empty")
        assert "No comment matches" in words(empty)
        assert empty.a["href"] == QUEUE


class TestReported:
    @pytest.fixture
    def reported(self, discussion):
        comment = discussion.approved("Snake oil.", name="Sam")
        for number in range(2):
            reader = readers.Reader(key=f"guest:{number}", network=f"n{number}")
            actions.flag(comment.pk, reader=reader, reason="misinformation", note="No study says so.")
        return comment

    def test_they_have_a_tab_with_each_report(self, discussion, desk, reported):
        discussion.approved(name="Abe")
        (row,) = desk.rows(tab="flagged")
        flags = [words(flag) for flag in row.select(".comment-row__flags li")]
        assert len(flags) == 2
        assert all(flag.startswith("Misinformation : No study says so.") for flag in flags)
        assert buttons(row)["approve"] == "Keep: dismiss the reports"
        desk.decide("approve", reported)
        assert desk.names(tab="flagged") == []

    def test_what_its_author_deletes_is_no_longer_reported(self, desk, reported):
        actions.delete(reported.pk)
        assert tabs(desk.get())["Flagged"] == "0"


class TestNew:
    @pytest.fixture
    def talk(self, discussion, rules):
        rules(pre_moderation=False)
        for name in ("Ana", "Ben", "Cem"):
            discussion.submit(f"A remark by {name}.", name=name)
        return discussion

    def test_what_the_rules_let_through_is_new_until_seen(self, talk, desk):
        assert tabs(desk.get())["New"] == "3"
        newest, *_ = desk.rows(tab="new")
        assert buttons(newest) == {"see": "Mark as seen", "remove": "Remove", "spam": "Spam"}
        ana, ben, cem = ReaderComment.objects.order_by("pk")
        answer = desk.decide("see", ana)
        assert (answer["message"], answer["counts"]["new"]) == ("Ana: Seen: it is new no more.", "2")
        assert "data-settled" in answer["items"][0]["html"]
        assert talk.again(ana).version == ana.version
        desk.post("see", ben, cem, next=f"{QUEUE}?tab=new")
        assert desk.names(tab="new") == []
        assert len(desk.rows(status="approved")) == 3

    def test_a_decision_has_seen_it_and_an_edit_makes_it_new_again(self, talk, desk):
        ana, ben, _cem = ReaderComment.objects.order_by("pk")
        talk.decide(ana, "approve")
        talk.decide(ben, "spam", "restore")
        assert desk.names(tab="new") == ["Cem"]
        actions.edit(ana.pk, body="Other words than before.")
        assert desk.names(tab="new") == ["Cem", "Ana"]
        assert desk.decide("see", ana)["ok"] is False  # seen before the edit
        assert desk.names(tab="new") == ["Cem", "Ana"]

    def test_a_moderators_own_and_what_waits_are_not(self, talk, desk, moderator, rules):
        talk.submit(writer=actions.Writer.signed_in(moderator))
        rules(pre_moderation=True)
        talk.pending(name="Pia")
        assert tabs(desk.get())["New"] == "3"

    def test_it_is_outside_a_section(self, talk, moderator):
        actions_by = actions.Moderator(user=new_user("nobody"))
        (outcome,) = actions.see([ReaderComment.objects.first().pk], by=actions_by)
        assert outcome.outcome == "not_found"


class TestFilters:
    def test_they_narrow_by_claim_reason_score_age_topic_and_language(self, discussion, rules, desk):
        now = timezone.now()
        topic = Topic.objects.create(name="Sleep", slug="sleep")
        other = new_article("Sleep and fatigue")
        ArticleTopic.objects.create(page=other, topic=topic)
        discussion.pending(name="Ana", block=BLOCKS[0], submitted_at=now - timedelta(days=8))
        rules(max_links=0)
        discussion.pending("See https://a.example", name="Ben", submitted_at=now - timedelta(hours=2))
        Discussion(other).pending(name="Cem")
        ReaderComment.objects.filter(user_name="Cem").update(score=0.9)
        for query, expected in (
            ({"claim": "benefit 1"}, ["Ana"]),
            ({"reason": "links"}, ["Ben"]),
            ({"score_min": "0.8"}, ["Cem"]),
            ({"score_max": "0.8"}, []),
            ({"age": "over-7d"}, ["Ana"]),
            ({"age": "24h"}, ["Ben", "Cem"]),
            ({"topic": "sleep"}, ["Cem"]),
            ({"language": "en"}, ["Ana", "Ben", "Cem"]),
            ({"author": "be", "age": "24h"}, ["Ben"]),
            ({"q": "a.example"}, ["Ben"]),
        ):
            assert desk.names(**query) == expected, query
        assert desk.names(order="score") == ["Cem", "Ben", "Ana"]

    def test_it_is_saved_shared_and_deleted(self, discussion, desk, moderator):
        discussion.pending("See https://a.example", name="Ben")
        mara = Desk(new_user("mara", "moderate_comment", "access_admin"))
        sent = {"name": "Shops", "query": "tab=all&q=example&evil=1", "is_shared": "on", "next": QUEUE}
        assert desk.client.post(f"{QUEUE}filters/save/", sent).url == QUEUE
        mara.client.post(f"{QUEUE}filters/save/", {"name": "Mine", "query": "author=ana"})
        own, link = mara.get().select(".desk__saved a")
        assert own["href"] == f"{QUEUE}?author=ana"
        assert link["href"] == f"{QUEUE}?tab=all&q=example"
        assert mara.names(**dict(parse_qsl(urlsplit(link["href"]).query))) == ["Ben"]
        assert [words(row) for row in desk.get().select(".desk__saved a")] == ["Shops"]
        own, shared = SavedFilter.objects.order_by("name")
        assert mara.client.post(f"{QUEUE}filters/{shared.pk}/delete/").status_code == 404
        mara.client.post(f"{QUEUE}filters/{own.pk}/delete/")
        desk.client.post(f"{QUEUE}filters/save/", {"name": " ", "query": ""})
        assert list(SavedFilter.objects.values_list("name", "owner")) == [("Shops", moderator.pk)]


class TestGuideline:
    def test_it_stands_on_the_desk(self, rules, desk):
        assert desk.get().select_one(".desk__guideline") is None
        rules(guideline="Be kind.\n\nNo <b>cures</b>.")
        guideline = desk.get().select_one(".desk__guideline")
        assert [words(part) for part in guideline.select("p")] == ["Be kind.", "No <b>cures</b>."]


class TestConversation:
    def test_it_is_fetched_into_the_row(self, discussion, desk):
        root = discussion.approved("Which points?", name="Ben")
        reply = discussion.pending("These **two**.", name="Ana", parent=root)
        (row,) = desk.rows()
        assert words(row.select_one(".comment-row__written pre")) == "These **two**."
        url = row.select_one(".comment-row__conversation")["data-comments-conversation-url-value"]
        entries = [words(entry) for entry in desk.get(url).select(".conversation__entry")]
        assert entries == ["Ben Which points?", "Ana Pending These **two**."]
        assert desk.get(url).select_one("[aria-current]") is not None
        assert Client().get(url).status_code == 302
        assert desk.client.get(f"{QUEUE}{reply.pk + 1}/conversation/").status_code == 404


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


def queries(desk: Desk, **query: object) -> tuple[int, int]:
    """Give how many statements the page takes, and how many of them are about comments."""
    desk.client.get(QUEUE, query)  # content types, sites and permissions are remembered from here on
    with CaptureQueriesContext(connection) as captured:
        assert desk.client.get(QUEUE, query).status_code == 200
    ours = [query for query in captured if "comment" in query["sql"]]
    return len(captured), len(ours)


@pytest.fixture(scope="class")
def counted(django_db_setup, django_db_blocker) -> Iterator[dict[str, list[tuple[int, int]]]]:
    """Give by tab what the page takes where there are two comments, and where there are fifty more."""
    with worlds.kept(django_db_blocker):
        desk = Desk(new_user("moderator", "moderate_comment", "senior_moderator", "access_admin"))
        discussion = Discussion(new_article())
        one = discussion.approved(name="Ana")
        discussion.pending(name="Ana", parent=one)
        few = {tab: queries(desk, status=tab) for tab in ("pending", "all")}
        for number in range(50):
            discussion.pending(name=f"Reader {number}", parent=one, block="")
        Discussion(new_article("Another")).pending()
        assert [len(desk.rows(status=tab)) for tab in few] == [20, 20]
        yield {tab: [few[tab], queries(desk, status=tab)] for tab in few}


@pytest.mark.django_db
class TestItsGrowth:
    @pytest.mark.parametrize("tab", ["pending", "all"])
    def test_it_does_not_grow_with_the_rows(self, counted, tab):
        few, many = counted[tab]
        assert many == few
        everything, ours = many
        assert everything <= 17  # with what Wagtail asks for each of its pages
        assert ours < 10


class TestItsCost:
    def test_it_takes_under_ten_with_a_search_all_filters_and_all_marks(
        self, discussion, desk, moderator, rules, reader
    ):
        rules(guideline="Be kind.", held_words="cure", off_rules=[])
        root = discussion.approved("Which points?", name="Ben", block=BLOCKS[0])
        writer = actions.Writer.signed_in(reader)
        for number in range(25):
            one = discussion.pending(f"A cure, {number}.", writer=writer, parent=root)
        discussion.decide(one, "approve")
        actions.flag(one.pk, reader=readers.Reader(key="guest:1", network="n1"), reason="abuse")
        actions.handle([one.pk], by=actions.Moderator(user=new_user("mara", "moderate_comment")))
        actions.trust_author(one.pk, by=actions.Moderator(user=moderator), days=7)
        SavedFilter.objects.create(owner=moderator, name="Cures", query="q=cure")
        asked = {"q": "cure", "page": discussion.page.pk, "article": "acu", "claim": "benefit", "author": "rita"}
        asked |= {"reason": "held_words", "age": "24h", "language": "en", "status": "all", "order": "flags"}
        assert len(desk.rows(**asked)) == 20
        with CaptureQueriesContext(connection) as captured:
            desk.get(**asked)
        mine = ("comment", "wagtailcore_page", "wagtailcore_site", "topic")
        ours = [row["sql"] for row in captured if any(f'"{name}' in row["sql"] for name in mine)]
        ours = [sql for sql in ours if "grouppagepermission" not in sql and "groupsitepermission" not in sql]
        assert len(ours) < 10, "\n".join(ours)

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
        few = queries(superuser)
        for _ in range(10):
            discussion.pending()
        assert queries(superuser) == few
