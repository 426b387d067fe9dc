"""How much waits, and for how long: asked of the database each time that the figures are."""

from collections.abc import Iterator
from datetime import datetime

from django.db import DatabaseError
from django.db.models import Count, Min, Q
from django.utils import timezone
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult, get_date_max
from prometheus_client.core import GaugeMetricFamily

from cms import worker
from cms.models import EdgePurge
from cms.webhooks.models import WebhookDelivery, WebhookEndpoint
from comments.models import ReaderComment

STATES = (TaskResultStatus.READY, TaskResultStatus.RUNNING, TaskResultStatus.FAILED)


class Waiting:
    """A collector of prometheus_client."""

    def collect(self) -> Iterator[GaugeMetricFamily]:
        try:
            yield from [*_tasks(timezone.now()), *_counts()]
        except DatabaseError:
            yield GaugeMetricFamily("evident_database_up", "1 where the database answers.", value=0)
        else:
            yield GaugeMetricFamily("evident_database_up", "1 where the database answers.", value=1)


def _tasks(now: datetime) -> Iterator[GaugeMetricFamily]:
    tasks = DBTaskResult.objects.filter(backend_name=worker.BACKEND).order_by()
    numbers = dict(tasks.filter(status__in=STATES).values_list("status").annotate(number=Count("pk")))
    states = GaugeMetricFamily(
        "evident_tasks", "Tasks of the worker; failed are those that failed for good.", labels=["state"]
    )
    for state in STATES:
        states.add_metric([state.value.lower()], numbers.get(state, 0))
    yield states
    due = tasks.filter(status=TaskResultStatus.READY)
    never = get_date_max()
    first = due.aggregate(
        planned=Min("run_after", filter=Q(run_after__lte=now)), enqueued=Min("enqueued_at", filter=Q(run_after=never))
    )
    oldest = min((at for at in first.values() if at), default=now)
    yield GaugeMetricFamily(
        "evident_task_wait_seconds",
        "How long the task has waited that is due the longest.",
        value=max(0.0, (now - oldest).total_seconds()),
    )
    alive = 1 if worker.is_alive() else 0
    yield GaugeMetricFamily(
        "evident_worker_up", "1 where a worker has shown itself in the last half minute.", value=alive
    )


def _counts() -> Iterator[GaugeMetricFamily]:
    waiting = ReaderComment.norel_objects.waiting().aggregate(number=Count("pk"), first=Min("submitted_at"))
    yield GaugeMetricFamily("evident_comments_waiting", "Comments that wait for a moderator.", value=waiting["number"])
    first = waiting["first"]
    yield GaugeMetricFamily(
        "evident_comment_wait_seconds",
        "How long the first of them has waited.",
        value=max(0.0, (timezone.now() - first).total_seconds()) if first else 0,
    )
    deliveries = WebhookDelivery.objects.filter(state=WebhookDelivery.State.WAITING, endpoint__active=True)
    yield GaugeMetricFamily(
        "evident_webhook_deliveries_waiting", "Webhook deliveries that are not taken yet.", value=deliveries.count()
    )
    failing = WebhookEndpoint.objects.filter(active=True).exclude(failing_since=None)
    yield GaugeMetricFamily("evident_webhooks_failing", "Webhooks that take nothing.", value=failing.count())
    yield GaugeMetricFamily(
        "evident_purges_waiting", "Tags and addresses to be purged in caches in front.", value=EdgePurge.objects.count()
    )
