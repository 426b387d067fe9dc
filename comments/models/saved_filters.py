"""What a moderator looks for again and again."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class SavedFilter(models.Model):
    """A search with its filters, under a name; other moderators see it if its owner shares it."""

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(
        _("name"), max_length=60, help_text=_("A few words, for instance “Links in the cancer articles”.")
    )
    query = models.CharField(max_length=2000, blank=True, help_text="The parameters of the queue, URL-encoded.")
    is_shared = models.BooleanField(_("share it with all moderators"), default=False)

    wagtail_reference_index_ignore = True

    class Meta:
        ordering = ["name", "pk"]
        constraints = [models.UniqueConstraint(fields=["owner", "name"], name="one_filter_of_a_name")]

    def __str__(self) -> str:
        return self.name
