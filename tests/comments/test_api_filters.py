"""Saved filters in the moderators' API, the same rows as the queue's in the admin."""

import pytest

from comments import searches
from comments.models import RejectionReason, SavedFilter, Trust
from tests.comments.conftest import BLOCKS, BULK, MODERATION, assert_error, new_article, new_user, with_token
from tests.comments.desks import QUEUE, Desk
from tests.comments.sections import article_in, new_section, section_moderator

FILTERS = "/api/v2/moderation/filters/"
REASONS = "/api/v2/moderation/reasons/"


class TestSearches:
    @pytest.mark.parametrize(
        ("wanted", "address"),
        [
            ({"status": "pending"}, ""),
            ({}, "tab=all"),
            ({"status": "rejected", "search": "cure all"}, "tab=all&status=rejected&q=cure+all"),
            ({"status": "spam", "score_min": 0.5, "page": 7}, "tab=spam&page=7&score_min=0.5"),
            ({"flagged": True, "age": "7d"}, "tab=flagged&age=7d"),
            ({"unseen": True, "status": "approved", "topic": "sleep"}, "tab=new&status=approved&topic=sleep"),
        ],
    )
    def test_they_are_the_same_in_both_spellings(self, wanted, address):
        assert searches.address_of(wanted) == address
        assert searches.filter_of(address) == wanted

    @pytest.mark.parametrize("wanted", [{"block": "b"}, {"flagged": False}, {"flagged": True, "unseen": True}])
    def test_what_the_queue_has_no_address_for(self, wanted):
        with pytest.raises(ValueError, match=r"block|flagged|unseen"):
            searches.address_of(wanted)

    def test_an_address_that_somebody_has_written_by_hand(self):
        assert searches.filter_of("page=x&score_min=1,5&order=flags&tab=all") == {}


class TestFilters:
    def test_one_is_saved_used_replaced_and_deleted(self, moderation, discussion, moderator):
        for text in ("A cure.", "Nothing helped."):
            discussion.pending(text)
        sent = {"name": "Cures", "filter": {"status": "pending", "search": "cure", "age": "24h"}, "shared": True}
        answer = moderation.post(FILTERS, sent)
        saved = answer.json()
        assert (answer.status_code, answer["Cache-Control"]) == (201, "no-store")
        assert saved == sent | {
            "id": saved["id"],
            "query": "q=cure&age=24h",
            "own": True,
            "owner": {"name": "Mona Deer"},
        }
        assert Desk(moderator).get().select_one(".desk__saved a")["href"] == f"{QUEUE}?q=cure&age=24h"
        found = moderation.get(f"{MODERATION}?status=pending&search=cure&age=24h").json()
        assert found["meta"]["total_count"] == 1
        in_bulk = {"filter": saved["filter"], "expected_count": 1, "decision": "approve"}
        assert moderation.post(BULK, in_bulk).json()["meta"]["changed"] == 1
        again = moderation.post(FILTERS, sent | {"filter": {"flagged": True}, "shared": False}).json()
        assert (again["id"], again["query"], again["shared"]) == (saved["id"], "tab=flagged", False)
        assert moderation.delete(f"{FILTERS}{saved['id']}/").status_code == 204
        assert_error(moderation.delete(f"{FILTERS}{saved['id']}/"), 404, "not_found")

    def test_it_lists_ones_own_and_what_others_share(self, moderation, moderator, django_assert_num_queries):
        mara = new_user("mara", "moderate_comment")
        SavedFilter.objects.create(owner=mara, name="Hers")
        shared = SavedFilter.objects.create(owner=mara, name="Shared", query="tab=spam&order=score", is_shared=True)
        own = SavedFilter.objects.create(owner=moderator, name="Mine")
        told = moderation.get(f"{FILTERS}?limit=1").json()
        assert (told["meta"]["total_count"], [row["id"] for row in told["items"]]) == (2, [own.pk])
        (second,) = moderation.get(f"{FILTERS}?limit=1&cursor={told['meta']['next_cursor']}").json()["items"]
        assert (second["id"], second["own"], second["owner"]) == (shared.pk, False, {"name": "mara"})
        assert second["filter"] == {"status": "spam"}
        assert_error(moderation.delete(f"{FILTERS}{shared.pk}/"), 404, "not_found")
        for cursor in ("", "x"):
            assert_error(moderation.get(f"{FILTERS}?cursor={cursor}"), 400, "bad_cursor", "cursor")

    @pytest.mark.parametrize(
        ("sent", "field"),
        [
            ({"name": "", "filter": {}}, "name"),
            ({"name": "x"}, "filter"),
            ({"name": "x", "filter": {"misspelt": "1"}}, "filter"),
            ({"name": "x", "filter": {"block": BLOCKS[0]}}, "filter"),
            ({"name": "x", "filter": {"flagged": False}}, "filter"),
            ({"name": "x", "filter": {"age": "1y"}}, "filter"),
            ({"name": "x", "filter": {"page": 987654}}, "filter"),
        ],
    )
    def test_what_it_refuses(self, moderation, sent, field):
        answer = moderation.post(FILTERS, sent)
        assert answer.status_code == 400
        assert any(name.startswith(field) for name in answer.json()["errors"])

    def test_a_page_outside_a_section_is_as_none(self, rules):
        sleep, pain = new_section("sleep"), new_section("pain")
        sandman = with_token(section_moderator("sandman", sleep))
        sent = {"name": "x", "filter": {"page": article_in(pain).pk}}
        assert sandman.post(FILTERS, sent).status_code == 400
        assert sandman.post(FILTERS, sent | {"filter": {"page": article_in(sleep).pk}}).status_code == 201


class TestAges:
    def test_either_an_age_or_moments(self, moderation):
        answer = moderation.get(f"{MODERATION}?age=24h&submitted_after=2026-01-01T00:00:00Z")
        assert_error(answer, 400, "invalid", "age")
        assert moderation.get(f"{MODERATION}?age=9d").status_code == 400


class TestReasons:
    def test_who_moderates_a_section_has_those_of_its_site(self, rules, moderation):
        from wagtail.models import Site

        other = Site.objects.create(hostname="other.example.org", root_page=new_article("Elsewhere"))
        RejectionReason.objects.create(label="Only elsewhere", site=other)
        sandman = with_token(section_moderator("sandman", new_section("sleep")))
        labels = [row["label"] for row in sandman.get(REASONS).json()["items"]]
        assert (len(labels), "Only elsewhere" in labels) == (7, False)
        assert moderation.get(REASONS).json()["meta"]["total_count"] == 8


class TestTrust:
    def test_what_was_said_is_taken_back(self, moderation, discussion):
        comment = discussion.pending(email="ana@example.org")
        path = f"{MODERATION}{comment.pk}/author/trust/"
        told = moderation.post(path, {"trusted": False, "days": 7}).json()
        assert (told["trusted"], told["trusted_until"] is None) == (False, False)
        author = moderation.get(f"{MODERATION}{comment.pk}/").json()["author"]
        assert (author["trusted"], author["trust"]["state"]) == (False, "withdrawn")
        assert moderation.delete(path).json()["trusted"] is None
        assert not Trust.objects.exists()
        assert_error(moderation.delete(path), 404, "not_found")
