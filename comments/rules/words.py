"""Finds listed words and phrases in a text, word by word.

A pattern is one or more words; `*` stands for any letters of one word. Each word of the text is matched on its own and
without backtracking over the whole text, so that no list that a moderator writes can stall the server.
"""

import fnmatch
import re
import unicodedata
from collections.abc import Iterable, Sequence
from functools import lru_cache

WORD = re.compile(r"\w+(?:'\w+)*")
PATTERN_WORD = re.compile(r"[\w*]+(?:'[\w*]+)*")
LONGEST_WORD = 80
MAX_PATTERNS = 2000
# What is not drawn between two letters, and would cut a listed word in two: soft hyphens, zero-width spaces, joiners,
# direction marks, variation selectors.
UNDRAWN = re.compile("[\u00ad\u034f\u061c\u180b-\u180f\u200b-\u200f\u2060-\u206f\ufe00-\ufe0f\ufeff]")


def find(text: str, patterns: Iterable[str]) -> list[str]:
    """Give those of `patterns` that stand in `text` as whole words, in the order of the list."""
    compiled = _compile(tuple(patterns))
    if not compiled:
        return []
    words = [word[:LONGEST_WORD] for word in WORD.findall(_fold(text))]
    present = set(words)
    return [pattern for pattern, parts in compiled if _stands_in(words, present, parts)]


def _stands_in(words: Sequence[str], present: set[str], parts: tuple[str | re.Pattern[str], ...]) -> bool:
    first = parts[0]
    if isinstance(first, str) and first not in present:
        return False
    last = len(words) - len(parts)
    return any(
        all(_matches(words[start + offset], part) for offset, part in enumerate(parts)) for start in range(last + 1)
    )


def _matches(word: str, part: str | re.Pattern[str]) -> bool:
    return word == part if isinstance(part, str) else part.fullmatch(word) is not None


def _fold(text: str) -> str:
    return unicodedata.normalize("NFKC", UNDRAWN.sub("", text)).casefold().replace("’", "'")


@lru_cache(maxsize=64)
def _compile(patterns: tuple[str, ...]) -> list[tuple[str, tuple[str | re.Pattern[str], ...]]]:
    compiled = []
    for pattern in patterns[:MAX_PATTERNS]:
        parts = tuple(_part(word) for word in PATTERN_WORD.findall(_fold(pattern)))
        if parts:
            compiled.append((pattern.strip(), parts))
    return compiled


def _part(word: str) -> str | re.Pattern[str]:
    word = re.sub(r"\*+", "*", word[:LONGEST_WORD])
    if "*" not in word:
        return word
    # fnmatch writes each star as an atomic group: linear in the word, whatever the pattern.
    return re.compile(fnmatch.translate(word))
