"""Passes the rich text of a draft through Wagtail's own editor format, so that only what editors may write is stored."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache

from wagtail import blocks
from wagtail.admin.rich_text.converters.contentstate import ContentstateConverter
from wagtail.contrib.typed_table_block.blocks import TypedTableBlock

from articles.blocks import ArticleBody
from articles.importers.draft import DraftBlock

_BLOCK_KEY = re.compile(r'\sdata-block-key="[^"]*"')
_PLAIN = re.compile(r"(?:<p>[^<>]*+</p>)*+")
_LISTS = re.compile(r"<(/?)(?:ul|ol)>")
_ITEMS = re.compile(r"<(/?)li>")


def cleaned(block: DraftBlock) -> DraftBlock:
    """Gives a block whose rich text has only the features of its field; words are never lost."""
    definition = _body().child_blocks[block.type]
    value = {name: _cleaned(definition, name, field) for name, field in block.value.items()}
    return replace(block, value=_table(definition, value) if isinstance(definition, TypedTableBlock) else value)


@lru_cache(maxsize=1)
def _body() -> ArticleBody:
    return ArticleBody()


def _cleaned(parent: blocks.Block, name: str, value: object) -> object:
    child = getattr(parent, "child_blocks", {}).get(name)
    if isinstance(child, blocks.RichTextBlock):
        return rich_text(str(value), tuple(child.features or ()))
    if isinstance(child, blocks.ListBlock) and isinstance(value, list) and hasattr(child.child_block, "child_blocks"):
        return [{key: _cleaned(child.child_block, key, field) for key, field in item.items()} for item in value]
    return value


def _table(definition: TypedTableBlock, value: dict[str, object]) -> dict[str, object]:
    columns, rows = value["columns"], value["rows"]
    assert isinstance(columns, list)
    assert isinstance(rows, list)
    features = tuple(definition.child_blocks["rich_text"].features)
    formatted = [column["type"] == "rich_text" for column in columns]
    return value | {
        "rows": [
            {
                "values": [
                    rich_text(str(cell), features) if is_html and cell else cell
                    for cell, is_html in zip(row["values"], formatted, strict=True)
                ]
            }
            for row in rows
        ]
    }


def rich_text(html: str, features: tuple[str, ...]) -> str:
    """Gives HTML as Wagtail's editor would store it with these features; without lists, items are paragraphs."""
    if _PLAIN.fullmatch(html):  # nothing in it to clean; converting a long text takes seconds
        return html
    if "ul" not in features:
        html = _ITEMS.sub(r"<\1p>", _LISTS.sub("", html))
    converter = _converter(features)
    return _BLOCK_KEY.sub("", str(converter.to_database_format(converter.from_database_format(html))))


@lru_cache(maxsize=16)
def _converter(features: tuple[str, ...]) -> ContentstateConverter:
    return ContentstateConverter(list(features))
