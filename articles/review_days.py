"""The days of reviews: an article is due on its day, and overdue from the next one on, everywhere and in UTC."""

from datetime import UTC, date, datetime, time, timedelta

from django.db.models import Q
from django.utils import timezone


def today() -> date:
    """Give the day it is in UTC, whatever the time zone of who asks: readers and reports must agree."""
    return timezone.now().astimezone(UTC).date()


def is_overdue(due: date | None) -> bool:
    """Tell whether what was due on this day is overdue now; without a day nothing is."""
    return due is not None and due < today()


def overdue() -> Q:
    """Give the condition of the articles whose review is overdue."""
    return Q(review_due_at__lt=today())


def next_change() -> datetime:
    """Give the moment from which on other articles may be overdue."""
    return datetime.combine(today() + timedelta(days=1), time.min, UTC)
