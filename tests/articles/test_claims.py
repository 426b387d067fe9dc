"""Claims, coverage, numbering and reading time; no database."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles import claims
from articles.claims import Work
from articles.vocabulary import Certainty
from tests.articles.bodies import block, items, source

WORKS = {1: Work("cohort"), 2: Work("randomized_trial"), 3: Work("cohort", retracted=True)}


def coverage(*body, works=WORKS):
    return claims.coverage(claims.walk(body), works)


class TestWalk:
    def test_it_reads_the_graded_blocks_in_order(self):
        body = [
            block("section", heading="Intro"),
            block("benefit", id="b", heading="Less pain", certainty="low", sources=items(source(1))),
            block("evidence", id="e", sources=items(source(2, direction="mixed"))),
        ]
        found = claims.walk(body)
        assert [(claim.block, claim.type, claim.is_claim) for claim in found] == [
            ("b", "benefit", True),
            ("e", "evidence", False),
        ]
        assert found[0] == claims.Claim("b", "benefit", "Less pain", "low", (claims.Source(1, "supports"),))
        assert found[1].sources == (claims.Source(2, "mixed"),)

    def test_it_takes_what_was_never_filled_in(self):
        assert claims.walk([{"type": "benefit", "value": {}}]) == [claims.Claim("", "benefit")]

    def test_a_source_without_a_reference_is_none(self):
        body = [block("benefit", sources=items({"reference": None, "finding": "x"}, source(1)))]
        assert claims.walk(body)[0].sources == (claims.Source(1, "supports"),)

    def test_it_reads_lists_as_older_rows_have_them(self):
        assert claims.walk([block("benefit", sources=[source(1)])])[0].sources == (claims.Source(1, "supports"),)


class TestCoverage:
    def test_it_counts_each_claim_once_as_cited_declared_or_uncited(self):
        found = coverage(
            block("benefit", id="cited", sources=items(source(1), source(2))),
            block("benefit", id="declared", no_evidence_found=True),
            block("mechanism", id="uncited"),
            block("evidence", id="no claim", sources=items(source(3))),
        )
        assert (found.claims, found.cited_claims, found.declared_unsupported) == (3, 1, 1)
        assert found.uncited == ("uncited",)

    def test_designs_count_each_reference_once(self):
        found = coverage(
            block("benefit", sources=items(source(1), source(2))),
            block("mechanism", sources=items(source(1))),
            block("evidence", sources=items(source(3))),
        )
        assert found.by_design == {"cohort": 2, "randomized_trial": 1}
        assert found.retracted == 1

    def test_a_reference_that_is_gone_supports_nothing(self):
        found = coverage(block("benefit", id="b", sources=items(source(9))))
        assert (found.cited_claims, found.uncited, found.by_design) == (0, ("b",), {})

    def test_an_article_without_claims_has_none_uncited(self):
        assert coverage(block("section", text="<p>x</p>")) == claims.Coverage()


class TestCertainty:
    @pytest.mark.parametrize(
        ("body", "certainty"),
        [
            ([("benefit", "high"), ("mechanism", "low"), ("evidence", "moderate")], "moderate"),
            ([("benefit", "high"), ("mechanism", "very_low"), ("evidence", "")], "very_low"),
            ([("benefit", ""), ("mechanism", "moderate")], "moderate"),
            ([("benefit", ""), ("evidence", "")], None),
            ([], None),
        ],
    )
    def test_it_is_the_evidence_blocks_else_the_lowest_of_the_claims(self, body, certainty):
        assert coverage(*(block(kind, certainty=stated) for kind, stated in body)).certainty == certainty

    def test_its_words_are_those_of_the_vocabulary(self):
        assert list(reversed(claims.CERTAINTIES)) == Certainty.values


class TestNumbering:
    def test_it_counts_references_by_first_use_across_blocks(self):
        found = claims.walk(
            [
                block("benefit", id="a", sources=items(source(7), source(3))),
                block("evidence", id="b", sources=items(source(3), source(5))),
            ]
        )
        assert claims.numbering(found) == {7: 1, 3: 2, 5: 3}
        assert claims.cited_by(found) == {7: ["a"], 3: ["a", "b"], 5: ["b"]}

    @given(st.lists(st.lists(st.integers(1, 20), max_size=6), max_size=8))
    def test_numbers_are_1_to_n_without_gaps(self, cited):
        found = claims.walk([block("benefit", sources=items(*map(source, references))) for references in cited])
        assert sorted(claims.numbering(found).values()) == list(
            range(1, len({pk for some in cited for pk in some}) + 1)
        )


class TestWordCount:
    def test_it_counts_the_text_of_all_blocks(self):
        body = [
            block("section", heading="Two words", text="<p>Three more words.</p><p>One</p>"),
            block("benefit", heading="B", certainty="very_low", sources=items(source(1, finding="It helped."))),
            block("faq", items=items({"question": "Does it hurt?", "answer": "<p>No &amp; never</p>"})),
            block("related_article", label="Read on", url="https://example.org/a/b", page=None),
            block("table", columns=[{"type": "text", "heading": "n"}], rows=[{"values": ["four"]}], caption="A table"),
        ]
        assert claims.word_count(body) == (2 + 3 + 1) + (1 + 2) + (3 + 2) + 2 + (1 + 1 + 2)

    def test_a_tag_separates_words_and_a_hyphen_does_not(self):
        assert claims.word_count([block("section", text="<ul><li>one</li><li>well-known</li></ul>")]) == 2

    @pytest.mark.parametrize(("words", "minutes"), [(0, 1), (200, 1), (201, 2), (780, 4)])
    def test_reading_takes_a_minute_for_200_words(self, words, minutes):
        assert claims.reading_time_minutes(words) == minutes
