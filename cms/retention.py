"""Forgets, once a day, the rows that nobody asks for any more."""

from datetime import timedelta

from django.db.models import Q
from django.utils import timezone
from django_tasks import task
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from cms.webhooks.models import WebhookAttempt, WebhookDelivery, WebhookEvent
from comments.models import IdempotencyKey

DONE = timedelta(days=3)  # at least two: daily.py looks for the tasks of today
FAILED = timedelta(days=30)  # their tracebacks are what is left of a fault
WEBHOOKS = timedelta(days=30)  # the delivery log; what was not taken is tried for three


@task(backend="later")
def forget() -> dict[str, int]:
    """Delete finished tasks, the keys of posts and the log of webhooks that are old; give how many of each."""
    return {
        "tasks": _tasks(),
        "idempotency_keys": IdempotencyKey.objects.outworn().delete()[0],
        "webhook_events": _webhooks(),
    }


def _tasks() -> int:
    now = timezone.now()
    old = Q(status=TaskResultStatus.SUCCESSFUL, finished_at__lt=now - DONE)
    old |= Q(status=TaskResultStatus.FAILED, finished_at__lt=now - FAILED)
    return DBTaskResult.objects.filter(old, backend_name=forget.backend).delete()[0]


def _webhooks() -> int:
    """Forget events with what was sent of them, from the leaves up: a statement for each table, however many rows."""
    old = WebhookEvent.objects.filter(at__lt=timezone.now() - WEBHOOKS)
    WebhookAttempt.objects.filter(delivery__event__in=old).delete()
    WebhookDelivery.objects.filter(event__in=old).delete()
    return old.delete()[1].get("cms.WebhookEvent", 0)
