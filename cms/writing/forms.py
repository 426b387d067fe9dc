"""Makes forms of what tools send, for the kinds of blocks that Wagtail's v3, a preview, takes for one text."""

from typing import Any

from django.utils.datastructures import MultiValueDict
from wagtail import blocks
from wagtail.api.v3 import form_data
from wagtail.contrib.typed_table_block.blocks import BaseTypedTableBlock

wagtails = form_data.flatten_block_value


def flatten(block: blocks.Block, value: Any, prefix: str, data: MultiValueDict) -> None:
    """Write the value of a block into the data of a form, as the editor's own fields would send it."""
    if isinstance(block, blocks.MultipleChoiceBlock):
        data.setlist(prefix, value or [])
    elif isinstance(block, BaseTypedTableBlock):
        _flatten_table(block, value or {}, prefix, data)
    else:
        wagtails(block, value, prefix, data)


def _flatten_table(block: BaseTypedTableBlock, value: dict[str, Any], prefix: str, data: MultiValueDict) -> None:
    columns, rows = value.get("columns") or [], value.get("rows") or []
    data[f"{prefix}-caption"] = value.get("caption") or ""
    data[f"{prefix}-column-count"], data[f"{prefix}-row-count"] = str(len(columns)), str(len(rows))
    for number, column in enumerate(columns):
        name = f"{prefix}-column-{number}"
        data[f"{name}-deleted"], data[f"{name}-order"] = "", str(number)
        data[f"{name}-type"], data[f"{name}-heading"] = column["type"], column["heading"]
    for number, row in enumerate(rows):
        data[f"{prefix}-row-{number}-deleted"], data[f"{prefix}-row-{number}-order"] = "", str(number)
        for at, (column, cell) in enumerate(zip(columns, row["values"], strict=True)):
            flatten(block.child_blocks[column["type"]], cell, f"{prefix}-cell-{number}-{at}", data)


def connect() -> None:
    """Put `flatten` in the place of Wagtail's, which calls itself by this name for what is inside of a block."""
    form_data.flatten_block_value = flatten
