"""What an article claims and what stands behind it, read from the raw value of its body.

Pure: no database, no request. A raw body is the list of `{"type", "id", "value"}` that a StreamField stores.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from html import unescape
from typing import Any

RawBlock = Mapping[str, Any]

CLAIM_TYPES = frozenset({"benefit", "mechanism"})
GRADED_TYPES = CLAIM_TYPES | {"evidence"}
CERTAINTIES = ("very_low", "low", "moderate", "high")  # GRADE's four, lowest first
WORDS_PER_MINUTE = 200


@dataclass(frozen=True)
class Source:
    """A reference, by its id, and what it says of the claim that cites it."""

    reference: int
    direction: str = ""


@dataclass(frozen=True)
class Claim:
    """A block that sources can stand behind: a benefit, a mechanism, or the evidence as a whole."""

    block: str
    type: str
    heading: str = ""
    certainty: str = ""
    sources: tuple[Source, ...] = ()
    no_evidence_found: bool = False

    @property
    def is_claim(self) -> bool:
        """Whether it claims something; the evidence block weighs what the others claim."""
        return self.type in CLAIM_TYPES

    @property
    def is_uncited(self) -> bool:
        """Whether it is a claim that nothing stands behind and that does not say so."""
        return self.is_claim and not self.sources and not self.no_evidence_found


@dataclass(frozen=True)
class Work:
    """What coverage needs to know of a reference."""

    design: str = ""
    retracted: bool = False


@dataclass(frozen=True)
class Coverage:
    """How well the claims of an article are covered by sources; every claim is cited, declared or uncited."""

    claims: int = 0
    cited_claims: int = 0
    declared_unsupported: int = 0
    uncited: tuple[str, ...] = ()
    certainty: str | None = None
    by_design: dict[str, int] = field(default_factory=dict)
    retracted: int = 0


def walk(body: Iterable[RawBlock]) -> list[Claim]:
    """Give the graded blocks of a raw body in order; a source without a reference is none."""
    return [
        Claim(
            block=str(block.get("id") or ""),
            type=block["type"],
            heading=str(value.get("heading") or ""),
            certainty=str(value.get("certainty") or ""),
            sources=tuple(_sources(value.get("sources"))),
            no_evidence_found=bool(value.get("no_evidence_found")),
        )
        for block in body
        if block.get("type") in GRADED_TYPES and isinstance(value := block.get("value"), Mapping)
    ]


def items(raw_list: object) -> list[Any]:
    """Give the values of a raw ListBlock, which are wrapped in `{"type": "item", "value", "id"}` or, in old rows, bare."""
    if not isinstance(raw_list, Sequence) or isinstance(raw_list, str):
        return []
    return [
        item["value"] if isinstance(item, Mapping) and item.get("type") == "item" and "value" in item else item
        for item in raw_list
    ]


def _sources(raw_list: object) -> Iterator[Source]:
    for item in items(raw_list):
        if isinstance(item, Mapping) and isinstance(reference := item.get("reference"), int):
            yield Source(reference, str(item.get("direction") or ""))


def known_only(claims: Iterable[Claim], works: Mapping[int, Work]) -> list[Claim]:
    """Give the claims without the sources whose reference is gone."""
    return [
        Claim(
            claim.block,
            claim.type,
            claim.heading,
            claim.certainty,
            tuple(source for source in claim.sources if source.reference in works),
            claim.no_evidence_found,
        )
        for claim in claims
    ]


def numbering(claims: Iterable[Claim]) -> dict[int, int]:
    """Give each reference's number, counted from 1 in the order in which the blocks first cite them."""
    numbers: dict[int, int] = {}
    for claim in claims:
        for source in claim.sources:
            numbers.setdefault(source.reference, len(numbers) + 1)
    return numbers


def cited_by(claims: Iterable[Claim]) -> dict[int, list[str]]:
    """Give the ids of the blocks that cite each reference, each block once, in order."""
    blocks: dict[int, list[str]] = {}
    for claim in claims:
        for source in claim.sources:
            citing = blocks.setdefault(source.reference, [])
            if claim.block not in citing:
                citing.append(claim.block)
    return blocks


def coverage(claims: Iterable[Claim], works: Mapping[int, Work]) -> Coverage:
    """Give the coverage of `claims`, where `works` holds every reference that still exists."""
    graded = known_only(claims, works)
    made = [claim for claim in graded if claim.is_claim]
    unsupported = [claim for claim in made if not claim.sources]
    cited = {source.reference for claim in graded for source in claim.sources}
    return Coverage(
        claims=len(made),
        cited_claims=len(made) - len(unsupported),
        declared_unsupported=sum(claim.no_evidence_found for claim in unsupported),
        uncited=tuple(claim.block for claim in made if claim.is_uncited),
        certainty=certainty(graded),
        by_design=dict(sorted(Counter(works[pk].design for pk in cited if works[pk].design).items())),
        retracted=sum(works[pk].retracted for pk in cited),
    )


def certainty(claims: Iterable[Claim]) -> str | None:
    """Give the evidence block's certainty, else the lowest of the claims', else None."""
    stated = [
        (claim.is_claim, CERTAINTIES.index(claim.certainty)) for claim in claims if claim.certainty in CERTAINTIES
    ]
    of_evidence = [rank for is_claim, rank in stated if not is_claim]
    ranks = of_evidence or [rank for _, rank in stated]
    return CERTAINTIES[min(ranks)] if ranks else None


# Fields that steer a block and are no text of it.
_NO_TEXT = {
    "certainty", "certainty_reasons", "decorative", "direction", "effect", "entry", "id", "image", "no_evidence_found", "page",
    "participants", "reference", "source_url", "style", "type", "url",
}  # fmt: skip
_TAG = re.compile(r"<[^>]*>")
_WORD = re.compile(r"\w(?:[\w'’.,-]*\w)?")


def word_count(body: Iterable[RawBlock]) -> int:
    """Give the number of words in all text of all blocks of a raw body."""
    return sum(
        len(_WORD.findall(unescape(_TAG.sub(" ", text)))) for block in body for text in _texts(block.get("value"))
    )


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for name, member in value.items():
            if name not in _NO_TEXT:
                yield from _texts(member)
    elif isinstance(value, Sequence):
        for item in value:
            yield from _texts(item)


def reading_time_minutes(words: int) -> int:
    """Give the minutes that `words` take at 200 a minute, at least one."""
    return max(1, math.ceil(words / WORDS_PER_MINUTE))


_LINE_END = re.compile(r"</(?:p|li|h\d|td|blockquote)>|<br\s*/?>", re.IGNORECASE)


def plain_text(block: RawBlock) -> str:
    """Give all text of a raw block, a line for each field and paragraph."""
    lines = (unescape(_TAG.sub("", _LINE_END.sub("\n", text))) for text in _texts(block.get("value")))
    return "\n".join(line.strip() for text in lines for line in text.splitlines() if line.strip())
