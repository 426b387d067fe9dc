"""The side panel that suggests articles on the same topics, and hands over the cards that lead to them."""

from typing import Any

from django.http import HttpRequest, JsonResponse
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _

from articles import suggestions
from articles.admin.side_panel import ArticleSidePanel
from articles.api.visibility import open_pages
from articles.blocks.adapters import FOLDER
from articles.models import ArticlePage

CARD = "related_article"


class SuggestionsSidePanel(ArticleSidePanel):
    """Live articles on the article's topics, each with a button that puts a card of it into the body."""

    name = "suggestions"
    title = _("Suggested articles")
    toggle_label = _("Toggle suggested articles")
    icon_name = "doc-full"
    template_name = "articles/admin/suggestions_panel.html"
    order = 210
    styles = ("articles/admin/suggestions.css",)
    scripts = (f"{FOLDER}/notice.js", "articles/admin/suggestions.js")

    def content(self) -> dict[str, Any]:
        return {
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
