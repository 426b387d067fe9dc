"""What moderators do in numbers: what waits, and what was decided in the last days.

Read from the tallies of the days that are over; what has happened since is counted from the log. So it costs the same
whatever lies behind it. Whoever moderates sections is told of these alone.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from itertools import chain

from django.db.models import Max, QuerySet, Sum
from django.utils import timezone

from comments import durations, queue, tallying
from comments.authority import Authority
from comments.models import ReaderComment, Status, Tally

DAYS = (7, 30, 90)
MODERATORS = 50  # named at most, the busiest
REASONS = 20
CLAIMS = 20
MOST = 500  # rows of one kind that are listed

Kind = Tally.Kind
SHARED = {Kind.MODERATOR, Kind.REASON}  # what rows of articles tell the shares of
DECISIONS = ("approved", "rejected", "spam", "removed", "restored")
VERBS = {"approved": "approve", "rejected": "reject", "spam": "spam", "removed": "remove", "restored": "restore"}
# What rows of a kind are listed by, the most first.
WEIGHTS = {
    Kind.MODERATOR: DECISIONS,
    Kind.REASON: DECISIONS,
    Kind.ARTICLE: ("submitted", *DECISIONS),
    Kind.CLAIM: ("disputed", "submitted"),
}


@dataclass
class Figures:
    """The sums of some days; `waits` counts how long comments waited for a moderator (durations.py)."""

    key: str = ""
    label: str = ""
    page_number: int | None = None
    numbers: Counter[str] = field(default_factory=Counter)
    waits: Counter[int] = field(default_factory=Counter)

    def __getattr__(self, name: str) -> int:
        if name in Tally.COUNTS:
            return self.numbers[name]
        raise AttributeError(name)

    def add(self, counts: "tallying.Counts | Figures") -> None:
        self.label = self.label or counts.label
        self.page_number = self.page_number or counts.page_number
        self.numbers.update(counts.numbers)
        self.waits.update(counts.waits)

    def weight(self, kind: str) -> int:
        return sum(self.numbers[name] for name in WEIGHTS[kind])

    @property
    def decisions(self) -> int:
        return sum(self.numbers[name] for name in DECISIONS)

    @property
    def mean_seconds(self) -> int | None:
        return round(self.waited_seconds / self.waited) if self.waited else None

    @property
    def median_seconds(self) -> int | None:
        return durations.percentile(self.waits, 0.5)

    @property
    def p90_seconds(self) -> int | None:
        return durations.percentile(self.waits, 0.9)

    @property
    def agreement(self) -> float | None:
        """Give the share of verdicts that nobody else has taken back or decided otherwise; None without any."""
        verdicts = self.decisions - self.restored
        return round(1 - min(self.overturned, verdicts) / verdicts, 4) if verdicts else None


class Period:
    """The last `days` days, today included, of what somebody moderates.

    `missing` are the days that nobody has counted yet, the last two left out: these are counted here.
    """

    def __init__(self, days: int, *, among: Authority):
        self.among = among
        today = tallying.today()
        self.days = [today - tallying.DAY * number for number in reversed(range(days))]
        missing = tallying.missing()
        yesterday = today - tallying.DAY
        self.missing = [day for day in missing if self.days[0] <= day < yesterday]
        self.live = self._mine(tallying.live(yesterday if yesterday in missing else today))

    def _mine(self, days: dict[date, tallying.Day]) -> dict[date, tallying.Day]:
        """Give of what was counted just now what is in the sections."""
        if self.among.everywhere:
            return days
        numbers = {row.page_number for day in days.values() for row in day.values() if row.page_number}
        mine = set(self.among.pages().filter(pk__in=numbers).values_list("pk", flat=True))
        return {
            day: tallying.Day({key: row for key, row in counted.items() if row.page_number in mine})
            for day, counted in days.items()
        }

    def _kept(self, kind: str) -> QuerySet[Tally]:
        rows = Tally.objects.filter(kind=kind, day__gte=self.days[0], day__lte=self.days[-1]).order_by()
        return self.among.within(rows, "page_number")

    def by_day(self) -> dict[date, Figures]:
        """Give the sums of each day, oldest first. One query."""
        found = {day: Figures(label=str(day)) for day in self.days}
        # Of sections there are no rows of everything: their articles are summed.
        kind = Kind.ALL if self.among.everywhere else Kind.ARTICLE
        for row in self._kept(kind).values("day", "waits", *Tally.COUNTS).iterator():
            found[row["day"]].add(_figures(row))
        for day, counted in self.live.items():
            for (of, _key), row in counted.items():
                if of == kind and day in found:
                    found[day].add(row)
        return found

    def by(self, kind: str, *, most: int = MOST) -> list[Figures]:
        """Give the figures of each moderator, article, reason or claim, of those with most to tell. Three queries.

        Of sections, moderators and reasons are told by the shares that they have in each article, without durations.
        """
        if not self.among.everywhere and kind in SHARED:
            return self._by_shares(kind)[:most]
        fresh: dict[str, Figures] = {}
        for counted in self.live.values():
            for (of, key), row in counted.items():
                if of == kind:
                    fresh.setdefault(key, Figures(key=key)).add(row)
        busiest = sorted(fresh.values(), key=lambda row: -row.weight(kind))[:most]
        found = {row.key: row for row in self._summed(kind, most=most)}
        others = [row.key for row in busiest if row.key not in found]
        if others:
            found |= {row.key: row for row in self._summed(kind, keys=others, most=most)}
        for row in busiest:
            found.setdefault(row.key, Figures(key=row.key)).add(row)
        self._add_waits(kind, found)
        return _ranked(found.values(), kind)[:most]

    def _by_shares(self, kind: str) -> list[Figures]:
        kept = self._kept(Kind.ARTICLE).values_list("shares", flat=True).iterator()
        articles = (row for day in self.live.values() for (of, _key), row in day.items() if of == Kind.ARTICLE)
        found: dict[str, Figures] = {}
        for shares in chain(kept, (row.shares for row in articles)):
            for key, numbers in shares.get(kind, {}).items():
                found.setdefault(key, Figures(key=key, label=key)).numbers.update(numbers)
        return _ranked(found.values(), kind)

    def _summed(self, kind: str, *, most: int, keys: Iterable[str] | None = None) -> list[Figures]:
        rows = self._kept(kind) if keys is None else self._kept(kind).filter(key__in=list(keys))
        sums = {name: Sum(name) for name in Tally.COUNTS}
        weight = sum((Sum(name) for name in WEIGHTS[kind][1:]), Sum(WEIGHTS[kind][0]))
        grouped = rows.values("key").annotate(
            last_label=Max("label"),
            of_page=Max("page_number"),
            weight=weight,
            **{f"sum_{name}": sums[name] for name in sums},
        )
        return [
            Figures(
                key=row["key"],
                label=row["last_label"],
                page_number=row["of_page"],
                numbers=Counter({name: row[f"sum_{name}"] for name in sums}),
            )
            for row in grouped.order_by("-weight", "key")[:most]
        ]

    def _add_waits(self, kind: str, found: dict[str, Figures]) -> None:
        rows = self._kept(kind).filter(key__in=list(found), waited__gt=0)
        for key, waits in rows.values_list("key", "waits").iterator():
            found[key].waits.update(_waits(waits))


def of_the_last(days: int, *, among: Authority) -> dict:
    """Give what waits now and what moderators decided in the last `days`, where somebody moderates; as many queries however
    much that is.

    Counts of comments stop at queue.GLANCED. Durations run from a comment's entry into the queue to a moderator's decision
    about it, in seconds, None where there was none; percentiles are told to within 5 %.
    """
    period = Period(days, among=among)
    by_day = period.by_day()
    total = Figures()
    for row in by_day.values():
        total.add(row)
    moderators = period.by(Kind.MODERATOR, most=MODERATORS)
    return {
        "at": timezone.now(),
        "days": days,
        **_present(among),
        "counted_up_to": queue.GLANCED,
        "decisions": {VERBS[name]: total.numbers[name] for name in DECISIONS if total.numbers[name]},
        "reasons": {row.key: row.decisions for row in period.by(Kind.REASON, most=REASONS)},
        "moderators": [_of_moderator(row) for row in moderators if row.decisions],
        "seconds_to_decision": total.mean_seconds,
        "median_seconds_to_decision": total.median_seconds,
        "p90_seconds_to_decision": total.p90_seconds,
        "agreement": total.agreement,
        "overturned": total.overturned,
        "corrected": total.corrected,
        "volume": [{"day": day} | _volume(row) for day, row in by_day.items()],
        "articles": [
            {"id": row.page_number, "title": row.label} | _volume(row)
            for row in period.by(Kind.ARTICLE, most=MODERATORS)
        ],
        "disputed_claims": [_of_claim(row) for row in period.by(Kind.CLAIM, most=CLAIMS) if row.disputed],
        "missing_days": period.missing,
    }


def _present(among: Authority) -> dict:
    """Give what waits now, and how many comments there are in each status."""
    mine = among.comments(ReaderComment.norel_objects.all())
    counts = queue.glance(among)
    oldest = mine.waiting().order_by("submitted_at", "pk").values_list("submitted_at", flat=True).first()
    return {
        "waiting": {
            "pending": counts[Status.PENDING],
            "flagged": mine.filter(flag_count__gt=0).order_by()[: queue.GLANCED].count(),
            "oldest_submitted_at": oldest,
        },
        "statuses": {status: counts[status] for status in Status.values},
    }


def _ranked(rows: Iterable[Figures], kind: str) -> list[Figures]:
    return sorted(rows, key=lambda row: (-row.weight(kind), row.label.casefold(), row.key))


def _volume(row: Figures) -> dict[str, int]:
    return {name: row.numbers[name] for name in ("submitted", "held", "caught", "hidden")} | {
        "decisions": row.decisions
    }


def _of_moderator(row: Figures) -> dict:
    return {
        "name": row.key,
        "decisions": row.decisions,
        "median_seconds_to_decision": row.median_seconds,
        "p90_seconds_to_decision": row.p90_seconds,
        "overturned": row.overturned,
        "agreement": row.agreement,
    }


def _of_claim(row: Figures) -> dict:
    block = row.key.partition(":")[2]
    return {"page": row.page_number, "block": block, "heading": row.label, "disputed": row.disputed}


def _figures(row: dict) -> Figures:
    return Figures(numbers=Counter({name: row[name] for name in Tally.COUNTS}), waits=Counter(_waits(row["waits"])))


def _waits(stored: dict[str, int]) -> dict[int, int]:
    return {int(step): number for step, number in stored.items()}
