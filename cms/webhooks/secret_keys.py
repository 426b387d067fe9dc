"""The secret of an endpoint: shown once, and changed without a moment in which its receiver knows none."""

from datetime import datetime, timedelta

from django.db.models import F
from django.utils import timezone

from cms.webhooks import signatures
from cms.webhooks.models import WebhookEndpoint

OVERLAP = timedelta(hours=24)  # how long both secrets sign after a change


def valid(endpoint: WebhookEndpoint, now: datetime) -> list[str]:
    """Give the secrets that sign what is sent to an endpoint now, the newest first."""
    is_overlapping = endpoint.old_secret_until is not None and now < endpoint.old_secret_until
    return [endpoint.secret, endpoint.old_secret] if is_overlapping else [endpoint.secret]


def show(endpoint: WebhookEndpoint) -> str | None:
    """Give an endpoint's secret to the first who asks, and None to all after that."""
    now = timezone.now()
    first = WebhookEndpoint.objects.filter(pk=endpoint.pk, secret=endpoint.secret, secret_seen_at=None)
    return endpoint.secret if first.update(secret_seen_at=now) else None


def change(endpoint: WebhookEndpoint) -> str:
    """Give an endpoint a new secret, which is returned and never shown again; the one before signs as well for a while."""
    secret, now = signatures.new_secret(), timezone.now()
    WebhookEndpoint.objects.filter(pk=endpoint.pk).update(
        old_secret=F("secret"), old_secret_until=now + OVERLAP, secret=secret, secret_seen_at=now
    )
    return secret
