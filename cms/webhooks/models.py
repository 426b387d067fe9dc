"""Rows of webhooks: where to send, what has happened, what was sent of it, and what came of each attempt."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import Site

from cms.webhooks import signatures
from comments.sealing import SealedField


class EventType(models.TextChoices):
    """What an endpoint can ask to be told; the values are the contract with its receiver."""

    ARTICLE_PUBLISHED = "article.published", _("Article published, or its live version changed")
    ARTICLE_UNPUBLISHED = "article.unpublished", _("Article no longer public")
    ARTICLE_DELETED = "article.deleted", _("Article deleted")
    ARTICLE_MOVED = "article.moved", _("Article moved to another address")
    COMMENT_APPROVED = "comment.approved", _("Comment approved, or an approved one changed by its author")
    COMMENT_REMOVED = "comment.removed", _("Comment removed, or no longer approved")
    COMMENT_PENDING = "comment.pending", _("Comment waiting for a moderator")


TEST = "webhook.test"  # sent by the button only


class WebhookEndpoint(models.Model):
    """An address that is told of events. Its columns below `active` are written by delivering.py and secret_keys.py alone."""

    class Off(models.TextChoices):
        GONE = "gone", _("The receiver answered 410 Gone.")
        FAILING = "failing", _("Every attempt failed for days.")

    name = models.CharField(_("name"), max_length=80, help_text=_("What it is for, as “Rebuild the site”."))
    url = models.URLField(_("address"), max_length=500, help_text=_("Where events are posted to; https."))
    events = models.JSONField(_("events"), default=list)
    site = models.ForeignKey(
        Site,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("site"),
        help_text=_("Empty: all sites."),
    )
    section = models.CharField(
        _("section"),
        max_length=400,
        blank=True,
        help_text=_(
            "Only what is at and below this path, as /articles/. Empty: everything. "
            "It follows the page of that address when that is moved."
        ),
    )
    active = models.BooleanField(
        _("active"), default=True, help_text=_("While it is off, nothing is recorded for it or sent to it.")
    )
    secret = SealedField(default=signatures.new_secret, editable=False)
    secret_seen_at = models.DateTimeField(null=True, editable=False)
    old_secret = SealedField(blank=True, editable=False)
    old_secret_until = models.DateTimeField(null=True, editable=False)
    failing_since = models.DateTimeField(null=True, editable=False)
    wake_at = models.DateTimeField(null=True, editable=False, help_text="When the worker comes back to it by itself.")
    off_reason = models.CharField(max_length=7, choices=Off, blank=True, editable=False)
    off_at = models.DateTimeField(null=True, editable=False)

    wagtail_reference_index_ignore = True

    class Meta:
        ordering = ["name", "pk"]
        verbose_name = _("webhook")
        verbose_name_plural = _("webhooks")

    def __str__(self) -> str:
        return self.name

    def wants(self, event_type: str, *, site: int, paths: list[str]) -> bool:
        """Tell whether it asked for events of this type about what is, or was, at one of `paths` of a site."""
        if event_type not in self.events or self.site_id not in {None, site}:
            return False
        return any(path.startswith(self.section) for path in paths)


class WebhookEvent(models.Model):
    """One thing that happened: the very body that is posted, whoever it is posted to and however often."""

    message_id = models.CharField(max_length=40, unique=True, default=signatures.new_message_id)
    type = models.CharField(_("event"), max_length=30, choices=[*EventType.choices, (TEST, _("Test"))])
    body = models.TextField()
    at = models.DateTimeField(db_index=True)

    wagtail_reference_index_ignore = True

    def __str__(self) -> str:
        return f"{self.type} {self.message_id}"


class WebhookDelivery(models.Model):
    """One event on its way to one endpoint."""

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        DELIVERED = "delivered", _("Delivered")
        FAILED = "failed", _("Failed")

    endpoint = models.ForeignKey(WebhookEndpoint, on_delete=models.CASCADE, related_name="deliveries")
    event = models.ForeignKey(WebhookEvent, on_delete=models.CASCADE, related_name="deliveries")
    state = models.CharField(_("state"), max_length=9, choices=State, default=State.WAITING)
    tries = models.PositiveSmallIntegerField(default=0, help_text="Attempts since it was last asked for by hand.")
    # While the worker is at it, this is when another may take it up: a worker that dies leaves it waiting.
    due_at = models.DateTimeField(_("next attempt"))

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("delivery")
        verbose_name_plural = _("deliveries")
        constraints = [models.UniqueConstraint(fields=["endpoint", "event"], name="one_delivery_of_an_event")]
        indexes = [
            models.Index(
                fields=["endpoint", "due_at"], condition=models.Q(state="waiting"), name="webhook_deliveries_waiting"
            )
        ]

    def __str__(self) -> str:
        return f"{self.event.type} to {self.endpoint}"


class WebhookAttempt(models.Model):
    """One try to deliver: `status` is the HTTP status of the answer, None where there was none, and `error` says why."""

    delivery = models.ForeignKey(WebhookDelivery, on_delete=models.CASCADE, related_name="attempts")
    at = models.DateTimeField()
    milliseconds = models.PositiveIntegerField()
    status = models.PositiveSmallIntegerField(null=True)
    error = models.CharField(max_length=200, blank=True)
    excerpt = models.CharField(max_length=300, blank=True, help_text="How the answer begins.")

    wagtail_reference_index_ignore = True

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.status or self.error} at {self.at:%Y-%m-%d %H:%M:%S}"
