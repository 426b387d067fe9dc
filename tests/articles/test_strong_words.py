"""Words that promise more than the evidence bears."""

import pytest

from articles import strong_words
from articles.models.standards import STRONG_WORDS, EditorialStandards

DEFAULT = strong_words.phrases(STRONG_WORDS)


class TestPhrases:
    def test_one_a_line_without_blanks_and_repetitions(self):
        assert strong_words.phrases("Cures\n\n  side   effects \ncures\n") == ("cures", "side effects")

    def test_an_empty_setting_has_none(self):
        assert strong_words.phrases("") == ()

    def test_the_list_is_bounded(self):
        assert len(strong_words.phrases("\n".join(map(str, range(2000))))) == strong_words.LONGEST_LIST


class TestFound:
    @pytest.mark.parametrize(
        ("text", "words"),
        [
            ("It cures fatigue", ["cures"]),
            ("It CURES, and it cures.", ["cures"]),
            ("A secure, obscured, accurate result", []),
            ("A proven-ish thing", []),
            ("It is scientifically\nproven", ["scientifically proven"]),
            ("100% safe, and 100 % more", ["100%"]),
            ("Proven: it heals", ["proven", "heals"]),
            ("improves balance", []),
            ("Nothing of the kind", []),
        ],
    )
    def test_whole_words_in_any_case_in_order(self, text, words):
        assert strong_words.found(text, DEFAULT) == words

    def test_no_list_finds_nothing(self):
        assert strong_words.found("It cures", ()) == []

    def test_what_looks_like_a_pattern_is_none(self):
        assert strong_words.found("a.c abc", ["a.c", "(", "b*"]) == ["a.c"]


class TestLanguages:
    """Each language has its own list, because a word of one may be harmless in another."""

    @pytest.mark.parametrize(
        ("language", "text", "found"),
        [
            ("de", "Das heilt MS, wissenschaftlich bewiesen und ohne Nebenwirkungen.", 3),
            ("de", "Sie könnte die Fatigue lindern; bewiesenermaßen ist nichts.", 0),
            ("de-at", "Ein Durchbruch.", 1),
            ("es", "Cura la EM sin efectos secundarios.", 2),
            ("en", "Das heilt MS.", 0),
            ("fr", "It cures MS.", 0),
        ],
    )
    def test_a_text_is_read_by_the_list_of_its_language(self, language, text, found):
        standards = EditorialStandards()
        assert len(strong_words.found(text, strong_words.phrases(standards.strong_words_in(language)))) == found
