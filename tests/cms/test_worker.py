"""The worker of the `later` tasks: signs of life, retries as rows, and tasks that a dead worker left."""

import threading
from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.db import OperationalError, transaction
from django.utils import timezone
from django_tasks import task
from django_tasks_db.models import DBTaskResult

from cms import worker
from cms.models import WorkerBeat
from cms.worker import ABANDONED, BACK_OFF, LaterWorker

pytestmark = pytest.mark.django_db


@task(backend="later")
def make_group(name: str) -> None:
    Group.objects.create(name=name)


@task(backend="later")
def fail() -> None:
    raise ValueError("the mail server is away")


@task(backend="later")
def fail_while_there_is_a_group(name: str) -> None:
    if Group.objects.filter(name=name).exists():
        raise ValueError(name)


@task(backend="later")
def be_interrupted() -> None:
    raise SystemExit(1)


def only_task() -> DBTaskResult:
    return DBTaskResult.objects.get()


def left_running(enqueued, *, worker_ids: list[str], ago: timedelta) -> None:
    DBTaskResult.objects.filter(pk=enqueued.id).update(
        status="RUNNING", worker_ids=worker_ids, started_at=timezone.now() - ago
    )


class TestATask:
    def test_it_is_run(self, run_later):
        make_group.enqueue("made later")
        run_later()
        assert Group.objects.filter(name="made later").exists()
        assert only_task().status == "SUCCESSFUL"

    def test_it_goes_with_the_transaction_of_its_cause(self):
        with transaction.atomic():
            make_group.enqueue("never")
            transaction.set_rollback(True)
        assert not DBTaskResult.objects.exists()

    def test_the_command_runs_what_is_ready(self, run_later):
        make_group.enqueue("by command")
        call_command("work", batch=True)
        assert Group.objects.filter(name="by command").exists()


class TestAFailedTask:
    def test_it_waits_a_minute(self, run_later):
        fail.enqueue()
        before = timezone.now()
        run_later()
        row = only_task()
        assert row.status == "READY"
        assert before + BACK_OFF[0] <= row.run_after <= timezone.now() + BACK_OFF[0]
        assert "the mail server is away" in row.traceback
        assert len(row.worker_ids) == 1

    def test_it_is_not_run_before_its_time(self, run_later):
        fail.enqueue()
        run_later()
        run_later()
        assert len(only_task().worker_ids) == 1

    @pytest.mark.parametrize("attempt", range(1, len(BACK_OFF) + 1))
    def test_it_waits_longer_each_time(self, attempt, run_later):
        fail.enqueue()
        DBTaskResult.objects.update(worker_ids=["earlier"] * (attempt - 1))
        before = timezone.now()
        run_later()
        row = only_task()
        assert row.status == "READY"
        assert before + BACK_OFF[attempt - 1] <= row.run_after <= timezone.now() + BACK_OFF[attempt - 1]

    def test_it_fails_for_good_in_the_end(self, caplog, run_later):
        fail.enqueue()
        DBTaskResult.objects.update(worker_ids=["earlier"] * len(BACK_OFF))
        run_later()
        row = only_task()
        assert row.status == "FAILED"
        assert row.exception_class_path == "builtins.ValueError"
        assert "failed for good after 7 attempts" in caplog.text

    def test_it_succeeds_when_its_cause_is_mended(self, run_later):
        fail_while_there_is_a_group.enqueue("outage")
        Group.objects.create(name="outage")
        run_later()
        assert only_task().status == "READY"
        Group.objects.filter(name="outage").delete()
        DBTaskResult.objects.update(run_after=timezone.now())
        run_later()
        row = only_task()
        assert (row.status, row.traceback) == ("SUCCESSFUL", "")

    def test_others_are_run_all_the_same(self, run_later):
        fail.enqueue()
        make_group.enqueue("after a failure")
        run_later()
        assert Group.objects.filter(name="after a failure").exists()


class TestAnInterruptedTask:
    def test_it_runs_again_at_once_and_no_attempt_is_counted(self):
        be_interrupted.enqueue()
        row = only_task()
        row.claim("one")
        LaterWorker().run_task(row)
        row = only_task()
        assert row.status == "READY"
        assert row.run_after <= timezone.now()
        assert row.worker_ids == []


class TestTakeUpAbandoned:
    LONG_AGO = ABANDONED + timedelta(seconds=5)

    def test_a_dead_workers_task_is_run_by_another(self, run_later):
        left_running(make_group.enqueue("left behind"), worker_ids=["dead"], ago=self.LONG_AGO)
        assert worker.take_up_abandoned(asking="living") == 1
        run_later()
        assert Group.objects.filter(name="left behind").exists()

    def test_a_living_workers_task_is_left_alone(self):
        left_running(make_group.enqueue("long"), worker_ids=["busy"], ago=self.LONG_AGO)
        worker.beat("busy")
        assert worker.take_up_abandoned(asking="living") == 0
        assert only_task().status == "RUNNING"

    def test_a_task_just_begun_is_left_alone(self):
        left_running(make_group.enqueue("new"), worker_ids=["unknown"], ago=timedelta(seconds=20))
        assert worker.take_up_abandoned(asking="living") == 0

    def test_the_task_at_hand_is_left_alone(self):
        enqueued = make_group.enqueue("own")
        left_running(enqueued, worker_ids=["me"], ago=self.LONG_AGO)
        worker.beat("me")
        assert worker.take_up_abandoned(asking="me", busy_with=only_task().pk) == 0

    def test_a_task_that_the_asking_worker_has_lost_is_taken_up(self):
        left_running(make_group.enqueue("lost"), worker_ids=["me"], ago=self.LONG_AGO)
        worker.beat("me")
        assert worker.take_up_abandoned(asking="me") == 1

    def test_a_task_that_kills_its_workers_fails_for_good(self):
        left_running(make_group.enqueue("poison"), worker_ids=["dead"] * (len(BACK_OFF) + 1), ago=self.LONG_AGO)
        worker.take_up_abandoned(asking="living")
        assert only_task().status == "FAILED"

    def test_beats_of_yesterday_are_forgotten(self):
        WorkerBeat.objects.create(worker_id="old", beat_at=timezone.now() - timedelta(days=2))
        worker.beat("new")
        worker.take_up_abandoned(asking="new")
        assert list(WorkerBeat.objects.values_list("pk", flat=True)) == ["new"]


class TestIsAlive:
    def test_it_is_not_without_any_beat(self):
        assert not worker.is_alive()

    def test_it_is_after_a_beat(self):
        worker.beat("one")
        worker.beat("one")
        assert worker.is_alive()
        assert WorkerBeat.objects.count() == 1

    @pytest.mark.parametrize(("seconds", "alive"), [(25, True), (35, False)])
    def test_it_looks_back_half_a_minute(self, seconds, alive):
        WorkerBeat.objects.create(worker_id="one", beat_at=timezone.now() - timedelta(seconds=seconds))
        assert worker.is_alive() is alive


class TestThePulse:
    def test_it_shows_life_during_a_task_and_takes_it_away_at_the_end(self, transactional_db, monkeypatch):
        beaten = threading.Event()
        real = worker.beat

        def beat(worker_id):
            real(worker_id)
            beaten.set()

        monkeypatch.setattr(worker, "beat", beat)
        seen = {}

        class Watching(LaterWorker):
            def run_task(self, row):
                assert beaten.wait(10)
                seen[row.task_path] = worker.is_alive()  # the pulse may have put tasks of the day beside it
                super().run_task(row)

        make_group.enqueue("watched")
        Watching(batch=True).run()
        assert seen[make_group.module_path] is True
        assert not worker.is_alive()


class TestADatabaseThatIsAway:
    def test_the_worker_tries_again(self, monkeypatch, run_later):
        monkeypatch.setattr(worker, "DATABASE_PAUSE_SECONDS", 0)
        monkeypatch.setattr(worker.connections, "close_all", lambda: None)
        answers = iter([OperationalError("database is locked")])
        real = worker.Worker.run

        def sometimes(self):
            for error in answers:
                raise error
            real(self)

        monkeypatch.setattr(worker.Worker, "run", sometimes)
        make_group.enqueue("patient")
        run_later()
        assert Group.objects.filter(name="patient").exists()
