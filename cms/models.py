"""Rows of the roof: the version of everything that can appear in an answer (written by tags.py), what the public was told of
pages (written by changes.py), workers' signs of life, and the mail that no server was there for. Those of webhooks
are in webhooks/models.py."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import Site

from cms.webhooks.models import WebhookAttempt, WebhookDelivery, WebhookEndpoint, WebhookEvent

__all__ = [
    "Change",
    "EdgePurge",
    "KeptMail",
    "OwnRoute",
    "Route",
    "TagVersion",
    "WebhookAttempt",
    "WebhookDelivery",
    "WebhookEndpoint",
    "WebhookEvent",
    "WorkerBeat",
]


class TagVersion(models.Model):
    """How often the object behind a cache tag (`page:5`, `image:3`, `articles`) has changed."""

    tag = models.CharField(max_length=100, primary_key=True)
    version = models.BigIntegerField(default=1)
    changed_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.tag} v{self.version}"


class Route(models.Model):
    """What the public was last told of a page on a site: its path, and whether it is still there.

    The row outlives the page, so that its path can answer that it is gone.
    """

    site = models.ForeignKey(Site, on_delete=models.CASCADE, related_name="+")
    page_id = models.PositiveBigIntegerField()
    type = models.CharField(max_length=200)
    path = models.TextField()
    key = models.CharField(max_length=64)  # paths.key(path), by which it is looked up in any case and of any length
    is_public = models.BooleanField()
    # Of an article the pages of topics and people that it was listed on then: their kinds, ids and languages.
    listed_on = models.JSONField(default=list)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["site", "page_id"], name="one_route_of_a_page_on_a_site")]
        indexes = [
            models.Index(fields=["site", "key"], name="route_lookup"),
            models.Index(fields=["page_id"], name="route_page"),
        ]

    def __str__(self) -> str:
        return self.path


class OwnRoute(models.Model):
    """What the public was last told of the page of a topic or a person on a site in a language; gone with that page."""

    site = models.ForeignKey(Site, on_delete=models.CASCADE, related_name="+", db_index=False)
    kind = models.CharField(max_length=10)  # of articles.own_pages
    subject_id = models.PositiveBigIntegerField()
    language = models.CharField(max_length=100)
    path = models.TextField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "subject_id", "language", "site"], name="one_route_of_an_own_page")
        ]

    def __str__(self) -> str:
        return self.path


class Change(models.Model):
    """One thing that has changed for the public; numbers are in the order of the commits (see changes.py)."""

    class Kind(models.TextChoices):
        PUBLISHED = "published"
        UNPUBLISHED = "unpublished"
        MOVED = "moved"
        DELETED = "deleted"

    number = models.BigIntegerField(primary_key=True)
    site = models.ForeignKey(Site, on_delete=models.CASCADE, related_name="+", db_index=False)
    change = models.CharField(max_length=11, choices=Kind)
    page_id = models.PositiveBigIntegerField()  # or of the topic or the person whose page it is, as `type` says
    type = models.CharField(max_length=200)
    path = models.TextField()
    old_path = models.TextField(default="", blank=True)  # of a move
    at = models.DateTimeField(db_index=True)

    class Meta:
        indexes = [models.Index(fields=["site", "number"], name="feed_of_a_site")]

    def __str__(self) -> str:
        return f"{self.number}: {self.path} {self.change}"


class EdgePurge(models.Model):
    """A tag or an address that the caches in front are still to forget (written by edge/purging.py)."""

    key = models.CharField(
        max_length=64, primary_key=True
    )  # a hash of the name, which may be longer than an index takes
    name = models.TextField()
    is_url = models.BooleanField()
    changes = models.BigIntegerField(help_text="How often it has changed since it was purged last.")

    def __str__(self) -> str:
        return self.name


class WorkerBeat(models.Model):
    """When a worker of the `later` tasks last showed itself (see worker.py, the only code that writes it)."""

    worker_id = models.CharField(max_length=64, primary_key=True)
    beat_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return f"{self.worker_id} at {self.beat_at:%Y-%m-%d %H:%M:%S}"


class KeptMail(models.Model):
    """A mail as it would have been sent, had a mail server been set (see mailbox/)."""

    sent_at = models.DateTimeField(_("sent"), auto_now_add=True, db_index=True)
    sender = models.CharField(_("from"), max_length=320)
    recipients = models.TextField(_("to"))
    subject = models.CharField(_("subject"), max_length=998)
    text = models.TextField()
    html = models.TextField(blank=True)
    headers = models.TextField(blank=True)

    wagtail_reference_index_ignore = True

    class Meta:
        default_permissions = ("view",)
        ordering = ["-sent_at", "-pk"]
        verbose_name = _("mail")
        verbose_name_plural = _("mail")

    def __str__(self) -> str:
        return self.subject
