"""Published works that claims are tied to."""

from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.search import index

from articles.identifiers import doi_url
from articles.vocabulary import Design


class Reference(index.Indexed, models.Model):
    """A published work: its CSL-JSON item, and beside it what is unique, filtered or sorted.

    `csl` follows the CSL-JSON schema (citationstyles.org); `doi` is lower-case without a resolver, `pmid` digits only.
    `citation_html` is the citation in the default site's style, and `citations_by_style` those in the styles of other
    sites ("apa") and in other languages ("apa@de", "@de" in the default site's style), the latter where they read
    otherwise; both are stored by `articles.references.citing`, never made in a GET.
    """

    csl = models.JSONField(_("CSL-JSON"), default=dict)
    title = models.CharField(max_length=500)
    year = models.PositiveSmallIntegerField(null=True, blank=True)
    doi = models.CharField(_("DOI"), max_length=255, null=True, blank=True, unique=True)
    pmid = models.CharField(
        _("PMID"), max_length=12, null=True, blank=True, unique=True, validators=[RegexValidator(r"^\d+$")]
    )
    url = models.URLField(_("URL"), max_length=500, blank=True)
    design = models.CharField(_("study design"), max_length=20, choices=Design, blank=True, db_index=True)
    retracted = models.BooleanField(default=False, help_text=_("The publisher has withdrawn this work."))
    citation_html = models.TextField(editable=False, blank=True)
    citations_by_style = models.JSONField(default=dict, editable=False, blank=True)
    # By which `styles.LAYOUT` they were written, so that an upgrade finds those that read otherwise now.
    citations_layout = models.PositiveSmallIntegerField(default=0, editable=False)
    # Finds the same work where it has no identifier: an importer asks for thousands of these at once.
    title_key = models.CharField(max_length=40, editable=False, blank=True, db_index=True)

    search_fields = [
        index.SearchField("title", boost=2),
        index.AutocompleteField("title"),
        index.SearchField("citation_html"),
        index.FilterField("design"),
        index.FilterField("retracted"),
    ]

    class Meta:
        ordering = ["title"]
        verbose_name = _("reference")
        verbose_name_plural = _("references")

    def __str__(self) -> str:
        return f"{self.title} ({self.year})" if self.year else self.title

    @property
    def address(self) -> str | None:
        """Where the work is: at its own URL, else at its DOI's, None where it has neither."""
        return self.url or (doi_url(self.doi) if self.doi else None)

    def citation_in(self, style: str, language: str = "") -> str:
        """Give the stored citation in `style` with the words of `language` (a code), or of the default language.

        Where there is none in this style, or for "", it is in the default site's.
        """
        style = style if style in self.citations_by_style else ""
        own = self.citations_by_style.get(f"{style}@{language}")
        return own or self.citations_by_style.get(style) or self.citation_html
