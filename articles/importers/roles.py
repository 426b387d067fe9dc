"""Decides what each passage of the body is: a heading, a card, a list item, a paragraph, or furniture."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from enum import StrEnum

from articles.importers import calls, cues, furniture, sentences
from articles.importers.cues import Kind
from articles.importers.document import Hint, Passage

_HEADING_LENGTH = 100
_HEADING_WORDS = 14
_CARD_LENGTH = 200  # what the label of a card and the heading of a block hold
_QUOTES = "\"'“”‘’«»"
_WORD = re.compile(r"[^\W\d_][\w'’-]*")


class Role(StrEnum):
    """The part a passage plays before anything is known of its section."""

    HEADING = "heading"
    CARD = "card"
    ITEM = "item"
    PARAGRAPH = "paragraph"
    FURNITURE = "furniture"


def assign(passages: Sequence[Passage], announced: frozenset[int] = frozenset()) -> list[Role]:
    """Gives the role of each passage; `announced` are the positions that a sentence has named as headings.

    Read from the end, because whether a line is a heading depends on what stands below it.
    """
    structured = is_structured(passages)
    colons = sum(_is_colon_heading(passage, None) for passage in passages) >= 2
    repeated = _table_of_contents(passages)
    roles = [Role.PARAGRAPH] * len(passages)
    below: Role | None = None
    for index in range(len(passages) - 1, -1, -1):
        passage = passages[index]
        role = Role.FURNITURE if _is_furniture(passage) or index in repeated else None
        if role is None:
            is_heading = index in announced and (not structured or passage.level > 0)
            role = Role.HEADING if is_heading else _role(passage, below, colons, structured)
        roles[index] = role
        if role is not Role.FURNITURE:
            below = role
    return roles


def is_structured(passages: Sequence[Passage]) -> bool:
    """Whether the format itself says which lines are headings, so that no other line is taken for one."""
    return any(passage.level > 0 for passage in passages)


def _is_furniture(passage: Passage) -> bool:
    if passage.attachment or passage.hints & {Hint.QUESTION, Hint.ANSWER}:
        return False
    return bool(furniture.line_reason(passage.text)) or not any(character.isalnum() for character in passage.text)


def _role(passage: Passage, below: Role | None, colons: bool, structured: bool) -> Role:
    if passage.attachment or passage.hints & {Hint.QUESTION, Hint.ANSWER}:
        return Role.PARAGRAPH
    if structured:
        return _marked_role(passage)
    has_text = below in {Role.PARAGRAPH, Role.ITEM}
    if passage.has(Hint.LIST_ITEM):
        return Role.ITEM
    if passage.has(Hint.NUMBERED):
        return Role.HEADING if below is Role.PARAGRAPH and looks_like_heading(passage) else Role.ITEM
    if passage.has(Hint.HEADING) and not passage.has(Hint.LINK) and len(passage.text) <= _CARD_LENGTH:
        return Role.HEADING
    if _is_colon_heading(passage, below):
        return Role.HEADING
    if passage.has(Hint.LINK):
        return Role.CARD if not has_text or not looks_like_heading(passage) else Role.HEADING
    if any(calls.asks(sentence) for sentence in sentences.split(passage.text)):
        return Role.PARAGRAPH
    if looks_like_heading(passage):
        return _weak_heading(passage, has_text, below, colons)
    return Role.CARD if below in {Role.HEADING, Role.CARD} and is_title_case(passage.text) else Role.PARAGRAPH


def _marked_role(passage: Passage) -> Role:
    """In a format that has headings: those, its list items, and what is one link to another page, are what they are."""
    if passage.has(Hint.HEADING) and len(passage.text) <= _CARD_LENGTH:
        return Role.HEADING
    if passage.hints & {Hint.LIST_ITEM, Hint.NUMBERED}:
        return Role.ITEM
    asks = any(calls.asks(sentence) for sentence in sentences.split(passage.text))
    leads_on = passage.href.startswith(("http://", "https://")) and len(passage.text) <= _CARD_LENGTH
    return Role.CARD if leads_on and not asks and not passage.text.startswith("http") else Role.PARAGRAPH


def _weak_heading(passage: Passage, has_text: bool, below: Role | None, colons: bool) -> Role:
    """A short line without a full stop: over text it is a heading; over another heading it leads elsewhere."""
    kind = cues.heading_kind(passage.text)
    words = len(passage.text.split())
    if has_text:
        stands_out = colons and words >= 5 and is_title_case(passage.text) and not passage.text.endswith("?")
        return Role.CARD if stands_out and (kind is None or not cues.is_group_heading(passage.text)) else Role.HEADING
    if kind in {Kind.RELATED, Kind.FAQ, Kind.CONTENTS, Kind.REFERENCES} or cues.is_group_heading(passage.text):
        return Role.HEADING if below is not None else Role.PARAGRAPH
    if kind is not None and words <= 4 and below is not None:
        return Role.HEADING
    if words <= 3:
        return Role.HEADING if below is Role.HEADING else Role.PARAGRAPH
    return Role.CARD


def looks_like_heading(passage: Passage) -> bool:
    """Whether a line is short and ends like a heading: without a full stop, or with a question mark."""
    text = passage.text.strip()
    if not text or len(text) > _HEADING_LENGTH or len(text.split()) > _HEADING_WORDS:
        return False
    if text.rstrip(_QUOTES)[-1:] in {".", "!", ",", ";", "…"} or text[-1] in _QUOTES or text[-1] == ":":
        return False
    first = text.lstrip(_QUOTES + "([")[:1]
    return not first.islower()


def is_title_case(text: str) -> bool:
    """Whether a line is set like a title: nearly all of its longer words have a capital."""
    if len(text) > _CARD_LENGTH:
        return False
    words = [word for word in _WORD.findall(text) if len(word) > 3]
    return len(words) >= 3 and sum(word[0].isupper() for word in words) >= 0.75 * len(words)


def _is_colon_heading(passage: Passage, below: Role | None) -> bool:
    text = passage.text
    if not text.endswith(":") or len(text) > _HEADING_LENGTH or len(text.split()) > _HEADING_WORDS:
        return False
    if passage.has(Hint.LIST_ITEM) or text[:1].islower():
        return False
    leads_in = bool(cues.LEAD_IN.search(text))
    return not (leads_in and (below is Role.ITEM or len(text.split()) > 5))


def _table_of_contents(passages: Sequence[Passage]) -> frozenset[int]:
    """The lines under "In this article" that only repeat headings to come, with that title itself."""
    times = Counter(_plain(passage.text) for passage in passages)
    found: set[int] = set()
    for index, passage in enumerate(passages):
        if cues.heading_kind(passage.text) is not Kind.CONTENTS or len(passage.text) > 40:
            continue
        entries = []
        for position in range(index + 1, len(passages)):
            if passages[position].attachment:
                break
            if times[_plain(passages[position].text)] < 2 or len(passages[position].text) > _HEADING_LENGTH:
                break
            times[_plain(passages[position].text)] -= 1
            entries.append(position)
        if entries:
            found.update([index, *entries])
    return frozenset(found)


def _plain(text: str) -> str:
    return text.casefold().strip(" :.–-•")
