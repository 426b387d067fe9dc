"""Publishes and takes down what is due, each page for itself: one that fails keeps none of the others back."""

import logging
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils import timezone
from django_tasks import TaskResultStatus, task
from django_tasks_db.models import DBTaskResult
from wagtail.log_actions import log
from wagtail.models import DraftStateMixin, Page, Revision
from wagtail.utils.timestamps import ensure_utc

from articles import schedule_mail

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Outcome:
    """What became of one object that was due: `published`, `unpublished`, `refused` or `failed`, and why."""

    title: str
    done: str
    reason: str = ""


def run() -> Iterator[Outcome]:
    """Take down what has expired, then publish what is due, oldest first, each in a transaction of its own."""
    now = timezone.now()
    for model in _publishable():
        for expired in list(model.objects.filter(live=True, expire_at__lt=now).order_by("expire_at")):
            yield _unpublish(expired)
    for revision in list(Revision.objects.filter(approved_go_live_at__lt=now).order_by("approved_go_live_at")):
        yield _publish(revision)


def is_due() -> bool:
    """Tell whether anything waits to be published or taken down; one question for each kind of content."""
    now = timezone.now()
    return Revision.objects.filter(approved_go_live_at__lt=now).exists() or any(
        model.objects.filter(live=True, expire_at__lt=now).exists() for model in _publishable()
    )


@task(backend="later")
def publish_due() -> dict[str, int]:
    """Do what is due, once for the worker; gives how often each outcome was."""
    return dict(Counter(outcome.done for outcome in run()))


def enqueue_due() -> bool:
    """Have the worker do what is due, unless it already will; tell whether anything was put into the queue."""
    waiting = DBTaskResult.objects.filter(
        task_path=publish_due.module_path, status__in=[TaskResultStatus.READY, TaskResultStatus.RUNNING]
    )
    if waiting.exists() or not is_due():
        return False
    publish_due.enqueue()
    return True


def _publishable() -> list[type[models.Model]]:
    others = (
        model for model in apps.get_models() if issubclass(model, DraftStateMixin) and not issubclass(model, Page)
    )
    return [Page, *others]


def _unpublish(expired: DraftStateMixin) -> Outcome:
    try:
        with transaction.atomic():
            expired.unpublish(set_expired=True, log_action="wagtail.unpublish.scheduled")
    except Exception as error:
        return _failed(str(expired), error)
    return Outcome(str(expired), "unpublished")


def _publish(revision: Revision) -> Outcome:
    title = revision.object_str
    try:
        with transaction.atomic():
            revision.publish(log_action="wagtail.publish.scheduled")
    except ValidationError as refusal:
        reason = " ".join(refusal.messages)
        with transaction.atomic():
            _unschedule(revision)
            schedule_mail.tell_owner(revision, reason)
        return Outcome(title, "refused", reason)
    except Exception as error:
        return _failed(title, error)
    return Outcome(title, "published")


def _failed(title: str, error: Exception) -> Outcome:
    """Tell what went wrong that is not the page's content: it stays due, and is tried again the next time."""
    logger.error("“%s” was due and could not be handled.", title, exc_info=error)
    return Outcome(title, "failed", f"{type(error).__name__}: {error}")


def _unschedule(revision: Revision) -> None:
    """Take a version off the schedule, as the editor's own button does, so that it is refused once and not each hour."""
    due = revision.approved_go_live_at
    Revision.objects.filter(pk=revision.pk).update(approved_go_live_at=None)
    log(
        instance=revision.as_object(),
        action="wagtail.schedule.cancel",
        data={
            "revision": {
                "id": revision.pk,
                "created": ensure_utc(revision.created_at),
                "go_live_at": ensure_utc(due) if due else None,
                "has_live_version": revision.content_object.live,
            }
        },
        revision=revision,
    )
