"""A section of the source: a heading, what it is, and the passages under it."""

from __future__ import annotations

from dataclasses import dataclass, field

from articles.importers.cues import Kind


@dataclass
class Section:
    """A heading with the passages under it; `kind` None is a card that leads to another article."""

    kind: Kind | None
    heading: str = ""
    heading_at: int | None = None
    body: list[int] = field(default_factory=list)
    # Headings that stand over several sections and have no text of their own ("Benefits").
    under: list[int] = field(default_factory=list)
    # The text of a first passage that opened with its own heading ("Symptom relief: Acupuncture has …").
    run_in: dict[int, str] = field(default_factory=dict)
    recognised: bool = True
    level: int = 0  # of its heading, where the format has levels


def as_sentence(text: str) -> str:
    """Gives a text that followed a label with the capital it now needs."""
    return text[:1].upper() + text[1:]


def clean_heading(text: str, *, keep_stop: bool = False) -> str:
    """Gives a heading without its colon; a title of another article keeps its punctuation."""
    text = text.strip()
    return text if keep_stop else text.rstrip(" :") or text
