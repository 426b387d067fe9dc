"""What is known of pages' discussions: whether they take comments, how many they have, and their sites' settings."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.utils import timezone
from wagtail.models import Page, Site

from comments import pages
from comments.errors import PageNotFound
from comments.models import BlockCount, Discussion, DiscussionSettings
from comments.rules import Policy


@dataclass(frozen=True, kw_only=True)
class Summary:
    """One page's discussion: `closes_at` in UTC or None for never; `by_block` comments by block id."""

    is_open: bool
    closes_at: datetime | None
    comment_count: int
    thread_count: int
    by_block: dict[str, int]


def public_page(page_id: int) -> Page:
    """Give the live public page that takes comments, or raise PageNotFound: the same for all other pages and none."""
    page = Page.objects.live().public().filter(pk=page_id).select_related("content_type", "discussion").first()
    if page is None or not pages.takes_comments(page):
        raise PageNotFound
    return page


def site_settings(page: Page) -> DiscussionSettings:
    """Give the settings of the page's site, the defaults where nobody has saved any; a read never writes them."""
    parts = page.get_url_parts()  # asks the cache, where page.get_site() would ask the database
    site_id = parts[0] if parts else None
    stored = DiscussionSettings.objects.filter(site_id=site_id).first()
    return stored or DiscussionSettings(site_id=site_id)


def policy(chosen: DiscussionSettings) -> Policy:
    """Give a site's settings as the rules take them."""
    return Policy(
        pre_moderation=chosen.pre_moderation,
        min_seconds=min_seconds(chosen),
        max_links=chosen.max_links,
        held_words=tuple(filter(None, map(str.strip, chosen.held_words.splitlines()))),
        banned_words=tuple(filter(None, map(str.strip, chosen.banned_words.splitlines()))),
    )


def min_seconds(chosen: DiscussionSettings) -> int:
    """Give the shortest time to write, none where limits are turned off for a load test."""
    return chosen.min_seconds if settings.RATE_LIMITS else 0


def summary(page: Page, chosen: DiscussionSettings | None = None) -> Summary:
    """Give the summary of one page's discussion as it is now, without its blocks' counts."""
    return _summary_of(page, Discussion.objects.filter(page_id=page.pk).first(), chosen or site_settings(page))


def summary_as_read(page: Page) -> Summary:
    """Give the summary of the discussion that public_page() has read with the page: one query less, for those who only look."""
    return _summary_of(page, getattr(page, "discussion", None), site_settings(page))


def _summary_of(page: Page, discussion: Discussion | None, chosen: DiscussionSettings) -> Summary:
    published_at = pages.published_at([page])[page.pk] if chosen.close_after_days else None
    return _summary(discussion or Discussion(page=page), published_at, chosen, {})


def summaries(page_ids: Collection[int]) -> dict[int, dict]:
    """Give {page id: {is_open, closes_at, comment_count, thread_count, by_block}} of pages, in three queries.

    Where discussions close after a time, the dates of publication are one query more for each type of page.
    """
    rows = Page.objects.filter(pk__in=page_ids).select_related("discussion", "content_type")
    by_block: dict[int, dict[str, int]] = {}
    for page, block, count in BlockCount.objects.filter(page__in=page_ids, comment_count__gt=0).values_list(
        "page_id", "block", "comment_count"
    ):
        by_block.setdefault(page, {})[block] = count
    chosen = {row.site_id: row for row in DiscussionSettings.objects.all()}
    roots = Site.get_site_root_paths()
    dates = pages.published_at(rows) if any(row.close_after_days for row in chosen.values()) else {}
    found = {}
    for page in rows:
        site = next((root.site_id for root in roots if page.url_path.startswith(root.root_path)), None)
        discussion = getattr(page, "discussion", None) or Discussion(page=page)
        settings_of_site = chosen.get(site) or DiscussionSettings(site_id=site)
        known = _summary(discussion, dates.get(page.pk), settings_of_site, by_block.get(page.pk, {}))
        found[page.pk] = vars(known).copy()
    return found


def _summary(
    discussion: Discussion, published_at: datetime | None, chosen: DiscussionSettings, by_block: dict[str, int]
) -> Summary:
    closes_at = None
    if discussion.openness == Discussion.Openness.SITE and chosen.close_after_days and published_at:
        closes_at = published_at + timedelta(days=chosen.close_after_days)
    if discussion.openness == Discussion.Openness.SITE:
        is_open = chosen.is_open and (closes_at is None or timezone.now() < closes_at)
    else:
        is_open = discussion.openness == Discussion.Openness.OPEN
    return Summary(
        is_open=is_open,
        closes_at=closes_at,
        comment_count=max(discussion.comment_count, 0),
        thread_count=max(discussion.thread_count, 0),
        by_block=by_block,
    )


def public_counts(page_ids: Collection[int]) -> list[dict]:
    """Give [{page, comment_count, thread_count, is_open}] of those pages that are public and take comments, as asked."""
    public = Page.objects.live().public().filter(pk__in=page_ids).select_related("content_type")
    known = summaries([page.pk for page in public if pages.takes_comments(page)])
    wanted = ("comment_count", "thread_count", "is_open")
    return [
        {"page": page} | {name: known[page][name] for name in wanted}
        for page in dict.fromkeys(page_ids)
        if page in known
    ]
