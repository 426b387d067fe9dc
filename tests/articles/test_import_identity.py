"""What stays the same from one import of an article to the next."""

import pytest

from articles.importers import identity, mapping, text
from articles.importers.draft import DraftBlock

POST = "Swimming\n\nIt is wet. And good.\n\nBenefits:\nThe heart gets stronger.\n\nHow it works:\nWater carries you.\n"


def raw(post: str, existing=()):
    return identity.raw_body(mapping.map_document(text.document(post)).blocks, existing, article="swimming\n")


def ids(body):
    return [block["id"] for block in body]


class TestKey:
    @pytest.mark.parametrize("written", ["Green  Tea", " green tea ", "GREEN\tTEA"])
    def test_case_and_spaces_make_no_other_article(self, written):
        assert identity.key(written) == "green tea"


class TestRawBody:
    def test_it_is_the_same_every_time(self):
        assert raw(POST) == raw(POST)

    def test_blocks_of_other_articles_have_other_ids(self):
        blocks = mapping.map_document(text.document(POST)).blocks

        assert not set(ids(raw(POST))) & set(ids(identity.raw_body(blocks, [], article="running\n")))

    def test_two_blocks_with_one_heading_have_two_ids(self):
        block = DraftBlock("benefit", {"heading": "Calm", "text": "<p>It soothes.</p>"})

        assert len(set(ids(identity.raw_body([block, block], [], article="swimming\n")))) == 2

    def test_a_block_keeps_its_id_when_its_text_or_heading_changes_a_little(self):
        before = raw(POST)
        changed = POST.replace("gets stronger", "grows").replace("How it works:", "How it all works:")

        assert ids(raw(changed, before)) == ids(before)

    def test_a_new_block_between_others_moves_no_id(self):
        before = raw(POST)
        after = raw(POST.replace("How it works:", "Cost:\nIt is cheap.\n\nHow it works:"), before)

        assert ids(after)[:2] == ids(before)[:2]
        assert ids(after)[3] == ids(before)[2]
        assert ids(after)[2] not in ids(before)

    def test_blocks_that_change_places_take_their_ids_along(self):
        before = raw(POST)
        swapped = "Swimming\n\nIt is wet. And good.\n\nHow it works:\nWater carries you.\n\nBenefits:\nThe heart gets stronger.\n"

        assert ids(raw(swapped, before)) == [ids(before)[0], ids(before)[2], ids(before)[1]]

    def test_a_section_that_becomes_a_benefit_keeps_its_id(self):
        before = raw(POST.replace("Benefits:", "Good sides:"))
        block = DraftBlock("benefit", {"heading": "Good sides", "text": "<p>The heart gets stronger.</p>"})

        assert identity.raw_body([block], before, article="swimming\n")[0]["id"] == before[1]["id"]

    def test_what_editors_added_stays_and_what_the_text_says_wins(self):
        before = raw(POST)
        before[1]["value"] |= {"certainty": "low", "text": "<p>Changed.</p>", "no_evidence_found": True}
        (benefit,) = [block for block in raw(POST, before) if block["type"] == "benefit"]

        assert benefit["value"]["certainty"] == "low"
        assert benefit["value"]["no_evidence_found"] is True
        assert benefit["value"]["text"] == "<p>The heart gets stronger.</p>"

    def test_lists_have_the_form_of_a_list_block(self):
        block = DraftBlock("evidence", {"heading": "Evidence", "text": "", "limitations": ["Small", "Short"]})
        (found,) = identity.raw_body([block], [], article="swimming\n")

        assert [(item["type"], item["value"]) for item in found["value"]["limitations"]] == [
            ("item", "Small"),
            ("item", "Short"),
        ]
        assert len({item["id"] for item in found["value"]["limitations"]}) == 2


class TestContentDigest:
    def test_saving_it_unchanged_in_the_editor_is_no_edit(self):
        written = {
            "title": "A",
            "body": [{"id": "1", "type": "section", "value": {"heading": "", "text": "<p>It's hot</p>"}}],
        }
        saved = {
            "title": "A",
            "body": [
                {
                    "id": "1",
                    "type": "section",
                    "value": {"text": '<p data-block-key="x1y2z">It&#x27;s hot</p>', "url": None},
                }
            ],
        }

        assert identity.content_digest(written) == identity.content_digest(saved)

    @pytest.mark.parametrize(
        "change",
        [{"title": "B"}, {"body": []}, {"body": [{"id": "2", "type": "section", "value": {"text": "<p>Hot</p>"}}]}],
    )
    def test_a_changed_word_or_block_is_one(self, change):
        written = {"title": "A", "body": [{"id": "1", "type": "section", "value": {"text": "<p>Hot</p>"}}]}

        assert identity.content_digest(written) != identity.content_digest(written | change)

    def test_a_date_the_source_left_out_may_be_filled_in(self):
        written = identity.content_digest({"title": "A", "published_at": None})

        assert written in identity.digests({"title": "A", "published_at": "2023-08-17"}, ["published_at"])
        assert written not in identity.digests({"title": "A", "published_at": "2023-08-17"}, [])
