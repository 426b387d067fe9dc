"""Pages of the NHS content API: every part of the JSON once, in the order of the page."""

import json
from datetime import date

import pytest

from articles.importers import mapping, nhs_json
from articles.importers.draft import Fate
from articles.importers.refusals import SourceRefused


def mapped(content: bytes):
    return mapping.map_document(nhs_json.read(content, name="acne.json"))


def refusal(content: bytes) -> str:
    with pytest.raises(SourceRefused) as refused:
        nhs_json.read(content)
    return refused.value.code


def texts(part: object) -> set[str]:
    """Gives every `text` in a part of the JSON that has tags, at any depth."""
    if isinstance(part, list):
        return set().union(*map(texts, part)) if part else set()
    if not isinstance(part, dict):
        return set()
    own = {part["text"]} if isinstance(part.get("text"), str) and "<" in part["text"] else set()
    return own.union(*(texts(value) for value in part.values()))


class TestNhsPage:
    def test_the_acne_page_becomes_sections_in_its_order(self, inputs):
        draft = mapped((inputs / "nhs-acne.json").read_bytes())

        assert [(block.type, block.name) for block in draft.blocks] == [
            ("section", ""),
            ("section", "Symptoms of acne"),
            ("image", ""),
            ("section", "Types of spots"),
            ("section", "Things you can try if you have acne"),
            ("section", "When to seek medical advice"),
            ("section", "Why do I have acne?"),
            ("section", "Other possible causes"),
            ("section", "Who's affected?"),
            ("section", "Treatments from a GP"),
        ]

    def test_its_dates_and_author_are_the_articles(self, inputs):
        draft = mapped((inputs / "nhs-acne.json").read_bytes())

        assert (draft.title, draft.authors) == ("Acne", ("NHS website",))
        assert draft.updated_at == date(2024, 2, 8)
        assert (draft.reviewed_at, draft.review_due_at) == (date(2023, 1, 3), date(2026, 1, 3))
        assert draft.summary.startswith("Acne is a common skin condition")

    def test_every_word_of_its_texts_is_in_the_article_once(self, inputs):
        content = (inputs / "nhs-acne.json").read_bytes()
        draft = mapped(content)

        said = " ".join(str(block.value.get("text")) for block in draft.blocks)
        page = json.loads(content)
        for text in texts(page):
            words = nhs_json._plain(text)
            assert any(words[:40] in nhs_json._plain(line.text + " ") or line.text in words for line in draft.lines)
        assert said.count("Acne most commonly develops on the") == 1
        assert said.count("topical retinoids") == 1
        assert '<a href="https://www.nhs.uk/conditions/boils/">boils</a>' in said

    def test_its_picture_has_its_description_and_credit(self, inputs):
        (picture,) = [
            block.picture for block in mapped((inputs / "nhs-acne.json").read_bytes()).blocks if block.picture
        ]

        assert picture.alt == "Picture of acne spots."
        assert picture.address.startswith("https://assets.nhs.uk/")
        assert "MARAZZI" in picture.credit

    def test_what_is_left_out_says_why(self, inputs):
        draft = mapped((inputs / "nhs-acne.json").read_bytes())

        reasons = {line.text: line.reason for line in draft.lines if line.fate is Fate.DROPPED}
        assert reasons["Link: Causes"] == "navigation of the source's own site"
        assert "terms" in reasons["license: https://developer.api.nhs.uk/terms"]
        assert all(reasons.values())

    def test_a_page_with_parts_by_topic_only_is_read_by_these(self):
        page = {
            "@type": "MedicalWebPage",
            "name": "Gout",
            "hasPart": [{"headline": "Symptoms", "hasPart": [{"text": "<p>Pain in a toe.</p>"}]}],
            "relatedLink": [{"name": "Arthritis", "url": "https://e.org/arthritis", "linkRelationship": "Related"}],
        }
        draft = mapped(json.dumps(page).encode())

        assert [(block.type, block.name) for block in draft.blocks] == [
            ("section", "Symptoms"),
            ("related_article", "Arthritis"),
        ]

    @pytest.mark.parametrize(
        ("content", "code"),
        [
            (b"", "empty"),
            (b"{", "not_json"),
            (b"[1]", "unsupported_format"),
            (b'{"name": "x"}', "unsupported_format"),
            (b'{"name": "x", "hasPart": [{"text": ""}]}', "empty"),
            (b'{"hasPart":' * 200_000, "too_deep"),
            (b'{"a":"' + b"x" * 5_000_000, "too_large"),
            (b"\xff\xfe\x00", "not_json"),
        ],
    )
    def test_what_is_no_page_is_refused(self, content, code):
        assert refusal(content) == code

    def test_parts_within_parts_are_refused(self):
        part: dict = {"text": "<p>x</p>"}
        for _ in range(30):
            part = {"headline": "h", "hasPart": [part]}

        assert refusal(json.dumps({"name": "x", "hasPart": [part]}).encode()) == "too_deep"

    @pytest.mark.parametrize("value", [None, 3, "x", [], {}, [[{}]], {"text": 3}, [{"text": None, "headline": []}]])
    def test_parts_of_any_shape_end_in_an_article_or_a_refusal(self, value):
        page = {"name": value, "author": value, "lastReviewed": value, "relatedLink": value, "license": value}
        page["hasPart"] = [value, {"headline": value, "text": "<p>Words are here.</p>", "image": value}]

        draft = mapped(json.dumps(page).encode())
        assert "Words are here." in f"{draft.title} {draft.blocks}"
