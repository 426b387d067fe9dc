"""How well live articles are covered by evidence: by article, by topic and by author, from the rows that publishing writes."""

from typing import Any

from django import forms
from django.contrib.humanize.templatetags.humanize import intcomma
from django.db.models import Case, Count, F, IntegerField, OuterRef, Q, QuerySet, Subquery, Sum, Value, When
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as translate
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django_filters import ChoiceFilter
from wagtail.admin.ui.tables import Column, NumberColumn, TitleColumn

from articles.claims import CERTAINTIES
from articles.models import ArticleAuthor, ArticleEvidence, ArticleTopic, Citation
from articles.reports import base
from articles.reports.base import ArticleFilterSet, LinkColumn, Report
from articles.reports.charts import Bar, Chart, Series
from articles.vocabulary import Certainty

UNJUDGED = "unjudged"
CITED = Series("cited", _("with a source"))
DECLARED = Series("declared", _("no evidence found"))
UNCITED = Series("uncited", _("without a source"))
PARTS = (CITED, DECLARED, UNCITED)
FIGURES = ("claims", "cited_claims", "declared_unsupported", "uncited")
GAPS = {
    "uncited": (_("Claims without a source"), {"uncited__gt": 0}),
    "declared": (_("Claims without evidence, as declared"), {"declared_unsupported__gt": 0}),
    "retracted": (_("Cites retracted work"), {"retracted__gt": 0}),
    "no-claims": (_("No claims at all"), {"claims": 0}),
}


def rows() -> QuerySet[ArticleEvidence]:
    """Give the evidence of each live article, with the number of retracted works that it cites; aliases are left out."""
    retracted = Citation.objects.filter(page=OuterRef("page"), reference__retracted=True).order_by().values("page")
    return ArticleEvidence.objects.filter(page__live=True, page__alias_of=None).annotate(
        retracted=Coalesce(Subquery(retracted.annotate(works=Count("reference", distinct=True)).values("works")), 0)
    )


def lacking(found: QuerySet[ArticleEvidence]) -> QuerySet[ArticleEvidence]:
    """Give those of rows() behind which something is missing: claims without a source, or retracted work behind some."""
    return found.filter(Q(uncited__gt=0) | Q(retracted__gt=0))


def gaps_of(row: ArticleEvidence) -> str:
    """Say what lacks behind one of rows()."""
    uncited = ngettext("%(count)d claim without a source", "%(count)d claims without a source", row.uncited)
    retracted = ngettext("cites %(count)d retracted work", "cites %(count)d retracted works", row.retracted)
    parts = [(row.uncited, uncited), (row.retracted, retracted)]
    return ", ".join(words % {"count": count} for count, words in parts if count)


class CoverageFilterSet(ArticleFilterSet):
    certainty = ChoiceFilter(
        label=_("Certainty"),
        choices=[*Certainty.choices, (UNJUDGED, _("Not judged"))],
        empty_label=_("All"),
        widget=forms.RadioSelect,
        method="with_certainty",
    )
    gaps = ChoiceFilter(
        label=_("Gaps"),
        choices=[(name, label) for name, (label, _condition) in GAPS.items()],
        empty_label=_("All"),
        widget=forms.RadioSelect,
        method="with_gap",
    )

    class Meta:
        model = ArticleEvidence
        fields: list[str] = []

    def with_certainty(self, queryset: QuerySet, name: str, certainty: str) -> QuerySet:
        return queryset.filter(certainty="" if certainty == UNJUDGED else certainty)

    def with_gap(self, queryset: QuerySet, name: str, gap: str) -> QuerySet:
        return queryset.filter(**GAPS[gap][1])


class MeterColumn(Column):
    """How many of the claims have a source, as words and as a bar."""

    cell_template_name = "articles/reports/meter_cell.html"

    def get_cell_context_data(self, instance: Any, parent_context: dict) -> dict[str, Any]:
        bar = Bar("", [instance.cited_claims, instance.declared_unsupported, instance.uncited])
        chart = Chart("", "", PARTS, [bar])
        return super().get_cell_context_data(instance, parent_context) | {"line": chart.lines[0]}


class CoverageReport(Report):
    """What the three views share: filters, the chart of all claims, and each other's addresses."""

    model = ArticleEvidence
    page_title = _("Evidence coverage")
    header_icon = "evidence"
    filterset_class = CoverageFilterSet
    tab = ""
    empty = _("No live article matches.")
    empty_hint = _("Coverage is counted when an article is published.")

    def evidence(self) -> QuerySet[ArticleEvidence]:
        """Give the rows that the filters leave, of articles that may be edited."""
        return self.filter_queryset(rows().filter(page__in=self.pages))

    def get_queryset(self) -> QuerySet[ArticleEvidence]:
        return rows().filter(page__in=self.pages)

    def tabs(self) -> list[dict[str, Any]]:
        return [
            {"label": view.tab, "address": view.address(self.narrowed()), "is_current": isinstance(self, view)}
            for view in VIEWS
        ]

    def sums(self) -> dict[str, int]:
        found = self.evidence().aggregate(articles=Count("pk"), **{name: Sum(name) for name in FIGURES})
        return {name: count or 0 for name, count in found.items()}

    def whole(self) -> Chart:
        """Give the one bar of all claims."""
        sums = self.sums()
        label = ngettext("%(count)s claim", "%(count)s claims", sums["claims"]) % {"count": intcomma(sums["claims"])}
        counts = [sums["cited_claims"], sums["declared_unsupported"], sums["uncited"]]
        title = ngettext(
            "What stands behind the claims of %(count)s article",
            "What stands behind the claims of %(count)s articles",
            sums["articles"],
        ) % {"count": intcomma(sums["articles"])}
        return Chart("claims", title, PARTS, [Bar(label, counts)] if sums["claims"] else [])


class ByArticle(CoverageReport):
    slug = "evidence-coverage"
    tab = _("By article")
    default_ordering = "-uncited"
    columns = [
        TitleColumn("article", label=_("Article"), accessor="page.title", get_url=lambda row: row.editor_url,
                    sort_key="page__title", width="28%"),
        MeterColumn("share", label=_("Claims with a source"), sort_key="cited_share", width="20%"),
        NumberColumn("uncited", label=_("Without a source"), sort_key="uncited"),
        LinkColumn("gap", label=_("First of them"), get_url=lambda row: row.gap_url, width="18%"),
        NumberColumn("declared_unsupported", label=_("No evidence found"), sort_key="declared_unsupported"),
        Column("certainty", label=_("Certainty"), accessor=lambda row: row.certainty_label, sort_key="certainty_rank"),
        NumberColumn("retracted", label=_("Retracted works"), sort_key="retracted"),
    ]  # fmt: skip
    export_headings = {
        "page.title": _("Article"),
        "language": _("Language"),
        "authors": _("Authors"),
        "topics": _("Topics"),
        "claims": _("Claims"),
        "cited_claims": _("With a source"),
        "declared_unsupported": _("No evidence found"),
        "uncited": _("Without a source"),
        "certainty_label": _("Certainty"),
        "retracted": _("Retracted works"),
        "gap": _("First claim without a source"),
        "editor_address": _("Address"),
    }
    list_export = list(export_headings)

    def get_queryset(self) -> QuerySet[ArticleEvidence]:
        ranks = [When(certainty=certainty, then=rank) for rank, certainty in enumerate(CERTAINTIES, 1)]
        found = super().get_queryset().annotate(
            **base.block_of("first_uncited"),
            cited_share=Case(When(claims=0, then=Value(-1)), default=100 * F("cited_claims") / F("claims"),
                             output_field=IntegerField()),
            certainty_rank=Case(*ranks, default=0, output_field=IntegerField()),
        )  # fmt: skip
        return self.order_queryset(found.select_related("page__locale").defer("page__body"))

    def get_base_queryset(self) -> QuerySet[ArticleEvidence]:
        return self.get_queryset()

    def decorate_paginated_queryset(self, object_list: Any) -> list[ArticleEvidence]:
        found = list(object_list)
        ids = [row.page_id for row in found]
        authors, topics = (base.people(ArticleAuthor, ids), _topics(ids)) if self.is_export else ({}, {})
        for row in found:
            base.at_block(row, row.page, row.first_uncited)
            row.gap = base.block_label(row) if row.first_uncited else ""
            row.gap_url = row.editor_url if row.first_uncited else None
            row.certainty_label = row.get_certainty_display() if row.certainty else translate("Not judged")
            row.language = row.page.locale.get_display_name()
            row.authors, row.topics = authors.get(row.page_id, ""), topics.get(row.page_id, "")
        return found

    def charts(self) -> list[Chart]:
        counts = dict(self.evidence().order_by().values_list("certainty").annotate(Count("pk")))
        bars = [
            Bar(str(label), [counts.get(certainty, 0)], self.address(self.narrowed(certainty=certainty or UNJUDGED)))
            for certainty, label in [*Certainty.choices, ("", _("Not judged"))]
        ]
        return [self.whole(), Chart("certainty", translate("Articles by certainty"), [Series("plain", "")], bars)]


def _topics(pages: list[int]) -> dict[int, str]:
    found: dict[int, list[str]] = {}
    for page, name in (
        ArticleTopic.objects.filter(page__in=pages).order_by("sort_order", "pk").values_list("page", "topic__name")
    ):
        found.setdefault(page, []).append(name)
    return {page: ", ".join(names) for page, names in found.items()}


VIEWS: list[type[CoverageReport]] = [ByArticle]
