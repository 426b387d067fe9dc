"""An open queue stays true: what others decide, who is at what, what is new; cheap where nothing is."""

import pytest

from comments import actions
from comments.models import Handling, Status
from tests.comments.conftest import new_user
from tests.comments.desks import Desk, words

REFRESH = "/admin/comments/refresh/"


@pytest.fixture
def desk(moderator) -> Desk:
    return Desk(moderator)


@pytest.fixture
def mara(db) -> actions.Moderator:
    return actions.Moderator(user=new_user("mara", "moderate_comment", "access_admin", first_name="Mara"))


def shown(*comments) -> list[str]:
    return [f"{comment.pk}:{comment.version}" for comment in comments]


def news(desk: Desk, *comments, since: object = "", **more: object) -> dict:
    answer = desk.client.get(REFRESH, {"shown": shown(*comments), "since": since} | more)
    assert answer.status_code == 200
    return answer.json()


class TestRefresh:
    def test_it_tells_of_what_others_decided_in_its_place(self, discussion, desk, mara):
        mine, theirs = discussion.pending(), discussion.pending()
        assert news(desk, mine, theirs)["items"] == []
        actions.approve(theirs.pk, by=mara)
        told = news(desk, mine, theirs)
        (item,) = told["items"]
        assert item["id"] == theirs.pk
        assert "Mara approved this just now." in words(_soup(item["html"]))
        assert _soup(item["html"]).select_one(".comment-row")["data-version"] == "2"
        assert (told["counts"]["pending"], told["waiting"]) == ("1", "1")

    def test_it_counts_what_has_come_into_this_list(self, discussion, desk, mara):
        seen = discussion.pending(name="Ana")
        since = news(desk, seen)["since"]
        assert news(desk, seen, since=since)["new"] == 0
        discussion.pending(name="Ben")
        discussion.pending(name="Cem")
        told = news(desk, seen, since=since)
        assert (told["new"], told["announcement"], told["since"]) == (2, "2 new comments", since)
        assert news(desk, seen, since=since, author="Ben")["new"] == 1
        assert news(desk, seen, since=since, status="spam")["new"] == 0

    def test_what_is_gone_is_told(self, discussion, desk):
        comment = discussion.decide(discussion.pending(), "spam")
        actions.forget([comment.pk])
        (item,) = news(desk, comment)["items"]
        assert "not there any more" in item["html"]

    def test_nothing_new_costs_one_statement(self, discussion, desk, by):
        comment = discussion.pending()
        first = desk.client.get(REFRESH, {"shown": shown(comment)})
        assert "private" in first["Cache-Control"]
        with _counting() as asked:
            again = desk.client.get(REFRESH, {"shown": shown(comment)}, headers={"If-None-Match": first["ETag"]})
        assert again.status_code == 304
        assert sum("comments_decision" in query["sql"] for query in asked.captured_queries) == 1
        assert not any("comments_readercomment" in query["sql"] for query in asked.captured_queries)
        for change in (
            lambda: discussion.pending(),
            lambda: actions.approve(comment.pk, by=by),
            lambda: actions.handle([comment.pk], by=by),
        ):
            change()
            later = desk.client.get(REFRESH, {"shown": shown(comment)}, headers={"If-None-Match": first["ETag"]})
            assert later.status_code == 200
            first = later

    def test_its_cost_does_not_grow_with_what_changed(self, discussion, desk, mara):
        comments = [discussion.pending() for _ in range(20)]
        news(desk, *comments)
        sums = []
        for number in (1, 20):
            for comment in comments[:number]:
                actions.approve(comment.pk, by=mara)
            with _counting() as asked:
                news(desk, *comments, since=1)
            sums.append(len(asked))
        assert sums[0] == sums[1]

    def test_only_moderators(self, reader, discussion):
        from django.test import Client

        client = Client()
        client.force_login(reader)
        assert client.get(REFRESH).status_code == 302


class TestHandling:
    def test_others_learn_who_is_at_it(self, discussion, desk, mara):
        comment, other = discussion.pending(), discussion.pending()
        beside = Desk(mara.user)
        beside.client.post(REFRESH, {"shown": shown(comment, other), "handling": [comment.pk]})
        assert news(desk, comment, other)["handlings"] == {str(comment.pk): "Mara"}
        assert news(beside, comment, other)["handlings"] == {}
        beside.client.post(REFRESH, {"shown": shown(comment, other), "released": [comment.pk]})
        assert news(desk, comment, other)["handlings"] == {}

    def test_a_beat_where_nothing_is_new_is_short(self, discussion, desk):
        comment = discussion.pending()
        sent = {"shown": shown(comment), "handling": [comment.pk]}
        first = desk.client.post(REFRESH, sent)
        again = desk.client.post(REFRESH, sent | {"etag": first["ETag"]})
        assert (first.status_code, again.status_code, again.content) == (200, 204, b"")

    def test_a_get_writes_nothing(self, discussion, desk):
        comment = discussion.pending()
        desk.client.get(REFRESH, {"shown": shown(comment), "handling": [comment.pk]})
        assert not Handling.objects.exists()

    def test_what_is_no_number_is_nothing(self, discussion, desk):
        sent = {"shown": ["a:1", "1", "9" * 30], "handling": ["x", "9" * 30], "since": "yesterday"}
        assert desk.client.post(REFRESH, sent).status_code == 200

    def test_a_comment_decided_meanwhile_is_a_conflict_all_the_same(self, discussion, desk, mara):
        comment = discussion.pending()
        actions.approve(comment.pk, by=mara)
        assert desk.decide("reject", comment)["ok"] is False
        assert discussion.again(comment).status == Status.APPROVED


def _counting():
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    return CaptureQueriesContext(connection)


def _soup(html: str):
    from bs4 import BeautifulSoup

    return BeautifulSoup(html, "html.parser")
