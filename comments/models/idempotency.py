"""Posts already answered, so that a retried one is answered again and not done again."""

from datetime import timedelta

from django.db import models
from django.utils import timezone

KEPT = timedelta(days=30)  # nobody tries the same post again after that; the form it came from holds for a day


class IdempotencyKeyQuerySet(models.QuerySet):
    """The sets of keys that the rest of the house speaks of."""

    def outworn(self):
        """Keys that no retry comes under any more."""
        return self.filter(created_at__lt=timezone.now() - KEPT)


class IdempotencyKey(models.Model):
    """A key that a client sent with a comment, what it sent with it, and what became of it."""

    key = models.CharField(max_length=255, unique=True)
    fingerprint = models.CharField(max_length=64, help_text="Keyed hash of page, parent, block, name, e-mail and text.")
    # Null only inside the transaction that makes the comment.
    comment = models.ForeignKey("comments.ReaderComment", on_delete=models.CASCADE, null=True, related_name="+")
    status = models.CharField(max_length=11, blank=True, help_text="The status that was answered.")
    body_html = models.TextField(
        blank=True, help_text="The words that were answered, once their author has edited them."
    )
    created_at = models.DateTimeField(auto_now_add=True, db_index=True)

    objects = IdempotencyKeyQuerySet.as_manager()

    wagtail_reference_index_ignore = True

    def __str__(self) -> str:
        return f"Key of {self.created_at:%Y-%m-%d %H:%M}"
