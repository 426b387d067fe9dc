"""Questions that several articles answer in the same words."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import RichTextField
from wagtail.search import index

from articles.blocks.structure import RICH_TEXT


class FaqEntry(index.Indexed, models.Model):
    """A question with its answer, kept once; articles that use it show it as it is now."""

    question = models.CharField(max_length=200)
    answer = RichTextField(features=RICH_TEXT)

    panels = [
        FieldPanel("question", heading=_("Question")),
        FieldPanel(
            "answer",
            heading=_("Answer"),
            help_text=_("Every article that uses this entry shows the new text as soon as it is saved."),
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
