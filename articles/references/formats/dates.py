"""Dates as bibliographies write them, as CSL's date-parts."""

import re
from typing import Any

MONTHS = {
    name: number
    for number, name in enumerate(
        ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"), 1
    )
}
SEASONS = {"spr": 1, "sum": 2, "aut": 3, "fal": 3, "win": 4}


def month(text: str) -> int | None:
    """Give the number of a month that is named, abbreviated or counted; None for none."""
    text = text.strip().lower()
    if text.isdigit():
        return int(text) if 1 <= int(text) <= 12 else None
    return MONTHS.get(text[:3])


def issued(text: str) -> dict[str, Any] | None:
    """Give the CSL date of "2014", "2014/06/18/", "2014-06", "2014 Jun 18", "2014 Jul-Aug", "2014 Spring"; None for none.

    What is not a date that has a year is kept as a literal.
    """
    text = text.strip().strip("/")
    if not text:
        return None
    found = re.match(r"(\d{4})(?!\d)(.*)", text, re.DOTALL)
    if not found:
        year = re.search(r"\b(1[4-9]|20)\d\d\b", text)
        return {"date-parts": [[int(year.group())]]} if year else {"literal": text}
    parts = [int(found.group(1))]
    words = re.findall(r"[^\W\d_]+|\d+", found.group(2))
    if words and (number := month(words[0])):
        parts.append(number)
        if len(words) > 1 and words[1].isdigit() and 1 <= int(words[1]) <= 31:
            parts.append(int(words[1]))
    date: dict[str, Any] = {"date-parts": [parts]}
    if words and len(parts) == 1 and (season := SEASONS.get(words[0].lower()[:3])):
        date["season"] = season
    return date


def fullest(*texts: str) -> dict[str, Any] | None:
    """Give the most exact of the dates that share the first one's year."""
    dates = [date for date in map(issued, texts) if date]
    if not dates:
        return None
    dated = [date for date in dates if "date-parts" in date]
    if not dated:
        return dates[0]
    first = dated[0]["date-parts"][0][0]
    return max(
        (date for date in dated if date["date-parts"][0][0] == first), key=lambda date: len(date["date-parts"][0])
    )
