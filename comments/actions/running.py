"""Moderators decide about all comments that a list shows: confirmed once, carried out in portions of at most a thousand.

Each portion is a transaction that remembers what became of each comment, so that a run goes on where it was cut off, has one
list of results, and can be taken back.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import connection, transaction
from django.db.models import QuerySet
from django.utils import timezone

from comments.actions import logging
from comments.actions.deciding import MOST_AT_ONCE, Moderator, Outcome, decide_many
from comments.actions.matching import changed_by
from comments.actions.seeing import see
from comments.actions.telling import reject_for
from comments.errors import CountChanged
from comments.models import BulkOutcome, BulkRun, Decision, ReaderComment

SEE = "see"
KEPT = timedelta(days=90)  # so long a run has its results, and can be taken back


def affected(rows: QuerySet[ReaderComment], decision: str, *, by: Moderator) -> QuerySet[ReaderComment]:
    """Give those of `rows` that a decision (or SEE) would change."""
    rows = by.decidable(rows)
    return rows.unseen() if decision == SEE else changed_by(rows, decision)


def start(
    rows: QuerySet[ReaderComment],
    decision: str,
    *,
    by: Moderator,
    expected: int,
    last: int,
    shown_at: datetime,
    **told: str,
) -> BulkRun:
    """Begin to decide about all of `rows` up to the comment `last`, which were `expected` when they were shown.

    `told`: the run's `query`, `reason` and, to reject, the rest of BulkRun's columns for that. Nothing is decided yet
    (carry_on). Raises CountChanged where it would be more by now; fewer are what others have decided about meanwhile, and
    what its author has changed since `shown_at`.
    """
    number = affected(_as_shown(rows, last, shown_at), decision, by=by).count()
    if number > expected:
        raise CountChanged(count=number)
    shown = {"last_comment": last, "shown_at": shown_at}
    return BulkRun.objects.create(by=by.user, decision=decision, expected=number, **shown, **told)


def _as_shown(rows: QuerySet[ReaderComment], last: int, shown_at: datetime) -> QuerySet[ReaderComment]:
    """Give those of `rows` that were there when a list showed them, and still are as they were then: nobody decides about
    words that came later, or about what has come into the list since."""
    touched = Decision.objects.filter(at__gt=shown_at, comment__isnull=False)
    return rows.filter(pk__lte=last).exclude(pk__in=touched.values("comment_id"))


def take_back(run: BulkRun, *, by: Moderator) -> BulkRun:
    """Begin to take back what a run has done; what has been decided otherwise since stays so. Once for each run."""
    number = run.outcomes.filter(outcome="changed").count()
    started = {"by": by.user, "decision": "restore", "expected": number, "shown_at": timezone.now()}
    return BulkRun.objects.get_or_create(takes_back=run, defaults=started)[0]


def carry_on(run_id: int, rows: QuerySet[ReaderComment] | None, *, by: Moderator) -> BulkRun:
    """Do the next portion of a run, the oldest comments first, and give the run; nothing where it is finished.

    `rows` are those that its query matches, None for a run that takes another back.
    """
    with transaction.atomic():
        runs = BulkRun.objects.select_for_update(of=("self",)).select_related("rejection_reason", "takes_back")
        run = runs.get(pk=run_id, by=by.user)
        if run.finished_at:
            return run
        portion = min(MOST_AT_ONCE, run.expected - run.done)
        versions = _undone(run, portion) if rows is None else _next(run, rows, portion, by)
        is_last = len(versions) < MOST_AT_ONCE or run.done + len(versions) >= run.expected
        told = _Told(run, by) if is_last and run.decision != SEE else None
        outcomes = _decide(run, versions, by, told) if versions else []
        _remember(run, outcomes, versions)
        run.done += len(outcomes)
        if is_last:
            run.finished_at = timezone.now()
            if told:
                told.at_the_latest()
        run.save(update_fields=["done", "finished_at"])
    return run


class _Told:
    """The row of the log that stands for a whole run: written with those of its last portion, or where these are none."""

    def __init__(self, run: BulkRun, by: Moderator):
        self.run, self.by, self.is_written = run, by, False
        self.before = run.outcomes.filter(outcome="changed").count() if run.done else 0

    def __call__(self, changed: int) -> Decision:
        self.is_written = True
        return logging.of_many(self.run.decision, self.before + changed, by=self.by.user, reason=self.run.reason)

    def at_the_latest(self) -> None:
        if self.before and not self.is_written:
            logging.append([self(0)])


def forget_runs() -> int:
    """Delete old runs with their results, a portion at a time; give how many. To be run now and then."""
    old = BulkRun.objects.filter(shown_at__lt=timezone.now() - KEPT)
    results = BulkOutcome.objects.filter(run__in=old).order_by("pk")
    while ids := list(results.values_list("pk", flat=True)[:MOST_AT_ONCE]):
        BulkOutcome.objects.filter(pk__in=ids).delete()
    return old.delete()[1].get(BulkRun._meta.label, 0)


def _next(run: BulkRun, rows: QuerySet[ReaderComment], portion: int, by: Moderator) -> dict[int, int]:
    rows = affected(_as_shown(rows, run.last_comment, run.shown_at), run.decision, by=by)
    if run.done:  # nothing is decided twice, whatever others have made of it since
        rows = rows.exclude(pk__in=run.outcomes.values("comment_number"))
    return dict(rows.order_by("submitted_at", "pk").values_list("pk", "version")[:portion])


def _undone(run: BulkRun, portion: int) -> dict[int, int]:
    done = run.outcomes.order_by("-comment_number").values_list("comment_number", flat=True)
    last = (done.first() or 0) if run.done else 0
    found = run.takes_back.outcomes.filter(outcome="changed", comment_number__gt=last).order_by("comment_number")
    return dict(found.values_list("comment_number", "version")[:portion])


def _decide(run: BulkRun, versions: dict[int, int], by: Moderator, told: _Told | None) -> list[Outcome]:
    if run.decision == SEE:
        return see(list(versions), by=by, versions=versions)
    if run.decision == "reject":
        said = {"reason": run.rejection_reason, "label": run.reason, "note": run.note, "is_mailed": run.is_mailed}
        return reject_for(list(versions), by=by, versions=versions, log_also=told, **said)
    return decide_many(list(versions), run.decision, by=by, versions=versions, reason=run.reason, log_also=told)


def _remember(run: BulkRun, outcomes: Sequence[Outcome], versions: dict[int, int]) -> None:
    grown = int(run.decision != SEE)
    rows = [
        BulkOutcome(
            run=run,
            comment_number=row.id,
            outcome=row.outcome,
            version=versions[row.id] + (grown if row.outcome == "changed" else 0),
        )
        for row in outcomes
    ]
    if rows:
        fields = [field for field in BulkOutcome._meta.concrete_fields if not field.primary_key]
        # bulk_create would send them to SQLite in portions.
        BulkOutcome._base_manager._insert(rows, fields=fields, using=connection.alias)
