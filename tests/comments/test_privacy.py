"""What readers entrust to the site never leaves by the public API: exact sets of keys, and no trace of the values."""

import json

import pytest

from comments import actions, hashing, tokens
from comments.models import ReaderComment
from tests.comments.conftest import COMMENTS, signed_in

ADDRESS = "198.51.100.23"
EMAIL = "quentin@uncommon.example"
RAW = "Some *raw* words"

DOCUMENT = {
    *(
        "id",
        "page",
        "parent",
        "in_reply_to",
        "root",
        "depth",
        "block",
        "block_heading",
        "block_removed",
        "author",
        "body_html",
        "status",
        "submitted_at",
    ),
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
    ),
    "removed_by",
}


@pytest.fixture
def talk(api, form, discussion, rules):
    """A thread of an approved, a removed, a pending, a rejected and a spam comment, all of one reader."""
    rules(pre_moderation=False)
    answers = []

    def post(**fields):
        sent = form(email=EMAIL, body=f"{RAW} {len(answers)}", **fields)
        answers.append(api.client.post(COMMENTS, json.dumps(sent), "application/json", REMOTE_ADDR=ADDRESS))
        return ReaderComment.objects.get(pk=answers[-1].json()["id"])

    root = post()
    removed = post(parent=root.pk)
    post(parent=removed.pk)
    for decision in ("remove",):
        discussion.decide(removed, decision)
    for decision in ("reject", "spam"):
        discussion.decide(post(parent=root.pk), decision)
    rules(pre_moderation=True)
    post(parent=root.pk)
    return root, removed, answers


@pytest.fixture
def public_answers(api, talk, article) -> list:
    root, removed, answers = talk
    paths = [
        f"{COMMENTS}?page={article.pk}",
        f"{COMMENTS}?page={article.pk}&order=top",
        f"{COMMENTS}{root.pk}/",
        f"{COMMENTS}{removed.pk}/",
        f"{COMMENTS}{root.pk}/replies/",
        f"{COMMENTS}counts/?pages={article.pk}",
        f"{COMMENTS}form/?page={article.pk}",
        f"/api/v2/articles/{article.pk}/",
        "/api/v2/articles/",
        f"/api/v2/pages/{article.pk}/",
    ]
    found = [api.get(path) for path in paths]
    assert {answer.status_code for answer in found} == {200}
    edit = {"body": f"{RAW} edited", "edit_token": tokens.edit_token(root.pk)}
    return [*found, *answers, api.patch(f"{COMMENTS}{root.pk}/", edit)]


class TestPublicAnswers:
    def test_no_address_no_hash_and_no_raw_text_is_in_any(self, public_answers):
        secrets = [EMAIL, EMAIL.upper(), ADDRESS, RAW, hashing.of_email(EMAIL), hashing.of_address(ADDRESS)]
        secrets += [value for row in ReaderComment.objects.all() for value in (row.text_hash, row.ip_hash) if value]
        for answer in public_answers:
            text = answer.content.decode() + str(dict(answer.headers))
            assert not [secret for secret in secrets if secret in text], answer.request["PATH_INFO"]

    def test_documents_have_these_keys_and_no_others(self, public_answers):
        seen = 0

        def read(document):
            nonlocal seen
            seen += 1
            assert set(document) - {"edit_token"} == DOCUMENT
            assert set(document["author"]) == {"name", "role", "avatar_url"}
            assert set(document["reactions"]) == {"like", "dislike"}
            for reply in document["replies"]:
                read(reply)

        for answer in public_answers:
            body = answer.json()
            for document in [body, *body.get("items", [])]:
                if "body_html" in document:
                    read(document)
        assert seen > 10

    def test_an_edit_token_is_given_to_its_author_alone(self, public_answers, talk):
        for answer in public_answers:
            if answer.request["REQUEST_METHOD"] == "GET":
                assert b"edit_token" not in answer.content

    def test_words_and_name_of_a_tombstone_are_not_in_them(self, api, talk):
        _, removed, _ = talk
        body = api.get(f"{COMMENTS}{removed.pk}/").json()
        assert (body["author"], body["body_html"]) == ({"name": "", "role": None, "avatar_url": None}, "")


class TestAccounts:
    def test_a_user_s_address_and_login_stay_here(self, api, form, rules, reader):
        rules(pre_moderation=False)
        answer = signed_in(reader).post(COMMENTS, form())
        for text in (answer.content, api.get(f"{COMMENTS}{answer.json()['id']}/").content):
            assert b"rita@example.org" not in text
            assert b'"rita"' not in text

    def test_deleting_an_account_leaves_the_comment_without_it(self, discussion, reader):
        comment = discussion.pending(writer=actions.Writer.signed_in(reader))
        reader.delete()
        assert discussion.again(comment).user_id is None


class TestHashes:
    def test_they_are_keyed_and_know_the_same_again(self, settings):
        email = hashing.of_email("Ana@Example.org ")
        assert email == hashing.of_email("ana@example.org")
        assert hashing.of_text("Thank  YOU\n") == hashing.of_text("thank you")
        assert hashing.of_email("") == hashing.of_address("") == hashing.of_text(" ") == ""
        assert len({hashing.of_email("x"), hashing.of_address("x"), hashing.of_text("x")}) == 3
        assert hashing.of_fields("a", "b,c") != hashing.of_fields("a,b", "c")
        settings.SECRET_KEY = "another key of another site"
        assert hashing.of_email("ana@example.org") != email
