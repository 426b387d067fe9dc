"""CSL-JSON (citationstyles.org): a list of items, one item, or an object that holds the list."""

import json
from collections.abc import Iterator
from typing import Any

from articles.references.formats.entries import Entry, Item, Unreadable, labelled

HOLDERS = ("items", "references", "data")
DATES = ("issued", "accessed", "submitted", "event-date", "original-date", "available-date")
PEOPLE = ("author", "editor", "translator", "collection-editor", "container-author", "director")
DEPTH_OF_AN_ITEM = 6


def read(text: str) -> Iterator[Entry]:
    """Give every item. Raises Unreadable where the text is no JSON or holds no list of items."""
    try:
        content = json.loads(text)
    except (ValueError, RecursionError) as error:
        place = f"line {error.lineno}, column {error.colno}" if isinstance(error, json.JSONDecodeError) else "its depth"
        raise Unreadable(f"It begins like JSON and is none: see {place}.", code="not_json") from None
    for number, item in enumerate(_listed(content), 1):
        label = labelled(_label(item) or f"no. {number}")
        reason = _fault(item)
        yield Entry(number, label, reason=reason) if reason else Entry(number, label, _clean(item))


def _listed(content: object) -> list[object]:
    if isinstance(content, list):
        return content
    if isinstance(content, dict):
        for name in HOLDERS:
            if isinstance(content.get(name), list):
                return list(content[name])
        if "title" in content or "DOI" in content:
            return [content]
    raise Unreadable("This JSON holds no list of CSL-JSON items.", code="unknown_format")


def _label(item: object) -> str:
    if not isinstance(item, dict):
        return ""
    return next((str(item[name]) for name in ("id", "title", "DOI") if isinstance(item.get(name), str | int)), "")


def _fault(item: object) -> str:
    """Give why this is no CSL item, or "" where it is one."""
    if not isinstance(item, dict):
        return "It is not an object with members."
    if _depth(item) > DEPTH_OF_AN_ITEM:
        return "Its members are nested too deeply for CSL-JSON."
    for name in PEOPLE:
        people = item.get(name)
        if people is not None and not (isinstance(people, list) and all(isinstance(person, dict) for person in people)):
            return f"Its member “{name}” is not a list of names."
    for name in DATES:
        if item.get(name) is not None and not isinstance(item[name], dict):
            return f"Its member “{name}” is not a CSL date."
    title = item.get("title")
    if title is not None and not isinstance(title, str | int | float):
        return "Its title is not text."
    return ""


def _clean(item: dict[str, Any]) -> Item:
    """Give an item without NUL characters, which PostgreSQL stores nowhere, and without the file's own key for it."""

    def clean(value: Any) -> Any:
        if isinstance(value, str):
            return value.replace("\x00", "")
        if isinstance(value, list):
            return [clean(part) for part in value]
        if isinstance(value, dict):
            return {str(name): clean(part) for name, part in value.items()}
        return value

    return {name: clean(value) for name, value in item.items() if name != "id" and value not in (None, "")}


def _depth(value: object) -> int:
    parts = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return 1 + max(map(_depth, parts), default=0)
