"""How easily a text is read: Flesch's reading ease, with the constants that others have fitted to their languages.

Pure. English: Flesch (1948); German: Amstad (1978); Spanish: Fernández Huerta (1959). For any other language there is
no number, because one fitted to English would mislead. Syllables are counted by groups of vowels, which is off by a few
per cent; the bands are wider than that.
"""

import re
from dataclasses import dataclass

FEWEST_WORDS = 30  # a score of less than that says nothing

# language: (constant, for each word of a sentence, for each syllable of a word)
_FORMULAS = {"en": (206.835, 1.015, 84.6), "de": (180.0, 1.0, 58.5), "es": (206.84, 1.02, 60.0)}
_VOWELS = {
    "en": re.compile(r"[aeiouy]+"),
    "de": re.compile(r"[aeiouyäöü]+"),
    "es": re.compile(r"[aeiouáéíóúü]+"),
}
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_SENTENCE_END = re.compile(r"[.!?…]+(?=\s|$)|\n+")
EASY, PLAIN, HARD, VERY_HARD = "easy", "plain", "hard", "very_hard"


@dataclass(frozen=True)
class Readability:
    """Flesch's reading ease, 100 for a child's book to 0 for a statute, and the band that it falls into."""

    score: int

    @property
    def band(self) -> str:
        bands = ((60, EASY), (45, PLAIN), (30, HARD))
        return next((band for least, band in bands if self.score >= least), VERY_HARD)


def speaks(language: str) -> bool:
    """Tell whether there is a formula for a language."""
    return language.partition("-")[0].lower() in _FORMULAS


def measure(text: str, language: str) -> Readability | None:
    """Give the readability of plain text, None for a text under 30 words or a language without a formula."""
    language = language.partition("-")[0].lower()
    words = _WORD.findall(text)
    if language not in _FORMULAS or len(words) < FEWEST_WORDS:
        return None
    sentences = sum(bool(_WORD.search(part)) for part in _SENTENCE_END.split(text))
    constant, per_word, per_syllable = _FORMULAS[language]
    syllables_a_word = sum(syllables(word, language) for word in words) / len(words)
    score = constant - per_word * len(words) / max(1, sentences) - per_syllable * syllables_a_word
    return Readability(round(min(100, max(0, score))))


def syllables(word: str, language: str) -> int:
    """Give about how many syllables a word has, at least one."""
    word = word.lower()
    groups = len(_VOWELS[language].findall(word))
    if language == "en" and groups > 1 and word.endswith("e") and not word.endswith(("le", "ee")):
        groups -= 1
    return max(1, groups)
