"""Says what stays the same when an article is imported again: the article itself, its blocks, and what an edit is."""

from __future__ import annotations

import hashlib
import html
import json
import re
import uuid
from collections.abc import Iterable, Mapping, Sequence
from difflib import SequenceMatcher
from itertools import product

from articles.importers.draft import DraftBlock

RawBlock = Mapping[str, object]

_NAMESPACE = uuid.UUID("6f0d4c4e-52a5-5d0b-9a53-0b8f7c1f3f5e")
_ALIKE = 0.6
_MOST_PAIRS = 10_000  # beyond that a fuzzy comparison of every pair would take minutes
_DRAFTAIL_KEY = re.compile(r'\sdata-block-key="[^"]*"')
# What a source never says and editors add: a new import leaves these as they are.
_EDITORS_FIELDS = frozenset(
    {"population", "outcome", "certainty", "certainty_reasons", "sources", "page", "url", "source_url"}
)


def key(text: str) -> str:
    """Gives a title or by-line as it is compared: whatever its case and spaces, at most 255 characters."""
    return " ".join(text.split()).casefold()[:255]


def source_digest(content: bytes) -> str:
    """Gives the SHA-256 of a file's bytes in hexadecimal."""
    return hashlib.sha256(content).hexdigest()


def content_digest(content: Mapping[str, object]) -> str:
    """Gives the SHA-256 of an article's content; saving it unchanged in the editor does not alter it."""
    text = json.dumps(_canonical(content), sort_keys=True, ensure_ascii=False, default=str)
    return hashlib.sha256(text.encode()).hexdigest()


def _canonical(value: object) -> object:
    """Leaves out empty fields, identifiers of list items and what the rich text editor adds to mark-up."""
    if isinstance(value, Mapping):
        if value.get("type") == "item" and "value" in value:
            return _canonical(value["value"])
        fields = {name: _canonical(field) for name, field in value.items()}
        return {name: field for name, field in fields.items() if field not in (None, "", [], {}, False)}
    if isinstance(value, str):
        return " ".join(html.unescape(_DRAFTAIL_KEY.sub("", value)).split())
    if isinstance(value, Sequence):
        return [_canonical(item) for item in value]
    return value


def raw_body(drafts: Sequence[DraftBlock], existing: Sequence[RawBlock], *, article: str) -> list[dict[str, object]]:
    """Gives the stream field's raw value for `drafts`.

    A block that `existing` has already (same type and a similar heading) keeps its identifier and what editors added
    to it; another gets one made of `article` (the key of title and by-line), its type and its heading.
    """
    partners = _partners(drafts, existing)
    used = {str(block.get("id")) for block in existing}
    body: list[dict[str, object]] = []
    for position, draft in enumerate(drafts):
        old = existing[partners[position]] if position in partners else None
        block_id = str(old["id"]) if old and old.get("id") else _new_id(draft, article, used)
        used.add(block_id)
        value = dict(draft.value)
        if draft.type != "table":  # whose lists are rows and columns, and no lists of blocks
            value = {name: _raw_field(field, block_id, name) for name, field in draft.value.items()}
        if old and old.get("type") == draft.type:
            value = _with_editors_fields(value, old.get("value"))
        body.append({"type": draft.type, "value": value, "id": block_id})
    return body


def _with_editors_fields(value: dict[str, object], old: object) -> dict[str, object]:
    if not isinstance(old, Mapping):
        return value
    kept = {
        name: field
        for name, field in old.items()
        if name not in value or (name in _EDITORS_FIELDS and field and not value[name])
    }
    return {**value, **kept}


def _raw_field(field: object, block_id: str, name: str) -> object:
    """Gives lists the form of a ListBlock's raw value, with identifiers that stay as long as the items do."""
    if not isinstance(field, list):
        return field
    items: list[object] = []
    for position, item in enumerate(field):
        item_id = uuid.uuid5(_NAMESPACE, f"{block_id}\n{name}\n{position}")
        items.append({"type": "item", "value": item, "id": str(item_id)})
    return items


def _new_id(draft: DraftBlock, article: str, used: set[str]) -> str:
    ordinal = 0
    while True:
        found = str(uuid.uuid5(_NAMESPACE, f"{article}\n{draft.type}\n{key(draft.name)}\n{ordinal}"))
        if found not in used:
            return found
        ordinal += 1


def types_now(drafts: Sequence[DraftBlock], existing: Sequence[RawBlock]) -> dict[int, str]:
    """Gives by position the type a block has in the article now, where that is another than the draft's."""
    partners = _partners(drafts, existing)
    types = {position: str(existing[old].get("type")) for position, old in partners.items()}
    return {position: kind for position, kind in types.items() if kind != drafts[position].type}


def _partners(drafts: Sequence[DraftBlock], existing: Sequence[RawBlock]) -> dict[int, int]:
    """Gives the position in `existing` of each draft block that was there before; the surest matches come first."""
    partners: dict[int, int] = {}
    free = dict.fromkeys(range(len(existing)))
    ours = [(draft.type, key(draft.name), _words(draft.value)) for draft in drafts]
    theirs = [(str(old.get("type")), key(_name(old)), _words(old.get("value"))) for old in existing]
    for parts in ((0, 1, 2), (0, 1), (1,), (2,)):
        waiting: dict[tuple[str, ...], list[int]] = {}
        for position in reversed(free):
            waiting.setdefault(tuple(theirs[position][part] for part in parts), []).append(position)
        for position, our in enumerate(ours):
            found = waiting.get(tuple(our[part] for part in parts))
            if position in partners or not found or (len(parts) == 1 and not our[parts[0]]):
                continue
            partners[position] = found.pop()
            del free[partners[position]]
    _add_similar(partners, list(free), ours, theirs)
    return partners


def _add_similar(
    partners: dict[int, int],
    free: list[int],
    ours: Sequence[tuple[str, str, str]],
    theirs: Sequence[tuple[str, str, str]],
) -> None:
    waiting = [position for position in range(len(ours)) if position not in partners]
    if len(waiting) * len(free) > _MOST_PAIRS:
        return
    scored = [
        (score, -position, -old)
        for position, old in product(waiting, free)
        if ours[position][0] == theirs[old][0] and (score := _similarity(ours[position], theirs[old])) >= _ALIKE
    ]
    for _, position, old in sorted(scored, reverse=True):
        if -position not in partners and -old not in partners.values():
            partners[-position] = -old


def _similarity(one: tuple[str, str, str], other: tuple[str, str, str]) -> float:
    """By heading; where there is none, or it was replaced altogether, by what the blocks say."""
    names = SequenceMatcher(None, one[1], other[1]).ratio() if one[1] and other[1] else 0.0
    if names >= _ALIKE:
        return names
    ours, theirs = one[2].split()[:200], other[2].split()[:200]
    return SequenceMatcher(None, ours, theirs).ratio() if ours and theirs else 0.0


def _name(block: RawBlock) -> str:
    value = block.get("value")
    if not isinstance(value, Mapping):
        return ""
    return str(value.get("heading") or value.get("label") or value.get("caption") or "")


def _words(value: object) -> str:
    if not isinstance(value, Mapping):
        return ""
    return str(_canonical(value.get("text") or value.get("rows") or value.get("alt") or ""))


def digests(content: Mapping[str, object], optional: Iterable[str]) -> set[str]:
    """Gives the digests of `content` with and without each of the fields a source may leave to the editors."""
    variants = [dict(content)]
    for name in optional:
        variants += [{**variant, name: None} for variant in variants]
    return {content_digest(variant) for variant in variants}
