"""Blocks that lead on: cards of other articles, calls to action."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from articles.blocks import previews
from articles.blocks.structure import LINKS, ArticleBlock


class CallToActionStyle(models.TextChoices):
    """How much a call to action stands out."""

    PRIMARY = "primary", _("Primary")
    SECONDARY = "secondary", _("Secondary")


class TargetValue(blocks.StructValue):
    """A link to a page of this site, or to an address."""

    @property
    def address(self) -> str:
        """The address in the admin's preview; the page comes first."""
        page = self.get("page")
        return (page.get_url() if page else None) or self.get("url") or ""

    @property
    def title(self) -> str:
        """What the link says: its own label, else the page's title, else the address."""
        page = self.get("page")
        return self.get("label") or (page.title if page else "") or self.get("url") or ""


class RelatedArticleBlock(ArticleBlock):
    """A card that leads to another article; without a target its label is shown as text."""

    page = blocks.PageChooserBlock(required=False, label=_("Page"))
    url = blocks.URLBlock(required=False, label=_("Address"), help_text=_("Used where no page is chosen."))
    label = blocks.CharBlock(
        required=False, max_length=200, label=_("Label"), help_text=_("Empty: the title of the chosen page.")
    )

    def api_value(self, members: dict) -> dict:
        return members | {"url": members["url"] or None, "label": members["label"] or None}

    def api_properties(self, properties: dict) -> dict:
        return properties | {
            "url": {"type": ["string", "null"], "format": "uri"},
            "label": {"type": ["string", "null"]},
        }

    class Meta:
        group = LINKS
        label = _("Related article")
        icon = "doc-full"
        description = _("A card that leads on to another article. Without a target its label is shown as text.")
        template = "articles/blocks/related_article.html"
        value_class = TargetValue
        summary = (("label", "page", "url"),)
        preview_value = staticmethod(previews.related_article)


class CallToActionBlock(ArticleBlock):
    """What readers are asked to do next."""

    text = blocks.TextBlock(
        required=False, rows=2, label=_("Text"), help_text=_("Why they should, in a sentence or two.")
    )
    label = blocks.CharBlock(max_length=100, label=_("Button"), help_text=_("For example: Book a consultation."))
    page = blocks.PageChooserBlock(required=False, label=_("Page"))
    url = blocks.URLBlock(required=False, label=_("Address"), help_text=_("Used where no page is chosen."))
    style = blocks.ChoiceBlock(choices=CallToActionStyle.choices, default=CallToActionStyle.PRIMARY, label=_("Style"))

    def api_value(self, members: dict) -> dict:
        """Give one `url`: the page's where a public one is chosen, else the address, else null."""
        page = members.pop("page")
        return members | {"url": (page["html_url"] if page else members["url"]) or None}

    def api_properties(self, properties: dict) -> dict:
        properties.pop("page")
        return properties | {"url": {"type": ["string", "null"], "format": "uri"}}

    class Meta:
        group = LINKS
        label = _("Call to action")
        icon = "call"
        description = _("Asks readers to do something: a sentence and a button.")
        template = "articles/blocks/call_to_action.html"
        value_class = TargetValue
        summary = ("label", ("page", "url"))
        preview_value = staticmethod(previews.call_to_action)
