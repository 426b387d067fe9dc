"""What is known of pages' discussions: whether they take comments, how many they have, and their sites' settings."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db.models import Exists, QuerySet
from django.utils import timezone
from wagtail.models import Page, Site

from comments import pages, policies
from comments.errors import PageNotFound, TooManyComments
from comments.models import BlockCount, Discussion, DiscussionSettings, ReaderComment, Status
from comments.rules import Policy
from prepared import Prepared

Openness = Discussion.Openness


@dataclass(frozen=True, kw_only=True)
class Summary:
    """One page's discussion, as it is arranged for the page or else for its site.

    `closes_at` in UTC or None for never; `by_block` comments by block id; `likes` of the article.
    """

    is_open: bool
    closes_at: datetime | None
    comment_count: int
    thread_count: int
    by_block: dict[str, int]
    likes: int
    announcement: str
    pre_moderation: bool
    own_rules: Mapping[str, Any]  # what the page has otherwise than its site (policies.py)


def _pages(ids: list[int]) -> QuerySet:
    """Give pages with their discussions, and of their own columns only what a summary needs."""
    rows = Page.objects.filter(pk__in=ids).order_by().select_related("discussion")
    columns = (f"discussion__{field.name}" for field in Discussion._meta.concrete_fields)
    return rows.only("url_path", "first_published_at", "content_type", *columns)


def _by_block(ids: list[int]) -> QuerySet:
    counted = BlockCount.objects.filter(page__in=ids, comment_count__gt=0)
    return counted.order_by().values_list("page_id", "block", "comment_count")


PAGES, BY_BLOCK, SETTINGS = Prepared(_pages), Prepared(_by_block), Prepared(DiscussionSettings.objects.all)


def public_page(page_id: int) -> Page:
    """Give the live public page that takes comments, or raise PageNotFound: the same for all other pages and none.

    Its `is_pictured` says whether any site shows readers' pictures, so that where none does nobody asks for them.
    """
    rows = Page.objects.live().public().filter(pk=page_id).select_related("content_type", "discussion")
    page = rows.annotate(is_pictured=Exists(DiscussionSettings.objects.filter(avatars=True))).first()
    if page is None or not pages.takes_comments(page):
        raise PageNotFound
    return page


def site_of(page: Page) -> int | None:
    """Give the id of the page's site."""
    parts = page.get_url_parts()  # asks the cache, where page.get_site() would ask the database
    return parts[0] if parts else None


def pages_of(site: Site) -> QuerySet[Page]:
    """Give the pages of a site; a site below another's page is its own."""
    sites = list(Site.objects.select_related("root_page"))
    own = next(one.root_page.path for one in sites if one.pk == site.pk)
    found = Page.objects.filter(path__startswith=own)
    for other in {one.root_page.path for one in sites}:
        if other != own and other.startswith(own):
            found = found.exclude(path__startswith=other)
    return found


def site_settings(page: Page) -> DiscussionSettings:
    """Give the settings of the page's site, the defaults where nobody has saved any; a read never writes them."""
    site_id = site_of(page)
    stored = DiscussionSettings.objects.filter(site_id=site_id).first()
    return stored or DiscussionSettings(site_id=site_id)


def settings_by_site() -> dict[int, DiscussionSettings]:
    """Give the stored settings of all sites, with these, by the site's id; that of the default site first. One query."""
    rows = DiscussionSettings.objects.select_related("site").order_by("-site__is_default_site", "site")
    return {row.site_id: row for row in rows}


def policy(chosen: DiscussionSettings, known: Summary) -> Policy:
    """Give the settings of a site and of a page's discussion as the rules take them."""
    return policies.of(chosen, known.own_rules, pre_moderation=known.pre_moderation)


def refuse_flood(page: Page, chosen: DiscussionSettings) -> None:
    """Raise TooManyComments where a page has had as many in the last minute as its site wants."""
    most = chosen.comments_a_minute
    if not most or not settings.RATE_LIMITS:
        return
    lately = timezone.now() - timedelta(minutes=1)
    # Every status by name, so that the index by page, status and time is used.
    rows = ReaderComment.norel_objects.filter(page_id=page.pk, status__in=Status.values, submitted_at__gt=lately)
    if rows.order_by()[:most].count() >= most:
        raise TooManyComments


def summary(page: Page, chosen: DiscussionSettings | None = None) -> Summary:
    """Give the summary of one page's discussion as it is now, without its blocks' counts."""
    return _summary_of(page, Discussion.objects.filter(page_id=page.pk).first(), chosen or site_settings(page))


def summary_as_read(page: Page, chosen: DiscussionSettings | None = None) -> Summary:
    """Give the summary of the discussion that public_page() has read with the page: one query less, for those who only look."""
    return _summary_of(page, getattr(page, "discussion", None), chosen or site_settings(page))


def _summary_of(page: Page, discussion: Discussion | None, chosen: DiscussionSettings) -> Summary:
    discussion = discussion or Discussion(page=page)
    published_at = pages.published_at([page])[page.pk] if _days_open(discussion, chosen) else None
    return _summary(discussion, published_at, chosen, {})


def summaries(page_ids: Collection[int]) -> dict[int, dict]:
    """Give {page id: {field of Summary: value}} of pages, in three queries.

    Where discussions close after a time, the dates of publication are one query more for each type of page.
    """
    if not page_ids:
        return {}
    rows = PAGES(page_ids)
    by_block: dict[int, dict[str, int]] = {}
    for page, block, count in BY_BLOCK(page_ids):
        by_block.setdefault(page, {})[block] = count
    chosen = {row.site_id: row for row in SETTINGS()}
    roots = Site.get_site_root_paths()
    closing = [*chosen.values(), *(page.discussion for page in rows if hasattr(page, "discussion"))]
    dates = pages.published_at(rows) if any(row.close_after_days for row in closing) else {}
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
    days = _days_open(discussion, chosen)
    closes_at = published_at + timedelta(days=days) if days and published_at else None
    opened = chosen.is_open if discussion.openness == Openness.SITE else discussion.openness == Openness.OPEN
    return Summary(
        is_open=opened and (closes_at is None or timezone.now() < closes_at),
        closes_at=closes_at,
        comment_count=max(discussion.comment_count, 0),
        thread_count=max(discussion.thread_count, 0),
        by_block=by_block,
        likes=max(discussion.likes, 0),
        announcement=discussion.announcement or chosen.announcement,
        pre_moderation=looks_first(discussion, chosen),
        own_rules=discussion.own_rules,
    )


def looks_first(discussion: Discussion, chosen: DiscussionSettings) -> bool:
    """Tell whether comments on a page wait for a moderator: as is said for the page, or else for its site."""
    if discussion.moderation == Discussion.Moderation.SITE:
        return chosen.pre_moderation
    return discussion.moderation == Discussion.Moderation.PRE


def _days_open(discussion: Discussion, chosen: DiscussionSettings) -> int:
    """Give after how many days a discussion closes by itself, 0 for never: the page's own number, or its site's."""
    if discussion.openness == Openness.CLOSED:
        return 0
    if discussion.close_after_days is not None:
        return discussion.close_after_days
    return chosen.close_after_days if discussion.openness == Openness.SITE else 0


def public_counts(page_ids: Collection[int]) -> tuple[list[dict], datetime | None]:
    """Give [{page, comment_count, thread_count, is_open, by_block}] of those pages that are public and take comments.

    And when the clock will change them, as the first of these discussions closes: None for never.
    """
    public = Page.objects.live().public().filter(pk__in=page_ids).select_related("content_type")
    known = summaries([page.pk for page in public if pages.takes_comments(page)])
    wanted = ("comment_count", "thread_count", "is_open", "by_block")
    closing = [row["closes_at"] for row in known.values() if row["is_open"] and row["closes_at"]]
    counts = [
        {"page": page} | {name: known[page][name] for name in wanted}
        for page in dict.fromkeys(page_ids)
        if page in known
    ]
    return counts, min(closing, default=None)
