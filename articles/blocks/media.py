"""Blocks that show something: images, tables, embedded media."""

from urllib.parse import parse_qs, urlsplit

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError
from wagtail.contrib.typed_table_block.blocks import TypedTableBlock
from wagtail.images.blocks import ImageChooserBlock

from articles.blocks import previews
from articles.blocks.structure import MEDIA, SHORT_RICH_TEXT, ArticleBlock


class FigureValue(blocks.StructValue):
    """An image with the text that stands for it."""

    @property
    def alt_text(self) -> str:
        """The alternative text: none for decoration, else this block's own, else the image's description."""
        return alternative_text(self, self["image"].description if self.get("image") else "")


def alternative_text(members: dict, description: str) -> str:
    """Give the alternative text of an image block from its fields and the image's own description."""
    return "" if members.get("decorative") else (members.get("alt") or description or "")


class FigureBlock(ArticleBlock):
    """An image with a caption."""

    image = ImageChooserBlock(label=_("Image"))
    alt = blocks.CharBlock(
        required=False,
        max_length=300,
        label=_("Alternative text"),
        help_text=_("What it shows, for those who cannot see it. Empty: the description of the image itself."),
    )
    decorative = blocks.BooleanBlock(
        required=False,
        default=False,
        label=_("Decorative"),
        help_text=_("It says nothing that the text does not say; screen readers skip it."),
    )
    caption = blocks.CharBlock(required=False, max_length=300, label=_("Caption"))

    def clean(self, value: blocks.StructValue) -> blocks.StructValue:
        value = super().clean(value)
        if not self.is_deferred_validation and not value["decorative"] and not value.alt_text:
            raise StructBlockValidationError(
                {"alt": ValidationError(_("Say what the image shows, or mark it as decorative."), code="alt_missing")}
            )
        return value

    def api_value(self, members: dict) -> dict:
        """Give the image with the alternative text that holds here; `image` is null where it has been deleted."""
        image, credit = members["image"], ""
        if image:
            credit = image.pop("credit")
            image = image | {"alt": alternative_text(members, image["alt"])}
        return members | {"image": image, "alt": image["alt"] if image else "", "credit": credit}

    def api_properties(self, properties: dict) -> dict:
        return properties | {"credit": {"type": "string"}}

    class Meta:
        group = MEDIA
        label = _("Image")
        icon = "image"
        description = _("A picture with a caption and a text for those who cannot see it.")
        template = "articles/blocks/image.html"
        value_class = FigureValue
        summary = (("caption", "alt", "image"),)
        preview_value = staticmethod(previews.figure)


class TableBlock(TypedTableBlock):
    """Rows and columns under headings, with a caption."""

    text = blocks.CharBlock(required=False, label=_("Text"))
    number = blocks.FloatBlock(required=False, label=_("Number"))
    rich_text = blocks.RichTextBlock(required=False, features=SHORT_RICH_TEXT, label=_("Formatted text"))

    class Meta:
        group = MEDIA
        label = _("Table")
        icon = "table"
        description = _("Rows and columns with headings. The caption says what the table shows.")
        preview_template = "articles/blocks/preview.html"
        template = "articles/blocks/table.html"
        preview_value = staticmethod(previews.table)


# The players that the product knows: host, how the video's id is found, and the address of a player without tracking.
PLAYERS = (
    ("youtu.be", "YouTube", "https://www.youtube-nocookie.com/embed/{}"),
    ("youtube.com", "YouTube", "https://www.youtube-nocookie.com/embed/{}"),
    ("youtube-nocookie.com", "YouTube", "https://www.youtube-nocookie.com/embed/{}"),
    ("vimeo.com", "Vimeo", "https://player.vimeo.com/video/{}?dnt=1"),
)


def player(url: str) -> tuple[str, str | None]:
    """Give the provider's name and its player's address for a video's address; ("", None) for any other address."""
    parts = urlsplit(url or "")
    host = (parts.hostname or "").removeprefix("www.").removeprefix("m.").removeprefix("player.")
    for known, name, pattern in PLAYERS:
        if host == known:
            segments = [segment for segment in parts.path.split("/") if segment]
            video = (parse_qs(parts.query).get("v") or segments[-1:] or [""])[0]
            is_video = bool(video) and all(character.isalnum() or character in "-_" for character in video)
            return name, pattern.format(video) if is_video else None
    return "", None


class EmbedBlock(ArticleBlock):
    """A video or another page of the web; nothing is fetched from there while saving or serving."""

    url = blocks.URLBlock(label=_("Address"), help_text=_("Of a YouTube or Vimeo video, or of any page to link to."))
    title = blocks.CharBlock(
        max_length=200, required=False, label=_("Title"), help_text=_("What it is; screen readers say it.")
    )
    caption = blocks.CharBlock(required=False, max_length=300, label=_("Caption"))

    def api_value(self, members: dict) -> dict:
        provider, embed_url = player(members["url"])
        return members | {"url": members["url"] or None, "provider_name": provider, "embed_url": embed_url}

    def api_properties(self, properties: dict) -> dict:
        return properties | {
            "url": {"type": ["string", "null"], "format": "uri"},
            "provider_name": {"type": "string"},
            "embed_url": {"type": ["string", "null"], "format": "uri"},
        }

    class Meta:
        group = MEDIA
        label = _("Embed")
        icon = "media"
        description = _("A video, shown only when the reader asks for it.")
        template = "articles/blocks/embed.html"
        summary = (("title", "caption", "url"),)
        preview_value = staticmethod(previews.embed)
