"""Giving sections of a draft other types: no word is lost, and the account goes along."""

import html
import re

import pytest

from articles.importers import mapping, retyping, text
from articles.importers.draft import DraftBlock, Fate

POST = """Swimming and the heart
By Ana Silva

Swimming is wet. It is also good for you.

Benefits:
The heart gets stronger. Small samples are a limitation, such as small sample sizes.

Book a free lesson at https://e.org/book today.
"""
SAMPLES = {
    "section": DraftBlock(
        "section",
        {"heading": "Alpha", "text": "<p>Beta gamma? Delta.</p><ul><li>epsilon<ul><li>zeta</li></ul></li></ul>"},
    ),
    "benefit": DraftBlock("benefit", {"heading": "Alpha", "text": "<p>Beta &amp; gamma.</p>"}),
    "quote": DraftBlock("quote", {"text": "Alpha beta", "attribution": "Gamma", "source_url": ""}),
    "faq": DraftBlock("faq", {"items": [{"question": "Alpha?", "answer": "<p>Beta.</p>"}]}),
    "call_to_action": DraftBlock("call_to_action", {"text": "Book alpha.", "label": "Book alpha", "url": ""}),
    "disclaimer": DraftBlock("disclaimer", {"text": "<p>Alpha.</p>"}),
    "related_article": DraftBlock("related_article", {"page": None, "url": "https://e.org/", "label": "Alpha beta"}),
}


def drafted():
    return mapping.map_document(text.document(POST))


def words(block: DraftBlock) -> set[str]:
    return set(
        re.findall(r"\w+", html.unescape(re.sub(r"<[^>]+>", " ", str(block.value).replace("\\n", " "))).casefold())
    )


def made(block: DraftBlock, kind: str) -> DraftBlock:
    return retyping._as(block, kind)


class TestRetyped:
    def test_a_section_gets_the_type_asked_for(self):
        draft = retyping.retyped(drafted(), {1: "evidence"})

        assert [block.type for block in draft.blocks] == ["section", "evidence", "call_to_action"]
        assert draft.blocks[1].value["limitations"] == ["Small sample sizes"]

    def test_dropped_sections_are_gone_and_their_lines_say_so(self):
        draft = retyping.retyped(drafted(), {0: "drop"})

        assert [block.type for block in draft.blocks] == ["benefit", "call_to_action"]
        fates = {line.n: line for line in draft.lines}
        assert (fates[4].fate, fates[4].blocks, fates[4].reason) == (Fate.DROPPED, (), retyping.LEFT_OUT)
        assert fates[7].blocks == (0,)

    @pytest.mark.parametrize("types", [{9: "quote"}, {-1: "drop"}, {0: "image"}, {0: "nonsense"}, {0: "section"}])
    def test_what_is_no_choice_changes_nothing(self, types):
        assert retyping.retyped(drafted(), types) == drafted()

    def test_a_picture_can_only_be_left_out(self):
        assert retyping.choices(DraftBlock("image", {})) == ("image", "drop")


class TestWordsStay:
    @pytest.mark.parametrize("kind", [kind for kind in retyping.TEXTUAL if kind != "related_article"])
    @pytest.mark.parametrize("sample", SAMPLES)
    def test_when_a_block_becomes_another(self, sample, kind):
        said = words(
            DraftBlock("", {k: v for k, v in SAMPLES[sample].value.items() if k not in {"url", "page", "label"}})
        )
        if sample == "related_article":
            said = {"alpha", "beta"}
        said -= {"text", "heading", "attribution", "items", "question", "answer", "source_url"}

        assert not said - words(made(SAMPLES[sample], kind))

    def test_a_card_takes_the_heading_and_the_first_link(self):
        block = DraftBlock("section", {"heading": "Alpha", "text": '<p><a href="https://e.org/?a=1&amp;b">x</a></p>'})

        assert made(block, "related_article").value == {"page": None, "url": "https://e.org/?a=1&b", "label": "Alpha"}

    def test_a_question_without_heading_is_its_first_sentence(self):
        block = DraftBlock("section", {"heading": "", "text": "<p>Is it safe? Mostly.</p>"})

        assert made(block, "faq").value == {"items": [{"question": "Is it safe?", "answer": "<p>Mostly.</p>"}]}

    def test_what_is_escaped_stays_escaped(self):
        block = DraftBlock("quote", {"text": "<script>alert(1)</script>", "attribution": "", "source_url": ""})

        assert "<script>" not in made(block, "section").value["text"]
