"""The log of reviews, and who was reminded of one that is due; `articles.reviews` is the only code that writes these rows."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from articles.vocabulary import ReviewOutcome


class Review(models.Model):
    """One look of a reviewer at a live article. The names are copied: the row outlives account and person."""

    page = models.ForeignKey("articles.ArticlePage", on_delete=models.CASCADE, related_name="reviews")
    at = models.DateTimeField(auto_now_add=True)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    reviewer = models.ForeignKey("articles.Author", on_delete=models.SET_NULL, null=True, related_name="+")
    name = models.CharField(max_length=255)
    outcome = models.CharField(max_length=14, choices=ReviewOutcome)
    note = models.TextField(blank=True)
    next_due = models.DateField(_("next review"), null=True)

    wagtail_reference_index_ignore = True

    class Meta:
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.get_outcome_display()}: {self.name}"


class ReviewReminder(models.Model):
    """One person reminded of one article's review on one due date, once."""

    page = models.ForeignKey("articles.ArticlePage", on_delete=models.CASCADE, related_name="review_reminders")
    due = models.DateField()
    recipient = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    sent_at = models.DateTimeField(null=True, blank=True)

    wagtail_reference_index_ignore = True

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["page", "due", "recipient"], name="unique_review_reminder"),
        ]

    def __str__(self) -> str:
        return f"{self.page}, due {self.due}"
