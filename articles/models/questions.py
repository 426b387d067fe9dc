"""Questions that several articles answer in the same words."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel, InlinePanel
from wagtail.fields import RichTextField
from wagtail.models import Locale
from wagtail.search import index

from articles.blocks.structure import RICH_TEXT


class FaqEntry(index.Indexed, ClusterableModel):
    """A question with its answer, kept once; articles that use it show it as it is now, in their language."""

    question = models.CharField(max_length=200)
    answer = RichTextField(features=RICH_TEXT)

    panels = [
        FieldPanel("question", heading=_("Question")),
        FieldPanel(
            "answer",
            heading=_("Answer"),
            help_text=_("Every article that uses this entry shows the new text as soon as it is saved."),
        ),
        InlinePanel(
            "translations",
            heading=_("In other languages"),
            label=_("language"),
            help_text=_("Articles in a language without an entry here show the question and answer above."),
        ),
    ]
    search_fields = [
        index.SearchField("question", boost=2),
        index.AutocompleteField("question"),
        index.SearchField("answer"),
        index.AutocompleteField("answer"),
    ]

    class Meta:
        ordering = ["question", "pk"]
        verbose_name = _("FAQ entry")
        verbose_name_plural = _("FAQ entries")

    def __str__(self) -> str:
        return self.question

    def words_in(self, locale: int | None) -> "FaqEntry | FaqEntryTranslation":
        """Give what has its `question` and `answer` in a language, by the locale's id: itself where there is no other."""
        return next((words for words in self.translations.all() if words.locale_id == locale), self)


class FaqEntryTranslation(models.Model):
    """An entry's words in one more language."""

    entry = ParentalKey(FaqEntry, on_delete=models.CASCADE, related_name="translations")
    locale = models.ForeignKey(Locale, verbose_name=_("language"), on_delete=models.CASCADE, related_name="+")
    question = models.CharField(max_length=200)
    answer = RichTextField(features=RICH_TEXT)

    panels = [FieldPanel("locale"), FieldPanel("question"), FieldPanel("answer")]

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["entry", "locale"],
                name="articles_faqentry_one_translation_a_language",
                violation_error_message=_("This language is there twice: put its words into one entry."),
            )
        ]

    def __str__(self) -> str:
        return self.question
