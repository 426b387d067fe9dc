"""The views of the moderation report: by day, moderator, article, reason and claim, each as charts, a table and files."""

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, reverse
from django.utils.formats import number_format
from django.utils.functional import cached_property
from django.utils.http import urlencode
from django.utils.translation import gettext as translate
from django.utils.translation import gettext_lazy as _
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.tables import Column, NumberColumn, TitleColumn

from articles.reports.base import Report
from articles.reports.charts import Chart
from cms.insight import charts
from comments import authority, statistics
from comments.authority import Authority
from comments.models import Tally
from comments.statistics import Figures, Period

DEFAULT_DAYS = 30
Kind = Tally.Kind


class ModerationReport(Report):
    """One view of the report. `kind` is whose figures its rows are."""

    page_title = _("Moderation")
    header_icon = "clipboard-list"
    results_template_name = "cms/insight/results.html"
    http_method_names = ["get", "head", "options"]
    permission_policy = None
    any_permission_required = None
    kind = Kind.ALL
    tab = ""
    empty = _("Nothing has happened in these days.")
    empty_hint = _("Comments that readers write and decisions of moderators are counted here as they are made.")

    @classmethod
    def url_name(cls, suffix: str = "") -> str:
        return f"cms_report_{cls.slug.replace('-', '_')}{suffix}"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not self.authority.moderates:
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def authority(self) -> Authority:
        return authority.of(self.request.user)

    @cached_property
    def days(self) -> int:
        asked = self.request.GET.get("days", "")
        return int(asked) if asked in {str(days) for days in statistics.DAYS} else DEFAULT_DAYS

    @cached_property
    def period(self) -> Period:
        return Period(self.days, among=self.authority)

    @cached_property
    def by_day(self) -> dict:
        return self.period.by_day()

    @cached_property
    def total(self) -> Figures:
        total = Figures()
        for row in self.by_day.values():
            total.add(row)
        return total

    def rows(self) -> list[Figures]:
        """Give the rows of the table, those with most to tell first."""
        return [row for row in self.period.by(self.kind) if row.weight(self.kind)]

    def get_filtered_queryset(self) -> list[Figures]:
        rows = self.rows()
        name = self.ordering.lstrip("-") if self.ordering else ""
        return sorted(rows, key=lambda row: _sortable(row, name), reverse=self.ordering[0] == "-") if name else rows

    def addresses(self, rows: list[Figures]) -> dict[str, str]:
        """Give by key where a row leads: the discussion of the page that it is about, where that still is. One query."""
        numbers = {row.page_number for row in rows if row.page_number}
        there = set(self.authority.pages().filter(pk__in=numbers).values_list("pk", flat=True)) if numbers else set()
        return {
            row.key: reverse("reader_comments:discussion", args=[row.page_number])
            for row in rows
            if row.page_number in there
        }

    def get_filename(self) -> str:
        return f"{self.slug}-{self.days}-days"

    def tabs(self) -> list[dict[str, Any]]:
        query = urlencode({"days": self.days})
        return [
            {"label": view.tab, "address": view.address(query), "is_current": isinstance(self, view)} for view in VIEWS
        ]

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(*args, **kwargs)
        if self.is_export:
            return context
        context["media"] += forms.Media(css={"all": ["cms/insight/insight.css"]})
        periods = [
            {
                "label": translate("Last %(days)d days") % {"days": days},
                "address": self.address(urlencode({"days": days})),
                "is_current": days == self.days,
            }
            for days in statistics.DAYS
        ]
        return context | {"periods": periods, "figures": self.figures(), "missing": len(self.period.missing)}

    def figures(self) -> list[tuple[str, str]]:
        """Give what stands above the charts: (label, value)."""
        total = self.total
        return [
            (translate("Comments written"), number_format(total.submitted, force_grouping=True)),
            (translate("Decisions"), number_format(total.decisions, force_grouping=True)),
            (translate("Half decided within"), charts.spoken(total.median_seconds)),
            (translate("Nine of ten within"), charts.spoken(total.p90_seconds)),
            (translate("Agreement"), _per_cent(total.agreement)),
        ]


FIGURES = [
    NumberColumn("approved", label=_("Approved"), sort_key="approved"),
    NumberColumn("rejected", label=_("Rejected"), sort_key="rejected"),
    NumberColumn("spam", label=_("Spam"), sort_key="spam"),
    NumberColumn("removed", label=_("Removed"), sort_key="removed"),
    NumberColumn("restored", label=_("Restored"), sort_key="restored"),
]
WRITTEN = NumberColumn("submitted", label=_("Comments written"), sort_key="submitted")
TIMES = [
    Column("median", label=_("Half within"), accessor=lambda row: charts.spoken(row.median_seconds),
           sort_key="median_seconds"),
    Column("p90", label=_("Nine of ten within"), accessor=lambda row: charts.spoken(row.p90_seconds), sort_key="p90_seconds"),
]  # fmt: skip
AGREED = [
    NumberColumn("overturned", label=_("Decided otherwise by others"), sort_key="overturned"),
    Column("agreement", label=_("Agreement"), accessor=lambda row: _per_cent(row.agreement), sort_key="agreement"),
]
HEADINGS = {
    "submitted": _("Comments written"),
    "held": _("Waited for a moderator"),
    "caught": _("Marked as spam by a rule"),
    "hidden": _("Hidden by readers' reports"),
    "decisions": _("Decisions"),
    "approved": _("Approved"),
    "rejected": _("Rejected"),
    "spam": _("Spam"),
    "removed": _("Removed"),
    "restored": _("Restored"),
    "median_seconds": _("Half decided within (seconds)"),
    "p90_seconds": _("Nine of ten decided within (seconds)"),
    "overturned": _("Decided otherwise by others"),
    "corrected": _("Taken back by themselves"),
    "agreement": _("Agreement (0 to 1)"),
}


class ByDay(ModerationReport):
    slug = "moderation"
    tab = _("Overview")
    columns = [Column("day", label=_("Day"), accessor="label"), WRITTEN, *FIGURES, *TIMES, *AGREED]
    export_headings = {"label": _("Day")} | HEADINGS
    list_export = list(export_headings)
    paginate_by = 100

    def rows(self) -> list[Figures]:
        return [row for row in reversed(self.by_day.values()) if any(row.numbers.values())]

    def charts(self) -> list[Chart]:
        disputed = self.period.by(Kind.CLAIM, most=charts.MOST_BARS)
        everybody = translate("All verdicts")
        return [
            charts.volume(self.by_day),
            charts.decisions(self.by_day),
            charts.waits(self.total),
            charts.agreement([(everybody, self.total)]),
            charts.reasons(self.period.by(Kind.REASON)),
            charts.claims(disputed, self.addresses(disputed)),
        ]


class ByModerator(ModerationReport):
    slug = "moderation-by-moderator"
    tab = _("Moderators")
    kind = Kind.MODERATOR
    columns = [
        TitleColumn("name", label=_("Moderator"), accessor=lambda row: _named(row), get_url=lambda row: row.address,
                    sort_key="label", width="22%"),
        NumberColumn("decisions", label=_("Decisions"), sort_key="decisions"),
        *FIGURES, *TIMES, *AGREED,
    ]  # fmt: skip
    export_headings = {"label": _("Moderator")} | {
        key: words for key, words in HEADINGS.items() if key not in {"submitted", "held", "caught", "hidden"}
    }
    list_export = list(export_headings)

    def addresses(self, rows: list[Figures]) -> dict[str, str]:
        if not self.authority.is_senior:
            return {}
        log = reverse("moderation_log:index")
        return {row.key: f"{log}?{urlencode({'actor_name': row.key})}" for row in rows if row.key}

    def rows(self) -> list[Figures]:
        found = super().rows()
        self.found, self.leading = found, self.addresses(found)
        for row in found:
            row.address, row.label = self.leading.get(row.key), _named(row)
        return found

    def charts(self) -> list[Chart]:
        title = translate("Decisions by moderator")
        named = [(row.label, row) for row in self.found if row.decisions]
        return [charts.verdicts("moderators", title, self.found, self.leading), charts.agreement(named)]


class ByArticle(ModerationReport):
    slug = "moderation-by-article"
    tab = _("Articles")
    kind = Kind.ARTICLE
    columns = [
        TitleColumn("title", label=_("Article"), accessor="label", get_url=lambda row: row.address, sort_key="label",
                    width="28%"),
        WRITTEN, NumberColumn("decisions", label=_("Decisions"), sort_key="decisions"), *FIGURES, *TIMES, *AGREED,
    ]  # fmt: skip
    export_headings = {"label": _("Article"), "page_number": _("Number")} | HEADINGS
    list_export = list(export_headings)

    def rows(self) -> list[Figures]:
        found = super().rows()
        self.found, self.leading = found, self.addresses(found)
        for row in found:
            row.address = self.leading.get(row.key)
        return found

    def charts(self) -> list[Chart]:
        return [charts.verdicts("articles", translate("Decisions by article"), self.found, self.leading)]


class ByReason(ModerationReport):
    slug = "moderation-by-reason"
    tab = _("Reasons")
    kind = Kind.REASON
    empty = _("No reason was given in these days.")
    empty_hint = _("Moderators can give a reason with every decision, for instance when they reject a comment.")
    columns = [
        Column("label", label=_("Reason"), sort_key="label", width="40%"),
        NumberColumn("decisions", label=_("Decisions"), sort_key="decisions"),
        *FIGURES,
    ]
    export_headings = {"label": _("Reason")} | {
        key: HEADINGS[key] for key in ("decisions", "approved", "rejected", "spam", "removed", "restored")
    }
    list_export = list(export_headings)

    def charts(self) -> list[Chart]:
        return [charts.reasons(self.object_list)]


class ByClaim(ByArticle):
    slug = "moderation-by-claim"
    tab = _("Claims")
    kind = Kind.CLAIM
    empty = _("No reader has written about a claim in these days.")
    empty_hint = _("A thread that a reader begins beside a benefit or a mechanism is counted here.")
    columns = [
        TitleColumn("title", label=_("Claim"), accessor="label", get_url=lambda row: row.address, sort_key="label",
                    width="50%"),
        NumberColumn("disputed", label=_("Threads that readers see"), sort_key="disputed"),
        NumberColumn("submitted", label=_("Threads begun"), sort_key="submitted"),
    ]  # fmt: skip
    export_headings = {
        "label": _("Claim"),
        "page_number": _("Article"),
        "key": _("Article and block"),
        "disputed": _("Threads that readers see"),
        "submitted": _("Threads begun"),
    }
    list_export = list(export_headings)

    def charts(self) -> list[Chart]:
        return [charts.claims(self.found, self.leading)]


VIEWS: list[type[ModerationReport]] = [ByDay, ByModerator, ByArticle, ByReason, ByClaim]


class ModerationMenuItem(MenuItem):
    """The report's entry, for whoever moderates something."""

    def __init__(self) -> None:
        super().__init__(
            ByDay.page_title, ByDay.address(), name=ByDay.slug, icon_name=ModerationReport.header_icon, order=940
        )

    def is_shown(self, request: HttpRequest) -> bool:
        return authority.of(request.user).moderates


def urls() -> list[URLPattern]:
    """Give the addresses of the report's views, below the admin's."""
    return [pattern for view in VIEWS for pattern in view.urls()]


def _named(row: Figures) -> str:
    return row.key or translate("A program")


def _per_cent(share: float | None) -> str:
    return "–" if share is None else f"{number_format(round(share * 100, 1), 1)} %"


def _sortable(row: Figures, name: str) -> tuple[bool, Any]:
    value = getattr(row, name)
    return (value is not None, value.casefold() if isinstance(value, str) else value or 0)
