"""Reads words that are written in disguise: with letters of another script that look the same, as in "саsino", or with digits
and signs for letters, as in "c4sin0".

Sparingly: a number is no disguise, nor is a word of a text that is written in that other script.
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import cache

from comments import names

WORD = re.compile(r"\w+(?:['@$]\w+)*")
LETTERS_OF_SIGNS = str.maketrans("0134578@$", "oieastbas")
# What looks alike within Latin letters: a disguised word is compared with I, l and 1 made one.
LIKE_I = str.maketrans("l", "i")
LONGEST_WORD = 80


@dataclass(frozen=True, slots=True)
class Read:
    """One word: as it is written, and what it seems to be, empty where it is in no disguise."""

    plain: str
    bare: str


def read(text: str) -> list[Read]:
    """Give the words of a text (in NFKC) in their order; nothing where none of them is in disguise."""
    written = [word[:LONGEST_WORD] for word in WORD.findall(text.replace("’", "'"))]
    is_latin = 2 * sum(word.isascii() for word in written) >= len(written)
    found = [Read(word.casefold(), _undressed(word, is_latin=is_latin)) for word in written]
    return found if any(word.bare for word in found) else []


def bare(word: str) -> str:
    """Give a listed word as read() gives one in disguise."""
    return word.translate(LIKE_I)


def _undressed(word: str, *, is_latin: bool) -> str:
    """Give what a word seems to be, empty where it is nothing else than it is."""
    letters = word
    if not word.isascii():
        mixed = any(character.isascii() and character.isalpha() for character in word)
        if not (mixed or is_latin):
            return ""
        letters = word.translate(_look_alikes())
        if not letters.isascii():
            return ""
    if any(character.isalpha() for character in letters) and not letters.replace("'", "").isalpha():
        letters = letters.translate(LETTERS_OF_SIGNS)
    if letters == word or not letters.replace("'", "").isalpha():
        return ""
    return bare(letters.casefold())


@cache
def _look_alikes() -> dict[int, str]:
    """Give for each letter outside ASCII the ASCII letter that it looks like (Unicode Technical Standard 39)."""
    return {
        ord(character): like
        for character, like in names.prototypes().items()
        if not character.isascii() and like.isascii() and like.isalpha() and unicodedata.category(character)[0] == "L"
    }
