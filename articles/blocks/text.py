"""Blocks of running text: sections, questions, quotes, disclaimers."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from articles.blocks import previews
from articles.blocks.structure import RICH_TEXT, SHORT_RICH_TEXT, TEXT, ArticleBlock


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


class QuestionBlock(ArticleBlock):
    """A question that readers ask, with its answer."""

    question = blocks.CharBlock(max_length=200, label=_("Question"))
    answer = blocks.RichTextBlock(features=RICH_TEXT, label=_("Answer"))

    class Meta:
        label = _("Question")
        icon = "help"
        summary = ("question",)


class FaqBlock(ArticleBlock):
    """Questions and answers."""

    items = blocks.ListBlock(
        QuestionBlock(),
        min_num=1,
        collapsed=True,
        label=_("Questions"),
    )

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
