"""Reports in the admin's Reports menu."""

from collections.abc import Callable
from functools import partial

from django.urls import URLPattern, path
from wagtail.admin.menu import MenuItem

from articles.reports import coverage, coverage_groups, dead_links, reviews_due, source_checking, sources
from articles.reports.base import Report, ReportMenuItem

__all__ = ["menu_entries", "sources", "urls"]

IN_MENU: list[type[Report]] = [
    coverage.ByArticle,
    reviews_due.ReviewsDue,
    sources.SourceProblems,
    dead_links.DeadLinks,
]
VIEWS: list[type[Report]] = [*IN_MENU, coverage_groups.ByTopic, coverage_groups.ByAuthor]


def urls() -> list[URLPattern]:
    """Give the addresses of the reports, below the admin's."""
    return [
        *(pattern for view in VIEWS for pattern in view.urls()),
        path("reports/source-problems/check/", source_checking.check, name=sources.CHECK),
    ]


def menu_entries() -> list[Callable[[], MenuItem]]:
    """Give what makes their entries in the menu, which stand before Wagtail's own."""
    return [partial(ReportMenuItem, view, order=100 + place) for place, view in enumerate(IN_MENU)]
