"""What an article has and what it lacks, block by block: all that its editor is told while writing.

Pure: no database, no request. Nothing here keeps an article from being published; that is `articles.gate`'s.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from articles import claims, gate, readability, strong_words
from articles.claims import Claim, Coverage, Work
from articles.readability import Readability

MISSING, WARNING, ADVICE, SAID = "missing", "warning", "advice", "said"


@dataclass(frozen=True)
class Title:
    """What the panel shows of a reference."""

    title: str
    work: Work = field(default_factory=Work)


@dataclass(frozen=True)
class Draft:
    """An article as its editor has it before them."""

    body: Sequence[Mapping[str, Any]]
    references: Mapping[int, Title] = field(default_factory=dict)
    strong: tuple[str, ...] = ()
    language: str = "en"
    summary: str = ""
    authors: int = 0
    reviewers: int = 0
    untold_images: int = 0  # that show something and have no alternative text


@dataclass(frozen=True)
class Note:
    """One thing to know: what is missing, a warning, advice, or what the article says on purpose."""

    level: str
    code: str
    text: str


@dataclass(frozen=True)
class SourceLine:
    """A source of a claim: its place from 1, the title of its reference ("" where that is gone), its direction."""

    number: int
    title: str
    direction: str
    retracted: bool = False


@dataclass(frozen=True)
class Row:
    """One graded block with its sources and what there is to say of it."""

    block: str
    type: str
    name: str
    certainty: str
    sources: tuple[SourceLine, ...]
    notes: tuple[Note, ...]


@dataclass(frozen=True)
class Reading:
    """How long one block is and how easily it is read: too short a text has no readability."""

    block: str
    name: str
    words: int
    readability: Readability | None


@dataclass(frozen=True)
class Appraisal:
    """All that there is to say of a draft."""

    rows: tuple[Row, ...]
    advice: tuple[Note, ...]
    coverage: Coverage
    words: int
    readings: tuple[Reading, ...]

    @property
    def to_do(self) -> int:
        """How many things are missing or call for a second look; advice does not count."""
        return sum(note.level in (MISSING, WARNING) for row in self.rows for note in row.notes)


def appraise(draft: Draft) -> Appraisal:
    """Give what there is to say of `draft`."""
    works = {pk: title.work for pk, title in draft.references.items()}
    return Appraisal(
        rows=tuple(
            _row(draft, claim, position, block)
            for position, block in enumerate(draft.body)
            for claim in claims.walk([block])
        ),
        advice=tuple(note for rule in ADVICE_RULES if (note := rule(draft))),
        coverage=claims.coverage(claims.walk(draft.body), works),
        words=claims.word_count(draft.body),
        readings=tuple(_readings(draft)),
    )


def _row(draft: Draft, claim: Claim, position: int, block: Mapping[str, Any]) -> Row:
    value = block["value"]
    raw = [source for source in claims.items(value.get("sources")) if isinstance(source, Mapping)]
    return Row(
        block=claim.block,
        type=claim.type,
        name=claim.heading.strip() or gate.name(claim, position),
        certainty=claim.certainty,
        sources=tuple(_line(draft, number, source) for number, source in enumerate(raw, 1) if source.get("reference")),
        notes=tuple(note for rule in CLAIM_RULES for note in rule(draft, claim, value)),
    )


def _line(draft: Draft, number: int, source: Mapping[str, Any]) -> SourceLine:
    known = draft.references.get(source["reference"])
    return SourceLine(
        number=number,
        title=known.title if known else "",
        direction=str(source.get("direction") or ""),
        retracted=bool(known and known.work.retracted),
    )


# What is said of one claim: each rule gives its notes ---------------------------------------------------------------


def sources_present(draft: Draft, claim: Claim, value: Mapping[str, Any]) -> Iterable[Note]:
    known = [source for source in claim.sources if source.reference in draft.references]
    if len(known) < len(claim.sources):
        yield Note(MISSING, "reference_gone", _("A reference that it cites is no longer in the library."))
    if claim.no_evidence_found and known:
        yield Note(WARNING, "declared_but_cited", _("Says that no evidence was found, and yet it has sources."))
    elif claim.no_evidence_found:
        yield Note(SAID, "declared_unsupported", _("Says that no evidence was found."))
    elif not known and claim.is_claim:
        yield Note(MISSING, "no_source", _("No source. Add one, or say in the block that no evidence was found."))
    elif not known:
        yield Note(ADVICE, "no_source", _("Names no source of its own."))


def certainty_stated(draft: Draft, claim: Claim, value: Mapping[str, Any]) -> Iterable[Note]:
    if not claim.certainty and (claim.sources or not claim.is_claim):
        yield Note(MISSING, "no_certainty", _("No certainty. How sure does the evidence let us be (GRADE)?"))
    elif claim.certainty and claim.certainty != "high" and not value.get("certainty_reasons"):
        yield Note(WARNING, "no_reasons", _("Certainty below high: say what it was rated down for."))


def sources_complete(draft: Draft, claim: Claim, value: Mapping[str, Any]) -> Iterable[Note]:
    for number, source in enumerate(claims.items(value.get("sources")), 1):
        if not isinstance(source, Mapping):
            continue
        direction = source.get("direction") or ""
        if not source.get("reference"):
            yield Note(MISSING, "no_reference", _("Source %(number)d names no reference.") % {"number": number})
        elif not direction:
            yield Note(MISSING, "no_direction", _("Source %(number)d has no direction.") % {"number": number})
        elif direction == "unclear" and not str(source.get("finding") or "").strip():
            message = _("Source %(number)d does not say what it found, nor in which direction.")
            yield Note(MISSING, "no_finding", message % {"number": number})


def sources_sound(draft: Draft, claim: Claim, value: Mapping[str, Any]) -> Iterable[Note]:
    retracted = sum(
        source.reference in draft.references and draft.references[source.reference].work.retracted
        for source in claim.sources
    )
    if retracted:
        text = ngettext("Cites a retracted work.", "Cites %(count)d retracted works.", retracted)
        yield Note(WARNING, "retracted", text % {"count": retracted} if retracted > 1 else text)
    if claim.is_claim and claim.sources and all(source.direction == "contradicts" for source in claim.sources):
        yield Note(WARNING, "contradicted", _("Every source contradicts it."))


def words_earned(draft: Draft, claim: Claim, value: Mapping[str, Any]) -> Iterable[Note]:
    """Words that only a claim of high certainty has earned."""
    if claim.certainty == "high" or not draft.strong:
        return
    text = claims.plain_text({"value": {name: value.get(name) for name in ("heading", "text")}})
    strong = strong_words.found(text, draft.strong)
    if strong:
        listed = ", ".join(f"“{word}”" for word in strong)
        text = ngettext(
            "%(words)s is stronger than the evidence allows.",
            "%(words)s are stronger than the evidence allows.",
            len(strong),
        )
        yield Note(WARNING, "strong_words", text % {"words": listed})


ClaimRule = Callable[[Draft, Claim, Mapping[str, Any]], Iterable[Note]]
CLAIM_RULES: tuple[ClaimRule, ...] = (sources_present, certainty_stated, sources_complete, sources_sound, words_earned)


# What is said of the article: soft rules, each gives a note or nothing -----------------------------------------------


def has_summary(draft: Draft) -> Note | None:
    if draft.summary.strip():
        return None
    return Note(ADVICE, "no_summary", _("No summary. Cards, search results and feeds show it."))


def has_claims(draft: Draft) -> Note | None:
    if any(claim.is_claim for claim in claims.walk(draft.body)):
        return None
    return Note(ADVICE, "no_claims", _("No benefit or mechanism block: nothing here can be tied to a study."))


def has_evidence(draft: Draft) -> Note | None:
    graded = claims.walk(draft.body)
    if not graded or any(not claim.is_claim for claim in graded):
        return None
    return Note(ADVICE, "no_evidence", _("No evidence block that weighs the studies as a whole."))


def has_call_to_action(draft: Draft) -> Note | None:
    if any(block.get("type") == "call_to_action" for block in draft.body):
        return None
    return Note(ADVICE, "no_call_to_action", _("No call to action. What should readers do next?"))


def has_limitations(draft: Draft) -> Note | None:
    evidence = [block["value"] for block in draft.body if block.get("type") == "evidence" and block.get("value")]
    if not evidence or any(claims.items(value.get("limitations")) for value in evidence):
        return None
    return Note(ADVICE, "no_limitations", _("The evidence block names no limitations. Few studies have none."))


def has_alternative_texts(draft: Draft) -> Note | None:
    if not draft.untold_images:
        return None
    text = ngettext(
        "An image has no alternative text. Say what it shows, or mark it as decorative.",
        "%(count)d images have no alternative text. Say what they show, or mark them as decorative.",
        draft.untold_images,
    )
    return Note(
        ADVICE, "no_alternative_text", text % {"count": draft.untold_images} if draft.untold_images > 1 else text
    )


def has_author(draft: Draft) -> Note | None:
    return None if draft.authors else Note(ADVICE, "no_author", _("No author. Readers want to know who wrote this."))


def has_reviewer(draft: Draft) -> Note | None:
    if draft.reviewers:
        return None
    return Note(ADVICE, "no_reviewer", _("No reviewer. Name who has checked it, under “Review and dates”."))


AdviceRule = Callable[[Draft], Note | None]
ADVICE_RULES: tuple[AdviceRule, ...] = (
    has_summary, has_claims, has_evidence, has_limitations, has_call_to_action, has_alternative_texts, has_author,
    has_reviewer,
)  # fmt: skip


# The blocks that are read as running text, in the article's own words: no quotes, no tables, no findings of sources.
READ_FIELDS = ("text", "limitations", "items")


def _readings(draft: Draft) -> Iterable[Reading]:
    kinds = {
        "section": _("Section"),
        "benefit": _("Benefit"),
        "mechanism": _("Mechanism"),
        "evidence": _("Evidence"),
        "faq": _("Questions and answers"),
        "disclaimer": _("Disclaimer"),
    }
    for position, block in enumerate(draft.body):
        value = block.get("value")
        if block.get("type") not in kinds or not isinstance(value, Mapping):
            continue
        read = {"value": {name: value.get(name) for name in READ_FIELDS}}
        words = claims.word_count([read])
        if words:
            unnamed = _("%(kind)s (block %(number)d)") % {"kind": kinds[block["type"]], "number": position + 1}
            name = str(value.get("heading") or "").strip() or unnamed
            measured = readability.measure(claims.plain_text(read), draft.language)
            yield Reading(str(block.get("id") or ""), name, words, measured)
