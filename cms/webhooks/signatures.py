"""Secrets and signatures of webhooks, as Standard Webhooks has them (standardwebhooks.com). Pure: no database, no request."""

import base64
import secrets
from collections.abc import Iterable
from datetime import datetime

from standardwebhooks import Webhook

SECRET_BYTES = 32


def new_secret() -> str:
    """Give a new secret, as it is shown to whoever sets the receiver up."""
    return "whsec_" + base64.b64encode(secrets.token_bytes(SECRET_BYTES)).decode()


def new_message_id() -> str:
    """Give what names an event to its receivers, however often it is sent."""
    return f"msg_{secrets.token_hex(12)}"


def headers(*, message_id: str, at: datetime, body: str, keys: Iterable[str]) -> dict[str, str]:
    """Give the headers of one attempt made `at` (UTC), with a signature by each of `keys`."""
    return {
        "webhook-id": message_id,
        "webhook-timestamp": str(int(at.timestamp())),
        "webhook-signature": " ".join(Webhook(key).sign(message_id, at, body) for key in keys),
    }
