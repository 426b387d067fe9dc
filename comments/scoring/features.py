"""What the score looks at in a text: its words, where its links lead, and its shape."""

import math
import re
import unicodedata
import zlib
from dataclasses import dataclass

BITS = 18  # of a feature's number: the model has at most 2**18 weights, whatever people write
WORDS_WEIGHT = 2.0  # the length of the vector of all words of a text, so that long texts do not shout
SHAPE_WEIGHT = 0.7  # of each other feature
MOST_WORDS = 600
LONGEST_WORD = 40
MOST_LINKS = 20

WORD = re.compile(r"\w+(?:'\w+)*")
# Written out, or only hinted at: a name that ends as many hosts do.
LINK = re.compile(
    r"(?:https?://|www\.)[^\s<>()\[\]]{1,2000}|\b[\w-]{1,63}\.(?:com|net|org|info|biz|ly|me|tv|co|io|ru|de|uk)\b[^\s<>()\[\]]{0,2000}",
    re.IGNORECASE,
)
HOST_AND_PATH = re.compile(r"(?:https?://)?(?:www\.)?([^/\s?#:]{1,255})([^?#&\s]{0,200})(?:\?([^&#\s]{0,100}))?")
PATH_WORD = re.compile(r"[a-z]{2,20}")
CLOCK = re.compile(r"\b\d{1,2}:\d\d\b")
LONG_NUMBER = re.compile(r"\d{3,}")
APOSTROPHE = str.maketrans({"’": "'"})


@dataclass(frozen=True, slots=True)
class Feature:
    """One thing that a text has: its number among the weights, how much of it there is, and its name for people."""

    index: int
    value: float
    name: str


def read(text: str) -> list[Feature]:
    """Give the features of a text, each once; the time it takes is linear in the length of the text."""
    text = unicodedata.normalize("NFKC", text)
    links = LINK.findall(text)[:MOST_LINKS]
    rest = LINK.sub(" ", text)
    words = {word[:LONGEST_WORD]: word[:LONGEST_WORD] for word in _words(rest)}
    words |= {sign: sign for sign in text if unicodedata.category(sign) == "So"}
    share = WORDS_WEIGHT / math.sqrt(len(words) or 1)
    found = [_feature(f"w:{word}", share, f"*{name}*") for word, name in words.items()]
    shape = _of_links(links) | _of_shape(text, rest)
    return found + [_feature(key, SHAPE_WEIGHT, name) for key, name in shape.items()]


def _words(text: str) -> list[str]:
    return WORD.findall(text.casefold().translate(APOSTROPHE))[:MOST_WORDS]


def _of_links(links: list[str]) -> dict[str, str]:
    if not links:
        return {}
    number = min(len(links), 4)
    counted = "only one link" if number == 1 else f"{number}{'+' if number == 4 else ''} links"
    found = {"s:link": "a link", f"s:links:{number}": counted}
    for link in links:
        match = HOST_AND_PATH.match(link)
        if match:
            host = match[1].lower()
            found[f"d:{host}"] = f"link to {host}"
            parts = PATH_WORD.findall(f"{match[2]} {match[3] or ''}".lower())[:4]
            found |= {f"u:{part}": f"“{part}” in a link" for part in parts}
    return found


def _of_shape(text: str, rest: str) -> dict[str, str]:
    letters = sum(character.isalpha() for character in text)
    capitals = sum(character.isupper() for character in text) / letters if letters else 0
    shouts = min(text.count("!"), 3)
    found = {
        f"s:length:{int(math.log2(len(text) + 1))}": "its length",
        f"s:capitals:{int(capitals * 4)}": "its capitals",
        f"s:shouts:{shouts}": "exclamation marks" if shouts else "no exclamation mark",
    }
    if LONG_NUMBER.search(rest):
        found["s:number"] = "a long number"
    if CLOCK.search(rest):
        found["s:clock"] = "a time"
    if "\n" in text:
        found["s:lines"] = "several lines"
    return found


def _feature(key: str, value: float, name: str) -> Feature:
    return Feature(zlib.crc32(key.encode()) & ((1 << BITS) - 1), value, name)
