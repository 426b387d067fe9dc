"""What a search has found in an article, as HTML: the words marked, everything else escaped."""

import re
import unicodedata
from collections.abc import Iterable

from django.utils.html import escape

from articles import claims
from articles.models import ArticlePage

BEFORE, AFTER = 60, 140  # characters of an excerpt around the first word that was found
# Databases find one form of an English word by another where they know the language.
ENDING = re.compile(r"(?:ies|ing|es|ed|[yse])$")
SHORTEST_STEM = 4


def of(page: ArticlePage, search: str) -> dict[str, str]:
    """Give title and summary, and an excerpt of the text around the first of the words, empty where none is in it."""
    pattern = _pattern(re.findall(r"\w+", search))
    lines = "\n".join(claims.plain_text(block) for block in page.body.get_prep_value()).splitlines()
    return {
        "title": _marked(page.title, pattern),
        "summary": _marked(page.summary, pattern),
        "text": _marked(_excerpt(lines, pattern), pattern),
    }


def _pattern(words: Iterable[str]) -> re.Pattern[str]:
    """Give what matches the words in a folded text: whole, as beginnings, and in their other English forms."""
    forms = {form for word in map(_folded, words) for form in _forms(word)}
    return re.compile(rf"\b(?:{'|'.join(sorted(forms, key=len, reverse=True))})" if forms else r"(?!)")


def _forms(word: str) -> list[str]:
    stem = ENDING.sub("", word)
    whole = rf"{re.escape(word)}\w*"
    return [whole] if len(stem) < SHORTEST_STEM else [whole, rf"{re.escape(stem)}(?:ies|ing|es|ed|[yse])?\b"]


def _folded(text: str) -> str:
    """Give a text in lower case and without accents, letter for letter: each has the place that it had."""
    return "".join(unicodedata.normalize("NFD", letter)[0].lower()[:1] for letter in text)


def _excerpt(lines: Iterable[str], pattern: re.Pattern[str]) -> str:
    """Give a part of the first line that has one of the words, cut where words end."""
    for line in lines:
        if match := pattern.search(_folded(line)):
            first, last = max(0, match.start() - BEFORE), min(len(line), match.end() + AFTER)
            before, after = line[first : match.start()], line[match.start() : last]
            if first:
                before = f"… {before.partition(' ')[2]}"
            if last < len(line):
                after = f"{after.rpartition(' ')[0] or after} …"
            return before + after
    return ""


def _marked(text: str, pattern: re.Pattern[str]) -> str:
    parts, end = [], 0
    for match in pattern.finditer(_folded(text)):
        parts += [escape(text[end : match.start()]), f"<mark>{escape(text[match.start() : match.end()])}</mark>"]
        end = match.end()
    return "".join([*parts, escape(text[end:])])
