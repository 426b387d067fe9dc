"""Which part of the page tree a group moderates."""

from django.contrib.auth.models import Group
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page


class ModeratedSection(models.Model):
    """One section, a page and all below it, whose comments a group of users moderates; read by authority.py alone."""

    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="moderated_sections")
    page = models.ForeignKey(Page, on_delete=models.CASCADE, related_name="+", verbose_name=_("page"))

    # A page is not used by the groups that moderate below it: Wagtail's own rows of that kind are left out as well.
    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("moderated section")
        verbose_name_plural = _("moderated sections")
        constraints = [models.UniqueConstraint(fields=["group", "page"], name="one_section_of_a_group")]

    def __str__(self) -> str:
        return f"{self.group}: {self.page}"
