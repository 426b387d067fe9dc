"""How one site cites, what it may ask other servers, and the imports of references that are under way."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.contrib.settings.models import register_setting

from articles.models.site_settings import ReadSiteSetting
from articles.vocabulary import CitationStyle


@register_setting(icon="reference")
class LibrarySettings(ReadSiteSetting):
    """The citation style of one site, and whether identifiers are looked up at Crossref and PubMed."""

    citation_style = models.CharField(
        max_length=20,
        choices=CitationStyle,
        default=CitationStyle.AMA,
        help_text=_(
            "How readers see references. After a change the whole library is formatted anew, which takes a while."
        ),
    )
    look_up = models.BooleanField(
        _("look up identifiers"),
        default=False,
        help_text=_(
            "A DOI or PMID typed alone is looked up at Crossref or PubMed, and about once a week this server asks whether "
            "the works that live articles cite are still at their DOI or address. Nothing else is told to other servers."
        ),
    )

    panels = [
        FieldPanel("citation_style", heading=_("Citation style")),
        FieldPanel("look_up", heading=_("Look up DOIs and PMIDs, and check cited sources")),
    ]

    class Meta:
        verbose_name = _("library settings")


class ReferenceImport(models.Model):
    """One file or paste of references between its preview and the end of its saving.

    `rows` is what was read, `{"number", "label", "csl", "reason", "notes"}` each; `chosen` are the numbers to save, or
    null before anybody has chosen; `done` counts how many of those are behind, `filled` those of the existing ones that
    lacked something.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=255)
    format = models.CharField(max_length=12)
    started_at = models.DateTimeField(auto_now_add=True, db_index=True)
    rows = models.JSONField(default=list)
    chosen = models.JSONField(null=True)
    done = models.PositiveIntegerField(default=0)
    created = models.PositiveIntegerField(default=0)
    existing = models.PositiveIntegerField(default=0)
    filled = models.PositiveIntegerField(default=0)

    wagtail_reference_index_ignore = True

    def __str__(self) -> str:
        return self.name

    @property
    def is_finished(self) -> bool:
        return self.chosen is not None and self.done >= len(self.chosen)
