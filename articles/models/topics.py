"""What articles are about."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel, InlinePanel
from wagtail.models import Locale
from wagtail.search import index

from articles.admin.named_form import NamedForm


class Topic(index.Indexed, ClusterableModel):
    """A subject that readers filter by: one for all languages, by one slug, with a name in each."""

    name = models.CharField(max_length=100, unique=True)
    slug = models.SlugField(max_length=100, unique=True, blank=True, allow_unicode=True)
    description = models.TextField(blank=True)

    base_form_class = NamedForm
    panels = [
        FieldPanel("name"),
        FieldPanel("slug"),
        FieldPanel("description"),
        InlinePanel(
            "translations",
            heading=_("In other languages"),
            label=_("language"),
            help_text=_("Articles in a language without an entry here show the name above."),
        ),
    ]
    search_fields = [
        index.SearchField("name", boost=2),
        index.AutocompleteField("name"),
        index.SearchField("description"),
    ]

    class Meta:
        ordering = ["name"]
        verbose_name = _("topic")
        verbose_name_plural = _("topics")

    def __str__(self) -> str:
        return self.name


class TopicTranslation(models.Model):
    """A topic's words in one more language."""

    topic = ParentalKey(Topic, on_delete=models.CASCADE, related_name="translations")
    locale = models.ForeignKey(Locale, verbose_name=_("language"), on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=100)
    description = models.TextField(blank=True)

    panels = [FieldPanel("locale"), FieldPanel("name"), FieldPanel("description")]
    wagtail_reference_index_ignore = True

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["topic", "locale"],
                name="articles_topic_one_translation_a_language",
                violation_error_message=_("This language is there twice: put its words into one entry."),
            )
        ]

    def __str__(self) -> str:
        return self.name
