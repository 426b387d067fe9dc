"""Reads what the head of a web page says of its article: title, author, dates, summary."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any
from urllib.parse import urlsplit

from articles.importers.document import Facts

_ARTICLES = re.compile(r"(?:\w*Article|BlogPosting|Report|MedicalWebPage|HealthTopicContent)")
_SITE_NAME = re.compile(r"\s+[|–—·»-]\s+[^|–—·»]{1,60}$")
_LONGEST_LD = 200_000
_SUMMARY = range(40, 401)

Said = tuple[str, str]


def read(root: Any) -> tuple[Facts, list[Said]]:
    """Gives the facts in a page's head, and for each of them what to show of it and the field that it fills."""
    metas = {
        (element.get("property") or element.get("name") or element.get("itemprop") or "").lower(): (
            element.get("content") or ""
        ).strip()
        for element in reversed(list(root.iter("meta")))
    }
    linked = next(iter(_linked(root)), {})
    title = next((text for element in root.iter("title") if (text := " ".join((element.text or "").split()))), "")
    facts = Facts(
        title=_text(linked.get("headline")) or metas.get("og:title") or _SITE_NAME.sub("", title),
        byline=authors(linked.get("author")) or _name(metas.get("author", "") or metas.get("article:author", "")),
        summary=metas.get("description") or metas.get("og:description") or _text(linked.get("description")),
        published=day(linked.get("datePublished")) or day(metas.get("article:published_time")),
        updated=day(linked.get("dateModified")) or day(metas.get("article:modified_time")),
        **reviews(linked.get("lastReviewed")),
    )
    if len(facts.summary) not in _SUMMARY:
        facts = replace(facts, summary="")
    return facts, said(facts)


def said(facts: Facts) -> list[Said]:
    """Gives the facts as lines of the account: what the source says, and what became of it."""
    found = [
        (f"Author: {facts.byline}", "the by-line", facts.byline),
        (f"Summary: {facts.summary}", "the summary", facts.summary),
        (f"Published: {facts.published}", "the published date", facts.published),
        (f"Updated: {facts.updated}", "the updated date", facts.updated),
        (f"Reviewed: {facts.reviewed}", "the date of the last review", facts.reviewed),
        (f"Next review: {facts.review_due}", "the date the next review is due", facts.review_due),
    ]
    return [(text, note) for text, note, value in found if value]


def base_address(root: Any) -> str:
    """Gives the address that a page's relative links start from, or an empty string where it does not say."""
    for element in root.iter("base"):
        if urlsplit_safe(element.get("href") or ""):
            return str(element.get("href"))
    for element in root.iter("link"):
        if (element.get("rel") or "").lower() == "canonical" and urlsplit_safe(element.get("href") or ""):
            return str(element.get("href"))
    for element in root.iter("meta"):
        if element.get("property") == "og:url" and urlsplit_safe(element.get("content") or ""):
            return str(element.get("content"))
    return ""


def urlsplit_safe(address: str) -> bool:
    """Whether this is a full address on the web."""
    try:
        parts = urlsplit(address.strip())
        return parts.scheme in {"http", "https"} and bool(parts.hostname)
    except ValueError:
        return False


def authors(value: object) -> str:
    """Gives the names of schema.org's authors: a text, a person or organisation, or a list of those."""
    if isinstance(value, list):
        return " and ".join(name for name in map(authors, value[:20]) if name)
    if isinstance(value, dict):
        value = value.get("name")
    return _name(_text(value))


def day(value: object) -> date | None:
    """Gives the day of an ISO 8601 date or time, or None where it is neither."""
    found = re.match(r"\s*(\d{4}-\d{2}-\d{2})(?=$|[T\s])", value) if isinstance(value, str) else None
    try:
        return date.fromisoformat(found.group(1)) if found else None
    except ValueError:
        return None


def reviews(value: object) -> dict[str, date | None]:
    """Gives schema.org's `lastReviewed`: the day of the last review and, where it is a pair, when the next is due."""
    days = [day(item) for item in value[:2]] if isinstance(value, list) else [day(value)]
    return {"reviewed": days[0] if days else None, "review_due": days[1] if len(days) > 1 else None}


def _linked(root: Any) -> Iterator[dict[str, Any]]:
    """Gives the articles that the page's JSON-LD describes."""
    for script in root.iter("script"):
        text = script.text or ""
        if script.get("type") != "application/ld+json" or len(text) > _LONGEST_LD:
            continue
        try:
            value = json.loads(text)
        except (ValueError, RecursionError):
            continue
        nodes = value if isinstance(value, list) else [value]
        for node in nodes[:50]:
            graph = node.get("@graph") if isinstance(node, dict) else None
            for found in (graph if isinstance(graph, list) else [node])[:50]:
                if isinstance(found, dict) and _is_article(found.get("@type")):
                    yield found


def _is_article(kind: object) -> bool:
    kinds = kind if isinstance(kind, list) else [kind]
    return any(isinstance(name, str) and _ARTICLES.fullmatch(name) for name in kinds)


def _text(value: object) -> str:
    return " ".join(value.split())[:1000] if isinstance(value, str) else ""


def _name(value: str) -> str:
    """Gives a by-line that is a name: addresses and accounts are not."""
    value = " ".join(value.split()).removeprefix("By ").removeprefix("by ")
    return "" if urlsplit_safe(value) or value.startswith("@") or value.casefold() == "admin" else value[:200]
