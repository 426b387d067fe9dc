"""Gives what names look like, whatever letters they are written with (Unicode Technical Standard 39, section 4).

Two names look alike, so that readers might take one for the other, where their skeletons have one in common.

What Unicode lists as confusable comes from the package confusable-homoglyphs, read at first use: it takes 0.2 s.
"""

import unicodedata
from functools import cache

RESERVED = frozenset({"admin", "administrator", "moderator"})  # whoever is called so seems to speak for the site


def skeletons(name: str) -> frozenset[str]:
    """Give what is left of a name when look-alike letters are made the same; empty where nothing is.

    Two, because a capital I looks like an l and is, in another case, an i.
    """
    plain = unicodedata.normalize("NFKC", name)
    found = {_skeleton(plain).casefold(), _skeleton(plain.casefold()).casefold()}
    return frozenset(_skeleton(skeleton) for skeleton in found if skeleton)


def _skeleton(text: str) -> str:
    decomposed = unicodedata.normalize("NFD", text)
    letters = (character for character in decomposed if unicodedata.category(character)[0] in "LN")
    return "".join(prototypes().get(character, character) for character in letters)


@cache
def prototypes() -> dict[str, str]:
    """Give for each letter that looks like another the one that stands for both."""
    from confusable_homoglyphs.confusables import confusables_data

    found = {}
    for character, like in confusables_data.items():
        # The letter that stands for all lists every one of them, each of the others that one alone; two that look like
        # each other alone list each other.
        if len(character) != 1 or len(like) != 1:
            continue
        other = like[0]["c"]
        alone = len(confusables_data.get(other, ())) == 1
        letters = "".join(letter for letter in other if unicodedata.category(letter)[0] in "LN")
        found[character] = min(character, letters) if alone else letters
    return found
