"""Bars that a report draws above its table. Pure: counts in, shares out; the template puts words to every length."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Series:
    """What one colour of the bars stands for; `name` is the class that colours it."""

    name: str
    label: str


@dataclass(frozen=True)
class Part:
    """One stretch of a bar: how many, and how much of the width of the longest bar that is, in per cent."""

    series: Series
    count: int
    share: str


@dataclass(frozen=True)
class Bar:
    """One line of a chart; `address` is where its label leads, or ""."""

    label: str
    counts: Sequence[int]
    address: str = ""

    @property
    def total(self) -> int:
        return sum(self.counts)


@dataclass(frozen=True)
class Line:
    """A bar as it is drawn."""

    label: str
    address: str
    total: int
    parts: tuple[Part, ...]


@dataclass(frozen=True)
class Chart:
    """Bars of one scale. `note` says what a reader cannot see: what was left out, for example."""

    name: str
    title: str
    series: Sequence[Series]
    bars: Sequence[Bar]
    note: str = ""

    @property
    def has_legend(self) -> bool:
        return len(self.series) > 1

    @property
    def lines(self) -> list[Line]:
        longest = max((bar.total for bar in self.bars), default=0) or 1
        return [Line(bar.label, bar.address, bar.total, tuple(self._parts(bar, longest))) for bar in self.bars]

    def _parts(self, bar: Bar, longest: int) -> Iterable[Part]:
        for series, count in zip(self.series, bar.counts, strict=True):
            yield Part(series, count, f"{100 * count / longest:.2f}")
