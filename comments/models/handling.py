"""Which moderator is looking at which comment just now."""

from django.conf import settings
from django.db import models
from django.utils import timezone


class HandlingQuerySet(models.QuerySet):
    """The sets of handlings that the rest of the room speaks of."""

    def in_force(self) -> "HandlingQuerySet":
        """Those whose moderator has been there lately."""
        return self.filter(until__gt=timezone.now())


class Handling(models.Model):
    """A moderator has a comment before them. It tells others and forbids nothing; it ends by itself (actions.handling)."""

    comment = models.OneToOneField(
        "comments.ReaderComment", on_delete=models.CASCADE, primary_key=True, related_name="handling"
    )
    moderator = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    until = models.DateTimeField(db_index=True)

    objects = HandlingQuerySet.as_manager()

    wagtail_reference_index_ignore = True

    def __str__(self) -> str:
        return f"Comment {self.comment_id} until {self.until:%H:%M:%S}"

    @property
    def is_in_force(self) -> bool:
        return self.until > timezone.now()
