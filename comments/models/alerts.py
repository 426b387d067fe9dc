"""Whom this site writes to of those who work here: what each account hears of, how often, and the comments that wait for it."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Alert(models.Model):
    """How often one account is mailed about one queue. Written by `comments.mail.alerts` alone."""

    class Queue(models.TextChoices):
        PENDING = "pending", _("Comments that wait for a decision")
        FLAGGED = "flagged", _("Comments that readers report")
        SPAM = "spam", _("Comments that the rules mark as spam")
        DISPUTED = "disputed", _("Claims of my articles that readers dispute")

    class Frequency(models.TextChoices):
        OFF = "off", _("No mail")
        INSTANT = "instant", _("At once")
        HOURLY = "hourly", _("Once an hour, all in one mail")
        DAILY = "daily", _("Once a day, all in one mail")

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    queue = models.CharField(max_length=8, choices=Queue)
    frequency = models.CharField(max_length=7, choices=Frequency, default=Frequency.OFF)
    due_at = models.DateTimeField(
        null=True, blank=True, help_text="When the next mail goes out: there is a task for it."
    )
    sent_at = models.DateTimeField(null=True, blank=True)

    wagtail_reference_index_ignore = True

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "queue"], name="one_alert_of_a_queue")]

    def __str__(self) -> str:
        return f"{self.queue} to account {self.user_id}"


class AlertLetter(models.Model):
    """One comment that one account is to hear of; what is told once is not told again."""

    alert = models.ForeignKey(Alert, on_delete=models.CASCADE, related_name="letters")
    comment = models.ForeignKey("comments.ReaderComment", on_delete=models.CASCADE, related_name="+")
    occasion = models.BigIntegerField(
        help_text="The comment's version when it came to wait, the first open report of a reported one, 0 for a dispute."
    )
    created_at = models.DateTimeField(auto_now_add=True, db_index=True)
    taken_at = models.DateTimeField(null=True, blank=True, help_text="Since when a worker is sending it.")
    sent_at = models.DateTimeField(null=True, blank=True)

    wagtail_reference_index_ignore = True

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["alert", "comment", "occasion"], name="one_letter_of_an_occasion")
        ]
        indexes = [models.Index(fields=["alert"], condition=Q(sent_at=None), name="alert_letter_unsent")]

    def __str__(self) -> str:
        return f"Comment {self.comment_id} for alert {self.alert_id}"
