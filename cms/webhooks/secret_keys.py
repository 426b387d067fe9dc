"""The secret of an endpoint: shown once, and changed without a moment in which its receiver knows none."""

from datetime import datetime, timedelta

from django.db.models import F
from django.utils import timezone

from cms.webhooks import signatures
from cms.webhooks.models import WebhookEndpoint

OVERLAP = timedelta(hours=24)  # how long both secrets sign after a change


def valid(endpoint: WebhookEndpoint, now: datetime) -> list[str]:
    """Give the secrets that sign what is sent to an endpoint now, the newest first; none where they cannot be read."""
    is_overlapping = endpoint.old_secret_until is not None and now < endpoint.old_secret_until
    return list(filter(None, [endpoint.secret, endpoint.old_secret if is_overlapping else ""]))


def show(endpoint: WebhookEndpoint) -> str | None:
    """Give an endpoint's secret to the first who asks, and None to all after that."""
    now = timezone.now()
    if not endpoint.secret or not WebhookEndpoint.objects.filter(pk=endpoint.pk, secret_seen_at=None).update(
        secret_seen_at=now
    ):
        return None
    return WebhookEndpoint.objects.get(pk=endpoint.pk).secret


def change(endpoint: WebhookEndpoint) -> str:
    """Give an endpoint a new secret, which is returned and never shown again; the one before signs as well for a while."""
    secret, now = signatures.new_secret(), timezone.now()
    WebhookEndpoint.objects.filter(pk=endpoint.pk).update(
        old_secret=F("secret"), old_secret_until=now + OVERLAP, secret=secret, secret_seen_at=now
    )
    return secret
