"""Reading a discussion: threads, replies, counts and the form, in a number of queries that does not grow."""

from collections.abc import Iterator
from itertools import pairwise

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import Page, PageViewRestriction, Site

from cms import answers
from comments import actions, cursors
from comments.api import listing
from comments.models import DiscussionSettings, ReaderComment
from tests import worlds
from tests.comments.conftest import BLOCKS, COMMENTS, Api, Discussion, assert_error, new_article
from tests.comments.test_placement import bulk_replies


def ids(answer) -> list[int]:
    assert answer.status_code == 200, answer.content
    return [row["id"] for row in answer.json()["items"]]


def walk(api, path: str, *, limit: int, between=lambda: None) -> list[int]:
    """Give the ids of a keyset list, walked to its end, `between` called after each page."""
    found, cursor = [], ""
    while True:
        body = api.get(f"{path}&limit={limit}{cursor}").json()
        found += [row["id"] for row in body["items"]]
        assert len(body["items"]) <= limit
        if body["meta"]["next_cursor"] is None:
            return found
        cursor = f"&cursor={body['meta']['next_cursor']}"
        between()


class TestThreads:
    def test_it_works(self, api, discussion, article):
        root = discussion.approved("It *helped*.", block=BLOCKS[0])
        reply = discussion.approved(parent=root)
        discussion.pending()
        body = api.get(f"{COMMENTS}?page={article.pk}").json()
        held = {"is_open": True, "closes_at": None, "announcement": "", "likes": 0}
        assert body["meta"] == {"total_count": 2, "thread_count": 1, "next_cursor": None} | held
        (item,) = body["items"]
        assert item["replies"][0]["id"] == reply.pk
        assert item | {"replies": []} == {
            "id": root.pk,
            "page": article.pk,
            "parent": None,
            "in_reply_to": None,
            "root": root.pk,
            "depth": 0,
            "block": BLOCKS[0],
            "block_heading": "Benefit 1",
            "block_removed": False,
            "author": {"name": "Ana", "role": None, "avatar_url": None},
            "body_html": "<p>It <em>helped</em>.</p>",
            "status": "approved",
            "removed_by": None,
            "submitted_at": root.submitted_at.replace(microsecond=0).isoformat().replace("+00:00", "Z"),
            "edited_at": None,
            "edited_by": None,
            "permalink": f"{article.full_url}#c{root.pk}",
            "addressed": None,
            "featured": False,
            "is_closed": False,
            "reactions": {"like": 0, "dislike": 0},
            "reply_count": 1,
            "replies": [],
            "replies_cursor": None,
        }

    def test_a_page_without_any_is_empty(self, api, article, rules):
        rules(is_open=False)
        body = api.get(f"{COMMENTS}?page={article.pk}").json()
        assert body == {
            "meta": {"total_count": 0, "thread_count": 0, "next_cursor": None}
            | {"is_open": False, "closes_at": None, "announcement": "", "likes": 0},
            "featured": [],
            "items": [],
        }

    def test_its_orders(self, api, discussion, article):
        a, b, c = (discussion.approved().pk for _ in range(3))
        for pk, points in ((a, 1), (b, 5), (c, 1)):
            ReaderComment.objects.filter(pk=pk).update(points=points)
        path = f"{COMMENTS}?page={article.pk}"
        assert ids(api.get(path)) == ids(api.get(f"{path}&order=oldest")) == [a, b, c]
        assert ids(api.get(f"{path}&order=newest")) == [c, b, a]
        assert ids(api.get(f"{path}&order=top")) == [b, c, a]

    @pytest.mark.parametrize("order", ["oldest", "newest", "top"])
    @pytest.mark.parametrize("limit", [1, 2, 3, 100])
    def test_cursors_walk_to_the_end(self, api, discussion, article, rules, order, limit):
        rules(pre_moderation=False)
        made = [discussion.pending().pk for _ in range(7)]
        for number, pk in enumerate(made):
            ReaderComment.objects.filter(pk=pk).update(points=number % 3)
        found = walk(api, f"{COMMENTS}?page={article.pk}&order={order}", limit=limit)
        expected = {"oldest": made, "newest": made[::-1]}.get(order, [made[n] for n in (5, 2, 4, 1, 6, 3, 0)])
        assert found == expected

    @pytest.mark.parametrize("order", ["oldest", "newest"])
    def test_whoever_walks_while_others_write_misses_nothing_and_sees_nothing_twice(
        self, api, discussion, article, rules, order
    ):
        rules(pre_moderation=False)
        made = [discussion.pending().pk for _ in range(6)]
        added = []

        def write():
            if len(added) < 4:
                added.append(discussion.pending().pk)
                discussion.pending(parent=made[0])

        found = walk(api, f"{COMMENTS}?page={article.pk}&order={order}", limit=2, between=write)
        assert len(set(found)) == len(found)
        assert [pk for pk in found if pk in made] == (made if order == "oldest" else made[::-1])
        assert found == (made + added if order == "oldest" else made[::-1])

    def test_a_block_s_totals(self, api, discussion, article):
        root = discussion.approved(block=BLOCKS[0])
        discussion.approved(parent=root)
        other = discussion.approved(block=BLOCKS[0])
        discussion.approved(block=BLOCKS[1])
        path = f"{COMMENTS}?page={article.pk}&block={BLOCKS[0]}"
        meta = api.get(path).json()["meta"]
        assert (meta["total_count"], meta["thread_count"]) == (3, 2)
        discussion.decide(other, "reject")
        meta = api.get(path).json()["meta"]
        assert (meta["total_count"], meta["thread_count"]) == (2, 1)

    def test_a_block_s_threads(self, api, discussion, article):
        about = discussion.approved(block=BLOCKS[0]).pk
        discussion.approved(block=BLOCKS[1])
        discussion.approved()
        assert ids(api.get(f"{COMMENTS}?page={article.pk}&block={BLOCKS[0]}")) == [about]
        assert ids(api.get(f"{COMMENTS}?page={article.pk}&block=nothing")) == []

    def test_a_removed_one_is_a_tombstone_without_words_or_name(self, api, discussion, article, by):
        root = discussion.approved("Secret words.", name="Secret name")
        discussion.approved(parent=root)
        actions.remove(root.pk, by=by)
        answer = api.get(f"{COMMENTS}?page={article.pk}")
        (item,) = answer.json()["items"]
        assert (item["status"], item["body_html"], item["author"]["name"]) == ("removed", "", "")
        assert len(item["replies"]) == item["reply_count"] == 1
        assert b"Secret" not in answer.content


class TestNesting:
    def test_the_first_three_replies_at_each_level_and_a_cursor_for_the_rest(self, api, discussion, article, rules):
        rules(pre_moderation=False)
        root = discussion.pending()
        replies = [discussion.pending(parent=root).pk for _ in range(5)]
        below = [discussion.pending(parent=replies[1]).pk for _ in range(4)]
        (item,) = api.get(f"{COMMENTS}?page={article.pk}").json()["items"]
        assert [row["id"] for row in item["replies"]] == replies[:3]
        second = item["replies"][1]
        assert [row["id"] for row in second["replies"]] == below[:3]
        assert (item["reply_count"], second["reply_count"]) == (9, 4)
        assert item["replies"][0]["replies_cursor"] is None
        for row, rest in ((item, replies[3:]), (second, below[3:])):
            assert ids(api.get(f"{COMMENTS}{row['id']}/replies/?cursor={row['replies_cursor']}")) == rest

    def test_exactly_three_need_no_cursor(self, api, discussion, article):
        root = discussion.approved()
        for _ in range(3):
            discussion.approved(parent=root)
        hidden = discussion.pending(parent=root)
        (item,) = api.get(f"{COMMENTS}?page={article.pk}").json()["items"]
        assert (len(item["replies"]), item["replies_cursor"]) == (3, None)
        assert hidden.pk not in [row["id"] for row in item["replies"]]

    def test_past_ten_levels_the_place_and_what_is_answered_differ(self, api, discussion, article, rules):
        rules(pre_moderation=False)
        chain = [discussion.pending()]
        for _ in range(12):
            chain.append(discussion.pending(parent=chain[-1]))
        (item,) = api.get(f"{COMMENTS}?page={article.pk}").json()["items"]
        for comment in chain[1:10]:
            (item,) = item["replies"] if comment is not chain[9] else item["replies"][:1]
            assert (item["id"], item["parent"], item["in_reply_to"]) == (
                comment.pk,
                comment.parent_comment_id,
                comment.in_reply_to_id,
            )
        for answered, comment in pairwise(chain[9:]):
            shown = api.get(f"{COMMENTS}{comment.pk}/").json()
            assert (shown["parent"], shown["in_reply_to"], shown["depth"]) == (chain[8].pk, answered.pk, 9)

    def test_where_an_answer_is_cut_no_reply_is_lost(self, api, discussion, article, rules, monkeypatch):
        from comments.api import listing

        rules(pre_moderation=False)
        monkeypatch.setattr(listing, "MOST_ROWS", 9)
        roots = [discussion.pending() for _ in range(3)]
        for root in roots:
            for reply in [discussion.pending(parent=root) for _ in range(2)]:
                for _ in range(2):
                    discussion.pending(parent=reply)
        found = []

        def read(row):
            found.append(row["id"])
            for reply in row["replies"]:
                read(reply)
            if row["replies_cursor"]:
                rest = api.get(f"{COMMENTS}{row['id']}/replies/?cursor={row['replies_cursor']}").json()
                assert rest["meta"]["next_cursor"] is None
                for reply in rest["items"]:
                    read(reply)

        for item in api.get(f"{COMMENTS}?page={article.pk}").json()["items"]:
            read(item)
        assert sorted(found) == list(ReaderComment.objects.order_by("pk").values_list("pk", flat=True))


class TestReplies:
    def test_it_walks_them_oldest_first(self, api, discussion, rules):
        rules(pre_moderation=False)
        root = discussion.pending()
        replies = [discussion.pending(parent=root).pk for _ in range(7)]
        discussion.pending(parent=replies[0])
        assert walk(api, f"{COMMENTS}{root.pk}/replies/?", limit=3) == replies
        assert api.get(f"{COMMENTS}{root.pk}/replies/").json()["meta"] == {"total_count": 8, "next_cursor": None}

    def test_those_of_a_hidden_comment_are_not_there(self, api, discussion):
        root = discussion.approved()
        discussion.approved(parent=root)
        discussion.decide(root, "reject")
        assert_error(api.get(f"{COMMENTS}{root.pk}/replies/"), 404, "not_found")


class TestOne:
    def test_it_works(self, api, discussion):
        root = discussion.approved()
        reply = discussion.approved(parent=root)
        body = api.get(f"{COMMENTS}{root.pk}/").json()
        assert (body["id"], [row["id"] for row in body["replies"]]) == (root.pk, [reply.pk])
        assert api.get(f"{COMMENTS}{reply.pk}/").json()["parent"] == root.pk

    def test_what_is_hidden_answers_as_what_never_was(self, api, discussion, article):
        hidden = discussion.approved()
        reply = discussion.approved(parent=hidden)
        discussion.decide(hidden, "reject")
        others = [discussion.pending(), discussion.decide(discussion.pending(), "spam")]
        removed = discussion.decide(discussion.approved(), "remove")
        answers = [api.get(f"{COMMENTS}{row.pk}/") for row in (hidden, reply, *others, removed)]
        never = api.get(f"{COMMENTS}99999999/")
        assert_error(never, 404, "not_found")
        for answer in answers:
            assert (answer.status_code, answer.content) == (404, never.content)

    @pytest.mark.parametrize("pk", ["9" * 19, "9" * 20, "9" * 40, "9" * 5000, "0", "-1", "x"])
    def test_ids_that_no_comment_can_have(self, api, pk):
        for path in (f"{COMMENTS}{pk}/", f"{COMMENTS}{pk}/replies/"):
            assert_error(api.get(path), 404, "not_found")

    def test_a_page_that_is_no_longer_public_takes_its_comments_along(self, api, discussion, article):
        comment = discussion.approved()
        paths = [f"{COMMENTS}{comment.pk}/", f"{COMMENTS}{comment.pk}/replies/", f"{COMMENTS}?page={article.pk}"]
        assert all(api.get(path).status_code == 200 for path in paths)
        restriction = PageViewRestriction.objects.create(page=article, restriction_type="login")
        for path in paths:
            assert_error(api.get(path), 404, "not_found")
        restriction.delete()
        article.unpublish()
        for path in paths:
            assert_error(api.get(path), 404, "not_found")
        article.save_revision().publish()
        assert all(api.get(path).status_code == 200 for path in paths)


class TestContext:
    def test_a_permalink_opens_with_what_is_above_it(self, api, discussion, rules):
        rules(pre_moderation=False)
        root = discussion.pending()
        chain = [root]
        for _ in range(4):
            discussion.pending(parent=chain[-1])
            chain.append(discussion.pending(parent=chain[-1]))
        discussion.decide(chain[1], "remove")
        answer = api.get(f"{COMMENTS}{chain[3].pk}/context/")
        body = answer.json()
        assert [row["id"] for row in body["ancestors"]] == [row.pk for row in chain[:3]]
        assert [row["status"] for row in body["ancestors"]] == ["approved", "removed", "approved"]
        assert (body["comment"]["id"], [row["id"] for row in body["comment"]["replies"]][-1]) == (
            chain[3].pk,
            chain[4].pk,
        )
        assert answer["Cache-Tag"].split(",")[0] == f"comments:{root.page_id}"
        # What is not opened here can be loaded from where it stands.
        first = body["ancestors"][0]
        assert len(ids(api.get(f"{COMMENTS}{first['id']}/replies/?cursor={first['replies_cursor']}"))) == 2
        assert api.get(f"{COMMENTS}{root.pk}/context/").json()["ancestors"] == []

    def test_of_what_is_hidden_it_is_404(self, api, discussion):
        for comment in (discussion.pending(), discussion.decide(discussion.approved(), "reject")):
            assert_error(api.get(f"{COMMENTS}{comment.pk}/context/"), 404, "not_found")


class TestRefusals:
    @pytest.mark.parametrize("page", ["", "x", "-1", "0", "1.5", "9" * 30, "٣"])
    def test_a_page_that_is_no_number(self, api, db, page):
        assert_error(api.get(f"{COMMENTS}?page={page}"), 400, "invalid", "page")

    def test_no_page_at_all(self, api, db):
        assert_error(api.get(COMMENTS), 400, "invalid", "page")

    def test_pages_that_take_no_comments(self, api, article):
        draft = new_article("Draft", live=False)
        for pk in (draft.pk, Page.objects.get(depth=1).pk, article.get_parent().pk, 99_999_999, 2**63 - 1):
            assert_error(api.get(f"{COMMENTS}?page={pk}"), 404, "not_found")

    @pytest.mark.parametrize("limit", ["0", "101", "-1", "x", "", "1e2"])
    def test_limits(self, api, article, limit):
        assert_error(api.get(f"{COMMENTS}?page={article.pk}&limit={limit}"), 400, "invalid", "limit")

    @pytest.mark.parametrize("order", ["best", "-id", "submitted_at"])
    def test_orders(self, api, article, order):
        assert_error(api.get(f"{COMMENTS}?page={article.pk}&order={order}"), 400, "invalid", "order")

    @pytest.mark.parametrize(
        "cursor",
        ["", "x", "%C3%A4", "W10", "WzEsMl0x", "bnVsbA", "WyJhIl0", "WzEuNV0", "W3RydWVd", "W25hbl0", "a" * 5000, "/w"],
    )
    def test_cursors(self, api, discussion, article, cursor):
        comment = discussion.approved()
        for path in (f"{COMMENTS}?page={article.pk}&cursor=", f"{COMMENTS}{comment.pk}/replies/?cursor="):
            assert_error(api.get(path + cursor), 400, "bad_cursor", "cursor")

    def test_unknown_parameters_are_named(self, api, discussion, article):
        comment = discussion.approved()
        for path in (
            f"{COMMENTS}?page={article.pk}&nonsense=1",
            f"{COMMENTS}{comment.pk}/?nonsense=1",
            f"{COMMENTS}{comment.pk}/replies/?nonsense=1",
            f"{COMMENTS}counts/?pages=1&nonsense=1",
            f"{COMMENTS}form/?page=1&nonsense=1",
        ):
            assert "nonsense" in assert_error(api.get(path), 400, "unknown_parameter")["message"]

    def test_methods(self, api, article):
        for method, path in (("PUT", COMMENTS), ("DELETE", COMMENTS), ("POST", f"{COMMENTS}form/")):
            assert_error(api.request(method, path, {}), 405, "method_not_allowed")


def queries(api, path: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        answer = api.get(path)
    assert answer.status_code == 200, answer.content
    return len(captured)


MOST = 5  # and one for what is stored of it


@pytest.fixture(scope="class")
def counted(django_db_setup, django_db_blocker) -> Iterator[dict[str, list[int]]]:
    """Give by order how many queries a page of threads takes: with one, with twenty, and with many replies to these."""
    with worlds.kept(django_db_blocker), pytest.MonkeyPatch.context() as patch:
        patch.setattr(answers, "may_be_stored", lambda request: False)
        api, discussion = Api(), Discussion(new_article())
        site = Site.objects.get(is_default_site=True)
        DiscussionSettings.objects.update_or_create(site=site, defaults={"pre_moderation": False})
        paths = {order: f"{COMMENTS}?page={discussion.page.pk}&order={order}" for order in ("oldest", "newest", "top")}
        first = discussion.pending()
        one = {order: [queries(api, path), queries(api, path)][1] for order, path in paths.items()}
        roots = [first, *(discussion.pending() for _ in range(24))]
        twenty = {order: queries(api, path) for order, path in paths.items()}
        for root in roots[:20]:
            reply = discussion.pending(parent=root)
            discussion.pending(parent=reply)
        bulk_replies(first, 500)
        yield {order: [one[order], twenty[order], queries(api, path)] for order, path in paths.items()}


@pytest.mark.django_db
class TestAPageOfThreads:
    @pytest.mark.parametrize("order", ["oldest", "newest", "top"])
    def test_it_takes_as_many_queries_for_many_as_for_one(self, counted, order):
        one, twenty, many = counted[order]
        assert one == twenty == many <= MOST


@pytest.mark.usefixtures("rendering")
class TestQueries:
    def test_replies_and_one_comment(self, api, discussion, rules):
        rules(pre_moderation=False)
        root = discussion.pending()
        discussion.pending(parent=root)
        paths = [f"{COMMENTS}{root.pk}/{name}" for name in ("", "replies/", "context/")]
        alone = [queries(api, path) for path in paths for _ in range(2)][1::2]
        bulk_replies(root, 300)
        assert [queries(api, path) for path in paths] == alone
        assert max(alone) <= MOST

    @pytest.mark.sqlite
    @pytest.mark.parametrize("order", ["oldest", "newest", "top"])
    def test_no_page_is_found_by_sorting_or_looking_at_all(self, api, discussion, article, order):
        comment = discussion.approved(block=BLOCKS[0])
        cursor = cursors.encode(*((0, comment.pk) if order == "top" else (comment.pk,)))
        asked = []

        def note(execute, sql, params, many, context):
            asked.append((sql, params))
            return execute(sql, params, many, context)

        path = f"{COMMENTS}?page={article.pk}&order={order}&cursor={cursor}"
        with connection.execute_wrapper(note):
            api.get(path)
            api.get(f"{path}&block={BLOCKS[0]}")
            api.get(f"{COMMENTS}{comment.pk}/replies/?cursor={cursors.encode(1)}")
        selects = [(sql, params) for sql, params in asked if "comments_readercomment" in sql]
        assert len(selects) >= 4
        for sql, params in selects:
            with connection.cursor() as plan:
                plan.execute(f"EXPLAIN QUERY PLAN {sql}", params)
                steps = " | ".join(row[-1] for row in plan.fetchall())
            assert "USE TEMP B-TREE FOR ORDER" not in steps, steps
            assert "SCAN comments_readercomment" not in steps, steps

    @pytest.mark.sqlite
    def test_replies_are_found_by_their_index_once_the_tables_are_analysed(self, discussion, rules):
        rules(pre_moderation=False)
        roots = [discussion.pending() for _ in range(3)]
        bulk_replies(roots[0], 3000)
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
        with CaptureQueriesContext(connection) as captured:
            assert len(listing.below(roots)) == 3
        with connection.cursor() as plan:
            plan.execute(f"EXPLAIN QUERY PLAN {captured[0]['sql']}")
            steps = " | ".join(row[-1] for row in plan.fetchall())
        assert "SEARCH reply USING COVERING INDEX" in steps, steps
        assert "BLOOM" not in steps, steps  # which is made of the whole table, each time
