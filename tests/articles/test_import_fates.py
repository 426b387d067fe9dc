"""Every line of any text has a fate, and words that are not dropped are in the article."""

import html
import re
import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from articles.importers import announcements, fidelity, mapping, text
from articles.importers.draft import DraftArticle, Fate
from tests.articles.test_import_mapping import MASSAGE, MIGRAINE, TEA, YOGA

PIECES = st.sampled_from(
    [
        *(line for post in (YOGA, TEA, MASSAGE, MIGRAINE) for line in post.splitlines()),
        *(
            "Benefits:",
            "Contents",
            "Comments",
            "FAQ",
            "—",
            "“Quoted.”",
            "Disclaimer:",
            "Related articles",
            "- ",
            "1. One",
        ),
        *("Pain: it goes away when you swim a lot.", "Q: Why?", "A: So."),
    ]
)
# Headings over questions and disclaimers, and the marks of questions: the type of the block says the same.
IN_THE_TYPE = {"disclaimer", "faq", "frequently", "asked", "questions", "q", "a"}
POSTS = st.lists(PIECES | st.text(max_size=60), max_size=40).map("\n".join)


def words_of(value: object) -> set[str]:
    if isinstance(value, dict):
        return set().union(*map(words_of, value.values())) if value else set()
    if isinstance(value, list):
        return set().union(*map(words_of, value)) if value else set()
    plain = html.unescape(re.sub(r"</?(?:p|ul|ol|li)>", " ", str(value)))
    return set(re.findall(r"\w+", plain.casefold()))


def lost_words(draft: DraftArticle) -> set[str]:
    """Words of lines that are said to be wholly in blocks, and are in none of these."""
    lost: set[str] = set()
    for line in draft.lines:
        if line.blocks and "(“" not in line.reason and "says what the blocks below are" not in line.reason:
            there = set().union(*(words_of(draft.blocks[position].value) for position in line.blocks))
            (source,) = text.document(line.text).lines
            lost |= words_of(source.content) - there
    return lost


class TestEveryLine:
    @settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(POSTS)
    def test_it_has_a_fate_whatever_the_text(self, post):
        draft = mapping.map_document(text.document(post))

        assert [line.n for line in draft.lines] == [n for n, line in enumerate(post.splitlines(), 1) if line.strip()]
        for line in draft.lines:
            assert line.reason or line.fate is Fate.PLACED
            assert all(0 <= position < len(draft.blocks) for position in line.blocks)
            assert not (line.fate is Fate.DROPPED and line.blocks)
        assert {position for line in draft.lines for position in line.blocks} == set(range(len(draft.blocks)))
        assert lost_words(draft) <= IN_THE_TYPE

    @pytest.mark.parametrize("post", [YOGA, TEA, MASSAGE, MIGRAINE], ids=["yoga", "tea", "massage", "migraine"])
    def test_its_words_are_where_the_account_says(self, post):
        assert lost_words(mapping.map_document(text.document(post))) <= IN_THE_TYPE

    def test_the_clinics_post_loses_no_word(self, inputs):
        draft = mapping.map_document(text.read((inputs / "acupuncture-ms.txt").read_bytes()))

        assert lost_words(draft) == set()


class TestLongTexts:
    @pytest.mark.parametrize(
        "pattern",
        [".", "(", "a - ", "“", "by ", "Book a visit now. ", "Ab Cd\n", "- a: bbbbbbbbbbbbbbbbbbbbbbbbb\n", "Heading:\n",
         "These benefits include one, two and three.\nOne\nText is here now.\n", "[a](", "1", "Why is it?\nBecause.\n"],
    )  # fmt: skip
    def test_the_time_grows_with_the_length_only(self, pattern, monkeypatch):
        """A pattern that backtracks takes minutes here; ten seconds is for slow machines."""
        # As of a text that never says the same again.
        monkeypatch.setattr(announcements, "alike", announcements.alike.__wrapped__)
        post = "Title\n\n" + pattern * (60_000 // len(pattern))
        start = time.process_time()

        mapping.map_document(text.document(post))

        assert time.process_time() - start < 10


class TestReport:
    BODY = [{"id": "block-1", "type": "section", "value": {}}]

    def test_a_line_names_its_blocks_and_why(self):
        draft = mapping.map_document(text.document("A walk\n2 min read\n\nWe walked.\n"))

        assert fidelity.report(draft, self.BODY, page=7, status="created") == {
            "page": 7,
            "title": "A walk",
            "byline": "",
            "status": "created",
            "blocks": [{"id": "block-1", "type": "section", "heading": ""}],
            "lines": [
                {"n": 1, "text": "A walk", "fate": "placed", "block": None, "blocks": [], "reason": "the article's title"},
                {"n": 2, "text": "2 min read", "fate": "dropped", "block": None, "blocks": [], "reason": draft.lines[1].reason},
                {"n": 4, "text": "We walked.", "fate": "placed", "block": "block-1", "blocks": ["block-1"], "reason": ""},
            ],
        }  # fmt: skip

    @pytest.mark.parametrize("width", [20, 80, 140, 300])
    def test_the_table_fits_the_terminal(self, width):
        rows = fidelity.table(mapping.map_document(text.document(YOGA)), width=width).splitlines()

        assert max(map(len, rows)) <= max(width, 60)
        assert len(rows) == 1 + sum(bool(line.strip()) for line in YOGA.splitlines())

    def test_the_summary_counts(self):
        draft = mapping.map_document(text.document(MASSAGE))

        assert fidelity.summary(draft) == (
            "11 lines: 9 placed, 2 kept, 0 dropped. 6 blocks: 2 sections, 2 benefits, 1 mechanism, 1 evidence."
        )
