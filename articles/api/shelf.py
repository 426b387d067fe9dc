"""Everything that a body points at, fetched once: a constant number of queries however much it holds."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import F, Q
from wagtail import blocks
from wagtail.documents import get_document_model
from wagtail.images.blocks import ImageChooserBlock
from wagtail.models import Page
from wagtail.query import PageQuerySet

from articles.api import images, markdown, richtext
from articles.api.formats import absolute
from articles.blocks.walking import leaves
from articles.models import ArticlePage, Reference
from prepared import Prepared

Address = Callable[[Page], str]
OF_LINKED = ("path", "depth", "title", "slug", "url_path", "translation_key", "alias_of", "locale__language_code")
HTML, MARKDOWN = "html", "markdown"


@dataclass
class Wanted:
    """The ids of what a body and its article point at."""

    pages: set[int] = field(default_factory=set)
    documents: set[int] = field(default_factory=set)
    images: set[int] = field(default_factory=set)


@dataclass
class Shelf:
    """What is there of what was wanted: `pages` only those that the public may see."""

    base: str
    numbers: Mapping[int, int] = field(default_factory=dict)
    references: Mapping[int, Reference] = field(default_factory=dict)
    pages: Mapping[int, dict[str, Any]] = field(default_factory=dict)
    documents: Mapping[int, str] = field(default_factory=dict)
    images: Mapping[int, dict[str, Any]] = field(default_factory=dict)
    rich_text_format: str = HTML

    def rich_text(self, stored: str) -> str:
        """Give stored rich text as readers may see it, in the shelf's format."""
        html = self.html(stored)
        return markdown.written(html) if self.rich_text_format == MARKDOWN else html

    def html(self, stored: str) -> str:
        """Give stored rich text as display HTML."""
        addresses = {pk: page["html_url"] for pk, page in self.pages.items()}
        return richtext.display(stored, pages=addresses, documents=self.documents, base=self.base)


def wanted_by(body: Iterable[dict]) -> Wanted:
    """Give what the blocks of a raw body point at."""
    wanted = Wanted()
    for block, raw in leaves(ArticlePage._meta.get_field("body").stream_block, body):
        if isinstance(block, blocks.RichTextBlock):
            found = richtext.targets(str(raw))
            wanted.pages |= found["page"]
            wanted.documents |= found["document"]
        elif isinstance(block, blocks.PageChooserBlock) and isinstance(raw, int):
            wanted.pages.add(raw)
        elif isinstance(block, ImageChooserBlock) and isinstance(raw, int):
            wanted.images.add(raw)
    return wanted


def linked_pages(public: PageQuerySet, chosen: Q) -> list[Page]:
    """Give the public pages that `chosen` names, each with its `summary` where its type has one, in one query."""
    return list(as_linked(public.filter(chosen)))


def as_linked(pages: PageQuerySet) -> PageQuerySet:
    """Give pages as those that link to them need them: with the summary, and no column that nobody asks."""
    return pages.annotate(summary=F("articlepage__summary")).select_related("locale").only(*OF_LINKED)


def page_card(page: Page, address: Address) -> dict[str, Any]:
    """Give a page as links to it show it."""
    return {
        "id": page.pk,
        "title": page.title,
        "slug": page.slug,
        "html_url": address(page),
        "summary": page.summary or "",
    }


def origin_of(html_url: str) -> str:
    """Give scheme and host of the front end, from the address of a page on it."""
    scheme, _, rest = html_url.partition("://")
    return f"{scheme}://{rest.partition('/')[0]}" if rest else ""


def documents(ids: set[int]) -> dict[int, str]:
    """Give the addresses of documents by id; asks nothing for none."""
    if not ids:
        return {}
    return {document.pk: absolute(document.url) for document in get_document_model().objects.filter(pk__in=ids)}


def pictures(ids: Iterable[int | None]) -> dict[int, dict[str, Any]]:
    """Give images by id; asks nothing for none."""
    return images.by_id(pk for pk in ids if pk)


def works(ids: Collection[int]) -> dict[int, Reference]:
    """Give references by id; asks nothing for none."""
    return {work.pk: work for work in WORKS(list(ids))} if ids else {}


WORKS = Prepared(lambda ids: Reference.objects.filter(pk__in=ids).order_by())
