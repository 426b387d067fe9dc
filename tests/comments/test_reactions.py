"""Likes and dislikes over HTTP: one of each reader, however often it is sent, and true counts."""

import pytest
from django.urls import reverse

from comments import actions, readers
from comments.models import Discussion as PageDiscussion
from comments.models import PageLike, Reaction
from tests.comments.conftest import COMMENTS, Api, assert_error, new_article, signed_in, with_token

ANA, BEN = {"X_Reader": "ana-ana-ana-ana-ana"}, {"X_Reader": "ben-ben-ben-ben-ben"}


def path(comment, value: str = "like") -> str:
    return f"{COMMENTS}{comment.pk}/reactions/{value}/"


def like(page) -> str:
    return f"/api/v2/articles/{page.pk}/like/"


class TestReact:
    def test_it_works(self, api, discussion, article):
        comment = discussion.approved()
        threads = f"{COMMENTS}?page={article.pk}"
        before = api.get(threads)["ETag"]
        answer = api.put(path(comment), **ANA)
        assert (answer.status_code, answer.json(), answer["Cache-Control"]) == (
            200,
            {"like": 1, "dislike": 0},
            "no-store",
        )
        assert api.put(path(comment), **BEN).json() == {"like": 2, "dislike": 0}
        shown = api.get(threads)
        assert shown.json()["items"][0]["reactions"] == {"like": 2, "dislike": 0}
        assert shown["ETag"] != before
        assert discussion.again(comment).points == 2
        assert not Reaction.objects.filter(reader__contains="ana").exists()

    def test_twice_is_once_and_the_other_takes_its_place(self, api, discussion):
        comment = discussion.approved()
        assert [api.put(path(comment), **ANA).json() for _ in range(2)] == [{"like": 1, "dislike": 0}] * 2
        assert api.put(path(comment, "dislike"), **ANA).json() == {"like": 0, "dislike": 1}
        assert discussion.again(comment).points == -1
        assert api.delete(path(comment), **ANA).json() == {"like": 0, "dislike": 1}  # that is not what they said
        assert [api.delete(path(comment, "dislike"), **ANA).json() for _ in range(2)] == [{"like": 0, "dislike": 0}] * 2
        assert not Reaction.objects.exists()

    def test_a_reader_is_the_account_then_the_browser_then_the_network(self, discussion, reader):
        comment = discussion.approved()
        signed, guest = signed_in(reader), Api()
        guest.put(path(comment))
        assert guest.put(path(comment)).json()["like"] == 1
        assert guest.put(path(comment), **ANA).json()["like"] == 2
        assert signed.put(path(comment), **ANA).json()["like"] == 3
        assert with_token(reader).put(path(comment), **BEN).json()["like"] == 3

    def test_ids_that_are_made_up_count_only_so_often(self, api, discussion):
        comment = discussion.approved()
        for number in range(25):
            answer = api.put(path(comment), X_Reader=f"made-up-reader-{number:03}")
        assert_error(answer, 429, "throttled")
        assert int(answer["Retry-After"]) == 3600
        assert discussion.again(comment).likes == 20

    @pytest.mark.parametrize("name", ["short", "x" * 65, "spaces in an id 123", "ünïcödéünïcödéü"])
    def test_an_id_that_is_none_is_400(self, api, discussion, name):
        assert_error(api.put(path(discussion.approved()), X_Reader=name), 400, "invalid", "X-Reader")

    def test_what_readers_do_not_see_is_404(self, api, discussion):
        removed = discussion.approved()
        discussion.approved(parent=removed)
        for comment in (discussion.pending(), discussion.decide(removed, "remove")):
            assert_error(api.put(path(comment), **ANA), 404, "not_found")
        shown = discussion.approved()
        assert_error(api.put(path(shown, "love"), **ANA), 404, "not_found")
        assert_error(api.post(path(shown), **ANA), 405, "method_not_allowed")
        discussion.page.unpublish()
        assert_error(api.put(path(shown), **ANA), 404, "not_found")

    def test_a_session_needs_its_csrf_token(self, discussion, reader):
        careful = signed_in(reader, enforce_csrf_checks=True)
        assert_error(careful.put(path(discussion.approved())), 403, "csrf_failed")


class TestLikeOfAnArticle:
    def test_it_works(self, api, article):
        answer = api.put(like(article), **ANA)
        assert (answer.status_code, answer.json(), answer["Cache-Control"]) == (200, {"likes": 1}, "no-store")
        assert api.put(like(article), **ANA).json() == {"likes": 1}
        assert api.put(like(article), **BEN).json() == {"likes": 2}
        shown = api.get(f"/api/v2/articles/{article.pk}/")
        assert shown.json()["discussion"]["likes"] == 2
        assert [api.delete(like(article), **ANA).json() for _ in range(2)] == [{"likes": 1}] * 2
        again = api.get(f"/api/v2/articles/{article.pk}/")
        assert again.json()["discussion"]["likes"] == 1
        assert again["ETag"] != shown["ETag"]

    def test_of_what_is_not_public_it_is_404(self, api, article):
        for page in (new_article("Draft", live=False), article.get_parent()):
            assert_error(api.put(like(page)), 404, "not_found")
            assert_error(api.delete(like(page)), 404, "not_found")
        assert_error(api.put(f"/api/v2/articles/{10**30}/like/"), 404, "not_found")


class TestMine:
    def test_it_works(self, api, discussion, article):
        liked, reported, plain = (discussion.approved() for _ in range(3))
        api.put(path(liked, "dislike"), **ANA)
        api.put(like(article), **ANA)
        api.post(f"{COMMENTS}{reported.pk}/flags/", {"reason": "spam"}, **ANA)
        api.put(path(plain), **BEN)
        answer = api.get(f"{COMMENTS}mine/?page={article.pk}", **ANA)
        assert answer["Cache-Control"] == "no-store"
        assert answer.json() == {
            "liked": True,
            "reactions": [{"comment": liked.pk, "reaction": "dislike"}],
            "flagged": [reported.pk],
            "comments": [],
        }

    def test_a_guest_s_waiting_comments_come_with_their_tokens(self, api, discussion, form, article, rules):
        first, second = (api.post(COMMENTS, form()).json() for _ in range(2))
        rules(banned_words="casino")
        spam = api.post(COMMENTS, form(body="A casino.")).json()
        discussion.pending()
        tokens = ",".join(row["edit_token"] for row in (first, second, spam)) + ", nonsense, 812:x"
        found = api.get(f"{COMMENTS}mine/?page={article.pk}", X_Edit_Token=tokens).json()["comments"]
        assert [(row["id"], row["status"]) for row in found] == [
            (row["id"], "pending") for row in (first, second, spam)
        ]
        actions.approve(first["id"], by=actions.Moderator())
        actions.delete(second["id"])
        left = api.get(f"{COMMENTS}mine/?page={article.pk}", X_Edit_Token=tokens).json()["comments"]
        assert [row["id"] for row in left] == [spam["id"]]
        assert_error(
            api.get(f"{COMMENTS}mine/?page={article.pk}", X_Edit_Token="a," * 51), 400, "invalid", "X-Edit-Token"
        )

    def test_spam_is_told_as_any_other_where_addresses_are_confirmed(self, api, form, article, rules):
        rules(confirm_email=True, banned_words="casino")
        posted = [api.post(COMMENTS, form(body=body)).json() for body in ("Fine words.", "A casino.")]
        tokens = ",".join(row["edit_token"] for row in posted)
        found = api.get(f"{COMMENTS}mine/?page={article.pk}", X_Edit_Token=tokens).json()["comments"]
        assert [row["status"] for row in found] == [row["status"] for row in posted] == ["unconfirmed"] * 2

    def test_an_account_s_own_and_nobody_else_s(self, discussion, form, reader, article, api):
        mine = signed_in(reader).post(COMMENTS, form()).json()["id"]
        discussion.pending()
        found = signed_in(reader).get(f"{COMMENTS}mine/?page={article.pk}").json()["comments"]
        assert [row["id"] for row in found] == [mine]
        assert api.get(f"{COMMENTS}mine/?page={article.pk}").json()["comments"] == []

    def test_it_asks_for_a_page(self, api, article):
        assert_error(api.get(f"{COMMENTS}mine/"), 400, "invalid", "page")
        assert_error(api.get(f"{COMMENTS}mine/?page={article.pk + 1000}"), 404, "not_found")


class TestAtOnce:
    def test_counts_are_what_readers_said(self, race, discussion):
        discussion = type(discussion)(new_article())
        comment = discussion.approved()
        people = [
            readers.of_browser(f"reader-number-{number:03}", ip_address=f"192.0.2.{number}") for number in range(8)
        ]

        def waver(reader):
            for value in ("like", "dislike", "like"):
                actions.react(comment.pk, value, reader=reader)
                actions.react(comment.pk, value, reader=reader)
            actions.like_page(discussion.page, reader=reader)

        # Each of them from two devices at once, and half of them change their mind.
        race([lambda reader=reader: waver(reader) for reader in people * 2])
        race([lambda reader=reader: actions.take_back(comment.pk, "like", reader=reader) for reader in people[:4] * 2])
        race([lambda reader=reader: actions.unlike_page(discussion.page, reader=reader) for reader in people[:3] * 2])
        again = discussion.again(comment)
        assert Reaction.objects.filter(comment=comment, value="like").count() == 4
        assert (again.likes, again.dislikes, again.points) == (4, 0, 4)
        assert PageLike.objects.count() == PageDiscussion.objects.get(page=discussion.page).likes == 5


def test_the_addresses_are_as_the_contract_has_them():
    assert reverse("comment-reaction", args=[812, "like"]) == "/api/v2/comments/812/reactions/like/"
    assert reverse("article-like", args=[5]) == "/api/v2/articles/5/like/"
