"""The side panel that suggests articles on the same topics, and hands over the cards that lead to them."""

from typing import Any

from django import forms
from django.http import HttpRequest, JsonResponse
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.side_panels import BaseSidePanel

from articles import suggestions
from articles.api.visibility import open_pages
from articles.blocks.adapters import FOLDER
from articles.models import ArticlePage

CARD = "related_article"


class SuggestionsSidePanel(BaseSidePanel):
    """Live articles on the article's topics, each with a button that puts a card of it into the body."""

    class SidePanelToggle(BaseSidePanel.SidePanelToggle):
        aria_label = _("Toggle suggested articles")
        icon_name = "doc-full"
        has_counter = False

    name = "suggestions"
    title = _("Suggested articles")
    template_name = "articles/admin/suggestions_panel.html"
    order = 210

    @property
    def media(self) -> forms.Media:
        return forms.Media(
            css={"all": ["articles/admin/suggestions.css"]},
            js=[f"{FOLDER}/notice.js", "articles/admin/suggestions.js"],
        )

    def get_context_data(self, parent_context: dict) -> dict[str, Any]:
        return super().get_context_data(parent_context) | {
            "suggestions": suggestions.for_article(self.object, parent=getattr(self.object, "parent_page", None)),
            "has_topics": any(row.topic_id for row in self.object.article_topics.all()),
            "card": CARD,
        }


def card(request: HttpRequest, page_id: int) -> JsonResponse:
    """Give a card of a live article as the form of an article's body takes it."""
    page = get_object_or_404(open_pages(ArticlePage), pk=page_id)
    block = ArticlePage._meta.get_field("body").stream_block.child_blocks[CARD]
    value = block.to_python({"page": page.pk, "url": "", "label": ""})
    return JsonResponse({"type": CARD, "state": block.get_form_state(value)})


def urls() -> list[URLPattern]:
    return [path("articles/cards/<int:page_id>/", card, name="articles_card")]
