"""Reads the fields above a Markdown text (between `---` or `+++`), as static site generators write them."""

from __future__ import annotations

import re
from collections.abc import Callable

from articles.importers import dates
from articles.importers.document import Facts, Hint
from articles.importers.metadata import day

_FENCES = ("---", "+++")
_MOST_LINES = 200
_FIELD = re.compile(r"(?P<name>[A-Za-z][\w -]{0,40}?)\s*[:=]\s*(?P<value>.*)")
_ITEM = re.compile(r"\s*-\s+(?P<value>\S.*)")
_NAMES = {
    "title": "title",
    "author": "byline",
    "authors": "byline",
    "by": "byline",
    "date": "published",
    "published": "published",
    "published_at": "published",
    "publishdate": "published",
    "updated": "updated",
    "updated_at": "updated",
    "lastmod": "updated",
    "modified": "updated",
    "last_modified": "updated",
    "description": "summary",
    "summary": "summary",
    "excerpt": "summary",
    "reviewed": "reviewed",
    "reviewed_at": "reviewed",
    "last_reviewed": "reviewed",
    "review_due": "review_due",
    "review_due_at": "review_due",
}
_TOPICS = {"tags", "tag", "topics", "topic", "categories", "category", "keywords"}
_NOTES = {
    "title": "the article's title",
    "byline": "the by-line",
    "published": "the published date",
    "updated": "the updated date",
    "summary": "the summary",
    "reviewed": "the date of the last review",
    "review_due": "the date the next review is due",
}

Said = dict[int, tuple[Hint, str]]


def read(source: str) -> tuple[Facts, Said, int]:
    """Gives the facts, for each line above the text what became of it, and how many lines these are."""
    lines = source.splitlines()
    if not lines or lines[0].strip() not in _FENCES:
        return Facts(), {}, 0
    fence = lines[0].strip()
    end = next((n for n, line in enumerate(lines[1:_MOST_LINES], 1) if line.strip() == fence), None)
    if end is None or not any(_FIELD.fullmatch(line) for line in lines[1:end]):
        return Facts(), {}, 0
    found: dict[str, str] = {}
    said: Said = {1: (Hint.LEFT_OUT, "begins the fields above the text")}
    field = name = ""
    for n, line in enumerate(lines[1:end], 2):
        named, item = _FIELD.fullmatch(line), _ITEM.fullmatch(line)
        if named:
            name = named.group("name").strip().lower().replace("-", "_").replace(" ", "_")
            field = _NAMES.get(name, "")
        value = _value((named or item or {"value": ""})["value"])
        taken = bool(field) and _take(found, field, value)
        if taken or (field and named and not value):
            said[n] = (Hint.FACT, _NOTES[field])
        elif field:
            said[n] = (Hint.LEFT_OUT, f"cannot be read as {_NOTES[field]}: set it in the editor")
        elif name in _TOPICS:
            said[n] = (Hint.LEFT_OUT, "topics: choose those of the library in the editor, under Topics and search")
        else:
            said[n] = (Hint.LEFT_OUT, "a field that articles do not have")
    said[end + 1] = (Hint.LEFT_OUT, "ends the fields above the text")
    days: dict[str, Callable[[str], object]] = dict.fromkeys(("published", "updated", "reviewed", "review_due"), _day)
    facts = {name: days.get(name, str)(value) for name, value in found.items()}
    return Facts(**facts), said, end + 1  # type: ignore[arg-type]


def _take(found: dict[str, str], field: str, value: str) -> bool:
    if not value:
        return False
    if field in {"published", "updated", "reviewed", "review_due"} and _day(value) is None:
        return False
    if field == "byline" and field in found:
        value = f"{found[field]} and {value}"
    elif field in found:
        return False
    found[field] = value
    return True


def _value(written: str) -> str:
    """Gives a value without its quotation marks; a list on one line becomes a by-line of several names."""
    written = written.strip()
    if written.startswith("[") and written.endswith("]"):
        return " and ".join(filter(None, map(_value, written[1:-1].split(","))))
    if len(written) > 1 and written[0] == written[-1] and written[0] in "\"'":
        written = written[1:-1]
    return " ".join(written.split())


def _day(value: str) -> object:
    if found := day(value):
        return found
    printed = dates.only_dates(value)
    return printed[0].day if printed else None
