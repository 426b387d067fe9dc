"""The pages that take comments: the only place that knows what a page type declares for it.

A page type takes comments by `takes_comments = True`. It may also have

- `comments_published_field`: the name of the field of the date that readers know as its publication; else Wagtail's first
  publication counts,
- `comment_anchors()`: the heading of each block that can be commented on, by block id,
- `comment_author_users()`: the ids of the users whose comments are marked as the author's,
- `comment_topics()` of the class: the names of the topics that its pages have, by key, for moderators to choose from, and
  `commented_in_topic(key)`: the ids of its pages with that topic, as a queryset or list.
"""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Q
from wagtail.models import Page, get_page_models


def takes_comments(page: Page) -> bool:
    """Tell whether pages of this type are discussed at all; asks no row."""
    return bool(getattr(page.specific_class, "takes_comments", False))


def published_at(pages: Iterable[Page]) -> dict[int, datetime | None]:
    """Give the dates that readers know as the pages' publication, in one query for each type of page."""
    dates: dict[int, datetime | None] = {}
    by_type: dict[type[Page], list[Page]] = {}
    for page in pages:
        dates[page.pk] = page.first_published_at
        by_type.setdefault(page.specific_class, []).append(page)
    for model, of_type in by_type.items():
        field = getattr(model, "comments_published_field", "")
        if field:
            known = model._default_manager.filter(pk__in=[page.pk for page in of_type]).values_list("pk", field)
            dates |= {pk: at for pk, at in known if at}
    return dates


def anchors(page: Page) -> dict[str, str]:
    """Give the headings of the blocks of `page` that can be commented on, by block id."""
    specific = page.specific
    return specific.comment_anchors() if hasattr(specific, "comment_anchors") else {}


def author_users(page: Page) -> set[int]:
    """Give the ids of the users who wrote `page`."""
    specific = page.specific
    return specific.comment_author_users() if hasattr(specific, "comment_author_users") else set()


def topics() -> dict[str, str]:
    """Give the names of the topics that discussed pages have, by key, in one query for each type of page that has any."""
    found: dict[str, str] = {}
    for model in _types("comment_topics"):
        found |= model.comment_topics()
    return found


def in_topic(key: str) -> Q:
    """Give the condition, for rows with a page, of its being about a topic."""
    condition = Q(pk__in=())
    for model in _types("commented_in_topic"):
        condition |= Q(page_id__in=model.commented_in_topic(key))
    return condition


def _types(declared: str) -> list[type[Page]]:
    return [
        model for model in get_page_models() if getattr(model, "takes_comments", False) and hasattr(model, declared)
    ]


def url(page: Page) -> str:
    """Give the address at which readers see `page`, or an empty string where it has none."""
    return page.full_url or ""
