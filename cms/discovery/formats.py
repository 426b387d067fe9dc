"""Writes a feed in its formats: RSS 2.0, Atom 1.0 (RFC 4287), JSON Feed 1.1."""

import json
from datetime import datetime
from typing import Any

from django.utils.feedgenerator import Atom1Feed, Enclosure, Rss201rev2Feed, SyndicationFeed, rfc3339_date
from django.utils.html import escape

from cms.discovery.entries import Channel, Entry

NAMESPACES = {
    "xmlns:content": "http://purl.org/rss/1.0/modules/content/",
    "xmlns:dc": "http://purl.org/dc/elements/1.1/",
    "xmlns:slash": "http://purl.org/rss/1.0/modules/slash/",
    "xmlns:wfw": "http://wellformedweb.org/CommentAPI/",
}
UNKNOWN_LENGTH = 0  # what the RSS profile asks for where nobody has counted the bytes


class Dated(SyndicationFeed):
    """A feed as new as its newest entry; Django would say "now" of one without any, differently for each request."""

    def latest_post_date(self) -> datetime:
        return self.feed["updated"]


class Rss(Dated, Rss201rev2Feed):
    """RSS with the whole text, every author, and where the comments are."""

    def rss_attributes(self) -> dict[str, str]:
        return super().rss_attributes() | NAMESPACES

    def add_item_elements(self, handler: Any, item: dict[str, Any]) -> None:
        super().add_item_elements(handler, item)
        for name in item["authors"]:
            handler.addQuickElement("dc:creator", name)
        if item["content"]:
            handler.addQuickElement("content:encoded", item["content"])
        if item["comments"]:
            handler.addQuickElement("slash:comments", str(item["comment_count"]))
            handler.addQuickElement("wfw:commentRss", item["comments_feed"])


class Atom(Dated, Atom1Feed):
    """Atom with the whole text, every author, and each entry in its language."""

    def item_attributes(self, item: dict[str, Any]) -> dict[str, str]:
        return {"xml:lang": item["language"]}

    def add_item_elements(self, handler: Any, item: dict[str, Any]) -> None:
        super().add_item_elements(handler, item)
        for name in item["authors"]:
            handler.startElement("author", {})
            handler.addQuickElement("name", name)
            handler.endElement("author")
        handler.addQuickElement("content", item["content"], {"type": "html"})
        if item["comments"]:
            replies = {"rel": "replies", "type": "application/rss+xml", "href": item["comments_feed"]}
            handler.addQuickElement("link", "", replies)


def rss(channel: Channel) -> str:
    return _generated(Rss, channel)


def atom(channel: Channel) -> str:
    return _generated(Atom, channel)


def json_feed(channel: Channel) -> str:
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": channel.title,
        "description": channel.description,
        "home_page_url": channel.home_url,
        "feed_url": channel.feed_url,
        "language": channel.language,
        "items": [_item(entry) for entry in channel.entries],
    }
    return json.dumps(_filled(feed) | {"items": feed["items"]}, ensure_ascii=False)


WRITERS = {
    "rss": (rss, "application/rss+xml; charset=utf-8"),
    "atom": (atom, "application/atom+xml; charset=utf-8"),
    "json": (json_feed, "application/feed+json; charset=utf-8"),
}


def _generated(kind: type[Dated], channel: Channel) -> str:
    feed = kind(
        channel.title,
        channel.home_url,
        channel.description or channel.title,
        language=channel.language,
        feed_url=channel.feed_url,
        feed_guid=channel.feed_url,
        author_name=channel.title,  # who has written an article that names nobody
        updated=channel.updated,
    )
    for entry in channel.entries:
        feed.add_item(
            entry.title,
            entry.url,
            escape(entry.summary),  # both formats take it for HTML
            pubdate=entry.published,
            updateddate=entry.updated,
            unique_id=entry.id,
            unique_id_is_permalink=False,
            categories=entry.topics,
            comments=entry.discussion_url or None,
            enclosures=_enclosures(entry),
            authors=entry.authors,
            content=entry.html,
            language=entry.language,
            comment_count=entry.comment_count,
            comments_feed=entry.comments_feed,
        )
    return feed.writeString("utf-8")


def _enclosures(entry: Entry) -> list[Enclosure]:
    picture = entry.picture
    return [Enclosure(picture.url, str(picture.size or UNKNOWN_LENGTH), picture.mime_type)] if picture else []


def _item(entry: Entry) -> dict[str, Any]:
    picture = entry.picture
    attachment = (
        {
            "url": picture.url,
            "mime_type": picture.mime_type,
            "title": picture.alt,
            "size_in_bytes": picture.size,
        }
        if picture
        else {}
    )
    return _filled(
        {
            "id": entry.id,
            "url": entry.url,
            "title": entry.title,
            "summary": entry.summary,
            "content_html": entry.html or " ",  # an item must have a content
            "language": entry.language,
            "image": picture.url if picture else "",
            "date_published": rfc3339_date(entry.published),
            "date_modified": rfc3339_date(entry.updated),
            "authors": [{"name": name} for name in entry.authors],
            "tags": entry.topics,
            "attachments": [_filled(attachment)] if attachment else [],
        }
    )


def _filled(record: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in record.items() if value not in ("", [], None)}
