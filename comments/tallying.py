"""Counts the log by days: one that is over is counted once and kept (Tally), what has happened since is counted when asked.

The log only grows, so to count a day again gives the same. What is brought in with dates of the past has these days counted
anew (outdate).
"""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from itertools import groupby
from operator import itemgetter

from django.db import transaction
from django.utils import timezone
from django_tasks import task

from comments import durations
from comments.models import Decision, Status, Tally

KEPT_DAYS = 92  # the longest report, and a day on either side
LIVE = 20_000  # decisions of days that are not counted yet, the newest; a busy day has some thousand
DAY = timedelta(days=1)

Kind, Verb, Actor = Tally.Kind, Decision.Verb, Decision.Kind
VERDICTS = {Verb.APPROVE: "approved", Verb.REJECT: "rejected", Verb.SPAM: "spam", Verb.REMOVE: "removed"}
COLUMNS = (
    "comment_number", "pk", "at", "decision", "from_status", "to_status", "actor_kind", "actor_id", "actor_name", "reason",
    "page_number", "page_title", "block_heading", "restores_id", "comment__depth", "comment__block",
)  # fmt: skip

Key = tuple[str, str]  # kind and key of a tally
Event = dict[str, object]


@dataclass
class Counts:
    """What is counted of one moderator, article, reason or claim, or of everything; `waits` as durations.py has them.

    `shares` of an article's decisions are its moderators' and its reasons': {kind: {key: {name: number}}}.
    """

    label: str = ""
    page_number: int | None = None
    numbers: Counter[str] = field(default_factory=Counter)
    waits: Counter[int] = field(default_factory=Counter)
    shares: dict[str, dict[str, dict[str, int]]] = field(default_factory=dict)

    def share(self, kind: str, key: str, name: str) -> None:
        of = self.shares.setdefault(str(kind), {}).setdefault(key, {})
        of[name] = of.get(name, 0) + 1


class Day(dict[Key, Counts]):
    """The counts of a day, by kind and key."""

    def of(self, kind: str, key: str = "", label: str = "", page_number: int | None = None) -> Counts:
        found = self.setdefault((kind, key), Counts())
        found.label, found.page_number = label or found.label, page_number
        return found


def today() -> date:
    """Give the day that is not over, by the clock that all days here go by."""
    return datetime.now(UTC).date()


def begin(day: date) -> datetime:
    """Give the moment at which a day begins."""
    return datetime(day.year, day.month, day.day, tzinfo=UTC)


def missing() -> list[date]:
    """Give the days that are over and not counted, oldest first, of those that a report may ask for. Two queries."""
    first = Decision.objects.order_by("at", "pk").values_list("at", flat=True).first()
    if first is None:
        return []
    start = max(first.astimezone(UTC).date(), today() - DAY * KEPT_DAYS)
    counted = set(Tally.objects.filter(kind=Kind.ALL, day__gte=start).values_list("day", flat=True))
    days = (start + DAY * number for number in range((today() - start).days))
    return [day for day in days if day not in counted]


@task(backend="later")
def catch_up() -> int:
    """Count the days that are not counted, and the last two again: a transaction may have ended after midnight. Gives how
    many days that were. To be run once a day; run twice, it writes the same."""
    again = {today() - DAY * number for number in (1, 2)} if Decision.objects.exists() else set()
    days = sorted(again.union(missing()))
    for day in days:
        close(day)
    Tally.objects.filter(day__lt=today() - DAY * KEPT_DAYS).delete()
    return len(days)


def rebuild() -> Iterator[tuple[date, int, int]]:
    """Count every day anew, a day at a time; give after each the day, its place and how many there are."""
    Tally.objects.all().delete()
    days = missing()
    for number, day in enumerate(days, start=1):
        close(day)
        yield day, number, len(days)


def close(day: date) -> None:
    """Count a day that is over and keep its tallies, in place of those that there were."""
    counted = count(begin(day), begin(day + DAY)).get(day, Day())
    counted.of(Kind.ALL)
    rows = [
        Tally(
            day=day,
            kind=kind,
            key=key[:150],
            label=row.label[:255],
            page_number=row.page_number,
            shares=row.shares,
            waits={str(step): number for step, number in row.waits.items()},
            **row.numbers,
        )
        for (kind, key), row in counted.items()
    ]
    with transaction.atomic():
        Tally.objects.filter(day=day).delete()
        # Of two workers who count the same day both are right.
        Tally.objects.bulk_create(rows, ignore_conflicts=True, batch_size=500)


def outdate(moments: Collection[datetime]) -> None:
    """Have the days of these moments counted anew, those that are over; a row of the transaction, or none."""
    midnight = begin(today())
    days = {at.astimezone(UTC).date() for at in moments if at < midnight}
    if days and Tally.objects.filter(day__in=days).delete()[0]:
        catch_up.enqueue()


def count(start: datetime, end: datetime, *, most: int | None = None) -> dict[date, Day]:
    """Give what happened between two moments, by day: one query, of the newest `most` decisions only if that is given.

    The whole history of each comment concerned is read: whose decision was overturned, and since when a comment has
    waited, is told by what came before.
    """
    touched = Decision.objects.filter(at__gte=start, at__lt=end, comment_number__isnull=False)
    touched = touched.order_by("-at", "-pk")[:most] if most else touched.order_by()
    rows = Decision.objects.filter(comment_number__in=touched.values("comment_number"))
    # Not by iterator(): PostgreSQL plans a cursor for its first rows, and would walk the whole log in this order.
    events = rows.order_by("comment_number", "pk").values(*COLUMNS)
    days: dict[date, Day] = {}
    for _comment, history in groupby(events, itemgetter("comment_number")):
        _read(history, start, end, days)
    return days


def live(first_open: date) -> dict[date, Day]:
    """Give the counts of the days from `first_open` on, which are not kept yet, of at most LIVE decisions."""
    return count(begin(first_open), timezone.now() + DAY, most=LIVE)


def _read(history: Iterable[Event], start: datetime, end: datetime, days: dict[date, Day]) -> None:
    """Add what one comment's history says of the time between to the counts of its days."""
    known: dict[object, Event] = {}
    standing: Event | None = None  # the moderator's verdict that the comment has now
    entered: datetime | None = None  # the queue
    was_shown = False
    for event in history:
        known[event["pk"]] = event
        is_moderator = event["actor_kind"] == Actor.MODERATOR
        undone = None
        if is_moderator and event["decision"] == Verb.RESTORE:
            undone = known.get(event["restores_id"])
        elif is_moderator and event["decision"] in VERDICTS and standing:
            undone = standing if standing["to_status"] != event["to_status"] else None
        if start <= event["at"] < end:
            day = days.setdefault(event["at"].astimezone(UTC).date(), Day())
            _count(day, event, entered, was_shown=was_shown)
            if undone and undone["actor_kind"] == Actor.MODERATOR:
                _undone(day, undone, "corrected" if _who(undone) == _who(event) else "overturned")
        if event["decision"] in {Verb.EDIT, Verb.RESTORE}:
            standing = None
        elif is_moderator and event["decision"] in VERDICTS:
            standing = event
        was_shown = was_shown or event["to_status"] == Status.APPROVED
        if event["from_status"] != event["to_status"]:
            entered = event["at"] if event["to_status"] == Status.PENDING else None


def _count(day: Day, event: Event, entered: datetime | None, *, was_shown: bool) -> None:
    concerned = [day.of(Kind.ALL), _article(day, event)]
    verb, to_status, from_status = event["decision"], event["to_status"], event["from_status"]
    if event["actor_kind"] == Actor.MODERATOR and (name := _column(event, concerned, day)):
        for row in concerned:
            row.numbers[name] += 1
        if entered and from_status == Status.PENDING != to_status:
            seconds = max(0.0, (event["at"] - entered).total_seconds())
            for row in concerned:
                row.numbers["waited"] += 1
                row.numbers["waited_seconds"] += round(seconds)
                row.waits[durations.step(seconds)] += 1
        if event["reason"]:
            day.of(Kind.REASON, event["reason"], event["reason"]).numbers[name] += 1
            _article(day, event).share(Kind.REASON, event["reason"], name)
    elif verb == Verb.HIDE:
        for row in concerned:
            row.numbers["hidden"] += 1
    begins = event["comment__block"] and event["comment__depth"] == 0
    if verb == Verb.SUBMIT:
        for row in [*concerned, *([_claim(day, event)] if begins else [])]:
            row.numbers["submitted"] += 1
            row.numbers["held"] += to_status == Status.PENDING
            row.numbers["caught"] += to_status == Status.SPAM
    if begins and to_status == Status.APPROVED and not was_shown:
        for row in [*concerned, _claim(day, event)]:
            row.numbers["disputed"] += 1


def _column(event: Event, concerned: list[Counts], day: Day) -> str:
    """Give what a moderator's event counts as, and count it for them as well; nothing for what is no decision."""
    name = "restored" if event["decision"] == Verb.RESTORE else VERDICTS.get(event["decision"], "")
    if name:
        concerned.append(day.of(Kind.MODERATOR, event["actor_name"], event["actor_name"]))
        _article(day, event).share(Kind.MODERATOR, event["actor_name"], name)
    return name


def _undone(day: Day, decision: Event, name: str) -> None:
    rows = [day.of(Kind.ALL), _article(day, decision)]
    for row in [*rows, day.of(Kind.MODERATOR, decision["actor_name"], decision["actor_name"])]:
        row.numbers[name] += 1
    _article(day, decision).share(Kind.MODERATOR, decision["actor_name"], name)


def _article(day: Day, event: Event) -> Counts:
    return day.of(Kind.ARTICLE, str(event["page_number"]), event["page_title"], event["page_number"])


def _claim(day: Day, event: Event) -> Counts:
    key = f"{event['page_number']}:{event['comment__block']}"
    return day.of(Kind.CLAIM, key, event["block_heading"], event["page_number"])


def _who(event: Event) -> object:
    return event["actor_id"] or event["actor_name"]
