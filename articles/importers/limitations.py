"""Finds what an evidence section says is weak about its studies, as a list of short names."""

from __future__ import annotations

from collections.abc import Iterable

from articles.importers import cues, sentences

_LONGEST = 800
_NAME_LENGTH = 120


def find(texts: Iterable[str]) -> list[str]:
    """Gives the limitations named in the sentences of `texts`, in their order, each once; the texts keep them too."""
    found: dict[str, str] = {}
    for text in texts:
        for sentence in sentences.split(text):
            for name in _named(sentence[:_LONGEST]):
                found.setdefault(name.casefold(), name[:1].upper() + name[1:])
    return list(found.values())


def _named(sentence: str) -> list[str]:
    listed = cues.LIMITATION_LIST.search(sentence) if cues.LIMITED.search(sentence) else None
    if listed:
        names = _items(listed.group("list") or listed.group("by"))
        if names:
            return names
    return [match.group().strip() for match in cues.LIMITATION_NAMES.finditer(sentence)]


def _items(text: str) -> list[str]:
    """Takes items until the sentence goes on ("…, should be considered when …")."""
    names: list[str] = []
    for item in sentences.items(text):
        if cues.LIST_ENDS.match(item) or len(item) > _NAME_LENGTH:
            break
        names.append(item)
    return names
