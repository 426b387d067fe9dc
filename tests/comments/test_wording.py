"""Text taken apart into the words that search compares."""

import pytest

from comments import wording
from comments.wording import GAP, Term


class TestWords:
    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("It didn't help, B12 did.", ["it", "didn", "t", "help", "b12", "did"]),
            ("Café NAÏVE Straße ＦＵＬＬ", ["cafe", "naive", "strasse", "full"]),
            ("針灸 helps", ["針", "灸", "helps"]),
            ("ข็ม", ["ข็", "ม"]),
            ("नमस्ते दुनिया", ["नमस्ते", "दुनिया"]),
            ("שָׁלוֹם עולם", ["שלום", "עולם"]),
            ("مُحَمَّد", ["محمد"]),
            ("한국어", ["한국어"]),
            ("a_b — £ ☺ '); DROP", ["a", "b", "drop"]),
            ("", []),
        ],
    )
    def test_they_are_folded_in_any_script(self, text, expected):
        assert wording.words(text) == expected

    def test_a_word_without_end_is_cut(self):
        assert wording.words("x" * 5000) == ["x" * wording.LONGEST_WORD]


class TestTheWordsOfAComment:
    def test_each_kind_is_told_apart(self):
        found = wording.of_comment(
            name="Ana", texts=["A **c**ure", "A cure"], claim="Less pain", reasons=["held_words"], email_hash="abc"
        )
        written, shown = ["a", "c", "ure"], ["a", "cure"]
        assert found[:10] == ["ana", GAP, *written, GAP, *shown, GAP, "§ana"]
        assert found[10:] == [GAP, "¶less", "¶pain", GAP, "†held†words", "¤abc"]

    def test_what_is_shown_as_it_was_written_is_there_once(self):
        assert wording.of_comment(name="", texts=["One two", "One  two"]).count("one") == 1


class TestTerms:
    @pytest.mark.parametrize(
        ("query", "expected"),
        [
            ("spast", [Term(("spast",), is_prefix=True)]),
            ('"no help"', [Term(("no", "help"))]),
            ("a.example/shop", [Term(("a", "example", "shop"), is_prefix=True)]),
            ("針灸", [Term(("針", "灸"))]),
            ("a", [Term(("a",))]),
            ('" * OR NEAR( " -: ^', [Term(("or", "near"))]),
            ("!!! ''", []),
        ],
    )
    def test_they_are_beginnings_or_phrases(self, query, expected):
        assert wording.terms(query) == expected

    def test_there_is_an_end_to_them(self):
        assert len(wording.terms("ab " * 500)) == wording.MOST_TERMS

    def test_nobody_can_type_a_marked_word(self):
        assert wording.terms("§ana ¤abc †held") == wording.terms("ana abc held")
