"""Reads the dates that pages print with an article: "Aug 17, 2023", "Updated: 18 April 2024", "2023-08-17"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = (
    r"(?P<{0}>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|"
    r"sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
_DAY = r"(?P<{0}>\d{{1,2}})(?:st|nd|rd|th)?"
_DATE = "|".join(
    (
        _MONTH.format("m1") + r"\s+" + _DAY.format("d1") + r",?\s+(?P<y1>\d{4})",
        _DAY.format("d2") + r"(?:\s+of)?[\s-]+" + _MONTH.format("m2") + r",?[\s-]+(?P<y2>\d{4})",
        r"(?P<y3>\d{4})[-/.](?P<m3>\d{1,2})[-/.](?P<d3>\d{1,2})(?:T[\d:.]+(?:Z|[+-]\d\d:?\d\d)?)?",
        r"(?P<a4>\d{1,2})[-/.](?P<b4>\d{1,2})[-/.](?P<y4>\d{4})",
        _MONTH.format("m5") + r"\s+" + _DAY.format("d5") + r"(?!\d)",
        _DAY.format("d6") + r"\s+" + _MONTH.format("m6") + r"(?!\w)",
        r"(?P<ago>(?:\d{1,3}|an?|one|two|three)\s+(?:minute|hour|day|week|month|year)s?\s+ago|yesterday|today)",
    )
)
_LABEL = (
    r"(?P<label>(?:(?:first|originally|last|date|page|article|post|content|medically|next|most|recently)\s+)*"
    r"(?:published|posted|written|created|added|updated|modified|edited|revised|amended|reviewed|review|"
    r"update|date)(?:\s+(?:due|on|at|date|by))*)"
)
_WEEKDAY = r"(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\.?,?\s+)?"
_TIME = r"(?:,?\s*(?:at\s+)?\d{1,2}[:.]\d{2}(?::\d{2})?(?:\s*[ap]\.?m\.?)?(?:\s+(?:utc|gmt|[a-z]{2,3}t)\b)?)?"
_DATED = re.compile(rf"(?<!\w)(?:{_LABEL}\s*[:–-]?\s*)?{_WEEKDAY}(?:{_DATE}){_TIME}(?!\d)", re.IGNORECASE)
_CONNECTOR = re.compile(r"(?:and|on|at|[\s|·•,;:()/–—-])*", re.IGNORECASE)


class Role(StrEnum):
    """What a printed date says of the article."""

    PUBLISHED = "published"
    UPDATED = "updated"
    REVIEWED = "reviewed"
    UNSAID = "unsaid"


@dataclass(frozen=True)
class PrintedDate:
    """One date as printed; `day` is None where the text does not settle it, and `problem` then says why."""

    role: Role
    day: date | None
    problem: str = ""


def only_dates(text: str) -> list[PrintedDate]:
    """Gives the dates of a line that holds nothing else (labels, weekdays and times aside), else an empty list."""
    if len(text) > 160:
        return []
    found, rest = extract(text)
    return found if found and _CONNECTOR.fullmatch(rest) else []


def extract(text: str) -> tuple[list[PrintedDate], str]:
    """Gives the dates in a short line and the line without them."""
    found = [_printed(match) for match in _DATED.finditer(text)]
    return found, " ".join(_DATED.sub(" ", text).split())


def _printed(match: re.Match[str]) -> PrintedDate:
    role = _role((match.group("label") or "").lower())
    if match.group("ago"):
        return PrintedDate(role, None, f"“{match.group('ago')}” does not say which day")
    for m, d in (("m5", "d5"), ("m6", "d6")):
        if match.group(m):
            return PrintedDate(role, None, f"“{match.group(d)} {match.group(m)}” has no year")
    if match.group("a4"):
        return _numeric(role, int(match.group("a4")), int(match.group("b4")), int(match.group("y4")))
    for number in "123":
        if match.group(f"y{number}"):
            month = match.group(f"m{number}")
            month_number = int(month) if month.isdecimal() else _MONTHS.index(month[:3].lower()) + 1
            return _checked(role, int(match.group(f"y{number}")), month_number, int(match.group(f"d{number}")))
    raise AssertionError("every alternative of the pattern is handled above")


def _numeric(role: Role, first: int, second: int, year: int) -> PrintedDate:
    """17/08/2023 and 08/17/2023 settle themselves; 03/04/2023 is either of two days, so it is not guessed."""
    if first > 12 or first == second:
        return _checked(role, year, second, first)
    if second > 12:
        return _checked(role, year, first, second)
    return PrintedDate(role, None, f"{first:02}/{second:02}/{year} may be either of two days")


def _checked(role: Role, year: int, month: int, day: int) -> PrintedDate:
    try:
        return PrintedDate(role, date(year, month, day))
    except ValueError:
        return PrintedDate(role, None, "there is no such day")


def _role(label: str) -> Role:
    if "review" in label:
        return Role.REVIEWED
    if any(word in label for word in ("updat", "modif", "edit", "revis", "amend")):
        return Role.UPDATED
    if any(word in label for word in ("publish", "post", "written", "creat", "added")):
        return Role.PUBLISHED
    return Role.UNSAID
