"""People who write and review articles."""

import contextlib

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel
from wagtail.models import Locale
from wagtail.search import index

from articles import identifiers
from articles.admin.named_form import NamedForm


def validate_orcid(text: str) -> None:
    """Raise ValidationError for what is no ORCID iD, a wrong check digit (ISO 7064 11,2) included."""
    try:
        identifiers.orcid(text)
    except identifiers.BadIdentifier as error:
        raise ValidationError(str(error), code="bad_orcid") from None


class Author(index.Indexed, ClusterableModel):
    """Somebody whose name stands over an article, as its author or its reviewer."""

    name = models.CharField(max_length=200)
    slug = models.SlugField(max_length=200, unique=True, blank=True, allow_unicode=True)
    credentials = models.CharField(
        max_length=200, blank=True, help_text=_("For example: MD, PhD, or Registered acupuncturist.")
    )
    image = models.ForeignKey(
        "articles.ArticleImage", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    biography = models.TextField(blank=True)
    orcid = models.CharField(
        _("ORCID iD"),
        max_length=50,
        blank=True,
        validators=[validate_orcid],
        help_text=_("For example: 0000-0002-1825-0097, or its address at orcid.org."),
    )
    conflicts = models.TextField(
        _("conflicts of interest"),
        blank=True,
        help_text=_(
            "Funding, employment, shares. Readers see it where this person has reviewed an article. “None” says that they "
            "were asked."
        ),
    )
    user = models.ForeignKey(
        "home.User",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        help_text=_("Their account, so that their comments under their own articles are marked as the author's."),
    )

    base_form_class = NamedForm
    panels = [
        FieldPanel("name"),
        FieldRowPanel([FieldPanel("credentials"), FieldPanel("slug")]),
        FieldPanel("image"),
        FieldPanel("biography"),
        FieldPanel("orcid", heading=_("ORCID iD")),
        FieldPanel("conflicts", heading=_("Conflicts of interest")),
        FieldPanel("user"),
        InlinePanel(
            "translations",
            heading=_("In other languages"),
            label=_("language"),
            help_text=_("Articles in a language without an entry here show the credentials above."),
        ),
    ]
    search_fields = [
        index.SearchField("name", boost=2),
        index.AutocompleteField("name"),
        index.SearchField("credentials"),
        index.SearchField("biography"),
    ]

    class Meta:
        ordering = ["name"]
        verbose_name = _("author")
        verbose_name_plural = _("authors")

    def __str__(self) -> str:
        return f"{self.name}, {self.credentials}" if self.credentials else self.name

    def clean(self) -> None:
        """Keep the ORCID iD in its one spelling; a wrong one is refused by its field."""
        super().clean()
        with contextlib.suppress(identifiers.BadIdentifier):
            self.orcid = identifiers.orcid(self.orcid)


class AuthorTranslation(models.Model):
    """What is said of a person in one more language; a name is the same in all."""

    author = ParentalKey(Author, on_delete=models.CASCADE, related_name="translations")
    locale = models.ForeignKey(Locale, verbose_name=_("language"), on_delete=models.CASCADE, related_name="+")
    credentials = models.CharField(max_length=200, blank=True)
    biography = models.TextField(blank=True)

    panels = [FieldPanel("locale"), FieldPanel("credentials"), FieldPanel("biography")]
    wagtail_reference_index_ignore = True

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["author", "locale"],
                name="articles_author_one_translation_a_language",
                violation_error_message=_("This language is there twice: put its words into one entry."),
            )
        ]

    def __str__(self) -> str:
        return self.credentials
