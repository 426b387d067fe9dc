"""Posts already answered, so that a retried one is answered again and not done again."""

from django.db import models


class IdempotencyKey(models.Model):
    """A key that a client sent with a comment, what it sent with it, and what became of it."""

    key = models.CharField(max_length=255, unique=True)
    fingerprint = models.CharField(max_length=64, help_text="Keyed hash of page, parent, block, name, e-mail and text.")
    # Null only inside the transaction that makes the comment.
    comment = models.ForeignKey("comments.ReaderComment", on_delete=models.CASCADE, null=True, related_name="+")
    status = models.CharField(max_length=11, blank=True, help_text="The status that was answered.")
    created_at = models.DateTimeField(auto_now_add=True, db_index=True)

    wagtail_reference_index_ignore = True

    def __str__(self) -> str:
        return f"Key of {self.created_at:%Y-%m-%d %H:%M}"
