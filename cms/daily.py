"""What is done once a day, by whichever worker sees first that the day has begun (UTC)."""

from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from articles import evidence, pictures, reviews
from articles.references import article_citing, citing, reaching
from cms import changes, retention, token_keys
from cms.mailbox import keeping
from cms.webhooks import delivering
from comments import learning, opinions, tallying
from comments import retention as comments_retention
from comments.mail import alerts, links, news

# Each bears being run twice: two workers may see the new day at once.
TASKS = (
    reviews.remind,
    evidence.complete,
    pictures.catch_up,
    citing.catch_up,
    article_citing.catch_up,
    reaching.check_due,
    changes.keep_up,
    retention.forget,
    delivering.catch_up,
    token_keys.refresh,
    keeping.clear,
    news.catch_up,
    links.catch_up,
    comments_retention.let_go,
    learning.rebuild,
    opinions.tell,
    tallying.catch_up,
    alerts.catch_up,
)


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
