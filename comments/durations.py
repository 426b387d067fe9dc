"""How long things took, counted in steps of a tenth. Pure: seconds in, counts out, which add up over days as they are.

A median of medians is none: what is kept of a day is how many waits fell into each step, so that the percentiles of any
number of days can be told to within 5 %.
"""

from collections.abc import Mapping
from math import ceil, log

STEP = 1.1  # each step is longer than the one before by a tenth
HIGHEST = 200  # six years


def step(seconds: float) -> int:
    """Give the step that a duration falls into: 0 for less than a second."""
    return 0 if seconds < 1 else min(HIGHEST, 1 + int(log(seconds) / log(STEP)))


def seconds_of(number: int) -> int:
    """Give the duration that stands for a step, in seconds: its middle."""
    return 0 if number == 0 else round(STEP ** (number - 0.5))


def percentile(counts: Mapping[int, int], share: float) -> int | None:
    """Give the seconds within which `share` (0 to 1) of the waits ended; None where there were none."""
    total = sum(counts.values())
    if not total:
        return None
    wanted, seen = max(1, ceil(total * share)), 0
    for number in sorted(counts):
        seen += counts[number]
        if seen >= wanted:
            return seconds_of(number)
    return seconds_of(max(counts))


def within(counts: Mapping[int, int], limits: tuple[int, ...]) -> list[int]:
    """Give how many waits were shorter than the first limit (in seconds), between each two, and longer than the last."""
    found = [0] * (len(limits) + 1)
    for number, count in counts.items():
        found[sum(seconds_of(number) >= limit for limit in limits)] += count
    return found
