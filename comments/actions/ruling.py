"""Senior moderators change the rules: of a site, or of one article that has some of them otherwise."""

from collections.abc import Mapping
from datetime import time
from typing import Any

from django.db import transaction
from wagtail.log_actions import log
from wagtail.models import ModelLogEntry, Page, PageLogEntry, Site

from comments import policies
from comments.actions import logging
from comments.actions.deciding import Moderator
from comments.errors import RulesChanged
from comments.models import Decision, Discussion, DiscussionSettings, RuleSettings
from comments.signals import discussion_changed

LOG_ACTION = "comments.rules"
COLUMNS = frozenset(field.name for field in RuleSettings._meta.get_fields()) - {"rules_version"}
SECRETS = frozenset({"akismet_key"})
MOST_TOLD = 50  # of the lines that were added to a list, or taken from it, in the log


def set_rules(site: Site, *, by: Moderator, version: int, **chosen: object) -> dict[str, Any]:
    """Set some of a site's rules (COLUMNS), the others staying as they are; give what changed, by column: [before, after].

    `version` is the one that the sender has seen. Raises RulesChanged where it is no longer the rules', and ValueError for an
    unknown column. What changed, and who did it, stands in the site's history and in the log of decisions.
    """
    if unknown := set(chosen) - COLUMNS:
        raise ValueError(f"No rule goes by {sorted(unknown)}.")
    with transaction.atomic():
        DiscussionSettings.objects.get_or_create(site=site)
        row = DiscussionSettings.objects.select_for_update().get(site=site)
        if row.rules_version != version:
            raise RulesChanged(version=row.rules_version, **last_change(row))
        changed = {name: [getattr(row, name), value] for name, value in chosen.items() if getattr(row, name) != value}
        if not changed:
            return {}
        for name, (_, value) in changed.items():
            setattr(row, name, value)
        row.rules_version += 1
        row.save(update_fields=[*changed, "rules_version"])
        told = {name: _told(name, *values) for name, values in changed.items()}
        log(instance=row, action=LOG_ACTION, user=by.user, data={"changed": told})
        logging.record(Decision.Verb.RULES, by=by.user, about=str(site), note=", ".join(sorted(told)))
    return changed


def set_own_rules(page: Page, *, by: Moderator, version: int, own: Mapping[str, Any]) -> dict[str, Any]:
    """Say what a page's rules have otherwise than its site's (policies.py), nothing for none; give what changed.

    Raises RulesChanged as set_rules does, and ValueError for what an article cannot have otherwise.
    """
    if unknown := set(own) - {"on", "off", *policies.NUMBERS, *policies.LISTS}:
        raise ValueError(f"No article has its own {sorted(unknown)}.")
    with transaction.atomic():
        row, _ = Discussion.objects.select_for_update().get_or_create(page_id=page.pk)
        if row.rules_version != version:
            raise RulesChanged(version=row.rules_version, **last_change(row))
        before = row.own_rules
        changed = {
            name: [before.get(name), own.get(name)]
            for name in sorted({*before, *own})
            if before.get(name) != own.get(name)
        }
        if not changed:
            return {}
        # Never the whole row: its counts are written by others at the same time.
        Discussion.objects.filter(pk=row.pk).update(own_rules=dict(own), rules_version=version + 1)
        told = {name: _told(name, *values) for name, values in changed.items()}
        log(instance=page.specific_deferred, action=LOG_ACTION, user=by.user, data={"changed": told})
        logging.record(Decision.Verb.RULES, by=by.user, about=page.title, note=", ".join(sorted(told)))
        discussion_changed.send(sender=Discussion, pages={page.pk})
    return changed


def last_change(row: DiscussionSettings | Discussion) -> dict[str, Any]:
    """Give who changed the rules of a site or a page last, and when: {name, at}, both None where nobody did."""
    entry = next(iter(changes(row)[:1]), None)
    return {"name": entry.user_display_name if entry else None, "at": entry.timestamp if entry else None}


def changes(row: DiscussionSettings | Discussion):
    """Give the entries of Wagtail's log about the rules of a site or a page, the newest first."""
    if isinstance(row, Discussion):
        found = PageLogEntry.objects.filter(page_id=row.page_id)
    else:
        found = ModelLogEntry.objects.for_instance(row)
    return found.filter(action=LOG_ACTION).select_related("user").order_by("-timestamp", "-pk")


def _told(name: str, before: object, after: object) -> dict[str, Any]:
    """Give a change as the log keeps it: lists by what was added and taken out, never a secret."""
    if name in SECRETS:
        return {"set": bool(after)}
    if name in policies.LISTS:
        old, new = policies.lines(str(before or "")), policies.lines(str(after or ""))
        return {
            "added": [line for line in new if line not in old][:MOST_TOLD],
            "removed": [line for line in old if line not in new][:MOST_TOLD],
        }
    return {"from": _plain(before), "to": _plain(after)}


def _plain(value: object) -> object:
    return value.isoformat(timespec="minutes") if isinstance(value, time) else value
