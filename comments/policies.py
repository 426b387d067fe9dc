"""The settings of a site, and what one article has otherwise, as the rules take them."""

from collections.abc import Mapping
from datetime import time
from typing import Any

from django.conf import settings

from comments.models import DiscussionSettings
from comments.rules import Policy

# What an article may have otherwise than its site: {"on": [codes], "off": [codes], a number or a list of lines by its name}.
NUMBERS = ("max_links", "hold_score", "spam_score", "trust_after", "rejected_percent", "repeats")
LISTS = ("held_words", "banned_words", "held_domains", "banned_domains")


def of(
    chosen: DiscussionSettings, own: Mapping[str, Any] | None = None, *, pre_moderation: bool | None = None
) -> Policy:
    """Give the policy of a site, or of a page whose own rules are `own` and who looks first `pre_moderation`.

    An article's lists are added to its site's.
    """
    own = own or {}
    number = {name: own.get(name, getattr(chosen, name)) for name in NUMBERS}
    listed = {name: (*lines(getattr(chosen, name)), *lines(own.get(name, ""))) for name in LISTS}
    off = (frozenset(chosen.off_rules) - frozenset(own.get("on", ()))) | frozenset(own.get("off", ()))
    return Policy(
        off=off,
        pre_moderation=chosen.pre_moderation if pre_moderation is None else pre_moderation,
        min_seconds=min_seconds(chosen),
        max_links=number["max_links"],
        look_alikes=chosen.look_alikes,
        repeats=number["repeats"],
        rejected_percent=number["rejected_percent"],
        trust_after=number["trust_after"],
        hold_score=number["hold_score"] / 100,
        spam_score=number["spam_score"] / 100,
        second_opinion_is_spam=chosen.second_opinion_is_spam,
        moderated_from=_time(chosen.moderated_from),
        moderated_until=_time(chosen.moderated_until),
        moderated_days=frozenset(chosen.moderated_days),
        **listed,
    )


def trust_after(chosen: DiscussionSettings, own: Mapping[str, Any]) -> int:
    """Give after how many approved comments an author is trusted, 0 where nobody earns it."""
    off = (frozenset(chosen.off_rules) - frozenset(own.get("on", ()))) | frozenset(own.get("off", ()))
    return 0 if "earned_trust" in off else own.get("trust_after", chosen.trust_after)


def lines(text: str) -> tuple[str, ...]:
    """Give the lines of a list that say something."""
    return tuple(filter(None, map(str.strip, text.splitlines())))


def min_seconds(chosen: DiscussionSettings) -> int:
    """Give the shortest time to write, none where limits are turned off for a load test."""
    return chosen.min_seconds if settings.RATE_LIMITS else 0


def _time(value: time | str) -> time:
    return value if isinstance(value, time) else time.fromisoformat(value)
