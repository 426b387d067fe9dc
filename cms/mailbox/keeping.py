"""How long mail is kept, and for whom it is not."""

from datetime import timedelta

from django.utils import timezone
from django_tasks import task

from cms.models import KeptMail

KEPT_DAYS = 30


@task(backend="later")
def clear() -> int:
    """Delete what is older than a month; give how many mails that were. To be run once a day, or more often."""
    before = timezone.now() - timedelta(days=KEPT_DAYS)
    return KeptMail.objects.filter(sent_at__lt=before).delete()[0]


def forget(email: str) -> int:
    """Delete the mails to one address, the same for any case; give how many there were."""
    return KeptMail.objects.filter(recipients__iexact=email.strip()).delete()[0] if email.strip() else 0
