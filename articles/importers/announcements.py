"""Reads the sentences that say what is coming ("These benefits include …") and finds the headings they mean."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache

from articles.importers import cues, sentences
from articles.importers.cues import Kind

_LONGEST = 1000
_MOST_ITEMS = 15
_REACH = 40  # an announcement speaks of the next headings, not of all there are
_ENOUGH = 0.75
_PLAIN = frozenset(
    "a an the of in on for with to and or its their your by from as at is are be can may".split()  # noqa: SIM905
)


@dataclass(frozen=True)
class Announcement:
    """What a sentence announces: the kind, the items it names (perhaps none), and how many there are to be.

    `points_ahead` is for sentences such as "Here are the benefits:", which speak of what is below without naming it.
    """

    kind: Kind
    items: tuple[str, ...] = ()
    count: int | None = None
    points_ahead: bool = False


def read(sentence: str) -> Announcement | None:
    """Gives what a sentence announces, or None where it announces nothing."""
    if len(sentence) > _LONGEST:
        return None
    found = [(match.start(), kind, match.end()) for kind, cue in cues.ANNOUNCES if (match := cue.search(sentence))]
    if not found:
        return None
    _, kind, end = min(found)
    verb = cues.LISTS.search(sentence, end)
    items = tuple(sentences.items(sentence[verb.end() :])[:_MOST_ITEMS]) if verb else ()
    points_ahead = bool(cues.POINTS_AHEAD.search(sentence))
    if len(items) < 2 and not points_ahead:
        return None
    return Announcement(kind, items, cues.counted(sentence), points_ahead)


def matched(announcement: Announcement, headings: Mapping[int, str]) -> dict[int, Kind]:
    """Gives the kind of each heading the announcement means; `headings` are those after it, by position, in order."""
    near = dict(list(headings.items())[:_REACH])
    pairs = sorted(
        (
            (alike(item, heading), -place, -position)
            for place, item in enumerate(announcement.items)
            for position, heading in near.items()
        ),
        reverse=True,
    )
    taken: dict[int, int] = {}
    for score, place, position in pairs:
        if score < _ENOUGH:
            break
        if -position not in taken and -place not in taken.values():
            taken[-position] = -place
    _add_by_order(announcement, near, taken)
    return dict.fromkeys(taken, announcement.kind)


def _add_by_order(announcement: Announcement, headings: Mapping[int, str], taken: dict[int, int]) -> None:
    """Where most items found their heading, one that is left may be called otherwise and is known by its place.

    Between two that were found the order says enough; first or last, one word must be the same.
    """
    positions = list(headings)
    if len(taken) * 2 < len(announcement.items):
        return
    order = {place: positions.index(position) for position, place in taken.items()}
    for place, item in enumerate(announcement.items):
        before, after = order.get(place - 1), order.get(place + 1)
        if place in order or (before is None and after is None):
            continue
        index = before + 1 if before is not None else (after or 0) - 1
        if not 0 <= index < len(positions) or positions[index] in taken:
            continue
        enclosed = before is not None and after is not None and after - before == 2
        if enclosed or _share_a_word(item, headings[positions[index]]):
            taken[positions[index]] = place
            order[place] = index


@lru_cache(maxsize=4096)
def alike(item: str, heading: str) -> float:
    """Gives 0 to 1 for how well an announced item fits a heading, by the words both have whatever their endings."""
    if item.casefold().strip(" :.") == heading.casefold().strip(" :."):
        return 1.0
    ours, theirs = _content(item), _content(heading)
    if not ours or not theirs:
        return 0.0
    shared = sum(any(_same_word(word, other) for other in theirs) for word in ours)
    back = sum(any(_same_word(other, word) for word in ours) for other in theirs)
    if shared == len(ours) or back == len(theirs):
        return 0.8 + 0.19 * (shared + back) / (len(ours) + len(theirs))
    letters = SequenceMatcher(None, " ".join(ours), " ".join(theirs))
    return letters.ratio() * 0.9 if letters.real_quick_ratio() > _ENOUGH else 0.0


def _share_a_word(item: str, heading: str) -> bool:
    return any(_same_word(word, other) for word in _content(item) for other in _content(heading))


@lru_cache(maxsize=4096)
def _content(text: str) -> tuple[str, ...]:
    words = re.findall(r"[\w-]+", text.casefold()[:200])
    return tuple(word for word in words if word not in _PLAIN)[:20]


def _same_word(one: str, other: str) -> bool:
    """ "relief" is "relieving", "immune" is "immunity"; "neural" is not "neurotransmitter"."""
    if one == other:
        return True
    short, long = sorted((one, other), key=len)
    if long == f"{short}s":
        return True
    if len(short) >= 4 and long.startswith(short) and len(long) - len(short) <= 3:
        return True
    shared = next((n for n, (a, b) in enumerate(zip(short, long, strict=False)) if a != b), len(short))
    return shared >= 5 and shared >= 0.6 * len(short) and shared >= 0.5 * len(long)
