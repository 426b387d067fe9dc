"""A block copied from one article's form and pasted into another: whole, under ids of its own."""

import json
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from articles.admin.clipboard import with_own_ids
from articles.models import ArticlePage, CopiedBlock

BODY = ArticlePage._meta.get_field("body").stream_block
COPIED, PASTE = reverse("articles_copied_block"), reverse("articles_paste_block")


def form_of(raw, prefix="body-3-value"):
    """Give what a browser sends of a block, from its raw value."""
    child = BODY.child_blocks[raw["type"]]
    fields = {"copied_type": raw["type"], "copied_prefix": prefix, "copied_title": "Named", "copied_source": "Needles"}
    return fields | dict(_fields(child, child.get_form_state(child.to_python(raw["value"])), prefix))


def _fields(block, state, prefix):
    if hasattr(block, "child_block"):
        yield f"{prefix}-count", len(state)
        for number, item in enumerate(state):
            yield from [(f"{prefix}-{number}-deleted", ""), (f"{prefix}-{number}-order", number)]
            yield f"{prefix}-{number}-id", item["id"]
            yield from _fields(block.child_block, item["value"], f"{prefix}-{number}-value")
    elif isinstance(state, dict) and hasattr(block, "child_blocks") and "columns" not in state:
        for name, child in block.child_blocks.items():
            yield from _fields(child, state[name], f"{prefix}-{name}")
    elif isinstance(state, dict):
        yield prefix, state.get("id", "")
    elif state not in (None, False):
        yield prefix, state


@pytest.fixture
def copy(editor_client):
    return lambda raw, **changes: editor_client.post(COPIED, form_of(raw) | changes)


@pytest.fixture
def paste(editor_client):
    return lambda: editor_client.get(PASTE)


class TestCopying:
    def test_it_works(self, copy, every_block, editor_client):
        benefit = every_block[1]
        answer = copy(benefit)
        assert answer.json() == {"copied": {"type": "benefit", "title": "Named", "source": "Needles"}}
        assert "no-store" in answer["Cache-Control"]
        assert editor_client.get(COPIED).json() == answer.json()

    def test_it_replaces_what_was_copied_before(self, copy, every_block):
        copy(every_block[1])
        copy(every_block[7])
        assert CopiedBlock.objects.get().type == "quote"

    @pytest.mark.parametrize(
        "changes",
        [
            {"copied_type": "video"},
            {"copied_type": ""},
            {"copied_prefix": ""},
            {"copied_prefix": "body-99-value"},
            {"copied_type": "table"},
        ],
    )
    def test_it_refuses_what_is_no_block(self, copy, every_block, changes):
        answer = copy(every_block[1], **changes)
        assert answer.status_code == 400
        assert answer.json()["message"]
        assert not CopiedBlock.objects.exists()

    def test_it_refuses_a_block_beyond_all_measure(self, copy, every_block):
        answer = copy(every_block[7], **{"body-3-value-text": "x" * 1_000_001})
        assert (answer.status_code, "too long" in answer.json()["message"]) == (400, True)

    def test_it_is_for_who_may_enter_the_admin(self, client, db):
        assert client.post(COPIED).status_code == 302
        assert client.get(PASTE).status_code == 302


class TestPasting:
    @pytest.mark.parametrize("place", [1, 2, 3, 4, 5, 6, 7, 8, 10])
    def test_every_field_arrives_as_it_was(self, copy, paste, every_block, place):
        copy(every_block[place])
        pasted = paste().json()
        child = BODY.child_blocks[pasted["type"]]
        original = child.get_form_state(child.to_python(every_block[place]["value"]))
        assert without_ids(pasted["state"]) == without_ids(json.loads(json.dumps(original, default=str)))

    def test_the_items_of_its_lists_have_new_ids(self, copy, paste, every_block):
        copy(every_block[1])
        pasted = [paste().json()["state"]["sources"][0]["id"] for _ in range(2)]
        assert len({every_block[1]["value"]["sources"][0]["id"], *pasted}) == 3

    def test_a_reference_gone_meanwhile_is_left_out(self, copy, paste, every_block):
        from articles.models import Reference

        copy(every_block[1])
        Reference.objects.all().delete()
        assert paste().json()["state"]["sources"][0]["value"]["reference"] is None

    def test_without_a_copy_it_says_what_to_do(self, paste):
        answer = paste()
        assert (answer.status_code, answer.json()["message"]) == (404, "Nothing is copied yet. Copy a block first.")

    def test_nobody_pastes_what_somebody_else_has_copied(self, copy, every_block, client, django_user_model):
        copy(every_block[1])
        client.force_login(django_user_model.objects.create_superuser("other", "other@example.org", "secret"))
        assert client.get(COPIED).json() == {"copied": None}
        assert client.get(PASTE).status_code == 404

    def test_a_kind_that_articles_no_longer_have_is_refused(self, copy, paste, every_block):
        copy(every_block[1])
        CopiedBlock.objects.update(type="video")
        answer = paste()
        assert (answer.status_code, "no longer have" in answer.json()["message"]) == (409, True)

    def test_its_cost_does_not_grow_with_the_sources(self, copy, paste, every_block, make_reference):
        def queries(count):
            item = every_block[1]["value"]["sources"][0]
            sources = [item | {"value": item["value"] | {"reference": make_reference().pk}} for _ in range(count)]
            copy(every_block[1] | {"value": every_block[1]["value"] | {"sources": sources}})
            with CaptureQueriesContext(connection) as captured:
                assert len(paste().json()["state"]["sources"]) == count
            return len(captured)

        assert queries(1) == queries(20)


class TestOwnIds:
    def test_only_items_get_new_ones(self):
        raw = {"page": 3, "list": [{"type": "item", "id": "a", "value": {"id": "b", "type": "text"}}]}
        renewed = with_own_ids(raw)
        assert renewed["list"][0].pop("id") != raw["list"][0].pop("id")
        assert renewed == raw


def without_ids(state):
    if isinstance(state, list):
        return [without_ids(item) for item in state]
    if isinstance(state, dict):
        return {name: without_ids(value) for name, value in state.items() if not (name == "id" and "value" in state)}
    # Draft.js gives each paragraph a random key.
    return re.sub(r'"key": "\w+"', "", state) if isinstance(state, str) else state
