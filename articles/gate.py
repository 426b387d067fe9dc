"""The publish gate: the one rule of what keeps an article from its readers, and how that is said.

Pure: no database, no request. `articles.gatekeeping` asks it for pages.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from articles import claims
from articles.claims import Claim, Work

OFF, WARN, REQUIRE = "off", "warn", "require"
NAMED = 3  # how many blocks a sentence names before it counts the rest


@dataclass(frozen=True)
class Gap:
    """A claim that nothing stands behind: the id of its block, its place in the body from 0, and its name."""

    block: str
    position: int
    name: str


@dataclass(frozen=True)
class Ruling:
    """What the gate says of one version of an article."""

    policy: str = OFF
    gaps: tuple[Gap, ...] = ()

    @property
    def refuses(self) -> bool:
        return self.policy == REQUIRE and bool(self.gaps)

    @property
    def warns(self) -> bool:
        return self.policy == WARN and bool(self.gaps)


def rule(policy: str, body: Sequence[Mapping[str, Any]], works: Mapping[int, Work]) -> Ruling:
    """Give the ruling on a raw body, where `works` holds every reference that still exists.

    A claim needs a source, or the word of its author that a search found none; the evidence block claims nothing.
    """
    if policy == OFF:
        return Ruling()
    gaps = []
    for position, block in enumerate(body):
        for claim in claims.known_only(claims.walk([block]), works):
            if claim.is_uncited:
                gaps.append(Gap(claim.block, position, name(claim, position)))
    return Ruling(policy, tuple(gaps))


def name(claim: Claim, position: int) -> str:
    """Give what people call a claim: its heading, else its type and place, "Benefit (block 2)"."""
    if claim.heading.strip():
        return "“" + claim.heading.strip() + "”"
    kind = {"benefit": _("Benefit"), "mechanism": _("Mechanism"), "evidence": _("Evidence")}[claim.type]
    return _("%(kind)s (block %(number)d)") % {"kind": kind, "number": position + 1}


def names(gaps: Sequence[Gap]) -> str:
    """Give the names of the blocks for a sentence: the first three, and how many there are besides."""
    named = ", ".join(gap.name for gap in gaps[:NAMED])
    rest = len(gaps) - NAMED
    if rest <= 0:
        return named
    return named + " " + ngettext("and %(count)d more", "and %(count)d more", rest) % {"count": rest}


def what_is_missing(gaps: Sequence[Gap]) -> str:
    """Say which claims have no source."""
    return ngettext(
        "%(count)d claim has no source: %(names)s.", "%(count)d claims have no source: %(names)s.", len(gaps)
    ) % {"count": len(gaps), "names": names(gaps)}


def what_to_do() -> str:
    return _("Add a source to each, or tick “No evidence was found for this claim” in the block.")


def refusal(title: str, gaps: Sequence[Gap]) -> str:
    """Say that an article was not published, why, and what to do."""
    return _("“%(title)s” was not published. %(missing)s %(remedy)s") % {
        "title": title,
        "missing": what_is_missing(gaps),
        "remedy": what_to_do(),
    }


def warning(title: str, gaps: Sequence[Gap]) -> str:
    """Say what an article lacks that goes out nevertheless."""
    return _("Readers of “%(title)s” will look for sources. %(missing)s %(remedy)s") % {
        "title": title,
        "missing": what_is_missing(gaps),
        "remedy": what_to_do(),
    }
