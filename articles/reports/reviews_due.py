"""Reviews that are due: how long, who looks after the article, who reviews it, and the way to mark it as reviewed."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django import forms
from django.contrib.auth import get_user_model
from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.http import HttpRequest
from django.utils.formats import date_format
from django.utils.translation import gettext as translate
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django_filters import ChoiceFilter, ModelChoiceFilter
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.utils import get_admin_base_url

from articles import editing, review_days, reviews
from articles.admin import reviewing
from articles.models import ArticlePage, ArticleReviewer, Author, Review
from articles.reports import base
from articles.reports.base import ArticleFilterSet, LinkColumn, SpreadReport
from articles.reports.charts import Bar, Chart, Series
from articles.vocabulary import ReviewOutcome

SERIES = (Series("late", _("overdue")), Series("soon", _("due soon")), Series("plain", _("later, or without a date")))
SOON_DAYS = timedelta(days=30)
LATE, SOON, LATER = range(3)


@dataclass(frozen=True)
class Span:
    """Articles whose review is due between two days, counted from today; None is without an end."""

    name: str
    label: Any
    first: int | None
    last: int | None
    series: int = LATE

    def condition(self, today: date) -> Q:
        condition = Q(review_due_at__isnull=False)
        if self.first is not None:
            condition &= Q(review_due_at__gte=today + timedelta(days=self.first))
        if self.last is not None:
            condition &= Q(review_due_at__lte=today + timedelta(days=self.last))
        return condition


SPANS = (
    Span("over-a-year", _("Overdue by more than a year"), None, -366),
    Span("half-a-year", _("Overdue by 6 to 12 months"), -365, -183),
    Span("quarter", _("Overdue by 3 to 6 months"), -182, -92),
    Span("months", _("Overdue by 1 to 3 months"), -91, -31),
    Span("month", _("Overdue by up to a month"), -30, -1),
    Span("soon", _("Due within 30 days"), 0, 30, SOON),
    Span("next-months", _("Due in 1 to 3 months"), 31, 91, LATER),
    Span("later", _("Due later"), 92, None, LATER),
)
DUE, OVERDUE, UNSET, ALL = "due", "overdue", "unset", "all"
CONDITIONS: dict[str, Callable[[date], Q]] = {
    DUE: Span(DUE, "", None, 30).condition,
    OVERDUE: lambda today: review_days.overdue(),
    UNSET: lambda today: Q(review_due_at=None),
    ALL: lambda today: Q(),
} | {span.name: span.condition for span in SPANS}


def rows() -> QuerySet[ArticlePage]:
    """Give the live articles that are reviewed: an alias is reviewed with its original."""
    return ArticlePage.objects.live().filter(alias_of=None)


def _seen_by(request: HttpRequest) -> QuerySet[ArticlePage]:
    """Give those that the report speaks of to who asks for it: a filter offers nobody of other articles."""
    return rows().filter(pk__in=base.pages_of(request.user).order_by().values("pk"))


class ReviewsFilterSet(ArticleFilterSet):
    to_page = "pk"

    when = ChoiceFilter(
        label=_("Due"),
        choices=[
            (OVERDUE, _("Overdue")),
            *((span.name, span.label) for span in SPANS),
            (UNSET, _("No date is set")),
            (ALL, _("All live articles")),
        ],
        empty_label=_("Overdue or due within 30 days"),
        widget=forms.RadioSelect,
        method="at_any_time",
    )
    owner = ModelChoiceFilter(
        label=_("Owner"),
        queryset=lambda request: (
            get_user_model().objects.filter(pk__in=_seen_by(request).values("owner")).order_by("username")
        ),
    )
    reviewer = ModelChoiceFilter(
        label=_("Reviewer"),
        queryset=lambda request: Author.objects.filter(
            pk__in=ArticleReviewer.objects.filter(page__in=_seen_by(request).values("pk")).values("author")
        ),
        method="with_reviewer",
    )

    class Meta:
        model = ArticlePage
        fields: list[str] = []

    def at_any_time(self, queryset: QuerySet, name: str, when: str) -> QuerySet:
        """Leave the choice of days to `chosen()`: the chart above the table counts all of them."""
        return queryset

    def chosen(self, queryset: QuerySet) -> QuerySet:
        when = self.form.cleaned_data.get("when") or DUE
        return queryset.filter(CONDITIONS[when](review_days.today()))

    def with_reviewer(self, queryset: QuerySet, name: str, reviewer: Author) -> QuerySet:
        return self.of_pages(queryset, ArticleReviewer.objects.filter(author=reviewer).values("page"))


class ReviewsDue(SpreadReport):
    """Lists articles by the day on which they are due, longest overdue first."""

    slug = "reviews-due"
    model = ArticlePage
    page_title = _("Reviews due")
    header_icon = "clipboard-list"
    filterset_class = ReviewsFilterSet
    default_ordering = "review_due_at"
    tie_breakers = ("title", "pk")
    empty = _("No review is due.")
    empty_hint = _(
        "Articles are listed from 30 days before the day that stands under “Review and dates” in their form."
    )
    columns = [
        TitleColumn("title", label=_("Article"), get_url=editing.path, sort_key="title", width="28%"),
        Column("due", label=_("Review due"), sort_key="review_due_at"),
        Column("lateness", label=_("When")),
        Column("owner_name", label=_("Owner")),
        Column("reviewers", label=_("Reviewers"), width="16%"),
        Column("last_review", label=_("Last reviewed"), sort_key="reviewed_at"),
        LinkColumn("action", label=_("Review"), get_url=reviewing.url),
    ]
    export_headings = {
        "title": _("Article"),
        "review_due_at": _("Review due"),
        "days": _("Days overdue"),
        "owner_name": _("Owner"),
        "reviewers": _("Reviewers"),
        "reviewed_at": _("Last reviewed"),
        "outcome": _("Outcome of the last review"),
        "review_address": _("Address"),
    }
    list_export = list(export_headings)

    def get_queryset(self) -> QuerySet[ArticlePage]:
        last = Review.objects.filter(page=OuterRef("pk")).order_by("-at", "-pk").values("outcome")[:1]
        found = rows().filter(pk__in=self.pages).defer("body").select_related("owner")
        return self.order_queryset(found.annotate(last_outcome=Subquery(last)))

    def decorate_paginated_queryset(self, object_list: Any) -> list[ArticlePage]:
        found = list(object_list)
        reviewers = base.people(ArticleReviewer, [row.pk for row in found])
        action = translate("Mark as reviewed") if reviews.may_review(self.request.user) else translate("Reviews")
        host, today = (get_admin_base_url() or "").rstrip("/"), review_days.today()
        for row in found:
            row.days = (today - row.review_due_at).days if row.review_due_at else None
            row.due = date_format(row.review_due_at) if row.review_due_at else translate("Not set")
            row.lateness = lateness(row.days)
            row.owner_name = base.named(row.owner)
            row.reviewers = reviewers.get(row.pk, "")
            row.outcome = dict(ReviewOutcome.choices).get(row.last_outcome, "")
            row.last_review = date_format(row.reviewed_at) if row.reviewed_at else translate("Never")
            if row.last_outcome == ReviewOutcome.CHANGES_NEEDED:
                row.last_review += f" · {row.outcome}"
            row.action, row.review_address = action, f"{host}{reviewing.url(row)}"
        return found

    def charts(self) -> list[Chart]:
        today = review_days.today()
        spans = {span.name: Count("pk", filter=span.condition(today)) for span in SPANS}
        counts = self.spread.order_by().aggregate(
            **{name.replace("-", "_"): count for name, count in spans.items()},
            unset=Count("pk", filter=CONDITIONS[UNSET](today)),
        )
        wanted = [(span.name, span.label, span.series) for span in SPANS] + [(UNSET, _("No date is set"), LATER)]
        bars = [
            Bar(str(label), _in_series(counts[name.replace("-", "_")], series), self.address(self.narrowed(when=name)))
            for name, label, series in wanted
        ]
        return [Chart("spans", translate("Live articles by when their review is due"), SERIES, bars)]


def _in_series(count: int, series: int) -> list[int]:
    return [count if place == series else 0 for place in range(len(SERIES))]


def lateness(days: int | None) -> str:
    """Say how many days ago, or in how many days, a review is due."""
    if days is None:
        return ""
    if days == 0:
        return translate("Due today")
    if days > 0:
        return ngettext("%(count)d day overdue", "%(count)d days overdue", days) % {"count": days}
    return ngettext("in %(count)d day", "in %(count)d days", -days) % {"count": -days}
