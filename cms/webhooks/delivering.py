"""Sends what waits for an endpoint: in order, some seconds at a time, and again for days where it is not taken.

A task stands for an endpoint, not for an event: it sends what is due, stops at the first that is not taken, and plans when
to come back. So a receiver that is away is asked seldom however much waits for it, and others have their turn.
"""

import random
import time
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django_tasks import task

from cms.webhooks import mail, secret_keys, sending, signatures
from cms.webhooks.models import TEST, WebhookAttempt, WebhookDelivery, WebhookEndpoint
from cms.webhooks.sending import Answer

# How long a delivery waits after its first, second, … attempt that failed; after the last of these it has failed for good.
BACK_OFF = (
    timedelta(seconds=5),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=5),
    timedelta(hours=10),
    timedelta(hours=14),
    timedelta(hours=20),
    timedelta(hours=24),
)
JITTER = 0.2  # of the wait, at most, so that what failed together does not come back together
TURN_SECONDS = 15.0
LEASE = timedelta(minutes=2)  # after which a delivery whose worker has died is anybody's
# How long an endpoint is left alone that has failed for less than so long: else for the last of them.
RESTS = ((timedelta(minutes=1), timedelta(seconds=5)), (timedelta(minutes=10), timedelta(minutes=1)))
LONG_REST = timedelta(minutes=5)
OFF_AFTER = timedelta(days=5)
GONE = 410
UNSIGNED = "Not sent: its secret cannot be read, since SECRET_KEY has changed. Give its receiver a new one."
TRIED_ONCE = {TEST}
WAITING, DELIVERED, FAILED = WebhookDelivery.State


@task(backend="later")
def deliver(endpoint_id: int) -> int:
    """Send what is due at an endpoint; give how many attempts that was."""
    if _is_resting(endpoint_id):
        return 0
    until = time.monotonic() + TURN_SECONDS
    attempts, answer = 0, None
    while (answer is None or answer.is_taken) and time.monotonic() < until and (delivery := _take(endpoint_id)):
        answer = attempt(delivery)
        attempts += 1
    with transaction.atomic():
        _plan(endpoint_id, patience=_patience(answer))
    return attempts


def again(delivery: WebhookDelivery) -> None:
    """Send a delivery once more, whatever came of it, as soon as the worker has time."""
    with transaction.atomic():
        WebhookDelivery.objects.filter(pk=delivery.pk).update(state=WAITING, tries=0, due_at=timezone.now())
        at_once(delivery.endpoint)


def failed_again(endpoint: WebhookEndpoint) -> int:
    """Send again everything that failed for good at an endpoint; give how much that is."""
    with transaction.atomic():
        failed = WebhookDelivery.objects.filter(endpoint=endpoint, state=FAILED).exclude(event__type__in=TRIED_ONCE)
        count = failed.update(state=WAITING, tries=0, due_at=timezone.now())
        if count:
            at_once(endpoint)
    return count


def at_once(endpoint: WebhookEndpoint) -> None:
    """Have the worker come to an endpoint now, also where it would rest."""
    WebhookEndpoint.objects.filter(pk=endpoint.pk).update(wake_at=None)
    deliver.enqueue(endpoint.pk)


@task(backend="later")
def catch_up() -> int:
    """Come to every endpoint where something is due that nobody comes for; give how many that were."""
    overdue = _deliverable().filter(due_at__lt=timezone.now() - LONG_REST)
    found = sorted(set(overdue.values_list("endpoint_id", flat=True)))
    for pk in found:
        deliver.enqueue(pk)
    return len(found)


def attempt(delivery: WebhookDelivery) -> Answer:
    """Try a delivery that is taken once, write down what came of it, and give that."""
    now, endpoint, event = timezone.now(), delivery.endpoint, delivery.event
    keys = secret_keys.valid(endpoint, now)
    if keys:
        headers = signatures.headers(message_id=event.message_id, at=now, body=event.body, keys=keys)
        answer = sending.post(endpoint.url, body=event.body, headers=headers)
    else:
        answer = Answer(milliseconds=0, error=UNSIGNED)
    with transaction.atomic():
        WebhookAttempt.objects.create(
            delivery=delivery,
            at=now,
            milliseconds=answer.milliseconds,
            status=answer.status,
            error=answer.error,
            excerpt=answer.excerpt,
        )
        _settle(delivery, answer)
        if event.type not in TRIED_ONCE:
            _judge(endpoint, answer)
    return answer


def _deliverable():
    return WebhookDelivery.objects.filter(Q(endpoint__active=True) | Q(event__type__in=TRIED_ONCE), state=WAITING)


def _is_resting(endpoint_id: int) -> bool:
    failing = WebhookEndpoint.objects.filter(pk=endpoint_id, failing_since__isnull=False)
    return failing.filter(wake_at__gt=timezone.now()).exists()


def _take(endpoint_id: int) -> WebhookDelivery | None:
    """Give the first delivery that is due, which nobody else takes for a while; None where there is none."""
    while True:
        now = timezone.now()
        due = _deliverable().filter(endpoint=endpoint_id, due_at__lte=now).order_by("pk")
        first = due.select_related("endpoint", "event").first()
        if first is None:
            return None
        # Guarded by what was read: of two workers who see the same row one takes it.
        same = WebhookDelivery.objects.filter(pk=first.pk, state=WAITING, due_at=first.due_at)
        if same.update(due_at=now + LEASE):
            return first


def _settle(delivery: WebhookDelivery, answer: Answer) -> None:
    tries = delivery.tries + 1
    change: dict[str, object] = {"tries": tries}
    if answer.is_taken:
        change["state"] = DELIVERED
    elif tries > len(BACK_OFF) or delivery.event.type in TRIED_ONCE:
        change["state"] = FAILED
    else:
        wait = max(BACK_OFF[tries - 1], answer.retry_after)
        change["due_at"] = timezone.now() + wait * (1 + random.uniform(0, JITTER))  # noqa: S311
    WebhookDelivery.objects.filter(pk=delivery.pk, state=WAITING).update(**change)


def _judge(endpoint: WebhookEndpoint, answer: Answer) -> None:
    """Write down whether an endpoint fails, and since when; turn it off where that has been for days, or for good."""
    rows, now = WebhookEndpoint.objects.filter(pk=endpoint.pk), timezone.now()
    if answer.is_taken:
        rows.exclude(failing_since=None).update(failing_since=None)
    elif answer.status == GONE:
        turn_off(endpoint, WebhookEndpoint.Off.GONE)
    elif rows.filter(failing_since__lte=now - OFF_AFTER).exists():
        turn_off(endpoint, WebhookEndpoint.Off.FAILING)
    else:
        rows.filter(failing_since=None).update(failing_since=now)


def turn_off(endpoint: WebhookEndpoint, reason: str) -> None:
    """Turn an endpoint off with all that waits for it, and write to those who may turn it on again."""
    rows = WebhookEndpoint.objects.filter(pk=endpoint.pk, active=True)
    if rows.update(active=False, off_reason=reason, off_at=timezone.now()):
        WebhookDelivery.objects.filter(endpoint=endpoint, state=WAITING).update(state=FAILED)
        mail.enqueue(endpoint.pk)


def _patience(answer: Answer | None) -> timedelta:
    """Give how long the receiver asks to be left alone with whatever else waits for it."""
    return timedelta(0) if answer is None or answer.is_taken else answer.retry_after


def _plan(endpoint_id: int, *, patience: timedelta) -> None:
    """Come back when the next delivery is due, and not before `patience` is over, unless somebody already will by then."""
    due = _deliverable().filter(endpoint=endpoint_id).order_by("due_at").values_list("due_at", flat=True).first()
    if due is None:
        return
    now = timezone.now()
    failing_since = WebhookEndpoint.objects.values_list("failing_since", flat=True).get(pk=endpoint_id)
    at = max(due, now + max(patience, _rest(now, failing_since)))
    unplanned = Q(wake_at=None) | Q(wake_at__lte=now) | Q(wake_at__gt=at)
    if WebhookEndpoint.objects.filter(unplanned, pk=endpoint_id).update(wake_at=at):
        deliver.using(run_after=at).enqueue(endpoint_id)


def _rest(now: datetime, failing_since: datetime | None) -> timedelta:
    if failing_since is None:
        return timedelta(0)
    return next((rest for age, rest in RESTS if now - failing_since < age), LONG_REST)
