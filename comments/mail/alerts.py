"""Mail to those who work here: moderators hear of what enters a queue, authors of what readers dispute in their articles.

As with news to readers: first a letter for each account, then one mail for all letters of a queue, at once, by the hour or
by the day. What enters a queue is told in the transaction that lets it in.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django_tasks import task

from comments import authority, pages
from comments.mail import alert_words, composing
from comments.mail.links import LEASE, TOLERANCE
from comments.models import Alert, AlertLetter, Decision, ReaderComment, Status

Queue, Frequency = Alert.Queue, Alert.Frequency
PAUSE = timedelta(minutes=5)  # between two mails at once: what comes meanwhile goes into the next one
MORNING = 7  # o'clock, where the account is
MOST_AT_ONCE = 5_000  # letters that one mail answers for; what it has no room to quote, it counts
FRESH = timedelta(days=2)  # what was brought in with older dates is no news
TRIED_DAYS = 7
DEFAULTS = {Queue.DISPUTED: Frequency.INSTANT}  # of the others nobody hears who has not asked
AT_ONCE = 500


def entered(rows: Sequence[Decision]) -> None:
    """Have those told whom these rows of the log let something into a queue for; a row of the transaction, or none."""
    since = timezone.now() - FRESH
    found: dict[str, dict[int, int]] = {}
    for row in rows:
        if row.comment_id and row.at >= since and row.from_status != row.to_status:
            for queue, occasion in _queues(row):
                found.setdefault(queue, {})[row.comment_id] = occasion
    staff = {queue for queue in found if queue != Queue.DISPUTED}
    asked = Alert.objects.exclude(frequency=Frequency.OFF).filter(queue__in=staff) if staff else Alert.objects.none()
    wanted = set(asked.values_list("queue", flat=True)) | (found.keys() - staff)
    by = rows[0].actor_id if rows else None
    for queue in sorted(wanted):
        announce.enqueue(str(queue), [list(pair) for pair in found[queue].items()], by)


def flagged(comment_id: int, flag_id: int) -> None:
    """Have moderators told that readers have begun to report a comment."""
    if Alert.objects.filter(queue=Queue.FLAGGED).exclude(frequency=Frequency.OFF).exists():
        announce.enqueue(str(Queue.FLAGGED), [[comment_id, flag_id]], None)


def _queues(row: Decision) -> Iterable[tuple[str, int]]:
    if row.to_status == Status.PENDING:
        yield Queue.PENDING, row.version
    # The rules judge what is written, confirmed or changed by its author.
    if row.to_status == Status.SPAM and row.actor_kind in {Decision.Kind.RULE, Decision.Kind.AUTHOR}:
        yield Queue.SPAM, row.version
    if row.block_heading and row.to_status in {Status.APPROVED, Status.PENDING}:
        yield Queue.DISPUTED, 0


@task(backend="later")
def announce(queue: str, entries: list[list[int]], by: int | None) -> int:
    """Write a letter about each of the comments (`entries` are [id, occasion]) for each account that hears of the queue,
    but not to who caused it (`by`); give how many accounts that are."""
    occasions: dict[int, int] = {entry[0]: entry[1] for entry in entries}
    comments = list(ReaderComment.norel_objects.filter(pk__in=occasions).select_related("page").order_by("pk"))
    told = 0
    for alert, mine in _disputes(comments) if queue == Queue.DISPUTED else _of_queue(queue, comments):
        if mine and alert.user_id != by:
            _write(alert, [(comment.pk, occasions[comment.pk]) for comment in mine])
            told += 1
    return told


@task(backend="later")
def deliver(alert_id: int) -> int:
    """Mail an account what waits for it of a queue, if that is due; give how many comments that was."""
    now = timezone.now()
    alert = Alert.objects.filter(pk=alert_id).select_related("user").first()
    if alert is None or alert.due_at is None or alert.due_at > now + TOLERANCE:
        return 0
    taken = _take(alert, now)
    if not taken:
        return 0
    rows = AlertLetter.objects.filter(pk__in=taken)
    try:
        told = _still_true(alert, rows)
        if told:
            _send(alert, told, key=f"alert {' '.join(map(str, taken))}")
    except Exception:
        rows.update(taken_at=None)
        raise
    with transaction.atomic():
        Alert.objects.filter(pk=alert_id).update(due_at=None, **({"sent_at": timezone.now()} if told else {}))
        rows.update(sent_at=timezone.now())
        _plan(Alert.objects.select_related("user").get(pk=alert_id))
    return len(told)


def _take(alert: Alert, now: datetime) -> list[int]:
    """Give the letters that wait and that nobody else is sending, for this worker to send. Where all that wait are on their
    way, or were when a worker died, they are looked for again later."""
    with transaction.atomic():
        # Locked, so that of two workers who see the same letters one takes them.
        rows = Alert.objects.select_for_update().filter(pk=alert.pk)
        list(rows)
        waiting = alert.letters.filter(sent_at=None)
        free = waiting.filter(Q(taken_at=None) | Q(taken_at__lt=now - LEASE))
        taken = list(free.order_by("pk").values_list("pk", flat=True)[:MOST_AT_ONCE])
        AlertLetter.objects.filter(pk__in=taken).update(taken_at=now)
        if not taken:
            again = now + LEASE + TOLERANCE if waiting.exists() else None
            rows.update(due_at=again)
            if again:
                deliver.using(run_after=again).enqueue(alert.pk)
    return taken


@task(backend="later")
def catch_up() -> int:
    """Have those mails sent whose task was given up, after a mail server was away for days; give how many there are."""
    now = timezone.now()
    unsent = AlertLetter.objects.filter(sent_at=None, created_at__gte=now - timedelta(days=TRIED_DAYS))
    overdue = Q(due_at=None) | Q(due_at__lt=now - timedelta(hours=1))
    left = list(
        Alert.objects.filter(overdue, pk__in=unsent.values("alert")).order_by("pk").values_list("pk", flat=True)
    )
    for pk in left:
        Alert.objects.filter(pk=pk).update(due_at=now)
        deliver.enqueue(pk)
    AlertLetter.objects.filter(created_at__lt=now - timedelta(days=90)).delete()
    return len(left)


def choices_of(user) -> dict[str, str]:
    """Give how often an account is mailed about each queue."""
    chosen = dict(Alert.objects.filter(user=user).values_list("queue", "frequency"))
    return {queue: chosen.get(queue, DEFAULTS.get(queue, Frequency.OFF)) for queue in Queue}


def choose(user, chosen: Mapping[str, str]) -> None:
    """Set how often an account is mailed about some queues, from now on; what waits goes out by the new choice."""
    for queue, frequency in chosen.items():
        with transaction.atomic():
            alert, _ = Alert.objects.select_for_update().get_or_create(user=user, queue=queue)
            if alert.frequency != frequency:
                alert.frequency, alert.due_at = frequency, None
                alert.save(update_fields=["frequency", "due_at"])
                if frequency == Frequency.OFF:
                    alert.letters.filter(sent_at=None).update(sent_at=timezone.now())
                _plan(alert)


def _of_queue(queue: str, comments: Sequence[ReaderComment]) -> Iterable[tuple[Alert, list[ReaderComment]]]:
    """Give each alert of a queue with the comments that its account decides about."""
    alerts = Alert.objects.filter(queue=queue, user__is_active=True).exclude(frequency=Frequency.OFF)
    for alert in alerts.exclude(user__email="").select_related("user").order_by("pk"):
        known = authority.of(alert.user)
        yield alert, [comment for comment in comments if known.may_decide(comment.page)]


def _disputes(comments: Sequence[ReaderComment]) -> Iterable[tuple[Alert, list[ReaderComment]]]:
    """Give the alert of each author of an article with the threads that dispute a claim of it."""
    by_author: dict[int, list[ReaderComment]] = {}
    for comment in filter(_is_dispute, comments):
        for author in pages.author_users(comment.page) | {comment.page.owner_id} - {None}:
            if author != comment.user_id:
                by_author.setdefault(author, []).append(comment)
    for author, mine in sorted(by_author.items()):
        alert, _ = Alert.objects.get_or_create(
            user_id=author, queue=Queue.DISPUTED, defaults={"frequency": DEFAULTS[Queue.DISPUTED]}
        )
        if alert.frequency != Frequency.OFF and alert.user.is_active and alert.user.email:
            yield alert, mine


def _is_dispute(comment: ReaderComment) -> bool:
    """Tell whether a comment begins a thread about a claim that readers see, or that cites a source for what it says."""
    is_shown = comment.status == Status.APPROVED
    begins = comment.depth == 0 and bool(comment.block)
    return begins and (is_shown or (comment.status == Status.PENDING and bool(comment.source)))


def _write(alert: Alert, entries: Collection[tuple[int, int]]) -> None:
    """Add the letters that the account has not got yet, and plan the mail."""
    rows = [AlertLetter(alert=alert, comment_id=pk, occasion=occasion) for pk, occasion in entries]
    with transaction.atomic():
        # Locked, so that a mail that is on its way sees these letters, or is seen to be done.
        locked = Alert.objects.select_for_update().get(pk=alert.pk)
        AlertLetter.objects.bulk_create(rows, ignore_conflicts=True, batch_size=AT_ONCE)
        _plan(locked)


def _plan(alert: Alert) -> None:
    """Have the next mail sent when it is due, if anything waits for it and nobody has planned it yet."""
    if alert.frequency == Frequency.OFF or not alert.letters.filter(sent_at=None).exists():
        return
    due_at = _due(alert, timezone.now())
    if Alert.objects.filter(pk=alert.pk, due_at=None).update(due_at=due_at):
        later = due_at > timezone.now()
        (deliver.using(run_after=due_at) if later else deliver).enqueue(alert.pk)


def _due(alert: Alert, now: datetime) -> datetime:
    if alert.frequency == Frequency.HOURLY:
        return now.replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)
    if alert.frequency == Frequency.DAILY:
        here = now.astimezone(alert_words.time_zone(alert.user))
        morning = here.replace(hour=MORNING, minute=0, second=0, microsecond=0)
        return (morning if morning > here else morning + timedelta(days=1)).astimezone(now.tzinfo)
    return max(now, alert.sent_at + PAUSE) if alert.sent_at else now


def _still_true(alert: Alert, rows: QuerySet[AlertLetter]) -> list[ReaderComment]:
    """Give the comments of these letters that still are what they are about, and that the account still may hear of."""
    if alert.frequency == Frequency.OFF or not (alert.user.is_active and alert.user.email):
        return []
    comments = ReaderComment.norel_objects.filter(pk__in=rows.values("comment")).select_related("page__locale")
    known = authority.of(alert.user)
    is_there = {
        Queue.PENDING: lambda row: row.status == Status.PENDING,
        Queue.FLAGGED: lambda row: row.flag_count > 0,
        Queue.SPAM: lambda row: row.status == Status.SPAM,
        Queue.DISPUTED: _is_dispute,
    }[Queue(alert.queue)]
    may_hear = known.wrote if alert.queue == Queue.DISPUTED else known.may_decide
    return [row for row in comments.order_by("pk") if is_there(row) and may_hear(row.page)]


def _send(alert: Alert, comments: Sequence[ReaderComment], *, key: str) -> None:
    message, to, site = alert_words.compose(alert, comments)
    composing.send(message, to=to, site=site, key=key)
