"""A saved search in both of its spellings: the address of the queue in the admin, and the filter of the moderators' API. Pure."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qsl, urlencode

# What both call the same.
ALIKE = ("page", "article", "claim", "topic", "author", "reason", "score_min", "score_max", "age", "language")
NUMBERS = {"page": int, "score_min": float, "score_max": float}
TABS = {
    "pending": {"status": "pending"},
    "spam": {"status": "spam"},
    "flagged": {"flagged": True},
    "new": {"unseen": True},
}


def address_of(wanted: Mapping[str, Any]) -> str:
    """Give the queue's address that shows what a filter of the API wants.

    Raises ValueError, naming the parameter, for what the queue cannot show by its address.
    """
    left = {name: value for name, value in wanted.items() if value not in ("", None)}
    asked = {}
    if left.get("flagged"):
        asked["tab"] = "flagged"
        del left["flagged"]
    if left.pop("unseen", False):
        if asked:
            raise ValueError("unseen")
        asked["tab"] = "new"
    status = left.pop("status", "")
    if "tab" not in asked:
        asked["tab"] = status if status in TABS else "all"
    if status and status != asked["tab"]:
        asked["status"] = status
    asked["q"] = left.pop("search", "")
    asked |= {name: str(left.pop(name)) for name in ALIKE if name in left}
    if left:
        raise ValueError(min(left))
    return urlencode({name: value for name, value in asked.items() if value and (name, value) != ("tab", "pending")})


def filter_of(address: str) -> dict[str, Any]:
    """Give the filter of the API for an address of the queue. Its order is no part of it."""
    asked = dict(parse_qsl(address))
    wanted: dict[str, Any] = dict(TABS.get(asked.get("tab", "pending"), {}))
    if asked.get("status"):
        wanted.setdefault("status", asked["status"])
    if asked.get("q"):
        wanted["search"] = asked["q"]
    for name in ALIKE:
        if asked.get(name):
            try:
                wanted[name] = NUMBERS.get(name, str)(asked[name])
            except ValueError:  # what the queue would not take either
                continue
    return wanted
