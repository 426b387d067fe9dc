"""The worker of the `later` tasks: runs what can wait, tries again what failed, and shows that it lives.

A task is a row, put there in the transaction of its cause. It is run at least once: a worker that dies on the way leaves
its row running, and another takes it up, so a task must bear being run twice. All of this is in the database, and by
its clock, so that it holds for workers on several machines.
"""

import functools
import logging
import threading
import time
from datetime import timedelta
from traceback import format_exception
from uuid import UUID

from django.db import DatabaseError, OperationalError, connections
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.crypto import get_random_string
from django_tasks.base import TaskResultStatus
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult
from django_tasks_db.utils import retry

from articles import scheduling
from cms import daily
from cms.edge import purging
from cms.models import WorkerBeat

BACKEND = "later"
BEAT = timedelta(seconds=10)
SIGN_OF_LIFE = timedelta(seconds=30)  # three beats: one may be late without a load balancer hearing of it
ABANDONED = timedelta(minutes=3)
FORGOTTEN = timedelta(days=1)
# How long a task waits after its first, second, … failed attempt; after the last of these it has failed for good.
BACK_OFF = (
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=8),
    timedelta(hours=24),
)
DATABASE_PAUSE_SECONDS = 2

logger = logging.getLogger(__name__)


def is_alive() -> bool:
    """Tell whether any worker has shown itself in the last half minute."""
    return WorkerBeat.objects.filter(beat_at__gte=Now() - SIGN_OF_LIFE).exists()


def beat(worker_id: str) -> None:
    """Write that this worker lives, in one statement."""
    row = WorkerBeat(worker_id=worker_id, beat_at=Now())
    WorkerBeat.objects.bulk_create([row], update_conflicts=True, unique_fields=["worker_id"], update_fields=["beat_at"])


def take_up_abandoned(*, asking: str, busy_with: UUID | None = None) -> int:
    """Put back the running tasks whose worker has not shown itself for minutes; give how many that were.

    `asking` is the worker that looks, `busy_with` the task that it is at; any other that runs in its name it has lost
    (to a database that was away). A task that was abandoned as often as others are tried fails for good: it is likely
    what kills its workers.
    """
    alive = set(WorkerBeat.objects.filter(beat_at__gte=Now() - ABANDONED).values_list("worker_id", flat=True))
    taken = 0
    running = DBTaskResult.objects.running().filter(backend_name=BACKEND, started_at__lt=Now() - ABANDONED)
    for row in running:
        if row.pk == busy_with or row.worker_ids[-1] in alive - {asking}:
            continue
        now = timezone.now()
        change = {"status": TaskResultStatus.READY, "run_after": now}
        if len(row.worker_ids) > len(BACK_OFF):
            change = {
                "status": TaskResultStatus.FAILED,
                "finished_at": now,
                "traceback": "Its workers died while running it.",
            }
            logger.error("Task %s (%s) has failed for good: its workers died while running it.", row.pk, row.task_path)
        # Guarded by what was read: of two workers who see the same row one takes it up.
        taken += DBTaskResult.objects.running().filter(pk=row.pk, started_at=row.started_at).update(**change)
    WorkerBeat.objects.filter(beat_at__lt=Now() - FORGOTTEN).delete()
    return taken


def put_back(row: DBTaskResult, error: BaseException) -> None:
    """Let a task that raised `error` run again later, or fail it for good once it was tried often enough.

    What interrupts the worker itself (a signal while the task runs) is no failure of the task: it runs again at once.
    """
    failed = isinstance(error, Exception)
    attempts = len(row.worker_ids)
    if failed and attempts > len(BACK_OFF):
        DBTaskResult.set_failed(row, error)
        logger.error(
            "Task %s (%s) has failed for good after %d attempts.", row.pk, row.task_path, attempts, exc_info=error
        )
        return
    row.status = TaskResultStatus.READY
    row.run_after = timezone.now()
    row.exception_class_path = f"{type(error).__module__}.{type(error).__qualname__}"
    row.traceback = "".join(format_exception(error))
    if failed:
        row.run_after += BACK_OFF[attempts - 1]
        logger.warning(
            "Task %s (%s) failed, attempt %d; next at %s.", row.pk, row.task_path, attempts, f"{row.run_after:%H:%M:%S}"
        )
    else:
        row.worker_ids = row.worker_ids[:-1]
    retry()(row.save)(update_fields=["status", "run_after", "exception_class_path", "traceback", "worker_ids"])


class LaterWorker(Worker):
    """django-tasks-db's worker, with a pulse, retries, and patience with a database that is away for a moment."""

    def __init__(self, *, interval: float = 1, batch: bool = False):
        super().__init__(
            queue_names=["*"],
            excluded_queue_names=[],
            interval=interval,
            batch=batch,
            backend_name=BACKEND,
            startup_delay=False,
            max_tasks=None,
            worker_id=get_random_string(32),
        )
        self.current: UUID | None = None

    def run(self) -> None:
        """Run tasks until a signal comes (`batch`: until none is ready)."""
        pulse = Pulse(self)
        pulse.start()
        try:
            while self.running:
                try:
                    return super().run()
                except OperationalError as error:
                    logger.warning("The database does not answer the worker (%s); trying again.", str(error).strip())
                    connections.close_all()
                    time.sleep(DATABASE_PAUSE_SECONDS)
        finally:
            pulse.stop()
        return None

    def run_task(self, db_task_result: DBTaskResult) -> None:
        self.current = db_task_result.pk
        db_task_result.set_failed = functools.partial(put_back, db_task_result)
        try:
            super().run_task(db_task_result)
        finally:
            self.current = None


class Pulse:
    """Beats for a worker from a thread of its own, so that a long task does not look like death."""

    def __init__(self, worker: LaterWorker):
        self.worker = worker
        self.stopped = threading.Event()
        self.thread = threading.Thread(target=self._run, name="pulse", daemon=True)

    def start(self) -> None:
        self.thread.start()

    def stop(self) -> None:
        """End the pulse and take its row away, so that a stopped worker is seen to be gone at once."""
        self.stopped.set()
        self.thread.join(BEAT.total_seconds())

    def _run(self) -> None:
        beats_a_minute = max(1, timedelta(minutes=1) // BEAT)
        beats = 0
        try:
            while not self.stopped.is_set():
                self._attempt(lambda: beat(self.worker.worker_id))
                if beats % beats_a_minute == 0:
                    self._attempt(
                        lambda: take_up_abandoned(asking=self.worker.worker_id, busy_with=self.worker.current)
                    )
                    self._attempt(daily.enqueue)
                    self._attempt(scheduling.enqueue_due)
                    self._attempt(purging.enqueue_due)
                beats += 1
                self.stopped.wait(BEAT.total_seconds())
            self._attempt(lambda: WorkerBeat.objects.filter(pk=self.worker.worker_id).delete())
        finally:
            connections.close_all()

    @staticmethod
    def _attempt(step) -> None:
        try:
            step()
        except DatabaseError as error:
            logger.warning("A worker cannot show that it lives: %s", str(error).strip())
            connections.close_all()
