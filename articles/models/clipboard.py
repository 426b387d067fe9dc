"""What somebody has copied to paste it into another article."""

from django.conf import settings
from django.db import models


class CopiedBlock(models.Model):
    """The last block that somebody copied: its type and raw value, what it is called, and the article it came from."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    type = models.CharField(max_length=100)
    value = models.JSONField(null=True)
    title = models.CharField(max_length=100)
    source = models.CharField(max_length=255, blank=True)
    copied_at = models.DateTimeField(auto_now=True)

    wagtail_reference_index_ignore = True

    def __str__(self) -> str:
        return self.title
