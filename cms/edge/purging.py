"""Purges what has changed: rows in the transaction of the change, taken together by the next task, gone when it is done.

Whatever is bumped (tags.py) is purged by its tag, and the addresses of pages that have changed for the public (changes.py)
with the front end's own pages there. Without a cache in the settings none of this asks or writes a row.
"""

import hashlib
import logging
from collections.abc import Iterable

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone
from django_tasks import task
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult
from wagtail.contrib.frontend_cache.utils import get_backends
from wagtail.models import Site

from cms.edge.backends import portions
from cms.models import Change, EdgePurge

EVERYTHING = "all"  # the tag of every answer
AT_ONCE = 500  # rows of one statement
MOST = 2000  # tags that are purged one by one; more of them are everything

logger = logging.getLogger(__name__)


def is_set() -> bool:
    """Tell whether there is a cache to purge."""
    return bool(settings.WAGTAILFRONTENDCACHE)


def add_tags(tags: Iterable[str]) -> None:
    """Have what carries these tags purged, once the caller's transaction is committed."""
    if is_set():
        _add(tags, is_url=False)


def add_changes(changes: Iterable[Change]) -> None:
    """Have the addresses of changed pages purged, with their Markdown twins, once the caller's transaction is committed."""
    if not is_set():
        return
    changes = list(changes)
    roots = {site.pk: site.root_url for site in Site.objects.filter(pk__in={change.site_id for change in changes})}
    urls = set()
    for change in changes:
        for path in filter(None, (change.path, change.old_path)):
            urls.add(roots[change.site_id] + path)
            if stem := path.rstrip("/"):
                urls.add(f"{roots[change.site_id]}{stem}.md")
    _add(urls, is_url=True)


def _add(names: Iterable[str], *, is_url: bool) -> None:
    # One order, as tags.bump has it, so that two calls at once never wait for each other's rows in turn.
    rows = sorted((hashlib.sha256(name.encode()).hexdigest(), name, is_url, 1) for name in set(names))
    table = connection.ops.quote_name(EdgePurge._meta.db_table)
    with connection.cursor() as cursor:
        for some in portions(rows, AT_ONCE):
            places = ", ".join(["(%s, %s, %s, %s)"] * len(some))
            cursor.execute(
                f"INSERT INTO {table} (key, name, is_url, changes) VALUES {places} "
                f"ON CONFLICT (key) DO UPDATE SET changes = {table}.changes + excluded.changes",
                [value for row in some for value in row],
            )
    # Once for a transaction, however much it changes.
    if all(entry[1] is not wake for entry in connection.run_on_commit):
        transaction.on_commit(wake)


def wake() -> None:
    """Have the worker purge, unless a task that has not begun yet will: it sees what is committed by now."""
    waiting = DBTaskResult.objects.ready().filter(task_path=purge.module_path)
    if not waiting.exists():
        purge.enqueue()


def enqueue_due() -> bool:
    """Have the worker purge what nobody has woken it for (a process died, or was told to); tell whether there is any."""
    if not is_set() or not EdgePurge.objects.exists():
        return False
    if DBTaskResult.objects.filter(task_path=purge.module_path, status=TaskResultStatus.READY).exists():
        return False
    purge.enqueue()
    return True


@task(backend="later", priority=10)
def purge() -> int:
    """Purge everything that waits for it; give how many tags and addresses that was."""
    rows = list(EdgePurge.objects.order_by("key"))
    backends = get_backends().values()
    if not rows or not backends:
        return 0
    tags = sorted(row.name for row in rows if not row.is_url)
    if EVERYTHING in tags or len(tags) > MOST:
        tags = [EVERYTHING]
    urls = sorted(row.name for row in rows if row.is_url)
    try:
        for backend in backends:
            if tags:
                backend.purge_tags(tags)
            if urls:
                backend.purge_batch(urls)
    except Exception as error:
        if _another_waits():
            logger.warning("Purging failed (%s); the next task tries it again.", error)
            return 0
        raise
    for row in rows:
        # What has changed again meanwhile stays: it may have been fetched between the change and the purge.
        EdgePurge.objects.filter(pk=row.pk, changes=row.changes).delete()
    return len(rows)


def _another_waits() -> bool:
    """Tell whether a task is there that was put back after a failure, so that in an outage there is one, not one a change."""
    later = DBTaskResult.objects.filter(task_path=purge.module_path, status=TaskResultStatus.READY)
    return later.filter(run_after__gt=timezone.now(), worker_ids__0__isnull=False).exists()
