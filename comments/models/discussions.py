"""What is known of each page's discussion without reading its comments."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page


class Discussion(models.Model):
    """The comments of one page: whether it takes more, and how many there are."""

    class Openness(models.TextChoices):
        SITE = "site", _("As the site's settings say")
        OPEN = "open", _("Open")
        CLOSED = "closed", _("Closed")

    page = models.OneToOneField(Page, on_delete=models.CASCADE, related_name="discussion")
    openness = models.CharField(_("new comments"), max_length=6, choices=Openness, default=Openness.SITE)
    # Written by visibility.add_to_totals alone. Signed, because a difference is offered as a row before it is added.
    comment_count = models.IntegerField(default=0, editable=False)
    thread_count = models.IntegerField(default=0, editable=False)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("discussion")
        verbose_name_plural = _("discussions")

    def __str__(self) -> str:
        return str(self.page)


class BlockCount(models.Model):
    """How many approved comments are about one block of a page."""

    page = models.ForeignKey(Page, on_delete=models.CASCADE, related_name="+")
    block = models.CharField(max_length=36)
    comment_count = models.IntegerField(default=0)

    wagtail_reference_index_ignore = True

    class Meta:
        constraints = [models.UniqueConstraint(fields=["page", "block"], name="unique_block_count")]

    def __str__(self) -> str:
        return f"{self.comment_count} on block {self.block}"
