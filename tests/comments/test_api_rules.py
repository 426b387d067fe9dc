"""The moderators' API of the rules."""

import pytest

from comments.models import Discussion, ReaderComment
from comments.rules import RULES
from tests.comments.conftest import Api, assert_error, new_user, with_token

READ = "/api/v2/moderation/rules/"
TRY = "/api/v2/moderation/rules/try/"


class TestReading:
    def test_it_works(self, moderation, rules, article):
        rules(held_words="cure", akismet_key="topsecret123")
        answer = moderation.get(READ)
        body = answer.json()
        assert (answer.status_code, answer["Cache-Control"]) == (200, "no-store")
        assert [rule["code"] for rule in body["rules"]] == [rule.__name__ for rule in RULES]
        on = {rule["code"]: rule["is_on"] for rule in body["rules"]}
        assert (on["links"], on["quiet_hours"], on["pre_moderation"]) == (True, False, True)
        assert (body["settings"]["held_words"], body["page"], body["own"]) == ("cure", None, {})
        assert "topsecret123" not in answer.content.decode()

    def test_a_page_may_have_it_otherwise(self, moderation, rules, article):
        own = {"off": ["links"], "max_links": 1}
        Discussion.objects.update_or_create(page=article, defaults={"own_rules": own, "moderation": "post"})
        body = moderation.get(f"{READ}?page={article.pk}").json()
        on = {rule["code"]: rule["is_on"] for rule in body["rules"]}
        assert (body["own"], on["links"], on["pre_moderation"]) == (own, False, False)

    def test_what_is_no_page(self, moderation, rules):
        assert_error(moderation.get(f"{READ}?page=4711"), 400, "invalid", "page")
        assert moderation.get(f"{READ}?site=1").json()["code"] == "unknown_parameter"


class TestTrying:
    def test_it_works(self, moderation, rules):
        rules(banned_words="casino", pre_moderation=False)
        body = moderation.post(TRY, {"body": "The саsino", "name": "Ana"}).json()
        said = {rule["code"]: rule for rule in body["rules"]}
        assert body["verdict"] == "spam"
        assert said["banned_words"] == {
            "code": "banned_words", "was_asked": True, "verdict": "spam", "detail": "word: casino",
        }  # fmt: skip
        assert (said["links"]["was_asked"], said["links"]["verdict"]) == (True, None)
        assert said["quiet_hours"]["was_asked"] is False
        assert not ReaderComment.objects.exists()

    def test_what_is_no_text(self, moderation, rules):
        assert_error(moderation.post(TRY, {}), 400, "invalid", "body")
        assert_error(moderation.post(TRY, {"body": "x" * 10_001}), 400, "invalid", "body")
        assert_error(moderation.post(TRY, {"body": "x", "page": 4711}), 400, "invalid", "page")


class TestWho:
    @pytest.mark.parametrize("permissions", [(), ("moderate_comment",), ("senior_moderator",)])
    def test_only_senior_moderators(self, rules, permissions):
        api = with_token(new_user("mia", *permissions))
        assert_error(api.get(READ), 403, "permission_denied")
        assert_error(api.post(TRY, {"body": "x"}), 403, "permission_denied")

    def test_nobody_anonymous(self, rules):
        assert Api().get(READ).status_code in {401, 403}
