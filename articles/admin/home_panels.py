"""What the admin's home page says of articles: reviews that are due, and one's own articles that lean on too little."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.components import Component

from articles import editing, review_days, reviews
from articles.admin import reviewing
from articles.reports import base, coverage
from articles.reports.reviews_due import SOON_DAYS, ReviewsDue, lateness

SHOWN = 5


class HomePanel(Component):
    """A short list with the way to the report that has the whole; nothing where there is nobody to tell."""

    name = ""
    order = 0
    heading: Any = ""
    icon = ""
    empty: Any = ""
    report: type[base.Report] = base.Report
    template_name = "articles/admin/home_panel.html"

    def __init__(self, request: HttpRequest) -> None:
        self.request = request

    @property
    def media(self) -> forms.Media:
        return forms.Media(css={"all": ["articles/admin/home_panels.css"]})

    def rows(self) -> tuple[list[dict[str, Any]], int]:
        """Give the first rows, each `{"title", "url", "note", "is_late"}`, and how many there are in all."""
        raise NotImplementedError

    def get_context_data(self, parent_context: dict) -> dict[str, Any]:
        rows, total = self.rows()
        return {"panel": self, "rows": rows, "more": total - len(rows), "report_url": self.report_url()}

    def report_url(self) -> str:
        return self.report.address()


class ReviewsDuePanel(HomePanel):
    """The articles whose review is due, of those that somebody may edit."""

    name = "reviews-due"
    order = 91
    heading = _("Reviews due")
    icon = "clipboard-list"
    empty = _("No review is due within the next 30 days.")
    report = ReviewsDue

    def rows(self) -> tuple[list[dict[str, Any]], int]:
        today = review_days.today()
        found = reviews.due(today + SOON_DAYS).filter(pk__in=_may_edit(self.request.user))
        return [
            {
                "title": page.title,
                "url": reviewing.url(page),
                "note": lateness((today - page.review_due_at).days),
                "is_late": review_days.is_overdue(page.review_due_at),
            }
            for page in found.only("pk", "title", "review_due_at")[:SHOWN]
        ], found.count()


class EvidenceGapsPanel(HomePanel):
    """One's own live articles with claims that nobody has cited anything for, or with retracted work behind them."""

    name = "evidence-gaps"
    order = 92
    heading = _("Evidence missing in your articles")
    icon = "evidence"
    empty = _("Each claim of your live articles has a source or says that none was found, and none of it is retracted.")
    report = coverage.ByArticle

    def rows(self) -> tuple[list[dict[str, Any]], int]:
        mine = editing.own(self.request.user).filter(pk__in=_may_edit(self.request.user))
        found = coverage.lacking(coverage.rows().filter(page__in=mine.values("pk")))
        first = found.select_related("page").defer("page__body").order_by("-uncited", "page__title", "pk")[:SHOWN]
        return [
            {
                "title": row.page.title,
                "url": editing.path(row.page, row.first_uncited),
                "note": coverage.gaps_of(row),
                "is_late": bool(row.retracted),
            }
            for row in first
        ], found.count()


def _may_edit(user: Any) -> QuerySet:
    return base.pages_of(user).order_by().values("pk")


def panels(request: HttpRequest) -> list[HomePanel]:
    """Give the panels for whoever asks: for those who may edit a page, and of their own articles if they have any live."""
    if not base.may_see(request.user):
        return []
    has_own = editing.own(request.user).exists()
    return [ReviewsDuePanel(request), *([EvidenceGapsPanel(request)] if has_own else [])]
