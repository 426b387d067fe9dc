"""Joins the words of a translation with the article that it translates; no database is asked.

A translation's file has words alone. Sources, certainty, links and the keys of blocks are the original's, so that a
translation cannot claim more than it, and the ids of its blocks are the same.
"""

from collections.abc import Iterable, Mapping
from typing import Any

Content = Mapping[str, Any]
OF_SOURCES = ("findings", "measures")


def translated(original: Content, words: Content) -> dict[str, Any]:
    """Give the content of a translation, its `slug` being the original's; raise ValueError where the two do not fit."""
    keys = [block["key"] for block in original["body"]]
    if set(keys) != set(words["body"]):
        raise ValueError(f"{original['slug']}: these blocks do not fit: {sorted(set(keys) ^ set(words['body']))}")
    body = [_block(block, words["body"][block["key"]]) for block in original["body"]]
    return {**original, **words, "slug": original["slug"], "body": body}


def _block(original: Content, words: Content) -> dict[str, Any]:
    own = {name: value for name, value in words.items() if name not in OF_SOURCES}
    if unknown := own.keys() - original.keys():
        raise ValueError(f"{original['key']}: the original has no {sorted(unknown)}")
    if "sources" not in original:
        return {**original, **own}
    return {**original, **own, "sources": list(_sources(original["key"], original["sources"], words))}


def _sources(key: str, originals: list[Content], words: Content) -> Iterable[dict[str, Any]]:
    measures = iter(words.get("measures", []))
    try:
        for source, finding in zip(originals, words.get("findings", []), strict=True):
            effect = {"effect": source["effect"] | {"measure": next(measures)}} if "effect" in source else {}
            yield {**source, "finding": finding, **effect}
    except (ValueError, StopIteration):
        raise ValueError(f"{key}: each source needs its finding, each effect its measure") from None
    if list(measures):
        raise ValueError(f"{key}: there are more measures than effects")
