"""Reports › Moderation log: everything that was decided, by whom and why, also of what is deleted since.

It is read here and downloaded; no address of the admin changes or deletes a row.
"""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import path, reverse
from django.utils.formats import number_format
from django.utils.functional import cached_property
from django.utils.translation import gettext as translate
from django.utils.translation import gettext_lazy as _
from django_filters import CharFilter, ChoiceFilter, DateFromToRangeFilter
from wagtail import hooks
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.menu import MenuItem
from wagtail.admin.paginator import WagtailPaginator
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views.reports import ReportView
from wagtail.admin.viewsets.base import ViewSet
from wagtail.models import Page

from comments import authority, loose_scan
from comments.admin.access import SeniorsOnly
from comments.admin.filters import REASONS
from comments.models import Decision, Status

LISTED = 10_000  # rows that can be paged through; further back one comes by the filters
CHOICES = 200  # of names and of reasons
ARTICLES = 500  # that a part of a title may stand for
PORTION = 2_000  # rows of a download that are in memory at once
SHEET = 50_000  # rows of a workbook, which is made whole before it is sent


class BoundedPaginator(WagtailPaginator):
    """Counts no further than LISTED, so that a page costs the same with a million rows behind it."""

    @cached_property
    def count(self) -> int:
        return self.object_list.order_by()[:LISTED].count()

    @property
    def items_count_label(self) -> str:
        if self.count < LISTED:
            return super().items_count_label
        return translate("the newest %(number)s") % {"number": number_format(LISTED, force_grouping=True)}


class Portions:
    """The rows of a download, read a portion at a time."""

    def __init__(self, rows: QuerySet[Decision]):
        self.rows = rows
        self.model = rows.model

    def __iter__(self) -> Iterator[Decision]:
        return self.rows.iterator(chunk_size=PORTION)


class LogFilterSet(WagtailFilterSet):
    at = DateFromToRangeFilter(label=_("When"), widget=DateRangePickerWidget)
    actor_name = ChoiceFilter(
        label=_("Moderator"), choices=lambda: _choices("actor_name"), empty_label=_("All"), widget=forms.RadioSelect
    )
    actor_kind = ChoiceFilter(
        label=_("By"), choices=Decision.Kind.choices, empty_label=_("All"), widget=forms.RadioSelect
    )
    decision = ChoiceFilter(
        label=_("Decision"), choices=Decision.Verb.choices, empty_label=_("All"), widget=forms.RadioSelect
    )
    reason = ChoiceFilter(
        label=_("Reason"), choices=lambda: _choices("reason"), empty_label=_("All"), widget=forms.RadioSelect
    )
    article = CharFilter(label=_("Article: a part of its title, or its number"), method="about_article")

    class Meta:
        model = Decision
        fields: list[str] = []

    def about_article(self, queryset: QuerySet, name: str, asked: str) -> QuerySet:
        """Narrow to an article; one that is deleted is found by its number."""
        wanted = asked.strip().removeprefix("#")
        if wanted.isdecimal() and len(wanted) < 19:
            return queryset.filter(page_number=int(wanted))
        # Titles first: there are far fewer articles than decisions.
        pages = Page.objects.filter(title__icontains=wanted[:255]).order_by().values_list("pk", flat=True)[:ARTICLES]
        return queryset.filter(page_number__in=list(pages))


class LogView(SeniorsOnly, ReportView):
    """The log, newest first."""

    page_title = _("Moderation log")
    header_icon = "list-ul"
    index_url_name = "moderation_log:index"
    index_results_url_name = "moderation_log:index_results"
    results_template_name = "comments/admin/log_results.html"
    http_method_names = ["get", "head", "options"]
    model = Decision
    filterset_class = LogFilterSet
    paginator_class = BoundedPaginator
    is_searchable = False
    columns = [
        Column("when", label=_("When"), accessor="at"),
        Column("what", label=_("Decision"), accessor=lambda row: _what(row)),
        TitleColumn("about", label=_("About"), accessor=lambda row: _about(row), get_url=lambda row: _address(row)),
        Column("who", label=_("Moderator"), accessor=lambda row: _who(row)),
        Column("why", label=_("Reason"), accessor=lambda row: _why(row)),
    ]
    export_headings = {
        "at": _("When"),
        "get_decision_display": _("Decision"),
        "from_status": _("From"),
        "to_status": _("To"),
        "comment_number": _("Comment"),
        "page_number": _("Article"),
        "page_title": _("Title of the article"),
        "block_heading": _("Claim"),
        "about": _("About"),
        "get_actor_kind_display": _("By"),
        "actor_name": _("Moderator"),
        "reason": _("Reason"),
        "note": _("Note"),
        "version": _("Version"),
        "pk": _("Number"),
    }
    list_export = list(export_headings)

    def get_base_queryset(self) -> QuerySet[Decision]:
        return Decision.objects.order_by("-at", "-pk")

    def order_queryset(self, queryset: QuerySet) -> QuerySet:
        return queryset

    def get_filtered_queryset(self) -> QuerySet:
        return self.get_queryset()

    def get_filename(self) -> str:
        return "moderation-log"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not self.is_export:
            return super().get(request, *args, **kwargs)
        # Before the context of a page, which would read all rows at once.
        wanted, rows = request.GET["export"], self.get_queryset()
        return self.as_spreadsheet(Portions(rows[:SHEET] if wanted == self.FORMAT_XLSX else rows), wanted)

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(*args, **kwargs)
        context["media"] += forms.Media(css={"all": ["comments/admin/log.css"]})
        return context | {"is_cut": context["paginator"].count >= LISTED, "listed": LISTED, "sheet": SHEET}


class LogViewSet(ViewSet):
    """The report's addresses and its item in the menu of reports."""

    name = "moderation_log"
    url_prefix = "reports/moderation-log"
    icon = "list-ul"

    def on_register(self) -> None:
        super().on_register()
        hooks.register("register_reports_menu_item", lambda: _Item())

    def get_urlpatterns(self) -> list:
        return [
            path("", self.construct_view(LogView), name="index"),
            path("results/", self.construct_view(LogView, results_only=True), name="index_results"),
        ]


class _Item(MenuItem):
    def __init__(self) -> None:
        super().__init__(
            _("Moderation log"), reverse("moderation_log:index"), name="moderation-log", icon_name="list-ul", order=950
        )

    def is_shown(self, request: HttpRequest) -> bool:
        return authority.of(request.user).is_senior


def _choices(column: str) -> list[tuple[str, str]]:
    return [(value, value) for value in loose_scan.distinct(Decision, column, most=CHOICES)]


def _what(row: Decision) -> str:
    """Say what was decided, and from where to where that moved a comment."""
    label = str(Decision.Verb(row.decision).label)
    if not row.to_status or row.from_status == row.to_status:
        return label
    to = Status(row.to_status).label
    move = f"{Status(row.from_status).label} → {to}" if row.from_status else to
    return f"{label} ({move})"


def _about(row: Decision) -> str:
    if row.comment_number is None:
        return row.about
    parts = [f"#{row.comment_number}", row.page_title, row.block_heading]
    return " · ".join(part for part in parts if part)


def _address(row: Decision) -> str | None:
    return reverse("reader_comments:detail", args=[row.comment_id]) if row.comment_id else None


def _who(row: Decision) -> str:
    return row.actor_name or str(Decision.Kind(row.actor_kind).label)


def _why(row: Decision) -> str:
    """Give the moderator's reason and note, or which rules spoke: never what these quoted."""
    said = [row.reason, row.note] if row.reason or row.note else [_rule(rule) for rule in row.reasons]
    return ": ".join(filter(None, said)) if row.note else ", ".join(filter(None, said))


def _rule(reason: dict) -> str:
    code = str(reason.get("code", ""))
    return str(REASONS.get(code, code))
