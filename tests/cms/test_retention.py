"""What is forgotten once a day, and what is not."""

from datetime import timedelta

import pytest
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from cms import daily, retention
from comments.models import IdempotencyKey

pytestmark = pytest.mark.django_db


@pytest.fixture
def finished():
    """Give a function that leaves a finished task behind."""

    def finish(status: str, **ago: float) -> None:
        row = retention.forget.enqueue()
        DBTaskResult.objects.filter(pk=row.id).update(status=status, finished_at=timezone.now() - timedelta(**ago))

    return finish


class TestForget:
    def test_finished_tasks_go_in_time(self, finished):
        finished("SUCCESSFUL", days=2.9)
        finished("SUCCESSFUL", days=3.1)
        finished("FAILED", days=29)
        finished("FAILED", days=31)
        waiting = retention.forget.enqueue()
        DBTaskResult.objects.filter(pk=waiting.id).update(enqueued_at=timezone.now() - timedelta(days=90))
        assert retention.forget.func()["tasks"] == 2
        assert sorted(DBTaskResult.objects.values_list("status", flat=True)) == ["FAILED", "READY", "SUCCESSFUL"]

    def test_keys_of_posts_go_after_a_month(self):
        for days in (29, 31):
            IdempotencyKey.objects.create(key=f"{days}", fingerprint="x")
            created = timezone.now() - timedelta(days=days)
            IdempotencyKey.objects.filter(key=f"{days}").update(created_at=created)
        assert retention.forget.func()["idempotency_keys"] == 1
        assert IdempotencyKey.objects.get().key == "29"

    def test_it_is_done_every_day(self):
        assert retention.forget in daily.TASKS
