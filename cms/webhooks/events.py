"""What is told of articles and comments: recorded, with a delivery to each endpoint that asked, as the cause is written.

A body says what has changed and where to ask for it, never what was written or by whom.
"""

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from datetime import UTC, datetime
from typing import Any, NamedTuple

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language_from_path
from wagtail.models import Site

from articles.models import ArticlePage
from cms import paths
from cms.front_end import own_root_url
from cms.models import Change, Route
from cms.webhooks import delivering
from cms.webhooks.models import TEST, EventType, WebhookDelivery, WebhookEndpoint, WebhookEvent
from comments.models import Decision, ReaderComment, Status

AT_ONCE = 500  # rows of one statement
ARTICLE = ArticlePage._meta.label


class Happening(NamedTuple):
    """An event before it is written: `paths` are where it is about, for the sections that endpoints ask for."""

    type: str
    at: datetime
    site: int
    paths: list[str]
    data: dict[str, Any]


def of_changes(changes: Sequence[Change]) -> None:
    """Record what has changed of articles for the public, in the transaction that writes these changes."""
    endpoints = list(WebhookEndpoint.objects.all())
    if not endpoints:
        return
    sites = _sites(change.site_id for change in changes)
    happened = [
        Happening(
            f"article.{change.change}",
            change.at,
            change.site_id,
            [change.path, change.old_path] if change.old_path else [change.path],
            {
                "id": change.page_id,
                **_place(change.path),
                "old_path": change.old_path or None,
                **_addresses(sites[change.site_id], change.path, reverse("article", args=[change.page_id])),
                "change": change.number,
            },
        )
        for change in changes
        if change.type == ARTICLE
    ]
    _record(happened, endpoints)
    _follow(changes, endpoints)


def of_decisions(decisions: Sequence[Decision]) -> None:
    """Record what became of comments on public pages, in the transaction that writes these decisions."""
    told = {row.comment_number: (event, row) for row in decisions if (event := _event_of(row))}
    endpoints = list(WebhookEndpoint.objects.filter(active=True)) if told else []
    if not any(event in row.events for row in endpoints for event, _ in told.values()):
        return
    places = defaultdict(list)
    for route in Route.objects.filter(page_id__in={row.page_number for _, row in told.values()}, is_public=True):
        places[route.page_id].append(route)
    sites = _sites(route.site_id for routes in places.values() for route in routes)
    comments = ReaderComment.norel_objects.filter(pk__in=told).order_by("pk")
    happened = []
    for pk, thread, parent, block in comments.values_list("pk", "thread", "parent_comment_id", "block"):
        event, row = told[pk]
        happened += [
            Happening(
                event,
                row.at,
                route.site_id,
                [route.path],
                {
                    "id": pk,
                    "page": route.page_id,
                    **_place(route.path),
                    "root": thread,
                    "parent": parent,
                    "block": block or None,
                    **_addresses(sites[route.site_id], route.path, reverse("comment", args=[pk])),
                    "version": row.version,
                    **(_to_decide(sites[route.site_id], row) if event == EventType.COMMENT_PENDING else {}),
                },
            )
            for route in places[row.page_number]
        ]
    _record(happened, endpoints)


def test(endpoint: WebhookEndpoint) -> WebhookDelivery:
    """Record an event that only shows whether an endpoint can be reached; it is tried once, also where the endpoint is off."""
    now = timezone.now()
    with transaction.atomic():
        data = {"webhook": endpoint.name, "site": settings.SITE_URL}
        event = WebhookEvent.objects.create(type=TEST, body=_body(TEST, now, data), at=now)
        delivery = WebhookDelivery.objects.create(endpoint=endpoint, event=event, due_at=now)
        delivering.at_once(endpoint)
    return delivery


def _event_of(decision: Decision) -> str:
    """Give what is told of a decision, empty for nothing."""
    before, after = decision.from_status, decision.to_status
    if after == Status.APPROVED and (before != after or decision.decision == Decision.Verb.EDIT):
        return EventType.COMMENT_APPROVED
    if before == after:
        return ""
    if after == Status.PENDING:
        return EventType.COMMENT_PENDING
    return EventType.COMMENT_REMOVED if before == Status.APPROVED or after == Status.REMOVED else ""


def _sites(numbers: Iterable[int]) -> dict[int, tuple[str, str]]:
    """Give by site where its front end is, and where this server is."""
    return {site.pk: (site.root_url, own_root_url(site)) for site in Site.objects.filter(pk__in=set(numbers))}


def _addresses(site: tuple[str, str], path: str, detail_path: str) -> dict[str, str]:
    front_end, server = site
    return {"html_url": front_end + path, "detail_url": server + detail_path}


def _to_decide(site: tuple[str, str], row: Decision) -> dict[str, str]:
    """Give why a comment waits for a moderator, and where one sees and decides: in the API, and at the desk."""
    number, server = row.comment_number, site[1]
    return {
        "cause": row.decision,
        "moderation_url": server + reverse("moderation-comment", args=[number]),
        "desk_url": server + reverse("reader_comments:detail", args=[number]),
    }


def _place(path: str) -> dict[str, str]:
    """Give what the path of an article tells about it, also when it is no more."""
    parts = [part for part in paths.decoded(path).split("/") if part]
    return {
        "path": path,
        "slug": parts[-1] if parts else "",
        "locale": get_language_from_path(path) or settings.LANGUAGE_CODE,
    }


def _body(event_type: str, at: datetime, data: dict[str, Any]) -> str:
    moment = at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    return json.dumps({"type": event_type, "timestamp": moment, "data": data}, ensure_ascii=False)


def _record(happened: Collection[Happening], endpoints: list[WebhookEndpoint]) -> None:
    told = [
        (event, [row for row in endpoints if row.active and row.wants(event.type, site=event.site, paths=event.paths)])
        for event in happened
    ]
    rows = [
        (WebhookEvent(type=event.type, body=_body(event.type, event.at, event.data), at=event.at), wanting)
        for event, wanting in told
        if wanting
    ]
    if not rows:
        return
    WebhookEvent.objects.bulk_create([row for row, _ in rows], batch_size=AT_ONCE)
    now = timezone.now()
    deliveries = [WebhookDelivery(endpoint=to, event=row, due_at=now) for row, wanting in rows for to in wanting]
    WebhookDelivery.objects.bulk_create(deliveries, batch_size=AT_ONCE)
    for pk in sorted({row.endpoint_id for row in deliveries}):
        delivering.deliver.enqueue(pk)


def _follow(changes: Iterable[Change], endpoints: list[WebhookEndpoint]) -> None:
    """Let the sections that endpoints ask for move with their pages."""
    sections = {row.section for row in endpoints if row.section}
    for change in changes:
        if change.old_path in sections:
            moved = WebhookEndpoint.objects.filter(section=change.old_path)
            alone = [row.pk for row in moved if row.site_id in {None, change.site_id}]
            WebhookEndpoint.objects.filter(pk__in=alone).update(section=change.path)
