"""The charts of the moderation report: figures in, bars out."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as translate
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from articles.reports.charts import Bar, Chart, Series
from comments import durations
from comments.statistics import Figures

MOST_BARS = 12
WEEK = 7  # days; more than these are drawn as weeks
MINUTE, HOUR, DAY = 60, 3600, 86_400

VOLUME = (
    Series("good", _("shown at once")),
    Series("soft", _("waited for a moderator")),
    Series("bad", _("marked as spam by a rule")),
)
DECISIONS = (
    Series("good", _("approved")),
    Series("soft", _("rejected")),
    Series("bad", _("spam")),
    Series("plain", _("removed")),
    Series("faint", _("restored")),
)
AGREEMENT = (
    Series("good", _("stood")),
    Series("bad", _("decided otherwise by somebody else")),
    Series("soft", _("taken back by themselves")),
)
UNITS: tuple[tuple[int, Callable[[int], str]], ...] = (
    (2 * DAY, lambda number: ngettext("%(number)d day", "%(number)d days", number)),
    (2 * HOUR, lambda number: ngettext("%(number)d hour", "%(number)d hours", number)),
    (2 * MINUTE, lambda number: ngettext("%(number)d minute", "%(number)d minutes", number)),
    (0, lambda number: ngettext("%(number)d second", "%(number)d seconds", number)),
)
ONE = (Series("plain", ""),)
WAITS = (
    (MINUTE, _("Less than a minute")),
    (10 * MINUTE, _("1 to 10 minutes")),
    (HOUR, _("10 to 60 minutes")),
    (4 * HOUR, _("1 to 4 hours")),
    (DAY, _("4 to 24 hours")),
    (3 * DAY, _("1 to 3 days")),
    (7 * DAY, _("3 to 7 days")),
    (0, _("More than 7 days")),
)


def spoken(seconds: int | None) -> str:
    """Give a duration in words, in its largest unit; "–" for none."""
    if seconds is None:
        return "–"
    least, words = next(unit for unit in UNITS if seconds >= unit[0])
    number = round(seconds / (least // 2)) if least else seconds
    return words(number) % {"number": number}


def volume(days: dict[date, Figures]) -> Chart:
    """Give how many comments were written, by day or week."""
    spans = _spans(days)
    bars = [Bar(label, [row.submitted - row.held - row.caught, row.held, row.caught]) for label, row in spans]
    return Chart("volume", translate("Comments written"), VOLUME, bars)


def decisions(days: dict[date, Figures]) -> Chart:
    """Give how many decisions moderators made, by day or week."""
    return Chart(
        "decisions", translate("Decisions"), DECISIONS, [Bar(label, _verbs(row)) for label, row in _spans(days)]
    )


def waits(total: Figures) -> Chart:
    """Give how long comments waited for a moderator."""
    counts = durations.within(total.waits, tuple(limit for limit, _label in WAITS[:-1]))
    bars = [Bar(str(label), [count]) for (_limit, label), count in zip(WAITS, counts, strict=True)]
    note = translate(
        "From a comment's entry into the queue to the decision about it. Half within %(half)s, nine of ten within %(most)s."
    )
    told = {"half": spoken(total.median_seconds), "most": spoken(total.p90_seconds)}
    return Chart("waits", translate("Time to decision"), ONE, bars, note % told if total.waited else "")


def agreement(rows: Iterable[tuple[str, Figures]]) -> Chart:
    """Give how many verdicts stood, of everybody or of each moderator: (label, figures)."""
    bars = []
    for label, row in rows:
        verdicts = row.decisions - row.restored
        overturned = min(row.overturned, verdicts)
        corrected = min(row.corrected, verdicts - overturned)
        bars.append(Bar(label, [verdicts - overturned - corrected, overturned, corrected]))
    return Chart("agreement", translate("Agreement"), AGREEMENT, bars[:MOST_BARS], _left_out(len(bars)))


def reasons(rows: Sequence[Figures]) -> Chart:
    """Give what moderators gave as their reasons."""
    bars = [Bar(row.label, _verbs(row)) for row in rows if row.decisions]
    return Chart("reasons", translate("Reasons given"), DECISIONS, bars[:MOST_BARS], _left_out(len(bars)))


def verdicts(name: str, title: str, rows: Sequence[Figures], addresses: dict[str, str]) -> Chart:
    """Give the decisions of each moderator, or about each article."""
    bars = [Bar(row.label, _verbs(row), addresses.get(row.key, "")) for row in rows if row.decisions]
    return Chart(name, title, DECISIONS, bars[:MOST_BARS], _left_out(len(bars)))


def claims(rows: Sequence[Figures], addresses: dict[str, str]) -> Chart:
    """Give the claims about which readers began most threads that others can read."""
    bars = [Bar(row.label, [row.disputed], addresses.get(row.key, "")) for row in rows if row.disputed]
    return Chart("claims", translate("Most disputed claims"), ONE, bars[:MOST_BARS], _left_out(len(bars)))


def _verbs(row: Figures) -> list[int]:
    return [row.approved, row.rejected, row.spam, row.removed, row.restored]


def _spans(days: dict[date, Figures]) -> list[tuple[str, Figures]]:
    """Give the days, or weeks that end with today, by what they are called."""
    ordered = sorted(days)
    if len(ordered) <= WEEK:
        return [(date_format(day, "D j M"), days[day]) for day in ordered]
    spans = []
    for end in range(len(ordered), 0, -WEEK):
        span = ordered[max(0, end - WEEK) : end]
        row = Figures()
        for day in span:
            row.add(days[day])
        spans.append((f"{date_format(span[0], 'j M')} – {date_format(span[-1], 'j M')}", row))
    return spans[::-1]


def _left_out(number: int) -> str:
    left = number - MOST_BARS
    words = ngettext(
        "%(count)d more is in the table of its own.", "%(count)d more are in the table of their own.", left
    )
    return words % {"count": left} if left > 0 else ""
