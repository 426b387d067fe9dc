"""Blocks as front ends get them: their raw values along their definitions, with what they point at from the shelf."""

from collections.abc import Iterable
from typing import Any

from wagtail import blocks
from wagtail.contrib.typed_table_block.blocks import TypedTableBlock
from wagtail.images.blocks import ImageChooserBlock
from wagtail.snippets.blocks import SnippetChooserBlock

from articles.api.shelf import Shelf
from articles.blocks.sources import SourceBlock
from articles.blocks.structure import ArticleBlock
from articles.claims import items
from articles.models import ArticlePage, Reference

# What has no value of its kind while it is empty.
EMPTY_IS_NULL = (blocks.FloatBlock, blocks.IntegerBlock, blocks.DateBlock, blocks.ChoiceBlock)


def represent_body(body: Iterable[dict], shelf: Shelf) -> list[dict[str, Any]]:
    """Give the blocks of a raw body; a block whose type is no longer known is left out."""
    known = ArticlePage._meta.get_field("body").stream_block.child_blocks
    return [
        {"type": child["type"], "id": child["id"], "value": represent(known[child["type"]], child.get("value"), shelf)}
        for child in body
        if child.get("type") in known
    ]


def represent(block: blocks.Block, raw: Any, shelf: Shelf) -> Any:
    """Give the value of one block, or of one of its fields; what was never filled in has its field's empty value."""
    if isinstance(block, blocks.StructBlock):
        stored = raw or {}
        members = {name: represent(child, stored.get(name), shelf) for name, child in block.child_blocks.items()}
        return block.api_value(members) if isinstance(block, ArticleBlock) else members
    if isinstance(block, blocks.ListBlock):
        values = [represent(block.child_block, item, shelf) for item in items(raw)]
        # A source whose reference has been deleted says nothing that could be looked up.
        return (
            [value for value in values if value["reference"]] if isinstance(block.child_block, SourceBlock) else values
        )
    if isinstance(block, TypedTableBlock):
        return _table(block, raw or {}, shelf)
    if isinstance(block, blocks.RichTextBlock):
        return shelf.rich_text(str(raw or ""))
    if isinstance(block, blocks.PageChooserBlock):
        return shelf.pages.get(raw)
    if isinstance(block, ImageChooserBlock):
        image = shelf.images.get(raw)
        return image and dict(image)
    if isinstance(block, SnippetChooserBlock):
        return cited(shelf.references.get(raw), shelf)
    return _field(block, raw)


def cited(reference: Reference | None, shelf: Shelf) -> dict[str, Any] | None:
    """Give a reference as a source names it; the article's `references` tell the rest."""
    if reference is None:
        return None
    return {
        "id": reference.pk,
        "number": shelf.numbers[reference.pk],
        "title": reference.title,
        "year": reference.year,
        "doi": reference.doi,
        "url": reference.address,
        "design": reference.design or None,
        "retracted": reference.retracted,
    }


def _table(block: TypedTableBlock, raw: dict, shelf: Shelf) -> dict[str, Any]:
    """Give headers and rows; a cell is a text, a number or null, and formatted text is `{"html": "…"}`, or `markdown`."""
    text_format = shelf.rich_text_format.removeprefix("db_")
    columns = [column for column in raw.get("columns", ()) if column["type"] in block.child_blocks]

    def cell(column: dict, value: Any) -> Any:
        child = block.child_blocks[column["type"]]
        shown = represent(child, value, shelf)
        return {text_format: shown} if isinstance(child, blocks.RichTextBlock) else shown

    return {
        "caption": raw.get("caption") or "",
        "headers": [column["heading"] for column in columns],
        "rows": [
            [cell(column, value) for column, value in zip(columns, row["values"], strict=False)]
            for row in raw.get("rows", ())
        ],
    }


def _field(block: blocks.Block, raw: Any) -> Any:
    if raw is not None and not (raw == "" and isinstance(block, blocks.ChoiceBlock)):
        return raw
    default = block.get_default()
    if default is not None:
        return default
    if isinstance(block, blocks.MultipleChoiceBlock):
        return []
    if isinstance(block, blocks.BooleanBlock):
        return False
    return None if isinstance(block, EMPTY_IS_NULL) else ""
