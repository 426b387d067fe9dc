"""Django's way of sending, to the rows that the admin shows."""

from collections.abc import Sequence

from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend

from cms.models import KeptMail

HEADERS = ("Message-ID", "List-Unsubscribe", "List-Unsubscribe-Post", "Auto-Submitted", "Reply-To")


class Backend(BaseEmailBackend):
    """Keeps each mail as it would be sent."""

    def send_messages(self, messages: Sequence[EmailMessage]) -> int:
        KeptMail.objects.bulk_create(kept(message) for message in messages)
        return len(messages)


def kept(message: EmailMessage) -> KeptMail:
    """Give the unsaved row of a mail; raise as sending would, for example for a subject of two lines."""
    sent = message.message()
    html = next((part.content for part in getattr(message, "alternatives", ()) if part.mimetype == "text/html"), "")
    return KeptMail(
        sender=message.from_email[:320],
        recipients=", ".join(message.recipients()),
        subject=message.subject[:998],
        text=message.body,
        html=html,
        headers="\n".join(f"{name}: {' '.join(sent[name].split())}" for name in HEADERS if sent[name]),
    )
