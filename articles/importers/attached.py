"""Makes blocks of what in a source is not text."""

from __future__ import annotations

from articles.importers.attachments import Attachment, Film, Picture, Quotation, Table
from articles.importers.draft import DraftBlock


def block_of(attachment: Attachment, *, caption: str = "") -> DraftBlock:
    """Gives the block that shows an attachment; `caption` is used where it has none of its own."""
    if isinstance(attachment, Picture):
        return _image(attachment)
    if isinstance(attachment, Table):
        return _table(attachment, attachment.caption or caption)
    if isinstance(attachment, Film):
        return DraftBlock("embed", {"url": attachment.address, "title": attachment.title, "caption": ""})
    assert isinstance(attachment, Quotation)
    value: dict[str, object] = {
        "text": attachment.text,
        "attribution": attachment.attribution,
        "source_url": attachment.source_url,
    }
    return DraftBlock("quote", value)


def _image(picture: Picture) -> DraftBlock:
    value: dict[str, object] = {
        "image": None,
        "alt": picture.alt[:300],
        "decorative": picture.decorative,
        "caption": picture.caption[:300],
    }
    return DraftBlock("image", value, picture)


def _table(table: Table, caption: str) -> DraftBlock:
    types = ["rich_text" if formatted else "text" for formatted in table.formatted]
    value: dict[str, object] = {
        "columns": [{"type": kind, "heading": heading} for kind, heading in zip(types, table.headings, strict=True)],
        "rows": [{"values": list(row)} for row in table.rows],
        "caption": caption,
    }
    return DraftBlock("table", value)
