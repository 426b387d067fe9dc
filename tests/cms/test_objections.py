"""Readers' objections beside the form of their article: what is listed, who may answer, and what a publication answers."""

import json
import re
from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from wagtail.models import GroupPagePermission, Page, Revision

from articles.models import ArticleIndexPage, ArticlePage, ChangeNote
from cms.objections.panel import ObjectionsSidePanel
from comments import actions
from comments.models import Decision, ReaderComment
from tests.articles.bodies import block
from tests.articles.conftest import article_index, make_article, new_article  # noqa: F401  (fixtures)
from tests.articles.test_review_changes import edit
from tests.comments.conftest import Discussion, new_user, rules  # noqa: F401  (fixtures)
from tests.comments.desks import words
from tests.replays import Replay

PAIN, SLEEP, MOOD = (f"{digit * 8}-0000-4000-8000-000000000000" for digit in "123")


def needles() -> ArticlePage:
    month_ago = timezone.now() - timedelta(days=30)
    body = [
        block("benefit", heading=name, text="", id=pk) for pk, name in ((PAIN, "Less pain"), (SLEEP, "Better sleep"))
    ]
    index = ArticleIndexPage.objects.get()
    return new_article(index, "Needles", body=body, published_at=month_ago, updated_at=month_ago)


_article = Replay(needles)


@pytest.fixture
def article(db) -> ArticlePage:
    return _article()


@pytest.fixture
def discussion(article, rules):  # noqa: F811
    return Discussion(article)


@pytest.fixture
def member(db):
    """Give a function that signs somebody in who may do these things with pages, and returns their client."""

    def sign_in(*on_pages: str, moderates: bool = False) -> Client:
        group = Group.objects.create(name=f"May {on_pages}")
        for codename in on_pages:
            GroupPagePermission.objects.create(group=group, page=Page.get_first_root_node(), permission_type=codename)
        user = new_user("eddy", "access_admin", *["moderate_comment"] * moderates, first_name="Eddy", last_name="Tor")
        user.groups.add(group)
        client = Client()
        client.force_login(user)
        return client

    return sign_in


@pytest.fixture
def publisher(member) -> Client:
    return member("add", "change", "publish")


def form_of(client: Client, article) -> BeautifulSoup:
    answer = client.get(reverse("wagtailadmin_pages:edit", args=[article.pk]))
    assert answer.status_code == 200
    return BeautifulSoup(answer.content, "lxml")


def panel_of(client: Client, article):
    return form_of(client, article).select_one("[data-side-panel=objections]")


def claims(panel) -> list[str]:
    return [words(heading) for heading in panel.select("form > .objections__claim .objections__heading")]


def post(client: Client, article, answer: str, *comments: ReaderComment, note: ChangeNote | None = None):
    selected = [f"{row.pk}:{row.version}" for row in comments]
    sent = {"selected": selected, "answer": answer} | ({"note": note.pk} if note else {})
    return client.post(reverse("cms_objections", args=[article.pk]), sent)


def told(client: Client, comment) -> dict | None:
    return client.get(f"/api/v2/comments/{comment.pk}/").json()["addressed"]


@pytest.fixture
def note(article) -> ChangeNote:
    return ChangeNote.objects.create(page=article, at=timezone.now(), note="Added a trial on sleep.")


class TestThePanel:
    def test_it_lists_the_disputed_claims_most_objections_first(self, publisher, discussion, article):
        discussion.approved("Not for me.", block=PAIN, name="Bo")
        first = discussion.approved("It kept me awake.", block=SLEEP, name="Ana")
        discussion.approved("I agree.", parent=first)
        discussion.approved("Nor for me.", block=SLEEP, name="Cem")
        discussion.approved("About it all.")
        panel = panel_of(publisher, article)
        assert words(panel.select_one(".objections__sum")) == "3 open objections"
        assert claims(panel) == ["Better sleep 2 open", "Less pain 1 open"]
        assert panel.select_one(f"a[href='#block-{SLEEP}-section']")
        rows = panel.select(".objections__row")
        assert [words(row.select_one(".objections__name")) for row in rows] == ["Cem", "Ana", "Bo"]
        assert "It kept me awake." in words(rows[1])
        link = rows[1].select_one(f"a[href$='#c{first.pk}']")
        assert words(link).startswith("1 reply, as readers see it")

    def test_its_toggle_counts_what_is_open(self, publisher, discussion, article):
        discussion.approved(block=PAIN)
        toggle = form_of(publisher, article).select_one("[data-side-panel-toggle=objections]")
        assert words(toggle.select_one("[data-side-panel-toggle-counter]")) == "1"

    def test_a_claim_that_has_left_is_named_as_it_was(self, publisher, discussion, article):
        discussion.approved(block=SLEEP)
        article.body = json.dumps([block("benefit", heading="Less pain", text="", id=PAIN)])
        article.save_revision().publish()
        panel = panel_of(publisher, article)
        assert claims(panel) == ["Better sleep not in this version 1 open"]
        assert not panel.select("[data-to-block]")

    def test_what_readers_have_reported_comes_first(self, publisher, discussion, article):
        reported = discussion.approved(block=PAIN, name="Bo")
        discussion.approved(block=PAIN, name="Ana")
        ReaderComment.objects.filter(pk=reported.pk).update(flag_count=2)
        first = panel_of(publisher, article).select_one(".objections__row")
        assert words(first.select_one(".objections__name")) == "Bo"
        assert "2 reports" in words(first)

    def test_what_waits_is_listed_for_moderators_alone(self, member, publisher, discussion, article):
        waiting = discussion.pending(block=PAIN)
        assert claims(panel_of(publisher, article)) == []
        client = Client()
        client.force_login(new_user("mona", is_superuser=True))
        panel = panel_of(client, article)
        assert claims(panel) == ["Less pain"]
        assert "Pending" in words(panel.select_one(".objections__row"))
        assert panel.select_one(f"a[href='{reverse('reader_comments:detail', args=[waiting.pk])}']")
        assert not panel.select("input[name=selected]")

    def test_an_article_nobody_has_written_about_says_so(self, publisher, article):
        assert "No reader has written about a claim yet" in words(panel_of(publisher, article))

    def test_it_is_there_for_a_new_article(self, publisher, article_index):  # noqa: F811
        url = reverse("wagtailadmin_pages:add", args=["articles", "articlepage", article_index.pk])
        assert "Once the article is published" in publisher.get(url).content.decode()

    def test_it_shows_five_of_each_and_how_many_more(self, publisher, discussion, article):
        for _ in range(7):
            discussion.approved(block=PAIN)
        panel = panel_of(publisher, article)
        assert len(panel.select(".objections__row")) == 5
        assert words(panel.select_one(".objections__more")).startswith("2 more")

    def test_it_offers_the_notes_that_are_not_older_than_what_is_open(self, publisher, discussion, article, note):
        ChangeNote.objects.create(page=article, at=timezone.now() - timedelta(days=3), note="Long ago.")
        discussion.approved(block=PAIN)
        options = panel_of(publisher, article).select("select[name=note] option")
        assert [words(option).partition(": ")[2] for option in options] == ["Added a trial on sleep."]

    def test_its_cost_does_not_grow_with_the_comments(self, publisher, discussion, article, rf):
        request = rf.get("/")
        request.user = new_user("root", is_superuser=True)

        def queries() -> int:
            page = ArticlePage.objects.get(pk=article.pk).get_latest_revision_as_object()
            with CaptureQueriesContext(connection) as captured:
                listing = ObjectionsSidePanel(page, request).listing
                assert listing.disputed
                assert listing.settled
                assert listing.notes is not None
            return len(captured)

        by = actions.Moderator(user=request.user)
        ids = [discussion.approved(block=PAIN).pk for _ in range(2)]
        actions.dismiss(article.pk, ids[:1], by=by)
        queries()  # fills the caches of site roots and permissions
        few = queries()
        ids = [discussion.approved(block=name).pk for name in (PAIN, SLEEP) for _ in range(10)]
        actions.dismiss(article.pk, ids[::2], by=by)
        assert queries() == few <= 8


class TestAnswers:
    def test_a_note_addresses_what_was_selected(self, publisher, client, discussion, article, note):
        several = [discussion.approved(block=PAIN), discussion.approved(block=SLEEP)]
        answer = post(publisher, article, "address", *several, note=note).json()
        assert (answer["ok"], answer["open"]) == (True, 0)
        assert answer["message"] == "2 comments now show readers this change note."
        for comment in several:
            assert told(client, comment)["note"] == "Added a trial on sleep."
        panel = panel_of(publisher, article)
        assert words(panel.select_one(".objections__sum")) == "Every objection is answered."
        assert "said Eddy Tor" in words(panel.select_one(".objections__answered"))

    def test_the_note_outlives_the_articles_history(self, publisher, client, discussion, article, note):
        comment = discussion.approved(block=PAIN)
        post(publisher, article, "address", comment, note=note)
        note.delete()
        assert told(client, comment)["note"] == "Added a trial on sleep."

    def test_no_objection_and_open_again(self, publisher, discussion, article):
        comment = discussion.approved(block=PAIN)
        assert post(publisher, article, "dismiss", comment).json()["open"] == 0
        panel = panel_of(publisher, article)
        button = panel.select_one("button[name=reopen]")
        assert button["value"] == f"{comment.pk}:3"
        assert post(publisher, article, "reopen", discussion.again(comment)).json()["open"] == 1

    def test_one_that_has_changed_since_stays_as_it_was(self, publisher, discussion, article):
        comment = discussion.approved(block=PAIN)
        discussion.decide(comment, "spam", "approve")
        answer = post(publisher, article, "dismiss", comment).json()
        assert (answer["ok"], answer["open"]) == (False, 1)
        assert "has changed since it was shown here" in answer["message"]

    def test_one_written_after_the_note_says_so(self, publisher, discussion, article):
        old = ChangeNote.objects.create(page=article, at=timezone.now() - timedelta(days=3), note="Long ago.")
        answer = post(publisher, article, "address", discussion.approved(block=PAIN), note=old).json()
        assert answer["message"] == "1 was written after this change note: choose a later one."

    @pytest.mark.parametrize(
        ("sent", "said"),
        [
            ({"answer": "address"}, "Select at least one comment first."),
            ({"answer": "address", "selected": "1:1"}, "Choose the change note that addresses it."),
            ({"answer": "address", "selected": "1:1", "note": "999999"}, "not in the article's history any more"),
            ({"answer": "nonsense", "selected": "1:1"}, "nonsense is not one of the available choices"),
        ],
    )
    def test_it_says_what_is_missing(self, publisher, article, sent, said):
        answer = publisher.post(reverse("cms_objections", args=[article.pk]), sent)
        assert answer.status_code == 400
        assert said in answer.json()["message"]

    def test_a_note_of_another_article_is_none_of_this_one(self, publisher, discussion, article, make_article):  # noqa: F811
        other = ChangeNote.objects.create(page=make_article("Other"), at=timezone.now(), note="Elsewhere.")
        comment = discussion.approved(block=PAIN)
        assert post(publisher, article, "address", comment, note=other).status_code == 400
        assert discussion.again(comment).objection == ""


class TestRights:
    def test_who_may_not_publish_plans_and_sets_aside(self, member, discussion, article, note):
        client = member("add", "change")
        planned, aside = discussion.approved(block=PAIN), discussion.approved(block=SLEEP)
        panel = panel_of(client, article)
        assert [button["value"] for button in panel.select("button[name=answer]")] == ["plan", "dismiss"]
        assert post(client, article, "address", planned, note=note).status_code in {302, 403}
        assert post(client, article, "plan", planned).json()["ok"]
        assert post(client, article, "dismiss", aside).json()["ok"]
        assert [discussion.again(row).objection for row in (planned, aside)] == ["planned", "dismissed"]

    def test_who_may_not_publish_takes_no_note_from_readers(self, member, discussion, article):
        client = member("add", "change")
        comment = discussion.approved(block=PAIN)
        noted = actions.Note(text="Done.", at=timezone.now())
        actions.address(article.pk, [comment.pk], note=noted, by=actions.Moderator())
        assert not panel_of(client, article).select("button[name=reopen]")
        assert post(client, article, "reopen", discussion.again(comment)).status_code in {302, 403}
        assert discussion.again(comment).objection == "addressed"

    def test_who_may_not_edit_answers_nothing(self, member, discussion, article):
        comment = discussion.approved(block=PAIN)
        for client in (member(moderates=True), Client()):
            assert post(client, article, "dismiss", comment).status_code in {302, 403}
        assert discussion.again(comment).objection == ""


class TestPublication:
    @pytest.fixture
    def planned(self, publisher, discussion, article) -> ReaderComment:
        comment = discussion.approved(block=PAIN)
        assert post(publisher, article, "plan", comment).json()["ok"]
        return comment

    def test_the_publication_that_carries_a_note_addresses_it(self, publisher, client, article, planned):
        live = edit(publisher, article, action="publish", public_change="Added a trial on sleep.")
        assert told(client, planned) == {
            "note": "Added a trial on sleep.",
            "at": live.last_published_at.replace(microsecond=0).isoformat().replace("+00:00", "Z"),
        }
        row = Decision.objects.filter(comment=planned).latest("pk")
        assert (row.decision, row.actor_name) == ("address", "Eddy Tor")

    def test_drafts_autosave_and_minor_changes_leave_it_waiting(self, publisher, discussion, article, planned):
        edit(publisher, article, public_change="Added a trial on sleep.")
        assert discussion.again(planned).objection == "planned"
        edit(publisher, article, action="publish", public_change="")
        assert discussion.again(planned).objection == "planned"
        edit(publisher, article, action="publish", public_change="Reworded.")
        assert discussion.again(planned).addressed_note == "Reworded."

    def test_a_schedule_addresses_it_when_its_time_has_come(self, discussion, article, planned):
        article.public_change, article.go_live_at = "Added a trial.", timezone.now() + timedelta(days=1)
        revision = article.save_revision()
        revision.publish()
        assert discussion.again(planned).objection == "planned"
        a_minute_ago = timezone.now() - timedelta(minutes=1)
        content = revision.content | {"go_live_at": a_minute_ago.isoformat()}
        Revision.objects.filter(pk=revision.pk).update(approved_go_live_at=a_minute_ago, content=content)
        call_command("publish_scheduled")
        assert discussion.again(planned).addressed_note == "Added a trial."

    def test_it_is_undone_with_a_publication_that_fails(self, discussion, article, planned, monkeypatch):
        def fail(page):
            raise RuntimeError("The database is gone.")

        monkeypatch.setattr("articles.publishing.published", fail)
        article.public_change = "Added a trial."
        with pytest.raises(RuntimeError):
            article.save_revision().publish()
        assert discussion.again(planned).objection == "planned"
        assert not ChangeNote.objects.filter(page=article).exists()

    def test_the_panel_asks_for_the_note_while_there_is_none(self, publisher, article, planned):
        assert "The draft has no change note yet" in words(panel_of(publisher, article))
        article.public_change = "Added a trial."
        article.save_revision()
        assert not re.search("no change note yet", words(panel_of(publisher, article)))
