"""When two references without a common identifier are the same work. Pure."""

import hashlib
import re
import unicodedata
from collections.abc import Mapping
from typing import Any

from articles import citations, markup


def title_key(title: str, year: int | None) -> str:
    """Give one short key for every spelling of a title (case, accents' encoding, punctuation, markup) with its year.

    "" for a title without a letter.
    """
    folded = unicodedata.normalize("NFKC", markup.plain(title)).casefold()
    letters = "".join(re.findall(r"[^\W_]+", folded))
    if not letters:
        return ""
    return f"{hashlib.blake2b(letters.encode(), digest_size=15).hexdigest()}:{year or ''}"


def may_be_one(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """Tell whether two CSL items of one title and year can be one work: nothing that both say contradicts.

    Different DOIs or PMIDs are different works, and so are first authors of different names ("Editorial", 2014).
    """
    for name in ("DOI", "PMID"):
        if one.get(name) and other.get(name) and str(one[name]).lower() != str(other[name]).lower():
            return False
    first, second = _first_author(one), _first_author(other)
    return not first or not second or first == second


def _first_author(csl: Mapping[str, Any]) -> str:
    people = csl.get("author")
    person = people[0] if isinstance(people, list) and people and isinstance(people[0], Mapping) else {}
    name = citations.text_of(person.get("family")) or citations.text_of(person.get("literal"))
    bare = unicodedata.normalize("NFKD", name).casefold()
    return "".join(re.findall(r"[^\W_]", bare))
