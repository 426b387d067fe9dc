"""What an editor is told of an article while writing it."""

import pytest

from articles import appraisal, claims, readability
from articles.appraisal import ADVICE, MISSING, SAID, WARNING, Draft, Title
from tests.articles.bodies import block, items, source

LIBRARY = {1: Title("A trial"), 2: Title("A withdrawn trial", claims.Work(retracted=True))}
COMPLETE = {
    "heading": "Less fatigue",
    "text": "<p>It may help.</p>",
    "certainty": "low",
    "certainty_reasons": ["imprecision"],
    "sources": items(source(1, finding="Less fatigue.")),
}


def notes(value=None, *, kind="benefit", strong=(), **changed):
    draft = Draft([block(kind, **{**COMPLETE, **(value or {}), **changed})], LIBRARY, tuple(strong))
    return {(note.level, note.code) for note in appraisal.appraise(draft).rows[0].notes}


class TestAClaim:
    def test_one_that_is_complete_has_no_notes(self):
        assert notes() == set()

    def test_it_shows_its_sources_in_order(self):
        sources = items(source(1), source(2, direction="mixed"), source(9))
        row = appraisal.appraise(Draft([block("benefit", **{**COMPLETE, "sources": sources})], LIBRARY)).rows[0]
        assert [(line.number, line.title, line.direction, line.retracted) for line in row.sources] == [
            (1, "A trial", "supports", False),
            (2, "A withdrawn trial", "mixed", True),
            (3, "", "supports", False),
        ]

    def test_it_needs_a_source(self):
        assert notes(sources=[], certainty="", certainty_reasons=[]) == {(MISSING, "no_source")}

    def test_saying_that_no_evidence_was_found_is_not_missing(self):
        found = notes(sources=[], certainty="", certainty_reasons=[], no_evidence_found=True)
        assert found == {(SAID, "declared_unsupported")}

    def test_saying_so_with_a_source_is_contradictory(self):
        assert notes(no_evidence_found=True) == {(WARNING, "declared_but_cited")}

    def test_it_needs_a_certainty(self):
        assert notes(certainty="", certainty_reasons=[]) == {(MISSING, "no_certainty")}

    @pytest.mark.parametrize("certainty", ["moderate", "low", "very_low"])
    def test_certainty_below_high_asks_for_its_reasons(self, certainty):
        assert notes(certainty=certainty, certainty_reasons=[]) == {(WARNING, "no_reasons")}

    def test_high_certainty_needs_none(self):
        assert notes(certainty="high", certainty_reasons=[]) == set()

    def test_a_source_needs_a_direction(self):
        assert notes(sources=items(source(1, direction=""))) == {(MISSING, "no_direction")}

    def test_an_unclear_direction_needs_a_finding(self):
        assert notes(sources=items(source(1, direction="unclear", finding=""))) == {(MISSING, "no_finding")}
        assert notes(sources=items(source(1, direction="unclear", finding="Hard to say."))) == set()

    def test_a_source_needs_a_reference(self):
        assert notes(sources=items(source(1), source(None))) == {(MISSING, "no_reference")}

    def test_a_reference_that_is_gone_is_no_source(self):
        assert notes(sources=items(source(9))) == {(MISSING, "reference_gone"), (MISSING, "no_source")}

    def test_a_retracted_source_is_a_warning(self):
        assert notes(sources=items(source(2))) == {(WARNING, "retracted")}

    def test_sources_that_all_contradict_it_are_a_warning(self):
        assert notes(sources=items(source(1, direction="contradicts"))) == {(WARNING, "contradicted")}

    def test_the_evidence_block_is_only_advised_to_name_sources(self):
        assert notes(kind="evidence", sources=[]) == {(ADVICE, "no_source")}

    def test_a_half_written_body_is_no_error(self):
        body = [{"type": "benefit", "id": "a", "value": {}}, {"type": "evidence", "value": None}, {"type": "faq"}]
        found = appraisal.appraise(Draft(body))
        assert [row.name for row in found.rows] == ["Benefit (block 1)"]


class TestStrongWords:
    def test_they_are_a_warning_below_high_certainty(self):
        assert notes(strong=["cures"], text="<p>It <b>cures</b> fatigue.</p>") == {(WARNING, "strong_words")}
        assert notes(strong=["cures"], heading="It Cures fatigue") == {(WARNING, "strong_words")}

    def test_high_certainty_has_earned_them(self):
        assert notes(strong=["cures"], text="<p>It cures.</p>", certainty="high") == set()

    def test_the_note_names_them(self):
        draft = Draft(
            [block("benefit", **{**COMPLETE, "text": "<p>Proven: it cures.</p>"})], LIBRARY, ("cures", "proven")
        )
        note = appraisal.appraise(draft).rows[0].notes[0]
        assert note.text == "“proven”, “cures” are stronger than the evidence allows."


class TestTheArticle:
    def codes(self, **fields):
        return {note.code for note in appraisal.appraise(Draft(**{"body": [], **fields})).advice}

    def test_an_empty_one_is_advised_of_all_that_it_lacks(self):
        assert self.codes() == {"no_summary", "no_claims", "no_call_to_action", "no_author", "no_reviewer"}

    def test_a_full_one_is_advised_of_nothing(self):
        weighed = block("evidence", **COMPLETE, limitations=items("Small samples"))
        body = [block("benefit", **COMPLETE), weighed, block("call_to_action", text="Book")]
        assert self.codes(body=body, summary="Short.", authors=1, reviewers=1) == set()

    def test_claims_want_an_evidence_block(self):
        assert "no_evidence" in self.codes(body=[block("benefit", **COMPLETE)])

    def test_evidence_wants_its_limitations(self):
        assert "no_limitations" in self.codes(body=[block("evidence", **COMPLETE, limitations=[])])

    def test_pictures_want_words(self):
        assert "no_alternative_text" in self.codes(untold_images=1)
        note = next(note for note in appraisal.appraise(Draft([], untold_images=2)).advice if "images" in note.text)
        assert note.text.startswith("2 images have no alternative text.")

    def test_advice_is_nothing_to_do(self):
        assert appraisal.appraise(Draft([])).to_do == 0

    def test_what_is_missing_and_warnings_are_counted(self):
        bare = block("benefit", heading="H", text="", sources=[], certainty="low")
        assert appraisal.appraise(Draft([bare, block("mechanism", **COMPLETE)], LIBRARY)).to_do == 2

    def test_it_gives_coverage_and_words(self):
        found = appraisal.appraise(Draft([block("benefit", **COMPLETE)], LIBRARY))
        assert (found.coverage.claims, found.coverage.cited_claims) == (1, 1)
        assert found.words == 7


class TestReadability:
    SIMPLE = "The cat sat on the mat. The dog ran to the door. We had a good day in the sun. " * 3
    HARD = (
        "Immunomodulatory neurotransmission abnormalities characteristically complicate electrophysiological "
        "interpretation, notwithstanding methodological heterogeneity and considerable intraindividual variability "
        "across multicentre investigations of complementary interventions, particularly acupuncture, throughout "
        "rehabilitation programmes administered internationally during observational evaluations."
    )

    def test_short_words_and_sentences_are_easy(self):
        assert readability.measure(self.SIMPLE, "en").band == readability.EASY

    def test_long_ones_are_very_hard(self):
        assert readability.measure(self.HARD, "en").band == readability.VERY_HARD

    def test_a_short_text_has_no_score(self):
        assert readability.measure("Three short words.", "en") is None

    def test_a_language_without_a_formula_has_none(self):
        assert readability.measure(self.SIMPLE, "fi") is None
        assert not readability.speaks("fi")

    def test_german_and_spanish_have_formulas_of_their_own(self):
        german = "Der Hund lief zur Tür. Die Katze schlief auf dem Bett. Wir hatten einen guten Tag. " * 3
        spanish = "El perro corre a la puerta. La gata duerme en la cama. Hoy es un buen día. " * 3
        assert readability.measure(german, "de-CH").band == readability.EASY
        assert readability.measure(spanish, "es").band == readability.EASY

    @pytest.mark.parametrize(("word", "count"), [("cat", 1), ("fatigue", 2), ("table", 2), ("needle", 2), ("mine", 1)])
    def test_it_counts_syllables(self, word, count):
        assert readability.syllables(word, "en") == count

    def test_each_block_has_its_own(self):
        body = [
            block("section", heading="", text=f"<p>{self.SIMPLE}</p>", id="a"),
            block("benefit", heading="Less pain", text="<p>It may help.</p>", id="b"),
            block("section", heading="Empty", text="", id="c"),
            block("quote", text="Short."),
        ]
        long, short = appraisal.appraise(Draft(body)).readings
        assert (long.block, long.name, long.words) == ("a", "Section (block 1)", 60)
        assert long.readability.band == readability.EASY
        assert (short.block, short.name, short.words, short.readability) == ("b", "Less pain", 3, None)

    def test_list_items_and_paragraphs_end_a_sentence(self):
        assert (
            claims.plain_text(block("section", text="<ul><li>One</li><li>Two</li></ul><p>A <b>b</b></p>"))
            == "One\nTwo\nA b"
        )
