"""Where the blocks of an article link to within the site, read from the raw value of its body; asks no database."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from html import unescape

from wagtail.blocks import PageChooserBlock, RichTextBlock
from wagtail.rich_text.rewriters import extract_attrs

from articles.blocks.walking import leaves
from articles.claims import RawBlock
from articles.models import ArticlePage
from articles.vocabulary import LinkKind

LONGEST_TEXT = 200
_LINK = re.compile(r"(<a\s[^>]*>)(.*?)</a>", re.DOTALL | re.IGNORECASE)
_TAG = re.compile(r"<[^>]*>")
_KINDS = {"page": LinkKind.PAGE, "document": LinkKind.DOCUMENT}


@dataclass(frozen=True)
class Link:
    """A link of one block to a page or document, by its id; `text` is what readers click on, "" for cards and buttons."""

    block: str
    kind: LinkKind
    target: int
    text: str = ""


def walk(body: Iterable[RawBlock]) -> list[Link]:
    """Give the links of a raw body, in order: those in rich text, and the pages chosen for cards and buttons."""
    stream = ArticlePage._meta.get_field("body").stream_block
    return [
        link
        for raw_block in body
        for block, raw in leaves(stream, [raw_block])
        for link in _of_field(str(raw_block.get("id") or ""), block, raw)
    ]


def _of_field(block_id: str, block: object, raw: object) -> Iterator[Link]:
    if isinstance(block, PageChooserBlock) and isinstance(raw, int):
        yield Link(block_id, LinkKind.CHOSEN_PAGE, raw)
    elif isinstance(block, RichTextBlock) and isinstance(raw, str):
        for opening, inner in _LINK.findall(raw):
            attributes = extract_attrs(opening)
            kind, pk = _KINDS.get(attributes.get("linktype", "")), attributes.get("id") or ""
            if kind and pk.isdecimal():
                text = " ".join(unescape(_TAG.sub("", inner)).split())
                yield Link(block_id, kind, int(pk), text[:LONGEST_TEXT])
