"""Walks raw block values along their definitions, without asking the database for what they point at."""

from collections.abc import Iterator
from typing import Any

from wagtail import blocks
from wagtail.contrib.typed_table_block.blocks import TypedTableBlock

from articles.claims import items


def leaves(block: blocks.Block, raw: Any) -> Iterator[tuple[blocks.Block, Any]]:
    """Give every field of `raw` with its definition, in the order of the text; fields that are missing are left out."""
    if raw is None:
        return
    if isinstance(block, blocks.StreamBlock):
        for child in raw:
            if child.get("type") in block.child_blocks:
                yield from leaves(block.child_blocks[child["type"]], child.get("value"))
    elif isinstance(block, blocks.StructBlock):
        for name, child_block in block.child_blocks.items():
            yield from leaves(child_block, raw.get(name))
    elif isinstance(block, blocks.ListBlock):
        for item in items(raw):
            yield from leaves(block.child_block, item)
    elif isinstance(block, TypedTableBlock):
        columns = [block.child_blocks[column["type"]] for column in raw.get("columns", ())]
        for row in raw.get("rows", ()):
            for column, cell in zip(columns, row["values"], strict=False):
                yield from leaves(column, cell)
    else:
        yield block, raw
