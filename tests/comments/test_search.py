"""The full-text index: what it finds, and that it says what the comments say, whatever becomes of them."""

import json

import pytest
from django.db import transaction

from comments import actions, queue
from comments.authority import Authority
from comments.models import CommentWords
from tests.comments import consistency
from tests.comments.conftest import BLOCKS, BULK, MODERATION, Discussion, assert_error, new_article


def found(**filters: object) -> list[str]:
    """Give the authors of the comments that match, sorted."""
    everywhere = Authority(user=None, everywhere=True)
    return sorted(queue.comments(queue.Filters(**filters), among=everywhere).values_list("user_name", flat=True))


class TestSearching:
    @pytest.fixture
    def talk(self, discussion) -> Discussion:
        discussion.pending("My **spasticity** was better after 針灸治療.", name="Ana", email="ana@example.org")
        discussion.pending("Nothing helped; write to me: ben@example.net", name="Ben Söder", block=BLOCKS[0])
        discussion.pending("Un café, s'il vous plaît. Nothing else.", name="Zoë", email="zoe@example.org")
        return discussion

    @pytest.mark.parametrize(
        ("search", "names"),
        [
            ("spasticity", ["Ana"]),
            ("SPAST", ["Ana"]),
            ("ticity", []),
            ("針灸", ["Ana"]),
            ("治療", ["Ana"]),
            ("nothing", ["Ben Söder", "Zoë"]),
            ("noth help", ["Ben Söder"]),
            ('"nothing helped"', ["Ben Söder"]),
            ('"helped nothing"', []),
            ('"noth"', []),
            ("cafe", ["Zoë"]),
            ("soder", ["Ben Söder"]),
            ("ana@example.org", ["Ana"]),
            ("ANA@example.org spast", ["Ana"]),
            ("na@example.org", []),
            ("ben@example.net", ["Ben Söder"]),
            ('" OR 1=1; --', []),
            ("'\\", []),
            ("nothing* NOT else)", ["Zoë"]),
        ],
    )
    def test_it_finds_beginnings_of_words_of_any_script_and_whole_addresses(self, talk, search, names):
        assert found(search=search) == names

    def test_names_claims_and_reasons_are_asked_for_apart(self, talk, rules):
        assert found(author="nothing") == []
        assert found(author="sö") == ["Ben Söder"]
        assert found(claim="bene") == ["Ben Söder"]
        assert found(claim="spasticity") == []
        rules(max_links=0)
        talk.pending("See https://a.example", name="Lin")
        assert found(reason="links") == ["Lin"]
        assert len(found(reason="pre_moderation")) == 4
        assert found(reason="pre_moderation", search="see", author="lin") == ["Lin"]
        assert found(reason="nonsense") == found(author="!!!") == []

    def test_the_moderation_api_asks_the_same_index(self, talk, moderation):
        items = moderation.get(f"{MODERATION}?search=spast").json()["items"]
        assert [item["author"]["name"] for item in items] == ["Ana"]

    def test_the_moderation_api_filters_as_the_desk_does(self, talk, moderation, rules):
        rules(max_links=0)
        talk.pending("See https://a.example", name="Lin")
        for query, names in (
            ("claim=bene", ["Ben Söder"]),
            ("reason=links", ["Lin"]),
            ("article=acupuncture&author=zo", ["Zoë"]),
            ("submitted_before=2020-01-01T00:00:00Z", []),
            ("submitted_after=2020-01-01T00:00:00Z&search=cafe", ["Zoë"]),
            ("score_min=0.99", []),
            ("language=de", []),
            ("topic=none", []),
            ("unseen=true", []),
        ):
            items = moderation.get(f"{MODERATION}?{query}").json()["items"]
            assert [item["author"]["name"] for item in items] == names, query
        assert_error(moderation.get(f"{MODERATION}?score_min=much"), 400, "invalid", "score_min")
        rejected = {"filter": {"search": "a.example"}, "expected_count": 1, "decision": "reject"}
        assert moderation.post(BULK, rejected).json()["meta"]["changed"] == 1

    def test_it_marks_as_seen(self, talk, moderation, rules):
        rules(pre_moderation=False)
        comment = talk.submit("Let through.").comment
        (item,) = moderation.get(f"{MODERATION}?unseen=true").json()["items"]
        assert (item["id"], item["unseen"]) == (comment.pk, True)
        answer = moderation.post("/api/v2/moderation/seen/", {"ids": [comment.pk, 10**9]}).json()
        assert [row["outcome"] for row in answer["items"]] == ["changed", "not_found"]
        assert found(unseen=True) == []

    def test_naughty_strings_find_nothing_and_break_nothing(self, talk, inputs):
        for text in json.loads((inputs / "payloads" / "blns.json").read_text()):
            found(search=text[:200], author=text[:200], claim=text[:200])


class TestTheIndex:
    def test_it_follows_an_edit(self, discussion):
        comment = discussion.pending("The first words.")
        actions.edit(comment.pk, body="Other ones.")
        assert (found(search="first"), found(search="other")) == ([], ["Ana"])
        consistency.check(discussion.page)

    def test_it_forgets_what_an_author_deletes(self, discussion):
        comment = discussion.approved("Regrettable words.", email="ana@example.org")
        actions.delete(comment.pk)
        assert found(search="regrettable") == found(search="ana@example.org") == found(search="ana") == []
        assert not CommentWords.objects.filter(pk=comment.pk).exists()

    def test_it_forgets_an_erased_reader_a_forgotten_comment_and_a_deleted_page(self, discussion, by):
        discussion.approved("Erase me.", email="eve@example.org")
        spam = discussion.decide(discussion.pending("Buy cheap."), "spam")
        actions.erase("eve@example.org", by=by)
        actions.forget([spam.pk])
        other = Discussion(new_article("Another"))
        other.pending("Gone with its page.")
        other.page.delete()
        assert found(search="erase") == found(search="cheap") == found(search="gone") == []
        consistency.check(discussion.page)

    def test_it_says_nothing_of_a_comment_that_was_not_made(self, discussion):
        def fail() -> None:
            with transaction.atomic():
                discussion.pending("Rolled back.")
                raise ZeroDivisionError

        with pytest.raises(ZeroDivisionError):
            fail()
        assert found(search="rolled") == []
