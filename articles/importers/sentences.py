"""Cuts a paragraph into its sentences, and a list within a sentence into its items; nothing is lost on the way."""

from __future__ import annotations

import re

# Each run of stops is tried once from its start and never given back, so that a line of a million dots costs no more
# than a line of words.
_STOP = re.compile(r"(?<![.!?…])[.!?…]++[\"'”’»)\]]*+ (?=[\"'“‘«(\[]?[^\Wa-z_])")
_ABBREVIATIONS = frozenset(
    "dr mr mrs ms prof st vs nos fig figs al approx ca cf e.g i.e etc vol eds ed pp p inc ltd jr sr dept "  # noqa: SIM905
    "jan feb mar apr jun jul aug sep sept oct nov dec mt u.s u.k".split()
)
_SEPARATOR = re.compile(r"\s*(?:[,;]\s*(?:and\s|or\s|as well as\s|plus\s)?|\s(?:and|or|&|as well as|plus)\s)\s*")


def split(text: str) -> list[str]:
    """Gives the sentences of `text` in order, each trimmed; joined by single spaces they are the text again."""
    sentences: list[str] = []
    start = 0
    for stop in _STOP.finditer(text):
        if _is_abbreviation(text, stop.start()):
            continue
        sentences.append(text[start : stop.end()].strip())
        start = stop.end()
    rest = text[start:].strip()
    if rest:
        sentences.append(rest)
    return sentences


def _is_abbreviation(text: str, stop: int) -> bool:
    if text[stop] != ".":
        return False
    word = text[max(0, stop - 12) : stop].rsplit(" ", 1)[-1].lstrip("(\"'“‘[").lower()
    return word in _ABBREVIATIONS or (len(word) == 1 and word.isalpha() and word != "i")


def items(text: str) -> list[str]:
    """Gives the items of an enumeration such as "a, b and c", without leading articles and trailing stops."""
    found = (_SEPARATOR.sub("\n", f" {text} ")).split("\n")
    return [item for item in (_bare(part) for part in found) if item]


def _bare(item: str) -> str:
    item = item.strip(" .:;,!?\"'“”‘’()")
    return re.sub(r"^(?:and|or|the|an?|its|their|both|also)\s+", "", item, flags=re.IGNORECASE)


def cut(text: str, limit: int) -> str:
    """Gives `text` cut at a word to at most `limit` characters, with an ellipsis where something is missing."""
    if len(text) <= limit:
        return text
    head = text[: limit - 1]
    at_word = head.rsplit(" ", 1)[0] if " " in head[limit // 2 :] else head
    return at_word.rstrip(" ,;:.–—-") + "…"
