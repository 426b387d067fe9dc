"""Finds listed words and phrases in a text, word by word.

A pattern is up to ten words; `*` stands for any letters of one word. A pattern is looked for once in the words of a text,
set one to a line, by an expression that never goes back over what it has read: the time is linear in the text, whatever a
moderator writes. A word in look-alike letters, or with digits for letters, is found as well if the caller wants that
(disguises.py).
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from functools import cached_property, lru_cache

from comments.rules import disguises

WORD = re.compile(r"\w+(?:'\w+)*")
PATTERN_WORD = re.compile(r"[\w*]+(?:'[\w*]+)*")
LONGEST_WORD = 80
LONGEST_PATTERN = 200
MOST_WORDS = 10  # of one pattern
MAX_PATTERNS = 2000
DISGUISED = "\x01"  # before a word in disguise, where the words of a text are set one to a line
# What is not drawn between two letters, and would cut a listed word in two: soft hyphens, zero-width spaces, joiners,
# direction marks, variation selectors.
UNDRAWN = re.compile("[\u00ad\u034f\u061c\u180b-\u180f\u200b-\u200f\u2060-\u206f\ufe00-\ufe0f\ufeff]")


class _Pattern:
    """One pattern: as it was written, and as it is looked for."""

    def __init__(self, written: str, words: Sequence[str]):
        self.written = written
        self.words = words
        self.line = f"\n{chr(10).join(words)}\n"
        self.has_stars = "*" in self.line

    def is_in(self, lines: str) -> bool:
        """Tell whether it stands among words set one to a line."""
        return self._shown.search(lines) is not None if self.has_stars else self.line in lines

    def is_hidden_in(self, lines: str) -> bool:
        """Tell whether it stands among words of which some are in disguise, with at least one of these."""
        return any(DISGUISED in match[0] for match in self._hidden.finditer(lines))

    @cached_property
    def _shown(self) -> re.Pattern[str]:
        return re.compile("".join(f"\n{_expression(word)}" for word in self.words) + r"(?=\n)")

    @cached_property
    def _hidden(self) -> re.Pattern[str]:
        each = (f"\n(?:{_expression(word)}|{DISGUISED}{_expression(disguises.bare(word))})" for word in self.words)
        return re.compile("".join(each) + r"(?=\n)")


def find(text: str, patterns: Iterable[str], *, look_alikes: bool = False) -> list[str]:
    """Give those of `patterns` that stand in `text` as whole words, in the order of the list.

    With `look_alikes`, also those that stand there in disguise: with letters of another script that look the same, or with
    digits and signs for letters.
    """
    compiled = _compile(tuple(patterns))
    if not compiled:
        return []
    shown = _plain(text)
    lines = _lines(word[:LONGEST_WORD] for word in WORD.findall(_fold(shown)))
    hidden = disguises.read(shown) if look_alikes else []
    veiled = _lines(f"{DISGUISED}{word.bare}" if word.bare else word.plain for word in hidden)
    return [one.written for one in compiled if one.is_in(lines) or (hidden and one.is_hidden_in(veiled))]


def is_one(pattern: str) -> bool:
    """Tell whether a line of a list is a pattern: one to ten words, each with a letter or digit beside its stars."""
    words = PATTERN_WORD.findall(_fold(_plain(pattern)))
    return 0 < len(words) <= MOST_WORDS and all(word.strip("*'") for word in words) and len(pattern) <= LONGEST_PATTERN


def _lines(words: Iterable[str]) -> str:
    return f"\n{chr(10).join(words)}\n"


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", UNDRAWN.sub("", text))


def _fold(text: str) -> str:
    return text.casefold().replace("’", "'")


@lru_cache(maxsize=64)
def _compile(patterns: tuple[str, ...]) -> list[_Pattern]:
    compiled = []
    for pattern in patterns[:MAX_PATTERNS]:
        found = PATTERN_WORD.findall(_fold(_plain(pattern[:LONGEST_PATTERN])))
        words = [re.sub(r"\*+", "*", word[:LONGEST_WORD]) for word in found]
        if words:
            compiled.append(_Pattern(pattern.strip(), words[:MOST_WORDS]))
    return compiled


def _expression(word: str) -> str:
    """Give the expression of one word. What a star stands for ends at the first letters that may follow it, for good
    (an atomic group), since a later place would do no better."""
    first, *others = map(re.escape, word.split("*"))
    if not others:
        return first
    *middle, last = others
    return first + "".join(rf"(?>[^\n]*?{letters})" for letters in middle if letters) + rf"[^\n]*{last}"
