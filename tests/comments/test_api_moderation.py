"""The moderators' API: who may use it, the queue, one comment with its log, and decisions."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.db import connection
from django.test.utils import CaptureQueriesContext

from comments import actions
from comments.models import Decision, ReaderComment
from tests.comments.conftest import (
    BLOCKS,
    BULK,
    MODERATION,
    Api,
    Discussion,
    assert_error,
    new_article,
    new_user,
    signed_in,
    with_token,
)
from tests.comments.test_api_list import walk

STATS = "/api/v2/moderation/stats/"
ITEM = {
    *(
        "id",
        "page",
        "parent",
        "root",
        "depth",
        "block",
        "block_heading",
        "source",
        "status",
        "visible",
        "removed_by",
        "version",
    ),
    *(
        "submitted_at",
        "edited_at",
        "author",
        "body",
        "body_html",
        "reasons",
        "score",
        "flag_count",
        "unseen",
        "flags",
        "reply_count",
        "addressed",
        "edited_by",
        "featured",
        "thread_is_closed",
        "handling",
    ),
    "permalink",
}


def ids(answer) -> list[int]:
    assert answer.status_code == 200, answer.content
    return [row["id"] for row in answer.json()["items"]]


class TestWhoMay:
    @pytest.fixture
    def calls(self, discussion):
        pk = discussion.pending().pk
        return [
            ("GET", MODERATION, None),
            ("GET", f"{MODERATION}{pk}/", None),
            ("POST", f"{MODERATION}{pk}/decisions/", {"decision": "approve"}),
            ("POST", BULK, {"ids": [pk], "decision": "approve"}),
            ("GET", STATS, None),
        ]

    def test_nobody_unknown(self, api, calls):
        for method, path, body in calls:
            answer = api.request(method, path, body)
            assert_error(answer, 401, "not_authenticated")
            assert answer["WWW-Authenticate"] == "Bearer"
            assert answer["Cache-Control"] == "no-store"

    def test_no_editor_and_no_reader(self, calls, reader):
        editor = new_user("editor", "access_admin", "change_page")
        editor.groups.add(*Group.objects.filter(name="Editors"))
        for user in (reader, editor):
            for client in (signed_in(user), with_token(user)):
                for method, path, body in calls:
                    assert_error(client.request(method, path, body), 403, "permission_denied")
        assert not Decision.objects.exclude(decision="submit").exists()

    def test_the_group_of_moderators(self, calls):
        user = new_user("grouped")
        user.groups.add(Group.objects.get(name="Moderators"))
        for client in (signed_in(user), with_token(user)):
            assert {client.request(*call).status_code for call in calls} == {200}

    def test_not_after_the_account_or_the_token_has_ended(self, calls, moderator):
        client = with_token(moderator)
        moderator.is_active = False
        moderator.save()
        for call in calls:
            assert_error(client.request(*call), 401, "authentication_failed")

    def test_a_session_needs_its_csrf_token(self, calls, moderator):
        client = signed_in(moderator, enforce_csrf_checks=True)
        client.client.cookies["csrftoken"] = "a" * 32
        for method, path, body in calls:
            assert client.request(method, path, body).status_code == (200 if method == "GET" else 403)
            assert client.request(method, path, body, X_CSRFToken="a" * 32).status_code == 200

    def test_a_token_needs_none(self, calls, moderation):
        moderation.client.handler.enforce_csrf_checks = True
        assert {moderation.request(*call).status_code for call in calls} == {200}


class TestQueue:
    def test_it_works(self, moderation, discussion, article):
        parent = discussion.approved("A longer remark " * 30, email="ana@example.org", block=BLOCKS[0])
        comment = discussion.pending("*Hello*", email="ANA@example.org", parent=parent)
        answer = moderation.get(f"{MODERATION}?status=pending")
        assert answer["Cache-Control"] == "no-store"
        body = answer.json()
        assert body["meta"] == {"total_count": 1, "next_cursor": None}
        (item,) = body["items"]
        assert set(item) == ITEM
        assert (item["id"], item["version"], item["status"], item["visible"]) == (comment.pk, 1, "pending", False)
        assert (item["body"], item["body_html"]) == ("*Hello*", "<p><em>Hello</em></p>")
        assert item["page"] == {"id": article.pk, "title": article.title}
        assert (item["block"], item["block_heading"]) == (BLOCKS[0], "Benefit 1")
        assert (item["parent"]["id"], item["parent"]["status"]) == (parent.pk, "approved")
        assert len(item["parent"]["excerpt"]) < 250
        assert item["reasons"] == [{"code": "pre_moderation", "detail": "Every comment waits for a moderator."}]
        author = item["author"]
        assert (author["name"], author["email"], author["user"], author["trusted"]) == (
            "Ana",
            "ANA@example.org",
            None,
            False,
        )
        assert {key: value for key, value in author["history"].items() if value and key != "first_seen"} == {
            "approved": 1,
            "pending": 1,
        }

    def test_its_filters(self, moderation, discussion, article, by):
        other = Discussion(new_article("Another one"))
        pending = discussion.pending("About needles.", name="Ana", email="ana@example.org", block=BLOCKS[0])
        rejected = discussion.decide(discussion.pending("Nonsense.", name="Bea"), "reject")
        approved = discussion.approved("Percent 100% sure.", name="Cleo")
        elsewhere = other.pending("Elsewhere.", name="Ana Maria", email="other@example.org")
        ReaderComment.objects.filter(pk=approved.pk).update(flag_count=3)
        for asked, expected in {
            "": [pending, rejected, approved, elsewhere],
            "status=pending": [pending, elsewhere],
            "status=rejected": [rejected],
            "status=": [pending, rejected, approved, elsewhere],
            f"page={article.pk}": [pending, rejected, approved],
            f"page={article.pk}&status=pending": [pending],
            "page=99999999": [],
            f"block={BLOCKS[0]}": [pending],
            "author=ANA@example.org": [pending],
            "author=ana": [pending, elsewhere],
            "author=nobody@example.org": [],
            "flagged=true": [approved],
            "flagged=false": [pending, rejected, elsewhere],
            "search=NEEDLES": [pending],
            "search=100%25": [approved],
            "search=_": [],
            "search=cleo": [approved],
        }.items():
            answer = moderation.get(f"{MODERATION}?{asked}")
            assert ids(answer) == [row.pk for row in expected], asked
            assert answer.json()["meta"]["total_count"] == len(expected)

    def test_its_orders_walk_to_the_end(self, moderation, discussion, article):
        made = [discussion.pending() for _ in range(7)]
        same = made[0].submitted_at
        for number, row in enumerate(made):
            ReaderComment.objects.filter(pk=row.pk).update(
                score=None if number == 6 else number % 3 / 3,
                flag_count=number % 2,
                submitted_at=same if number < 4 else row.submitted_at,
            )
        pks = [row.pk for row in made]
        for order, places in {
            "submitted_at": [0, 1, 2, 3, 4, 5, 6],
            "-submitted_at": [6, 5, 4, 3, 2, 1, 0],
            "-score": [5, 2, 4, 1, 3, 0, 6],
            "-flags": [5, 3, 1, 6, 4, 2, 0],
        }.items():
            for limit in (1, 2, 3, 100):
                found = walk(moderation, f"{MODERATION}?order={order}", limit=limit)
                assert found == [pks[place] for place in places], (order, limit)

    @pytest.mark.parametrize(
        ("asked", "field"),
        [
            ("status=gone", "status"),
            ("page=x", "page"),
            ("flagged=1", "flagged"),
            ("order=id", "order"),
            ("limit=101", "limit"),
        ],
    )
    def test_what_it_refuses(self, moderation, asked, field):
        assert_error(moderation.get(f"{MODERATION}?{asked}"), 400, "invalid", field)

    def test_unknown_parameters(self, moderation):
        assert_error(moderation.get(f"{MODERATION}?statuss=pending"), 400, "unknown_parameter")

    @pytest.mark.parametrize(
        "keys",
        [
            '["2026-01-01",1]',
            '["0001-01-01T00:00:00+23:59",1]',
            '["9999-12-31T23:59:59-23:59",1]',
            '["2026-13-01T00:00:00Z",1]',
            '["2026-01-01T00:00:00Z",1.5]',
            '["2026-01-01T00:00:00Z"]',
            '["x",1]',
            '["\\ud800",1]',
            "[1,1]",
            "[]",
        ],
    )
    def test_cursors_of_nobody(self, moderation, discussion, keys):
        import base64

        discussion.pending()
        cursor = base64.urlsafe_b64encode(keys.encode()).decode().rstrip("=")
        for order in ("submitted_at", "-submitted_at"):
            for sent in ("", cursor):
                assert_error(moderation.get(f"{MODERATION}?order={order}&cursor={sent}"), 400, "bad_cursor", "cursor")

    @pytest.mark.parametrize("keys", ["[NaN,1]", "[Infinity,1]", "[-Infinity,1]", "[1e999,1]", '["a",1]'])
    def test_scores_of_nobody(self, moderation, discussion, keys):
        import base64

        cursor = base64.urlsafe_b64encode(keys.encode()).decode().rstrip("=")
        assert_error(moderation.get(f"{MODERATION}?order=-score&cursor={cursor}"), 400, "bad_cursor", "cursor")

    def test_it_takes_as_many_queries_for_one_as_for_twenty_of_ten_pages(self, moderation, discussion):
        def queries(limit: int) -> int:
            with CaptureQueriesContext(connection) as captured:
                assert len(ids(moderation.get(f"{MODERATION}?limit={limit}&order=-submitted_at"))) == limit
            return len(captured)

        for number in range(10):
            place = Discussion(new_article(f"Article {number}"))
            place.pending(parent=place.approved())
        queries(1)
        assert queries(1) == queries(20) <= 10

    def test_past_ten_thousand_it_does_not_count_on(self, moderation, discussion, monkeypatch):
        from comments import queue

        monkeypatch.setattr(queue, "COUNTED", 2)
        for _ in range(2):
            discussion.pending()
        assert moderation.get(MODERATION).json()["meta"]["total_count"] == 2
        discussion.pending()
        assert moderation.get(MODERATION).json()["meta"] == {"total_count": None, "at_least": 2, "next_cursor": None}


class TestOne:
    def test_it_adds_the_thread_and_the_log(self, moderation, discussion, by):
        root = discussion.approved("Root.")
        comment = discussion.pending("Middle.", parent=root)
        discussion.approved("Other.", parent=root)
        actions.approve(comment.pk, by=by, note="Fine.")
        actions.reject(comment.pk, by=by, reason="off_topic")
        body = moderation.get(f"{MODERATION}{comment.pk}/").json()
        assert set(body) == ITEM | {"thread", "decisions"}
        assert [(row["excerpt"], row["depth"]) for row in body["thread"]] == [
            ("Root.", 0),
            ("Middle.", 1),
            ("Other.", 1),
        ]
        decided = body["decisions"]
        assert set(decided[0]) >= {"decision", "from", "to", "actor", "reason", "note", "at"}
        assert [(row["decision"], row["from"], row["to"], row["actor"]["kind"]) for row in decided] == [
            ("submit", None, "pending", "rule"),
            ("approve", "pending", "approved", "moderator"),
            ("reject", "approved", "rejected", "moderator"),
        ]
        assert (decided[1]["note"], decided[2]["reason"]) == ("Fine.", "off_topic")
        assert [row["actor"]["name"] for row in decided] == [None, "Mona Deer", "Mona Deer"]

    def test_one_that_is_not_there(self, moderation):
        for pk in (99_999_999, 10**30):
            assert_error(moderation.get(f"{MODERATION}{pk}/"), 404, "not_found")


class TestAnonymousErrors:
    def test_a_wrong_token_is_told_so(self, db):
        assert_error(Api("wrong").get(MODERATION), 401, "authentication_failed")


class TestStats:
    def test_it_counts_what_waits_and_what_was_decided(self, moderation, discussion, by):
        waiting, first, second = discussion.pending(), discussion.pending(), discussion.pending()
        actions.reject(first.pk, by=by, reason="off_topic")
        actions.approve(second.pk, by=by)
        actions.decide(discussion.pending().pk, "spam", by=by, at=waiting.submitted_at - timedelta(days=40))
        body = moderation.get(f"{STATS}?days=7").json()
        assert body["waiting"]["pending"] == 1
        assert body["waiting"]["oldest_submitted_at"][:19] == waiting.submitted_at.isoformat()[:19]
        assert body["statuses"]["approved"] == body["statuses"]["rejected"] == 1
        assert body["decisions"] == {"approve": 1, "reject": 1}
        assert body["reasons"] == {"off_topic": 1}
        assert [(row["name"], row["decisions"]) for row in body["moderators"]] == [("Mona Deer", 2)]
        assert 0 <= body["seconds_to_decision"] < 60

    def test_where_nothing_has_happened(self, moderation):
        body = moderation.get(STATS).json()
        assert (body["days"], body["seconds_to_decision"], body["moderators"]) == (30, None, [])

    def test_days_that_nobody_counts(self, moderation):
        assert_error(moderation.get(f"{STATS}?days=8"), 400, "invalid", "days")
