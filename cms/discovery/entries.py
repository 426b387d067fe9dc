"""Articles as entries of a feed, whole, in a number of queries that does not depend on how many there are."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from articles import claims
from articles.api import blocks, cards, document, images, page_fields
from articles.models import ArticlePage
from articles.prose import body
from cms.discovery.files import PublicFile, clean

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MIME_TYPES = {"jpeg": "image/jpeg", "png": "image/png", "gif": "image/gif", "webp": "image/webp", "avif": "image/avif"}


@dataclass(frozen=True)
class Picture:
    """A picture of an entry; `alt` says what it shows, `size` is in bytes, None where it is not known."""

    url: str
    mime_type: str
    alt: str
    size: int | None = None


@dataclass(frozen=True)
class Entry:
    """One article; its texts have no character that XML does not know, and are not escaped yet."""

    id: str
    url: str
    title: str
    summary: str
    html: str
    language: str
    authors: list[str]
    topics: list[str]
    published: datetime
    updated: datetime
    picture: Picture | None
    comment_count: int
    discussion_url: str = ""
    comments_feed: str = ""


@dataclass(frozen=True)
class Channel:
    """A feed as a whole; `updated` is that of its newest entry."""

    title: str
    description: str
    home_url: str
    feed_url: str
    language: str
    entries: list[Entry] = field(default_factory=list)

    @property
    def updated(self) -> datetime:
        return max((entry.updated for entry in self.entries), default=EPOCH)


def of(view: PublicFile, pages: Sequence[ArticlePage], *, style: str) -> tuple[list[Entry], set[str]]:
    """Give the entries of live articles in their order, and the cache tags of all that they show.

    `pages` have their locale selected; references are cited in `style` (see articles.references.citing.style_for).
    """
    batch = page_fields.Batch(pages, public=view.public_pages(), address=view.address)
    discussions = view.discussions([page.pk for page in pages])
    sizes = images.sizes(page.image_id for page in pages if page.image_id)
    entries = [_entry(view, page, batch, discussions.get(page.pk, {}), style, sizes) for page in pages]
    return entries, _tags(batch)


def _entry(
    view: PublicFile,
    page: ArticlePage,
    batch: page_fields.Batch,
    discussion: dict[str, Any],
    style: str,
    sizes: Mapping[str, int],
) -> Entry:
    url, language = view.address(page), page.locale.language_code
    published = page.published_at or page.first_published_at or EPOCH
    discussed = bool(discussion.get("is_open") or discussion.get("comment_count"))
    related = batch.relations[page.pk]
    return Entry(
        # Stays the same when the article moves, or the site does.
        id=uuid.uuid5(page.translation_key, language).urn,
        url=url,
        title=clean(page.title),
        summary=clean(page.summary),
        html=clean(_html(page, batch, style)),
        language=language,
        authors=[clean(person.name) for person in related.authors],
        topics=[clean(topic.name) for topic in related.topics],
        published=published,
        updated=max(published, page.updated_at or published),
        picture=_picture(batch.pictures.get(page.image_id), sizes),
        comment_count=discussion.get("comment_count", 0),
        discussion_url=f"{url}#discussion" if discussed else "",
        comments_feed=view.own_url(f"/feeds/comments/{page.pk}.rss") if discussed else "",
    )


def _html(page: ArticlePage, batch: page_fields.Batch, style: str) -> str:
    raw, shelf = batch.bodies[page.pk], batch.shelf_for(page)
    made = claims.known_only(claims.walk(raw), {pk: claims.Work() for pk in shelf.references})
    language = page.locale.language_code
    cited = document.references(made, shelf.references, style, language)
    return body.written(blocks.represent_body(raw, shelf), language=language) + body.references(
        cited, language=language
    )


def _picture(image: dict[str, Any] | None, sizes: Mapping[str, int]) -> Picture | None:
    largest = body.largest(image)
    if not largest or largest["format"] not in MIME_TYPES:
        return None
    url, alt = largest["url"], image["alt"] if image else ""
    return Picture(url, MIME_TYPES[largest["format"]], clean(alt), sizes.get(url))


def _tags(batch: page_fields.Batch) -> set[str]:
    tags = cards.tags(batch.relations, [])
    tags |= {f"page:{pk}" for pk in batch.shelf.pages} | {f"reference:{pk}" for pk in batch.shelf.references}
    tags |= {f"document:{pk}" for pk in batch.shelf.documents} | {f"question:{pk}" for pk in batch.entries}
    return tags | {f"image:{pk}" for pk in (*batch.pictures, *batch.shelf.images)}
