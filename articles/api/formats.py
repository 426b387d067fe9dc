"""How the API writes times and addresses."""

from datetime import UTC, date, datetime, time

from django.conf import settings


def moment(value: datetime | date | None) -> str | None:
    """Give a time in UTC as ISO 8601, to the second; a date is its 00:00Z; None stays None."""
    if value is None:
        return None
    if not isinstance(value, datetime):
        value = datetime.combine(value, time.min, UTC)
    return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def absolute(address: str) -> str:
    """Give an address of this server with its scheme and host; one that has them stays as it is."""
    return f"{settings.SITE_URL}{address}" if address.startswith("/") and not address.startswith("//") else address
