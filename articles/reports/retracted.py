"""The report of live articles that lean on retracted references, a row for each block that cites one."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django_filters import ModelChoiceFilter
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.admin.views.reports import ReportView
from wagtail.models import Page
from wagtail.permissions import policy_registry

from articles import claims, editing, retractions
from articles.models import ArticlePage, Citation, PublisherNotice, Reference, RetractionWarning

INDEX = "articles_retracted_sources"
RESULTS = "articles_retracted_sources_results"
EDITING = ["add", "change", "publish"]


def url(reference: Reference | None = None) -> str:
    """Give the report's address, for one reference or for all."""
    return reverse(INDEX) + (f"?reference={reference.pk}" if reference else "")


class RetractedSourcesFilterSet(WagtailFilterSet):
    reference = ModelChoiceFilter(
        label=_("Reference"), queryset=Reference.objects.filter(retracted=True).order_by("title")
    )

    class Meta:
        model = Citation
        fields = ["reference"]


class RetractedSourcesView(ReportView):
    """Lists where retracted work is cited, each row leading to its block in the editor."""

    model = Citation
    page_title = _("Retracted sources")
    header_icon = "warning"
    index_url_name = INDEX
    index_results_url_name = RESULTS
    results_template_name = "articles/reports/retracted_results.html"
    filterset_class = RetractedSourcesFilterSet
    default_ordering = "page__title"
    export_filename = "retracted-sources"
    permission_policy = policy_registry.get_by_type(Page)
    any_permission_required = EDITING
    columns = [
        TitleColumn("article", label=_("Article"), accessor="page.title", get_url=lambda row: row.editor_url,
                    sort_key="page__title"),
        Column("claim", label=_("Claim")),
        Column("finding", label=_("Cited as"), accessor="get_direction_display"),
        TitleColumn("reference", label=_("Retracted work"), get_url=lambda row: row.reference_url,
                    sort_key="reference__title"),
        Column("why", label=_("Retraction")),
        Column("owner", label=_("Owner")),
        DateColumn("told_at", label=_("Owner told")),
    ]  # fmt: skip
    list_export = ["page.title", "claim", "get_direction_display", "reference.title", "reference.doi", "why", "owner"]
    list_export += ["told_at", "editor_address"]
    export_headings = {
        "page.title": _("Article"),
        "claim": _("Claim"),
        "get_direction_display": _("Cited as"),
        "reference.title": _("Retracted work"),
        "reference.doi": _("DOI"),
        "why": _("Retraction"),
        "owner": _("Owner"),
        "told_at": _("Owner told"),
        "editor_address": _("Address"),
    }

    def get_queryset(self) -> QuerySet[Citation]:
        mine = self.permission_policy.instances_user_has_any_permission_for(self.request.user, ["change", "publish"])
        rows = retractions.citations().filter(page__in=mine.values("pk"))
        return self.order_queryset(rows.select_related("reference"))

    def decorate_paginated_queryset(self, object_list: Any) -> list[Citation]:
        return described(list(object_list))


def described(rows: list[Citation]) -> list[Citation]:
    """Give the rows with all that a report says of them, in a constant number of queries."""
    pages = ArticlePage.objects.select_related("owner").in_bulk({row.page_id for row in rows})
    headings = {
        (page.pk, claim.block): claim.heading or str(page.body.stream_block.child_blocks[claim.type].label)
        for page in pages.values()
        for claim in claims.walk(page.body.get_prep_value())
    }
    references = {row.reference_id for row in rows}
    notices: dict[int, PublisherNotice] = {}
    for notice in PublisherNotice.objects.filter(reference__in=references, nature__iexact="retraction"):
        notices.setdefault(notice.reference_id, notice)
    told = {
        (warning.page_id, warning.reference_id): warning.sent_at
        for warning in RetractionWarning.objects.filter(page__in=pages, reference__in=references)
    }
    edit = Reference.snippet_viewset.get_url_name("edit")
    for row in rows:
        row.page = pages[row.page_id]
        row.claim = headings.get((row.page_id, row.block), "")
        row.editor_url = editing.path(row.page, row.block)
        row.editor_address = editing.address(row.page, row.block)
        row.reference_url = reverse(edit, args=[row.reference_id])
        row.why = _why(notices.get(row.reference_id))
        row.owner = str(row.page.owner.get_full_name() or row.page.owner.get_username()) if row.page.owner else ""
        row.told_at = told.get((row.page_id, row.reference_id))
    return rows


def _why(notice: PublisherNotice | None) -> str:
    if notice is None:
        return ""
    day = notice.issued_on.isoformat() if notice.issued_on else ""
    return ": ".join(part for part in (day, ", ".join(notice.reasons.splitlines())) if part)


class RetractedSourcesMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return policy_registry.get_by_type(Page).user_has_any_permission(request.user, EDITING)


def menu_item() -> MenuItem:
    return RetractedSourcesMenuItem(
        _("Retracted sources"), url(), name="retracted-sources", icon_name="warning", order=500
    )
