"""What servers have answered when they were asked for a reference; `articles.references.reaching` alone writes it."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from articles.vocabulary import Reach


class SourceCheck(models.Model):
    """The latest check of one reference's address.

    A row of its own, so that a form of the reference that was opened before the check does not write the check back.
    """

    reference = models.OneToOneField("articles.Reference", on_delete=models.CASCADE, related_name="source_check")
    address = models.CharField(max_length=800)
    outcome = models.CharField(max_length=11, choices=Reach, db_index=True)
    detail = models.CharField(max_length=200, blank=True, help_text=_("What the server answered."))
    checked_at = models.DateTimeField(db_index=True)
    failing_since = models.DateTimeField(null=True, blank=True)

    wagtail_reference_index_ignore = True

    def __str__(self) -> str:
        return f"{self.address}: {self.get_outcome_display()}"
