"""Deciding about all that a list shows: asked first, carried out in portions, never about more than was shown."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from comments import actions, authority, queue, retention
from comments.actions import deciding, running
from comments.models import BulkOutcome, BulkRun, Decision, ReaderComment, SavedFilter, Status
from tests.comments.conftest import Discussion, new_article, new_user
from tests.comments.desks import QUEUE, Desk, words

BULK = f"{QUEUE}bulk/"


@pytest.fixture
def desk(moderator) -> Desk:
    return Desk(moderator)


@pytest.fixture
def shops(discussion) -> list[ReaderComment]:
    """Four comments of a shop's that wait, and one of somebody else."""
    discussion.pending("A considered remark.", name="Ana")
    return [discussion.pending(f"Buy cheap needles, number {number}.", name="Shop") for number in range(4)]


def fields(page) -> dict:
    """Give what the form that asks would send."""
    return {
        field["name"]: field.get("value", "")
        for field in page.select(".bulk__form input")
        if field["name"] != "csrfmiddlewaretoken"
    }


def statuses(name: str) -> set[str]:
    return set(ReaderComment.objects.filter(user_name=name).values_list("status", flat=True))


class TestAsking:
    def test_the_list_leads_to_it_with_what_it_shows(self, desk, shops):
        page = desk.get(q="needles")
        links = {words(link): link["href"] for link in page.select(".desk__bulk a")}
        assert list(links) == ["Approve…", "Reject…", "Spam…"]
        asked = desk.get(links["Reject…"])
        assert words(asked.select_one(".bulk__title")) == "Reject: 4 comments"
        assert len(asked.select(".bulk__list li")) == 4
        assert fields(asked)["query"] == "q=needles"
        assert statuses("Shop") == {Status.PENDING}

    @pytest.mark.parametrize(
        "query",
        ["decision=restore", "decision=reject&score_min=much", "decision=spam&topic=none", "decision=spam&page=x"],
    )
    def test_it_refuses_what_is_no_list(self, desk, shops, query):
        assert desk.client.get(f"{BULK}?{query}").status_code == 404

    def test_nothing_to_do_says_so(self, desk, shops):
        assert "No comment that matches" in words(desk.get(BULK, decision="reject", q="nowhere"))


class TestCarryingOut:
    def begin(self, desk: Desk, decision: str = "reject", **query: str) -> str:
        """Confirm, and give the address of the run."""
        sent = fields(desk.get(BULK, decision=decision, **query))
        return desk.client.post(BULK, sent | {"label": "Advertising"}).url

    def finish(self, desk: Desk, url: str) -> int:
        """Post portions as plain forms do until it is done; give how many it took."""
        for number in range(1, 20):
            assert desk.client.post(url).url == url
            if desk.get(url).select_one("progress") is None:
                return number
        raise AssertionError

    def test_it_works(self, desk, shops, discussion, moderator, monkeypatch):
        monkeypatch.setattr(running, "MOST_AT_ONCE", 3)
        url = self.begin(desk, q="needles")
        page = desk.get(url)
        assert (page.progress["max"], page.progress["value"]) == ("4", "0")
        late = discussion.pending("Buy cheap needles at once.", name="Late")
        assert self.finish(desk, url) == 2
        results = desk.get(url)
        assert words(results.select_one(".bulk__title")) == "4 comments rejected."
        assert len(results.select(".bulk__list li")) == 4
        assert (statuses("Shop"), statuses("Ana")) == ({Status.REJECTED}, {Status.PENDING})
        assert discussion.again(late).status == Status.PENDING  # came after it was asked
        made = Decision.objects.filter(decision="reject")
        assert set(made.values_list("actor", "reason")) == {(moderator.pk, "Advertising")}

    def test_what_was_left_half_done_is_found_again(self, desk, shops, monkeypatch):
        monkeypatch.setattr(running, "MOST_AT_ONCE", 3)
        url = self.begin(desk, q="needles")
        desk.client.post(url)  # then the page is closed
        panel = desk.get("/admin/").select_one(".reader-comments-panel")
        assert "decide about 4 comments at once, and left it after 3." in words(panel)
        assert [link["href"] for link in panel.select("a") if words(link) == "Go on"] == [url]
        other = Desk(new_user("other", "moderate_comment", "access_admin"))
        assert "left it after" not in words(other.get("/admin/").select_one(".reader-comments-panel"))
        self.finish(desk, url)
        assert "left it after" not in words(desk.get("/admin/").select_one(".reader-comments-panel"))

    def test_a_script_is_told_how_far_it_is(self, desk, shops, monkeypatch):
        monkeypatch.setattr(running, "MOST_AT_ONCE", 3)
        url = self.begin(desk, decision="spam", q="needles")
        told = [desk.client.post(url, headers={"Accept": "application/json"}).json() for _ in range(3)]
        assert [(row["done"], row["finished"]) for row in told] == [(3, False), (4, True), (4, True)]
        assert told[0]["message"] == "3 of 4"

    def test_it_is_never_more_than_was_shown(self, desk, shops, discussion):
        sent = fields(desk.get(BULK, decision="reject", q="needles"))
        answer = desk.client.post(BULK, sent | {"expected": "3"})
        assert answer.url == f"{BULK}?decision=reject&q=needles"
        assert not BulkRun.objects.exists()
        url = self.begin(desk, q="needles")
        discussion.decide(shops[0], "approve")  # somebody else has decided about one, and it stays
        run = BulkRun.objects.get()
        assert run.expected == 4
        BulkRun.objects.update(expected=2)
        self.finish(desk, url)
        decided = ReaderComment.objects.filter(status=Status.REJECTED).values_list("pk", flat=True)
        assert sorted(decided) == [shops[1].pk, shops[2].pk]

    def test_what_has_changed_since_it_was_shown_is_left(self, desk, shops, discussion, by, monkeypatch):
        monkeypatch.setattr(running, "MOST_AT_ONCE", 1)
        decided = discussion.decide(discussion.pending("Cheap needles once more."), "reject")
        sent = fields(desk.get(BULK, decision="approve", q="needles"))
        actions.edit(shops[0].pk, body="Words about needles that nobody has seen.")
        url = desk.client.post(BULK, sent).url
        actions.edit(shops[1].pk, body="Other words about needles that nobody has seen.")
        actions.restore(decided.pk, by=by)  # waits again, but was not among them
        self.finish(desk, url)
        found = [discussion.again(comment).status for comment in (*shops, decided)]
        assert found == [Status.PENDING] * 2 + [Status.APPROVED] * 2 + [Status.PENDING]
        assert words(desk.get(url).select_one(".bulk__title")) == "2 comments approved."

    def test_it_is_taken_back_but_for_what_was_decided_since(self, desk, shops, discussion, monkeypatch):
        monkeypatch.setattr(running, "MOST_AT_ONCE", 3)
        url = self.begin(desk, q="needles")
        self.finish(desk, url)
        discussion.decide(shops[3], "approve")
        back = desk.client.post(f"{url}take-back/").url
        self.finish(desk, back)
        assert words(desk.get(back).select_one(".bulk__title")).startswith(
            "3 decisions taken back. 1 was left as it is"
        )
        found = [discussion.again(comment).status for comment in shops]
        assert found == [Status.PENDING] * 3 + [Status.APPROVED]
        assert "Take it all back" not in words(desk.get(url))

    def test_an_erased_author_is_in_no_query_any_more(self, desk, discussion, by):
        mine = [discussion.pending(email="shop@example.org") for _ in range(2)]
        url = self.begin(desk, author="shop@example.org")
        desk.client.post(f"{QUEUE}filters/save/", {"name": "The shop", "query": "author=Shop%40example.org"})
        other = discussion.pending()
        actions.erase("shop@example.org", by=by)
        self.finish(desk, url)  # there is nothing left to do
        assert "example.org" not in str([*BulkRun.objects.values(), *SavedFilter.objects.values()])
        found = [discussion.again(comment).status for comment in (*mine, other)]
        assert found == [Status.REMOVED] * 2 + [Status.PENDING]

    def test_old_runs_are_let_go_with_their_results(self, desk, shops):
        url = self.begin(desk, q="needles")
        self.finish(desk, url)
        retention.let_go.call()
        assert BulkOutcome.objects.count() == 4
        BulkRun.objects.update(shown_at=timezone.now() - running.KEPT)
        retention.let_go.call()
        assert not BulkRun.objects.exists()
        assert not BulkOutcome.objects.exists()
        assert statuses("Shop") == {Status.REJECTED}

    def test_what_is_new_is_seen(self, desk, discussion, rules):
        rules(pre_moderation=False)
        for _ in range(3):
            discussion.submit()
        self.finish(desk, self.begin(desk, decision="see", tab="new"))
        assert not ReaderComment.objects.filter(unseen=1).exists()

    def test_a_run_is_its_moderators_and_its_section_alone(self, desk, shops):
        url = self.begin(desk, q="needles")
        assert Desk(new_user("other", "moderate_comment", "access_admin")).client.get(url).status_code == 404
        assert Desk(new_user("editor", "access_admin")).client.post(url).status_code == 302
        assert statuses("Shop") == {Status.PENDING}

    def test_a_portion_costs_at_most_twenty_statements(self, desk, discussion):
        def cost(number: int) -> int:
            other = Discussion(new_article())
            for _ in range(number):
                other.pending()
            url = self.begin(desk, page=str(other.page.pk))
            run = BulkRun.objects.select_related("by").latest("pk")
            moderator = deciding.Moderator(user=run.by)
            among = authority.of(run.by)
            with CaptureQueriesContext(connection) as captured:
                rows = queue.comments(queue.Filters(page=other.page.pk), among=among)
                actions.carry_on(run.pk, rows, by=moderator)
            assert url.endswith(f"{run.pk}/")
            return len([query for query in captured if "SAVEPOINT" not in query["sql"]])

        assert cost(2) == cost(12) <= 20
