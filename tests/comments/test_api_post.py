"""Posting a comment over HTTP: every answer that API.md names."""

import json

import pytest

from comments import tokens
from comments.models import ReaderComment
from tests.comments.conftest import BLOCKS, COMMENTS, Api, assert_error, new_article, new_user, signed_in, with_token

KEYS = {
    *("id", "page", "parent", "in_reply_to", "root", "depth", "block", "author", "body_html", "status", "submitted_at"),
    *("block_heading", "block_removed"),
    *(
        "edited_at",
        "edited_by",
        "permalink",
        "addressed",
        "featured",
        "is_closed",
        "reactions",
        "reply_count",
        "replies",
        "replies_cursor",
        "edit_token",
    ),
    "removed_by",
}


class TestPost:
    def test_it_works(self, api, form, article):
        answer = api.post(COMMENTS, form(body="It *helped*.", block=BLOCKS[0]))
        body = answer.json()
        assert (answer.status_code, set(body)) == (202, KEYS)
        assert (body["status"], body["page"], body["block"]) == ("pending", article.pk, BLOCKS[0])
        assert (body["author"], body["body_html"]) == (
            {"name": "Ana", "role": None, "avatar_url": None},
            "<p>It <em>helped</em>.</p>",
        )
        assert answer["Cache-Control"] == "no-store"
        comment = ReaderComment.objects.get(pk=body["id"])
        assert (comment.status, comment.followup) == ("pending", False)
        assert tokens.is_edit_token(body["edit_token"], comment.pk)

    def test_one_that_is_shown_at_once_is_201(self, api, form, rules):
        rules(pre_moderation=False)
        answer = api.post(COMMENTS, form())
        assert (answer.status_code, answer.json()["status"]) == (201, "approved")
        assert api.get(f"{COMMENTS}{answer.json()['id']}/").status_code == 200

    def test_a_reply(self, api, form, discussion):
        root = discussion.approved(block=BLOCKS[0])
        body = api.post(COMMENTS, form(parent=root.pk, follow=True)).json()
        assert (body["parent"], body["in_reply_to"], body["root"], body["depth"]) == (root.pk, root.pk, root.pk, 1)
        assert body["block"] == BLOCKS[0]
        assert ReaderComment.objects.get(pk=body["id"]).followup is True

    def test_spam_is_answered_as_any_pending_comment(self, api, form, rules):
        rules(banned_words="casino")
        plain = api.post(COMMENTS, form())
        for fields in (form(body="A casino."), form() | {tokens.HONEYPOT: "http://x"}):
            answer = api.post(COMMENTS, fields)
            assert (answer.status_code, answer.json()["status"]) == (202, "pending")
            assert set(answer.json()) == set(plain.json())
            assert ReaderComment.objects.get(pk=answer.json()["id"]).status == "spam"

    def test_unknown_fields_are_ignored(self, api, form):
        sent = form() | {"status": "approved", "user": 1, "is_public": True, "score": 0, "moderator": {"a": [1]}}
        answer = api.post(COMMENTS, sent)
        assert (answer.status_code, answer.json()["status"]) == (202, "pending")

    def test_empty_optional_fields_are_none(self, api, form):
        assert api.post(COMMENTS, form() | {"parent": None, "block": None}).status_code == 202
        assert api.post(COMMENTS, form() | {"block": ""}).status_code == 202

    def test_form_tokens_are_good_again_and_again(self, api, form):
        token = form()["form_token"]
        assert {api.post(COMMENTS, form(form_token=token)).status_code for _ in range(3)} == {202}

    def test_the_address_is_kept_as_a_hash_alone(self, api, form):
        pk = api.post(COMMENTS, form()).json()["id"]
        comment = ReaderComment.objects.get(pk=pk)
        assert comment.ip_address is None
        assert len(comment.ip_hash) == 64


class TestFields:
    @pytest.mark.parametrize("field", ["page", "name", "email", "body", "form_token"])
    def test_what_is_needed(self, api, form, field):
        sent = form()
        del sent[field]
        body = assert_error(api.post(COMMENTS, sent), 400, "invalid", field)
        assert body["errors"][field][0]["code"] == "required" or field in {"name", "email"}

    @pytest.mark.parametrize(
        ("field", "value"),
        [
            ("page", "x"),
            ("page", 0),
            ("page", 10**30),
            ("page", [1]),
            ("page", True),
            ("parent", "x"),
            ("parent", 10**40),
            ("parent", {"id": 1}),
            ("parent", 99_999_999),
            ("block", "x" * 37),
            ("block", "nowhere"),
            ("block", ["a"]),
            ("name", "  "),
            ("name", "\u3164"),
            ("name", "x" * 51),
            ("name", "x" * 300),
            ("name", {"a": 1}),
            ("name", "a\x00b"),
            ("name", "\ud800"),
            ("email", ""),
            ("email", "ana"),
            ("email", "ana@example.org\x00"),
            ("email", "a" * 250 + "@example.org"),
            ("email", ["ana@example.org"]),
            ("body", ""),
            ("body", "   \n"),
            ("body", "&nbsp;"),
            ("body", "x" * 3001),
            ("body", "x" * 20_001),
            ("body", "a\x00b"),
            ("body", "a\udfffb"),
            ("body", ["a"]),
            ("body", {"a": {"b": "c"}}),
            ("body", None),
            ("follow", "perhaps"),
            ("follow", {}),
            ("form_token", ""),
            ("form_token", "x"),
            ("form_token", "a:b:c"),
            ("form_token", "é:\u2028:x"),
            ("form_token", "\ud800"),
            ("form_token", "x" * 201),
            ("form_token", 7),
        ],
    )
    def test_what_is_wrong_is_named(self, api, form, field, value):
        sent = form() | {field: value}
        assert_error(api.post(COMMENTS, sent), 400, "invalid", field)
        assert not ReaderComment.objects.exists()

    def test_several_at_once(self, api, form):
        sent = form() | {"body": "", "email": "x", "follow": "x"}
        assert_error(api.post(COMMENTS, sent), 400, "invalid", "body", "email", "follow")

    @pytest.mark.parametrize("decision", [None, "reject", "spam", "remove"])
    def test_a_parent_that_readers_do_not_see(self, api, form, discussion, decision):
        parent = discussion.approved() if decision else discussion.pending()
        if decision:
            discussion.decide(parent, decision)
        assert_error(api.post(COMMENTS, form(parent=parent.pk)), 400, "invalid", "parent")

    def test_a_parent_of_another_page(self, api, form, discussion):
        elsewhere = type(discussion)(new_article("Another one")).approved()
        assert_error(api.post(COMMENTS, form(parent=elsewhere.pk)), 400, "invalid", "parent")


class TestFormTokens:
    def test_one_of_another_page(self, api, form):
        other = new_article("Another one")
        sent = form(form_token=tokens.form_token(other.pk))
        assert_error(api.post(COMMENTS, sent), 400, "invalid", "form_token")

    def test_it_is_good_from_the_shortest_time_to_24_hours(self, api, form, rules, monkeypatch):
        rules(min_seconds=3)
        import time

        opened, now = time.time(), tokens.time.time
        sent = form()

        def after(seconds: float):
            monkeypatch.setattr(tokens.time, "time", lambda: opened + seconds)
            answer = api.post(COMMENTS, sent | form(form_token=sent["form_token"]))
            monkeypatch.setattr(tokens.time, "time", now)
            return answer

        for seconds, code in ((2.9, "too_fast"), (86_401, "expired")):
            body = assert_error(after(seconds), 400, "invalid", "form_token")
            assert body["errors"]["form_token"][0]["code"] == code
        for seconds in (3.1, 86_399):
            assert after(seconds).status_code == 202

    def test_limits_turned_off_let_a_load_test_through(self, api, form, rules, settings):
        rules(min_seconds=3)
        assert_error(api.post(COMMENTS, form()), 400, "invalid", "form_token")
        settings.RATE_LIMITS = False
        assert api.post(COMMENTS, form()).status_code == 202

    def test_an_edit_token_is_none(self, api, form, article):
        assert_error(api.post(COMMENTS, form(form_token=tokens.edit_token(article.pk))), 400, "invalid", "form_token")


class TestRefusals:
    def test_a_closed_discussion_is_403(self, api, form, rules):
        rules(is_open=False)
        assert_error(api.post(COMMENTS, form()), 403, "discussion_closed")

    def test_a_page_that_is_not_public_is_404_as_one_that_is_not(self, api, form, article):
        draft = new_article("Draft", live=False)
        answers = [api.post(COMMENTS, form(page=pk)) for pk in (draft.pk, 99_999_999, article.get_parent().pk)]
        for answer in answers:
            assert_error(answer, 404, "not_found")
        assert len({answer.content for answer in answers}) == 1

    def test_the_same_twice_is_409(self, api, form):
        sent = form()
        assert api.post(COMMENTS, sent).status_code == 202
        assert_error(api.post(COMMENTS, sent), 409, "duplicate")

    def test_a_body_too_large_is_413(self, api, form):
        assert_error(api.post(COMMENTS, form(body="x" * 300_000)), 413, "too_large")

    @pytest.mark.parametrize(
        "kind", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x"]
    )
    def test_what_is_not_json_is_415(self, api, form, kind):
        answer = api.client.post(COMMENTS, json.dumps(form()), content_type=kind)
        assert_error(answer, 415, "unsupported_media_type")

    @pytest.mark.parametrize(
        "raw",
        [
            b"",
            b"{",
            b"nonsense",
            b"\xff\xfe",
            b'{"page": NaN}',
            b'{"page": Infinity}',
            b'{"page": 1e999}',
            b'{"page": ' + b"9" * 5000 + b"}",
            b"[" * 100_000,
            b'{"a":' * 20_000,
        ],
    )
    def test_broken_json_is_400(self, api, article, raw):
        answer = api.post(COMMENTS, raw)
        body = answer.json()
        assert (answer.status_code, set(body) - {"errors"}) == (400, {"message", "code"}), body

    @pytest.mark.parametrize("body", [[], [1], "text", 7, None, True])
    def test_json_that_is_no_object_is_400(self, api, article, body):
        answer = api.post(COMMENTS, json.dumps(body).encode())
        assert answer.status_code == 400
        assert {"message", "code"} <= set(answer.json())

    def test_guests_where_none_are_wanted(self, api, form, rules):
        rules(guests=False)
        body = assert_error(api.post(COMMENTS, form()), 400, "invalid", "name")
        assert body["errors"]["name"][0]["code"] == "sign_in"


class TestIdempotencyKey:
    def test_a_retry_gives_the_same_answer_and_one_row(self, api, form):
        sent = form()
        first, retry = (api.post(COMMENTS, sent, Idempotency_Key="one") for _ in range(2))
        assert (first.status_code, first.json()) == (retry.status_code, retry.json())
        assert ReaderComment.objects.count() == 1

    def test_it_stays_what_it_was_when_the_comment_is_approved_meanwhile(self, api, form, discussion):
        sent = form()
        first = api.post(COMMENTS, sent, Idempotency_Key="one")
        discussion.decide(ReaderComment.objects.get(), "approve")
        retry = api.post(COMMENTS, sent, Idempotency_Key="one")
        assert (retry.status_code, retry.json()) == (first.status_code, first.json())

    def test_it_stays_what_it_was_when_its_author_has_edited_it(self, api, form, discussion):
        sent = form()
        first = api.post(COMMENTS, sent, Idempotency_Key="one").json()
        for words in ("Other words.", "Yet others."):
            api.patch(f"{COMMENTS}{first['id']}/", {"body": words, "edit_token": first["edit_token"]})
        discussion.decide(ReaderComment.objects.get(), "approve")
        api.put(f"{COMMENTS}{first['id']}/reactions/like/")
        assert api.post(COMMENTS, sent, Idempotency_Key="one").json() == first
        assert api.get(f"{COMMENTS}{first['id']}/").json()["body_html"] == "<p>Yet others.</p>"

    def test_another_comment_under_it_is_422(self, api, form):
        assert api.post(COMMENTS, form(), Idempotency_Key="one").status_code == 202
        assert_error(api.post(COMMENTS, form(), Idempotency_Key="one"), 422, "idempotency_key_reused")

    @pytest.mark.parametrize("key", ["x" * 256, "a\x01b", "\x00"])
    def test_keys_that_are_none(self, api, form, key):
        assert_error(api.post(COMMENTS, form(), Idempotency_Key=key), 400, "invalid", "Idempotency-Key")

    def test_one_of_255_characters(self, api, form):
        assert api.post(COMMENTS, form(), Idempotency_Key="é" * 255).status_code == 202


class TestSignedIn:
    def test_a_reader_leaves_out_name_and_address(self, form, reader):
        answer = signed_in(reader).post(COMMENTS, form(name=None, email=None))
        assert (answer.status_code, answer.json()["author"]["name"]) == (202, "Rita Reader")
        comment = ReaderComment.objects.get(pk=answer.json()["id"])
        assert (comment.user, comment.user_email) == (reader, "rita@example.org")

    def test_nobody_writes_under_another_name_from_an_account(self, form, reader):
        answer = signed_in(reader).post(COMMENTS, form(name="Dr Wu", email="wu@example.org"))
        assert answer.json()["author"]["name"] == "Rita Reader"

    def test_a_token_does_as_well(self, form, reader):
        answer = with_token(reader).post(COMMENTS, form(name=None, email=None))
        assert answer.json()["author"]["name"] == "Rita Reader"

    def test_a_wrong_token_is_401(self, form, db):
        assert_error(Api("nonsense").post(COMMENTS, form()), 401, "authentication_failed")

    def test_a_moderator_is_shown_at_once_and_marked(self, form, moderator):
        answer = signed_in(moderator).post(COMMENTS, form(name=None, email=None))
        assert (answer.status_code, answer.json()["author"]["role"]) == (201, "moderator")

    def test_a_very_long_name_is_cut(self, form, db):
        user = new_user("long", first_name="x" * 60, last_name="y")
        assert signed_in(user).post(COMMENTS, form()).json()["author"]["name"] == "x" * 50

    def test_a_session_needs_its_csrf_token(self, form, reader):
        api = signed_in(reader, enforce_csrf_checks=True)
        assert api.post(COMMENTS, form()).status_code == 403
        assert not ReaderComment.objects.exists()
        token = "a" * 32
        api.client.cookies["csrftoken"] = token
        assert api.post(COMMENTS, form(), X_CSRFToken=token).status_code == 202

    def test_guests_and_tokens_need_none(self, form, reader):
        assert Api(enforce_csrf_checks=True).post(COMMENTS, form()).status_code == 202


class TestOrigins:
    def test_a_front_end_elsewhere_may_post(self, api, form):
        answer = api.post(COMMENTS, form(), Origin="https://clinic.example")
        assert answer["Access-Control-Allow-Origin"] == "*"
        assert "Access-Control-Allow-Credentials" not in answer
