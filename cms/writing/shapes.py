"""What a body may look like that a tool sends: read here before Wagtail makes a form of it, which takes it on trust."""

from typing import Annotated, Any

from django.core.exceptions import ValidationError
from django.db.models import Field
from pydantic import AfterValidator
from wagtail import blocks
from wagtail.contrib.typed_table_block.blocks import BaseTypedTableBlock
from wagtail.fields import StreamField

UNREADABLE = (ValidationError, ValueError, TypeError, KeyError, AttributeError, OverflowError)


def register() -> None:
    """Have Wagtail's v3 read StreamFields by this; before it makes its schemas, when the first app that has any is ready."""
    from wagtail.api.v3.schemas.generators import create_generator, patch_generator

    for generator in (create_generator, patch_generator):
        generator.register_field_schema(StreamField, of_stream)


def of_stream(generator: object, field: Field) -> tuple[Any, list]:
    """Give the input schema of a StreamField: `[{"type", "value", "id"?}]`, as its block has it."""
    assert isinstance(field, StreamField)
    return Annotated[list[Any], AfterValidator(lambda value: read(field.stream_block, value, field.name))], []


def read(block: blocks.Block, value: Any, place: str) -> Any:
    """Give `value` with what it leaves out; raise ValueError, which names the place, where it is none that `block` can have."""
    if isinstance(block, blocks.BaseStreamBlock):
        children = _of_type([] if value is None else value, list, place)
        return [_read_child(block, child, f"{place}[{position}]") for position, child in enumerate(children)]
    if isinstance(block, blocks.ListBlock):
        items = _of_type([] if value is None else value, list, place)
        return [read(block.child_block, item, f"{place}[{position}]") for position, item in enumerate(items)]
    if isinstance(block, blocks.BaseStructBlock):
        members = _of_type({} if value is None else value, dict, place)
        if unknown := sorted(set(members) - set(block.child_blocks)):
            raise ValueError(f"{place}: unknown {', '.join(unknown)}; known are {', '.join(block.child_blocks)}")
        return {name: read(child, members.get(name), f"{place}.{name}") for name, child in block.child_blocks.items()}
    if value is None:
        return _left_out(block)
    if isinstance(block, BaseTypedTableBlock):
        return _read_table(block, _of_type(value, dict, place), place)
    if isinstance(block, blocks.RichTextBlock):
        _of_type(value.get("content") if isinstance(value, dict) else value, str, place)
        return value
    return _read_leaf(block, value, place)


def _read_child(block: blocks.BaseStreamBlock, child: Any, place: str) -> dict[str, Any]:
    child = _of_type(child, dict, place)
    kind = child.get("type")
    if not isinstance(kind, str) or kind not in block.child_blocks:
        raise ValueError(f"{place}: type must be one of {', '.join(block.child_blocks)}")
    if "value" not in child:
        raise ValueError(f"{place}: value is missing")
    _of_type(child.get("id") or "", str, f"{place}.id")
    return {**child, "value": read(block.child_blocks[kind], child["value"], f"{place}.{kind}")}


def _read_table(block: BaseTypedTableBlock, value: dict[str, Any], place: str) -> dict[str, Any]:
    """Give a table: `{"caption", "columns": [{"type", "heading"}], "rows": [{"values": […]}]}`, a value for each column."""
    columns = []
    for number, column in enumerate(_of_type(value.get("columns") or [], list, f"{place}.columns")):
        kind = _of_type(column, dict, f"{place}.columns[{number}]").get("type")
        if not isinstance(kind, str) or kind not in block.child_blocks:
            raise ValueError(f"{place}.columns[{number}]: type must be one of {', '.join(block.child_blocks)}")
        columns.append(
            {"type": kind, "heading": _of_type(column.get("heading") or "", str, f"{place}.columns[{number}]")}
        )
    rows = []
    for number, row in enumerate(_of_type(value.get("rows") or [], list, f"{place}.rows")):
        at = f"{place}.rows[{number}]"
        cells = _of_type(_of_type(row, dict, at).get("values"), list, f"{at}.values")
        if len(cells) != len(columns):
            raise ValueError(f"{at}.values: one for each of the {len(columns)} columns is needed")
        kinds = [block.child_blocks[column["type"]] for column in columns]
        rows.append({"values": [read(kind, cell, f"{at}.values") for kind, cell in zip(kinds, cells, strict=True)]})
    return {"caption": _of_type(value.get("caption") or "", str, f"{place}.caption"), "columns": columns, "rows": rows}


def _left_out(block: blocks.Block) -> Any:
    if isinstance(block, BaseTypedTableBlock):
        return {}
    if isinstance(block, blocks.MultipleChoiceBlock):
        return []
    return block.get_prep_value(block.get_default())


def _read_leaf(block: blocks.Block, value: Any, place: str) -> Any:
    if isinstance(block, blocks.CharBlock | blocks.TextBlock | blocks.URLBlock | blocks.RegexBlock):
        return _of_type(value, str, place)
    try:
        found = block.to_python(value)
        if isinstance(block, blocks.FieldBlock):
            block.value_for_form(found)
    except UNREADABLE:
        raise ValueError(f"{place}: this value cannot be read") from None
    if isinstance(block, blocks.ChooserBlock) and found is None:
        raise ValueError(f"{place}: nothing has the id {value}")
    if isinstance(block, blocks.MultipleChoiceBlock):
        return [str(choice) for choice in _of_type(value, list, place)]
    return value


def _of_type(value: Any, kind: type, place: str) -> Any:
    if not isinstance(value, kind):
        names = {list: "a list", dict: "an object", str: "a text"}
        raise ValueError(f"{place}: {names[kind]} is needed")
    return value
