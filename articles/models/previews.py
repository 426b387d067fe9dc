"""Links by which people without an account see one saved state of a draft; `articles.previews.sharing` writes these rows."""

import secrets
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models.deletion import CASCADE, Collector, ProtectedError
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import Revision


def new_key() -> str:
    return secrets.token_urlsafe(18)


def keep_while_shared(collector: Collector, field: Any, rows: Any, using: str) -> None:
    """Protect a revision from a purge of old ones while it is shared; with its page it goes, and its links with it."""
    model = getattr(collector.origin, "model", type(collector.origin))
    shared = [row for row in rows if row.is_active]
    if model is Revision and shared:
        raise ProtectedError(_("The revision is shared as a preview."), set(shared))
    CASCADE(collector, field, rows, using)


class SharedPreviewQuerySet(models.QuerySet):
    def active(self) -> Self:
        """Give those whose link leads somewhere."""
        return self.filter(revoked_at=None, expires_at__gt=timezone.now())


class SharedPreview(models.Model):
    """A link to one revision of an article, until it expires or somebody revokes it. Names are copied: they outlive accounts."""

    page = models.ForeignKey("articles.ArticlePage", on_delete=models.CASCADE, related_name="shared_previews")
    revision = models.ForeignKey(Revision, on_delete=keep_while_shared, related_name="+")
    key = models.CharField(max_length=24, unique=True, default=new_key, editable=False)
    # Of the revision, when it was shared.
    saved_at = models.DateTimeField()
    created_at = models.DateTimeField(auto_now_add=True)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    name = models.CharField(max_length=255)
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)

    objects = SharedPreviewQuerySet.as_manager()
    wagtail_reference_index_ignore = True

    class Meta:
        ordering = ["-created_at", "-pk"]
        indexes = [models.Index(fields=["page", "-created_at"], name="shared_previews_of_page")]

    def __str__(self) -> str:
        return f"{self.page}, until {self.expires_at:%Y-%m-%d}"

    @property
    def is_active(self) -> bool:
        return self.revoked_at is None and self.expires_at > timezone.now()
