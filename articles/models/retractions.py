"""What publishers have said of references, and who was told of articles that lean on retracted ones.

`articles.retractions` is the only code that writes these rows.
"""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class PublisherNotice(models.Model):
    """One record of the Retraction Watch database about a reference: a retraction, or a lesser notice.

    `issued_on` is the day of the notice, `doi` the notice's own, `reasons` are those of the record, one a line.
    """

    reference = models.ForeignKey("articles.Reference", on_delete=models.CASCADE, related_name="notices")
    record = models.CharField(max_length=20, help_text=_("The record's number in the Retraction Watch database."))
    nature = models.CharField(max_length=60)
    issued_on = models.DateField(null=True, blank=True)
    doi = models.CharField(_("DOI"), max_length=255, blank=True)
    reasons = models.TextField(blank=True)

    wagtail_reference_index_ignore = True

    class Meta:
        ordering = ["-issued_on", "-pk"]
        constraints = [models.UniqueConstraint(fields=["reference", "record"], name="unique_publisher_notice")]

    def __str__(self) -> str:
        return f"{self.nature} of {self.reference}"


class RetractionWarning(models.Model):
    """One article that leans on one retracted reference, and whom we told of it, once and never again."""

    page = models.ForeignKey("articles.ArticlePage", on_delete=models.CASCADE, related_name="retraction_warnings")
    reference = models.ForeignKey("articles.Reference", on_delete=models.CASCADE, related_name="retraction_warnings")
    recipient = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    requested_at = models.DateTimeField(auto_now_add=True)
    sent_at = models.DateTimeField(null=True, blank=True)

    wagtail_reference_index_ignore = True

    class Meta:
        constraints = [models.UniqueConstraint(fields=["page", "reference"], name="unique_retraction_warning")]

    def __str__(self) -> str:
        return f"{self.page} leans on {self.reference}"
