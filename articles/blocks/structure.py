"""What all structured blocks of an article share: a preview in the block chooser and a shape in the API."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

# The groups of the block chooser, in the order in which an article needs them.
CLAIMS_AND_EVIDENCE = _("Claims and evidence")
TEXT = _("Text")
MEDIA = _("Media")
LINKS = _("Links")

# What text inside of a block may hold; headings are fields of their own, so that an article keeps one outline.
RICH_TEXT = ["bold", "italic", "superscript", "subscript", "link", "document-link", "ol", "ul"]
SHORT_RICH_TEXT = ["bold", "italic", "link"]


class ArticleBlock(blocks.StructBlock):
    """A block with fields; the API gives their values under the same names, unless a subclass says otherwise."""

    api_nullable = False  # whether `api_value()` may give None

    def api_value(self, members: dict[str, Any]) -> dict[str, Any] | None:
        """Give the block's value in the API from the values of its fields."""
        return members

    def api_properties(self, properties: dict[str, dict[str, Any]]) -> dict[str, dict[str, Any]]:
        """Give the JSON schema of each member of `api_value()` from the schemas of the fields."""
        return properties

    class Meta:
        # The fields that tell what a folded block holds, in order; of a tuple the first that has a text.
        summary = ()
        # Of the lists among them the words for none, one and "%d" items; of the ticks the words when they are set.
        summary_counts: dict[str, tuple[str, str, str]] = {}
        summary_flags: dict[str, str] = {}
        preview_template = "articles/blocks/preview.html"
