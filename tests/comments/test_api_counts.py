"""The counts of several pages, and what a front end needs to show the form."""

from datetime import timedelta

import pytest
from django.utils import timezone
from wagtail.models import Site

from comments.models import TokenIssuer
from tests.comments.conftest import BLOCKS, COMMENTS, Api, Discussion, assert_error, new_article, signed_in, with_token
from tests.comments.test_api_list import queries
from tests.comments.test_visitors import issuer, token


class TestCounts:
    def test_it_works(self, api, discussion, article):
        quiet, draft = new_article("Quiet"), new_article("Draft", live=False)
        root = discussion.approved()
        discussion.approved(parent=root)
        asked = [quiet.pk, 99_999_999, article.pk, draft.pk, article.pk, article.get_parent().pk]
        body = api.get(f"{COMMENTS}counts/?pages={','.join(map(str, asked))}").json()
        assert body == {
            "meta": {"total_count": 2},
            "items": [
                {"page": quiet.pk, "comment_count": 0, "thread_count": 0, "is_open": True, "by_block": {}},
                {"page": article.pk, "comment_count": 2, "thread_count": 1, "is_open": True, "by_block": {}},
            ],
        }

    @pytest.mark.parametrize("pages", ["", "x", "1,x", "0", "-1", ",", "9" * 30, ",".join(["1"] * 101)])
    def test_it_refuses(self, api, db, pages):
        assert_error(api.get(f"{COMMENTS}counts/?pages={pages}"), 400, "invalid", "pages")

    def test_it_takes_the_same_queries_for_one_page_and_twenty(self, api, discussion, article, rules):
        pages = [article, *(new_article(f"Article {number}") for number in range(19))]
        rules(pre_moderation=False)
        for page in pages:
            Discussion(page).submit(block=BLOCKS[0])
        api.get(f"{COMMENTS}counts/?pages={article.pk}")
        assert queries(api, f"{COMMENTS}counts/?pages={article.pk}") == queries(
            api, f"{COMMENTS}counts/?pages={','.join(str(page.pk) for page in pages)}"
        )

    def test_it_tells_from_the_first_time_on_when_it_last_changed(self, api, discussion, article):
        discussion.approved()
        path = f"{COMMENTS}counts/?pages={article.pk}"
        answers = [api.get(path) for _ in range(3)]
        assert answers[0]["Last-Modified"]
        assert len({answer["Last-Modified"] for answer in answers}) == 1
        assert answers[2]["Cache-Status"] == "Evident; hit"
        assert api.request("HEAD", path)["Last-Modified"] == answers[0]["Last-Modified"]

    def test_a_stored_answer_shows_a_new_comment_at_once(self, api, discussion, article):
        path = f"{COMMENTS}counts/?pages={article.pk}"
        for count in range(3):
            asked = [api.get(path).json()["items"][0]["comment_count"] for _ in range(3)]
            assert asked == [count] * 3
            discussion.approved()

    def test_a_stored_answer_lasts_until_the_clock_closes_the_first_discussion(
        self, api, discussion, article, rules, monkeypatch
    ):
        rules(close_after_days=3)
        path = f"{COMMENTS}counts/?pages={article.pk}"
        assert [api.get(path).json()["items"][0]["is_open"] for _ in range(3)] == [True] * 3
        later = timezone.now() + timedelta(days=4)
        monkeypatch.setattr(timezone, "now", lambda: later)
        assert [api.get(path).json()["items"][0]["is_open"] for _ in range(3)] == [False] * 3


class TestForm:
    def test_it_works(self, api, article, rules, settings):
        rules(min_seconds=4, max_length=500, guests=False)
        answer = api.get(f"{COMMENTS}form/?page={article.pk}")
        body = answer.json()
        assert body.pop("form_token")
        assert body.pop("honeypot") not in {"", "name", "email", "body"}
        assert body == {
            "is_open": True,
            "closes_at": None,
            "announcement": "",
            "reader": None,
            "own_data_url": f"{settings.SITE_URL}/mail/own/",
            "min_seconds": 4,
            "max_length": 500,
            "guests": False,
            "altcha": None,
            "confirm_email": False,
        }
        assert answer["Cache-Control"] == "no-store"

    def test_limits_turned_off_are_not_asked_for(self, api, article, rules, settings):
        rules(min_seconds=4)
        settings.RATE_LIMITS = False
        assert api.get(f"{COMMENTS}form/?page={article.pk}").json()["min_seconds"] == 0

    def test_it_knows_who_is_signed_in(self, article, reader):
        path = f"{COMMENTS}form/?page={article.pk}"
        for known in (signed_in(reader), with_token(reader)):
            answer = known.get(path)
            assert (answer.json()["reader"], answer["Cache-Control"]) == ({"name": "Rita Reader"}, "no-store")
        assert Api("nonsense").get(path).json()["reader"] is None

    def test_it_knows_a_front_end_s_own_user_and_takes_a_token_that_is_none_for_a_guest(self, article):
        path = f"{COMMENTS}form/?page={article.pk}"
        row = issuer()
        assert Api(token()).get(path).json()["reader"] == {"name": "Vera Visitor"}
        assert Api(token(name=None)).get(path).json()["reader"] == {"name": ""}
        assert Api(token(exp=1)).get(path).json()["reader"] is None
        other = Site.objects.create(hostname="other.example", root_page=article.get_parent().get_parent())
        TokenIssuer.objects.filter(pk=row.pk).update(site=other)
        assert Api(token()).get(path).json()["reader"] is None

    def test_a_draft_has_none(self, api, db):
        draft = new_article("Draft", live=False)
        assert_error(api.get(f"{COMMENTS}form/?page={draft.pk}"), 404, "not_found")
