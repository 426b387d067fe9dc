"""Moderators decide about all comments that match a filter, at most a thousand a call and never more than were shown."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from types import MappingProxyType
from typing import Any

from django.db import transaction
from django.db.models import Func, QuerySet, Subquery

from comments.actions import logging
from comments.actions.deciding import DECISIONS, MOST_AT_ONCE, TARGETS, Moderator, Outcome, decide_many
from comments.actions.telling import reject_for
from comments.errors import CountChanged, TooManyToRestore
from comments.models import ReaderComment, Status


@dataclass(frozen=True, kw_only=True)
class Matched:
    """What became of the comments of one call, and how many that match still wait for the same decision."""

    outcomes: list[Outcome]
    remaining: int


def decide_matching(
    rows: QuerySet[ReaderComment],
    decision: str,
    *,
    by: Moderator,
    expected_count: int,
    reason: str = "",
    note: str = "",
    rejection: Mapping[str, Any] = MappingProxyType({}),
) -> Matched:
    """Decide the same about the comments of `rows` (comments.queue), the oldest 1,000 of them that it would change.

    `expected_count` is how many match, as the asker was shown: with any other number nothing is done. To be called again
    until nothing remains, with the number that the filter gives then. Comments that the decision cannot change (they have
    that status, their author deleted them) are left out of both, and so is what others decide meanwhile. `rejection` is
    what reject_for takes of a reason and a mail, to reject.
    Raises CountChanged, ValueError for an unknown decision, and TooManyToRestore where restoring would take two calls:
    the second could not tell what the first has restored.
    """
    if decision not in DECISIONS:
        raise ValueError(f"Unknown decision {decision!r}.")
    with transaction.atomic():
        # The rows and their number by one statement, so that none is decided about that was not counted.
        rows = by.decidable(rows)
        open_to_it = changed_by(rows, decision)
        number = rows.order_by().annotate(number=Func("pk", function="COUNT")).values("number")
        first = open_to_it.annotate(number=Subquery(number)).order_by("submitted_at", "pk")
        found = list(first.values_list("pk", "version", "number")[: MOST_AT_ONCE + 1])
        count = found[0][-1] if found else rows.count()
        if count != expected_count:
            raise CountChanged(count=count)
        if decision == "restore" and count > MOST_AT_ONCE:
            raise TooManyToRestore
        left = open_to_it.count() - MOST_AT_ONCE if len(found) > MOST_AT_ONCE else 0
        versions = {pk: version for pk, version, _ in found[:MOST_AT_ONCE]}
        canned = rejection.get("reason")
        told = partial(logging.of_many, decision, by=by.user, reason=canned.label if canned else reason)
        how = {"by": by, "versions": versions, "note": note, "log_also": told}
        if not versions:
            outcomes = []
        elif decision == "reject":
            outcomes = reject_for(list(versions), label=reason, **how, **rejection)
        else:
            outcomes = decide_many(list(versions), decision, reason=reason, **how)
    return Matched(outcomes=outcomes, remaining=left)


def changed_by(rows: QuerySet[ReaderComment], decision: str) -> QuerySet[ReaderComment]:
    """Give those of `rows` that a decision would change."""
    rows = rows.exclude(removed_by="author")
    if decision == "remove":
        return rows.filter(status=Status.APPROVED)
    return rows.exclude(status=TARGETS[decision]) if decision in TARGETS else rows
