"""What is done once a day, by whichever worker sees first that the day has begun (UTC)."""

from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from articles import evidence, reviews
from articles.references import article_citing, reaching
from cms import changes

# Each bears being run twice: two workers may see the new day at once.
TASKS = (reviews.remind, evidence.complete, article_citing.catch_up, reaching.check_due, changes.keep_up)


def enqueue() -> int:
    """Put the tasks of today that are not there yet into the queue; give how many that were."""
    midnight = timezone.now().replace(hour=0, minute=0, second=0, microsecond=0)
    known = set(
        DBTaskResult.objects.filter(
            task_path__in=[task.module_path for task in TASKS], enqueued_at__gte=midnight
        ).values_list("task_path", flat=True)
    )
    missing = [task for task in TASKS if task.module_path not in known]
    for task in missing:
        task.enqueue()
    return len(missing)
