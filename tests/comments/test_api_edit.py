"""An author changes or deletes a comment over HTTP, by the edit token or as the account that wrote it."""

import pytest

from comments import tokens
from comments.models import ReaderComment
from tests.comments.conftest import COMMENTS, assert_error, new_user, signed_in, with_token
from tests.comments.test_api_post import KEYS
from tests.comments.test_edit import back_in_time


@pytest.fixture
def posted(api, form) -> dict:
    """The answer to a guest's post."""
    return api.post(COMMENTS, form(body="First words.")).json()


def path(posted: dict) -> str:
    return f"{COMMENTS}{posted['id']}/"


class TestPatch:
    def test_it_works(self, api, posted):
        answer = api.patch(path(posted), {"body": "*Better* words.", "edit_token": posted["edit_token"]})
        body = answer.json()
        assert (answer.status_code, set(body), body["status"]) == (202, KEYS, "pending")
        assert body["body_html"] == "<p><em>Better</em> words.</p>"
        assert body["edited_at"]
        assert body["edit_token"] == posted["edit_token"]
        assert answer["Cache-Control"] == "no-store"

    def test_the_token_may_be_a_header(self, api, posted):
        assert api.patch(path(posted), {"body": "More."}, X_Edit_Token=posted["edit_token"]).status_code == 202

    def test_one_that_stays_shown_is_200(self, api, form, rules):
        rules(pre_moderation=False)
        posted = api.post(COMMENTS, form()).json()
        answer = api.patch(path(posted), {"body": "More.", "edit_token": posted["edit_token"]})
        assert (answer.status_code, answer.json()["status"]) == (200, "approved")

    def test_what_was_approved_goes_back_to_the_moderators(self, api, posted, discussion):
        comment = discussion.decide(ReaderComment.objects.get(pk=posted["id"]), "approve")
        answer = api.patch(path(posted), {"body": "More.", "edit_token": posted["edit_token"]})
        assert (answer.status_code, answer.json()["status"]) == (202, "pending")
        assert_error(api.get(path(posted)), 404, "not_found")
        assert discussion.again(comment).status == "pending"

    @pytest.mark.parametrize("decision", ["spam", "reject"])
    def test_nobody_learns_that_it_was_turned_down(self, api, form, posted, discussion, decision):
        other = api.post(COMMENTS, form()).json()
        discussion.decide(ReaderComment.objects.get(pk=posted["id"]), decision)
        answers = [
            api.patch(path(row), {"body": f"More of {row['id']}.", "edit_token": row["edit_token"]})
            for row in (posted, other)
        ]
        assert [(answer.status_code, answer.json()["status"]) for answer in answers] == [(202, "pending")] * 2

    def test_an_unconfirmed_one_is_told_so(self, api, posted):
        ReaderComment.objects.filter(pk=posted["id"]).update(status="unconfirmed")
        answer = api.patch(path(posted), {"body": "More.", "edit_token": posted["edit_token"]})
        assert (answer.status_code, answer.json()["status"]) == (202, "unconfirmed")

    def test_the_account_that_wrote_it_needs_no_token(self, form, reader):
        api = signed_in(reader)
        posted = api.post(COMMENTS, form()).json()
        assert api.patch(path(posted), {"body": "More."}).status_code == 202
        assert with_token(reader).patch(path(posted), {"body": "Still more."}).status_code == 202

    @pytest.mark.parametrize("value", ["", "  ", "&nbsp;", "x" * 3001, None, ["a"], "a\x00b", "\ud800"])
    def test_bodies_that_could_not_have_been_posted(self, api, posted, value):
        answer = api.patch(path(posted), {"body": value, "edit_token": posted["edit_token"]})
        assert_error(answer, 400, "invalid", "body")

    def test_a_body_is_needed(self, api, posted):
        assert_error(api.patch(path(posted), {"edit_token": posted["edit_token"]}), 400, "invalid", "body")

    def test_after_the_edit_window(self, api, posted, rules):
        back_in_time(ReaderComment.objects.get(), minutes=16)
        answer = api.patch(path(posted), {"body": "More.", "edit_token": posted["edit_token"]})
        assert_error(answer, 403, "edit_window_closed")

    def test_where_the_discussion_has_closed(self, api, posted, rules):
        rules(is_open=False)
        answer = api.patch(path(posted), {"body": "More.", "edit_token": posted["edit_token"]})
        assert_error(answer, 403, "discussion_closed")


class TestDelete:
    def test_it_works(self, api, posted):
        answer = api.delete(path(posted), {"edit_token": posted["edit_token"]})
        assert (answer.status_code, answer.content, answer["Cache-Control"]) == (204, b"", "no-store")
        gone = ReaderComment.objects.get()
        assert (gone.status, gone.comment, gone.user_name, gone.user_email) == ("removed", "", "", "")

    def test_it_needs_no_body_where_the_token_is_a_header(self, api, posted):
        answer = api.client.delete(path(posted), headers={"X-Edit-Token": posted["edit_token"]})
        assert answer.status_code == 204

    def test_twice_is_404(self, api, posted):
        answers = [api.delete(path(posted), {"edit_token": posted["edit_token"]}).status_code for _ in range(2)]
        assert answers == [204, 404]

    def test_a_tombstone_stays_above_visible_replies(self, api, posted, discussion):
        comment = discussion.decide(ReaderComment.objects.get(pk=posted["id"]), "approve")
        reply = discussion.approved(parent=comment)
        api.delete(path(posted), {"edit_token": posted["edit_token"]})
        body = api.get(path(posted)).json()
        assert (body["status"], body["author"]["name"], body["body_html"]) == ("removed", "", "")
        assert [row["id"] for row in body["replies"]] == [reply.pk]
        discussion.decide(reply, "reject")
        assert_error(api.get(path(posted)), 404, "not_found")

    def test_after_the_edit_window(self, api, posted):
        back_in_time(ReaderComment.objects.get(), minutes=16)
        assert_error(api.delete(path(posted), {"edit_token": posted["edit_token"]}), 403, "edit_window_closed")


class TestOthers:
    """Whoever has not written a comment cannot change it, nor learn that it is there."""

    TOKENS = ["", "x", "1:x", "é:x", "x" * 200]

    @pytest.mark.parametrize("token", TOKENS)
    def test_on_a_shown_comment_a_wrong_token_is_403(self, api, discussion, token):
        posted = {"id": discussion.approved().pk}
        assert_error(api.patch(path(posted), {"body": "Mine."}, X_Edit_Token=token), 403, "edit_token_invalid")
        assert_error(api.delete(path(posted), X_Edit_Token=token), 403, "edit_token_invalid")

    @pytest.mark.parametrize("token", TOKENS)
    def test_on_a_hidden_one_it_is_404_as_on_none(self, api, posted, token):
        for row in (posted, {"id": 99_999_999}, {"id": 10**30}):
            assert_error(api.patch(path(row), {"body": "Mine."}, X_Edit_Token=token), 404, "not_found")
            assert_error(api.delete(path(row), X_Edit_Token=token), 404, "not_found")

    def test_another_comment_s_token_and_a_form_token_are_wrong(self, api, posted, form, discussion, article):
        shown = discussion.approved()
        for token in (posted["edit_token"], tokens.form_token(shown.pk), tokens.form_token(article.pk)):
            assert_error(api.delete(path({"id": shown.pk}), {"edit_token": token}), 403, "edit_token_invalid")

    def test_another_account_has_no_right_to_it(self, form, reader, posted, discussion):
        mine = signed_in(reader).post(COMMENTS, form()).json()
        discussion.decide(ReaderComment.objects.get(pk=mine["id"]), "approve")
        other = signed_in(new_user("other"))
        assert_error(other.delete(path(mine)), 403, "edit_token_invalid")

    def test_a_guest_s_comment_is_not_that_of_whoever_is_not_signed_in(self, api, discussion):
        guests = discussion.approved()
        assert guests.user_id is None
        assert_error(api.delete(path({"id": guests.pk})), 403, "edit_token_invalid")

    def test_a_session_needs_its_csrf_token(self, form, reader):
        posted = signed_in(reader).post(COMMENTS, form()).json()
        careful = signed_in(reader, enforce_csrf_checks=True)
        assert careful.delete(path(posted)).status_code == 403
        careful.client.cookies["csrftoken"] = "a" * 32
        assert careful.delete(path(posted), X_CSRFToken="a" * 32).status_code == 204

    def test_an_unpublished_page_s_comments_are_not_there(self, api, posted, article):
        article.unpublish()
        token = {"edit_token": posted["edit_token"]}
        assert_error(api.patch(path(posted), {"body": "Other words.", **token}), 404, "not_found")

    def test_a_comment_is_deleted_also_while_its_page_is_unpublished(self, api, posted, article):
        article.unpublish()
        assert api.delete(path(posted), {"edit_token": posted["edit_token"]}).status_code == 204
        assert ReaderComment.objects.get(pk=posted["id"]).comment == ""
