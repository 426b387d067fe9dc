"""Links of live articles that lead readers nowhere: to pages and documents that are deleted, not published or private.

What is a dead link is asked anew each time, so that it shows as soon as a page is taken down, and is gone once it is back.
"""

from typing import Any

from django import forms
from django.db.models import (
    Case,
    CharField,
    Count,
    Exists,
    ExpressionWrapper,
    F,
    OuterRef,
    Q,
    QuerySet,
    TextChoices,
    Value,
    When,
)
from django.utils.translation import gettext as translate
from django.utils.translation import gettext_lazy as _
from django_filters import ChoiceFilter
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.documents import get_document_model
from wagtail.models import CollectionViewRestriction, Page, Site

from articles import editing
from articles.api import visibility
from articles.models import LiveLink
from articles.reports import base
from articles.reports.base import ArticleFilterSet, LinkColumn, Report
from articles.reports.charts import Bar, Chart, Series
from articles.vocabulary import LinkKind


class Reason(TextChoices):
    """Why readers do not get where a link leads."""

    DELETED = "deleted", _("Deleted")
    UNPUBLISHED = "unpublished", _("Not published")
    PRIVATE = "private", _("Private")
    OUTSIDE = "outside", _("Outside of every site")


def rows() -> QuerySet[LiveLink]:
    """Give the links of live articles that lead nowhere, each with its `reason`, in one query."""
    links = LiveLink.objects.filter(page__live=True, page__alias_of=None).annotate(reason=_reason())
    return links.filter(reason__isnull=False)


def _reason() -> Case:
    pages = Page.objects.filter(pk=OuterRef("target"))
    documents = get_document_model().objects.filter(pk=OuterRef("target"))
    path = ExpressionWrapper(OuterRef("collection__path"), output_field=CharField())
    closed = CollectionViewRestriction.objects.alias(outer=path).filter(outer__startswith=F("collection__path"))
    within = Q(pk__in=[])
    for root in Site.get_site_root_paths():
        within |= Q(url_path__startswith=root.root_path)
    is_document = Q(kind=LinkKind.DOCUMENT)
    return Case(
        When(is_document & ~Exists(documents), then=Value(Reason.DELETED)),
        When(is_document & Exists(documents.filter(Exists(closed))), then=Value(Reason.PRIVATE)),
        When(is_document, then=None),
        When(~Exists(pages), then=Value(Reason.DELETED)),
        When(~Exists(pages.filter(live=True)), then=Value(Reason.UNPUBLISHED)),
        When(Exists(pages.filter(Exists(visibility.restrictions()))), then=Value(Reason.PRIVATE)),
        When(~Exists(pages.filter(within)), then=Value(Reason.OUTSIDE)),
        default=None,
        output_field=CharField(),
    )


class DeadLinksFilterSet(ArticleFilterSet):
    reason = ChoiceFilter(
        label=_("Why"), choices=Reason.choices, empty_label=_("All"), widget=forms.RadioSelect, field_name="reason"
    )
    kind = ChoiceFilter(label=_("Kind"), choices=LinkKind.choices, empty_label=_("All"), widget=forms.RadioSelect)

    class Meta:
        model = LiveLink
        fields = ["kind"]


class DeadLinks(Report):
    """Lists each dead link, leading to its block in the editor and to what it points at."""

    slug = "dead-links"
    model = LiveLink
    page_title = _("Dead links")
    header_icon = "link"
    filterset_class = DeadLinksFilterSet
    default_ordering = "page__title"
    empty = _("No dead links.")
    empty_hint = _(
        "Every link of the live articles that you may edit leads to a page or document that readers can open."
    )
    columns = [
        TitleColumn("article", label=_("Article"), accessor="page.title", get_url=lambda row: row.editor_url,
                    sort_key="page__title", width="26%"),
        LinkColumn("claim", label=_("Block"), get_url=lambda row: row.editor_url, width="18%"),
        Column("text", label=_("Link"), accessor=lambda row: row.words, width="20%"),
        Column("reason", label=_("Why"), accessor=lambda row: Reason(row.reason).label, sort_key="reason"),
        LinkColumn("leads_to", label=_("Leads to"), get_url=lambda row: row.target_url, width="20%"),
    ]  # fmt: skip
    export_headings = {
        "page.title": _("Article"),
        "claim": _("Block"),
        "words": _("Link"),
        "get_kind_display": _("Kind"),
        "reason_label": _("Why"),
        "leads_to": _("Leads to"),
        "editor_address": _("Address"),
    }
    list_export = list(export_headings)

    def get_queryset(self) -> QuerySet[LiveLink]:
        found = rows().filter(page__in=self.pages).annotate(**base.block_of("block"))
        return self.order_queryset(found.select_related("page").defer("page__body"))

    def decorate_paginated_queryset(self, object_list: Any) -> list[LiveLink]:
        found = list(object_list)
        documents = {row.target for row in found if row.kind == LinkKind.DOCUMENT}
        titles = dict(get_document_model().objects.filter(pk__in=documents).values_list("pk", "title"))
        pages = Page.objects.in_bulk({row.target for row in found} - documents)
        editable = set(self.pages.filter(pk__in=pages).values_list("pk", flat=True))
        for row in found:
            base.at_block(row, row.page, row.block)
            row.claim = base.block_label(row)
            row.words = row.text or row.get_kind_display()
            row.reason_label = Reason(row.reason).label
            if row.kind == LinkKind.DOCUMENT:
                row.target_url = None
                row.leads_to = titles.get(row.target) or translate("Document %(number)d") % {"number": row.target}
            else:
                page = pages.get(row.target)
                row.target_url = editing.path(page) if page and page.pk in editable else None
                row.leads_to = page.title if page else translate("Page %(number)d") % {"number": row.target}
        return found

    def charts(self) -> list[Chart]:
        counts = dict(self.object_list.order_by().values_list("reason").annotate(Count("pk")))
        bars = [
            Bar(str(reason.label), [counts[reason]], self.address(self.narrowed(reason=reason.value)))
            for reason in Reason
            if counts.get(reason)
        ]
        return [Chart("reasons", translate("Dead links by reason"), [Series("late", "")], bars)]
