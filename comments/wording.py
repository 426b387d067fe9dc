"""Takes text apart into the words that search compares, the same for what is written and what is looked for.

A word is letters, digits and their marks, folded: without case, and without the accents and vowel signs that people leave
out when they search. Where a script sets no spaces between words (Chinese, Japanese, Thai …) each letter is a word, so that
any part of a text is found; several of them in a row are looked for in a row.
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

LONGEST_WORD = 100  # characters; what is longer is found by its beginning
MOST_TERMS = 20

# What stands before words of one kind. None of these is a letter, a digit or a mark, so nobody can type a word like that.
NAME, CLAIM, REASON, EMAIL = "§", "¶", "†", "¤"
GAP = "¦"  # between two texts, so that no phrase reaches from one into the next

_UNSPACED = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
    "\U00020000-\U0003ffff"
)
_PART = re.compile(f"[{_UNSPACED}]|[^{_UNSPACED}]+")
_CHUNK = re.compile(r'"([^"]*)"|([^\s"]+)')
_ADDRESS = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")


@dataclass(frozen=True)
class Term:
    """Words that must stand in a row; with `is_prefix` the last of them may go on."""

    words: tuple[str, ...]
    is_prefix: bool = False


def words(text: str) -> list[str]:
    """Give the folded words of `text`, in order."""
    found: list[str] = []
    for run in _runs(_folded(text)):
        parts: list[str] = []
        for part in _PART.findall(run):
            if parts and unicodedata.category(part[0])[0] == "M":  # a mark behind an unspaced letter
                parts[-1] += part
            else:
                parts.append(part)
        found += parts
    return [word[:LONGEST_WORD] for word in found]


def marked(mark: str, text: str) -> list[str]:
    """Give the words of `text` as words of one kind (NAME, CLAIM …)."""
    return [mark + word for word in words(text)]


def reason(code: str) -> str:
    """Give the word that stands for a reason's code."""
    return REASON + REASON.join(re.findall("[a-z0-9]+", code.lower()))


def of_comment(
    *, name: str, texts: Iterable[str], claim: str = "", reasons: Iterable[str] = (), email_hash: str = ""
) -> list[str]:
    """Give all words that a comment is found by: its author's name, its `texts` (as written, as shown), the heading of the
    claim that it is about, the codes of the rules' `reasons`, and the hash of its author's e-mail address."""
    found = [*words(name), GAP]
    told: list[list[str]] = []
    for text in texts:
        told += [written] if (written := words(text)) not in told else []
    for written in told:
        found += [*written, GAP]
    found += [*marked(NAME, name), GAP, *marked(CLAIM, claim), GAP]
    found += sorted({reason(code) for code in reasons})
    return [*found, EMAIL + email_hash] if email_hash else found


def terms(query: str, *, mark: str = "") -> list[Term]:
    """Give what `query` looks for: each word as the beginning of one, what stands in quotes as it stands there.

    With `mark`, words of that kind alone. Punctuation looks for nothing, so the list may be empty.
    """
    found = []
    for quoted, bare in _CHUNK.findall(query):
        looked_for = marked(mark, quoted or bare) if mark else words(quoted or bare)
        if looked_for:
            # A single letter begins too many words to be worth a list.
            found.append(Term(tuple(looked_for), is_prefix=bool(bare) and len(looked_for[-1]) > 1))
    return found[:MOST_TERMS]


def addresses(query: str) -> list[str]:
    """Give the whole e-mail addresses in `query`."""
    return _ADDRESS.findall(query)


def _folded(text: str) -> str:
    text = unicodedata.normalize("NFKD", text.casefold())
    return unicodedata.normalize("NFC", "".join(filter(_is_kept, text)))


def _is_kept(character: str) -> bool:
    """Tell whether a character counts: not the accents of Greek, Latin and Cyrillic, nor Hebrew and Arabic points."""
    mark = unicodedata.combining(character)
    return not (10 <= mark <= 35 or mark >= 200)


def _runs(text: str) -> list[str]:
    separated = "".join(letter if unicodedata.category(letter)[0] in "LMN" else " " for letter in text)
    return separated.split()
