"""Blocks of running text: sections, questions, quotes, disclaimers."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.html import strip_tags
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.struct_block import BlockGroup, StructBlockValidationError
from wagtail.rich_text import RichText, get_text_for_indexing
from wagtail.snippets.blocks import SnippetChooserBlock

from articles.blocks import previews
from articles.blocks.structure import RICH_TEXT, SHORT_RICH_TEXT, TEXT, ArticleBlock

REQUIRED = _("Write it here, or choose an entry of the library.")


class SectionBlock(ArticleBlock):
    """Text under a heading; without one it goes on from what is above."""

    heading = blocks.CharBlock(
        required=False, max_length=200, label=_("Heading"), help_text=_("An introduction needs none.")
    )
    text = blocks.RichTextBlock(features=RICH_TEXT, label=_("Text"))

    class Meta:
        group = TEXT
        label = _("Section")
        icon = "pilcrow"
        description = _("Text under a heading, or the introduction without one. Claims have blocks of their own.")
        template = "articles/blocks/section.html"
        summary = (("heading", "text"),)
        preview_value = staticmethod(previews.section)


class QuestionValue(blocks.StructValue):
    """A question as readers see it: that of the library where one is chosen, else its own."""

    @property
    def shown(self) -> dict[str, Any]:
        return self.shown_in(None)

    def shown_in(self, locale: int | None) -> dict[str, Any]:
        """Give `question` and `answer` in a language, by the locale's id, as far as the library has them in it."""
        entry = self.get("entry")
        if entry is None:
            return {"question": self.get("question") or "", "answer": self.get("answer") or ""}
        words = entry.words_in(locale)
        return {"question": words.question, "answer": RichText(words.answer)}


class QuestionBlock(ArticleBlock):
    """A question that readers ask, with its answer: one of the library, or one of this article's own."""

    question = blocks.CharBlock(required=False, max_length=200, label=_("Question"))
    answer = blocks.RichTextBlock(required=False, features=RICH_TEXT, label=_("Answer"))
    entry = SnippetChooserBlock(
        "articles.FaqEntry",
        required=False,
        label=_("From the library"),
        help_text=_(
            "Shows the library's question and answer, and follows them when they change. Or write your own below."
        ),
    )

    def clean(self, value: blocks.StructValue) -> blocks.StructValue:
        value = super().clean(value)
        if self.is_deferred_validation or value["entry"]:
            return value
        missing = {
            "question": not value["question"].strip(),
            "answer": not strip_tags(value["answer"].source).strip(),
        }
        errors = {
            name: ValidationError(REQUIRED, code="required") for name, is_missing in missing.items() if is_missing
        }
        if errors:
            raise StructBlockValidationError(errors)
        return value

    def get_searchable_content(self, value: blocks.StructValue) -> list[str]:
        shown = value.shown
        return [shown["question"], get_text_for_indexing(str(getattr(shown["answer"], "source", shown["answer"])))]

    def api_value(self, members: dict) -> dict:
        """Give the question as readers see it; bodies come here filled in (see articles.questions)."""
        members.pop("entry")
        return members

    def api_properties(self, properties: dict) -> dict:
        properties.pop("entry")
        return properties

    class Meta:
        label = _("Question")
        icon = "help"
        value_class = QuestionValue
        summary = (("entry", "question"),)
        form_layout = BlockGroup(["entry", "question", "answer"])


class QuestionList(blocks.ListBlock):
    """Questions in their order; each can show an entry of the library, or be given its text."""

    class Meta:
        collapsed = True


class FaqBlock(ArticleBlock):
    """Questions and answers."""

    items = QuestionList(QuestionBlock(), min_num=1, label=_("Questions"))

    def get_context(self, value: blocks.StructValue, parent_context: dict | None = None) -> dict[str, Any]:
        context = super().get_context(value, parent_context=parent_context)
        page = context.get("page")
        questions = [item.shown_in(page.locale_id if page else None) for item in value["items"]]
        return context | {"questions": questions}

    class Meta:
        group = TEXT
        label = _("Questions and answers")
        icon = "help"
        description = _("Questions that readers ask, each with a short answer. Search engines can show them too.")
        template = "articles/blocks/faq.html"
        summary = ("items",)
        summary_counts = {"items": (_("no question"), _("1 question"), _("%d questions"))}
        preview_value = staticmethod(previews.faq)


class QuoteBlock(ArticleBlock):
    """Somebody's words, with who said them."""

    text = blocks.TextBlock(rows=3, label=_("Quote"), help_text=_("Without quotation marks."))
    attribution = blocks.CharBlock(required=False, max_length=200, label=_("Attribution"), help_text=_("Who said it."))
    source_url = blocks.URLBlock(required=False, label=_("Source"), help_text=_("Where it can be read."))

    def api_value(self, members: dict) -> dict:
        return members | {"source_url": members["source_url"] or None}

    def api_properties(self, properties: dict) -> dict:
        return properties | {"source_url": {"type": ["string", "null"], "format": "uri"}}

    class Meta:
        group = TEXT
        label = _("Quote")
        icon = "openquote"
        description = _("The words of a person or a publication.")
        template = "articles/blocks/quote.html"
        summary = ("attribution", "text")
        preview_value = staticmethod(previews.quote)


class DisclaimerBlock(ArticleBlock):
    """A note that limits what readers should make of the article."""

    text = blocks.RichTextBlock(features=SHORT_RICH_TEXT, label=_("Text"))

    class Meta:
        group = TEXT
        label = _("Disclaimer")
        icon = "warning"
        description = _("A note set apart from the text, for example that the article is no medical advice.")
        template = "articles/blocks/disclaimer.html"
        summary = ("text",)
        preview_value = staticmethod(previews.disclaimer)
