"""Sources that articles should not lean on as they are: retracted, or not to be had where they were published.

A row for each block of a live article that cites one.
"""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.db.models import Count, Q, QuerySet
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as translate
from django.utils.translation import gettext_lazy as _
from django_filters import ChoiceFilter, ModelChoiceFilter
from wagtail.admin.ui.tables import Column, TitleColumn

from articles.models import Citation, PublisherNotice, Reference, RetractionWarning, SourceCheck
from articles.references import looking_up, reaching
from articles.reports import base
from articles.reports.base import ArticleFilterSet, LinkColumn, SpreadReport
from articles.reports.charts import Bar, Chart, Series
from articles.vocabulary import Direction, Reach

HAS_ADDRESS = Q(reference__doi__gt="") | Q(reference__url__gt="")
NOT_SURE = (Reach.UNSURE, Reach.FAILING)
STATES: dict[str, tuple[Any, Q]] = {
    "retracted": (_("Retracted"), Q(reference__retracted=True)),
    "unreachable": (_("Unreachable"), Q(reference__source_check__outcome=Reach.UNREACHABLE)),
    "unsure": (_("Not sure"), Q(reference__source_check__outcome__in=NOT_SURE)),
    "unchecked": (_("Not asked for yet"), HAS_ADDRESS & Q(reference__source_check=None)),
    "reachable": (_("Reachable"), Q(reference__source_check__outcome=Reach.REACHABLE)),
    "no-address": (_("No DOI or address"), ~HAS_ADDRESS),
}
AMISS = STATES["retracted"][1] | STATES["unreachable"][1]
ALL = "all"


def rows() -> QuerySet[Citation]:
    """Give each source of each block of the live articles; an alias is mended with its original."""
    return Citation.objects.filter(page__live=True, page__alias_of=None)


class SourcesFilterSet(ArticleFilterSet):
    state = ChoiceFilter(
        label=_("State"),
        choices=[*((name, label) for name, (label, _condition) in STATES.items()), (ALL, _("All cited sources"))],
        empty_label=_("Retracted or unreachable"),
        widget=forms.RadioSelect,
        method="in_any_state",
    )
    reference = ModelChoiceFilter(
        label=_("Reference"),
        queryset=Reference.objects.filter(
            Q(retracted=True) | Q(source_check__outcome__in=[Reach.UNREACHABLE, *NOT_SURE])
        ).order_by("title"),
    )

    class Meta:
        model = Citation
        fields = ["reference"]

    def in_any_state(self, queryset: QuerySet, name: str, state: str) -> QuerySet:
        """Leave the choice of a state to `chosen()`: the chart above the table counts all of them."""
        return queryset

    def chosen(self, queryset: QuerySet) -> QuerySet:
        state = self.form.cleaned_data.get("state")
        if state == ALL:
            return queryset
        return queryset.filter(STATES[state][1] if state else AMISS)


class AskedColumn(Column):
    """When a source was last asked for, and the button that has it asked for again."""

    cell_template_name = "articles/reports/asked_cell.html"


class SourceProblems(SpreadReport):
    """Lists where such sources are cited, each row leading to its block in the editor."""

    slug = "source-problems"
    model = Citation
    page_title = _("Source problems")
    header_icon = "warning"
    results_template_name = "articles/reports/sources_results.html"
    filterset_class = SourcesFilterSet
    default_ordering = "page__title"
    tie_breakers = ("page__title", "number", "pk")
    columns = [
        TitleColumn("article", label=_("Article"), accessor="page.title", get_url=lambda row: row.editor_url,
                    sort_key="page__title", width="24%"),
        LinkColumn("claim", label=_("Cited by"), get_url=lambda row: row.editor_url, note="cited_as", width="18%"),
        LinkColumn("reference", label=_("Source"), get_url=lambda row: row.reference_url, note="reference_address",
                   sort_key="reference__title", width="24%"),
        LinkColumn("state", label=_("State"), note="why", width="18%"),
        AskedColumn("checked", label=_("Asked for"), sort_key="reference__source_check__checked_at"),
        LinkColumn("owner", label=_("Owner"), note="told"),
    ]  # fmt: skip
    export_headings = {
        "page.title": _("Article"),
        "claim": _("Claim"),
        "cited_as": _("Cited as"),
        "reference.title": _("Source"),
        "reference.doi": _("DOI"),
        "reference_address": _("Address of the source"),
        "state": _("State"),
        "why": _("Why"),
        "checked_at": _("Asked for"),
        "failing_since": _("Gone since"),
        "owner": _("Owner"),
        "told_at": _("Owner told of the retraction"),
        "editor_address": _("Address"),
    }
    list_export = list(export_headings)

    @property
    def empty(self) -> str:
        if self.request.GET.get("reference"):
            return translate("No live article cites this reference, or nothing is wrong with it any more.")
        if self.request.GET.get("state"):
            return translate("No source of a live article is in this state.")
        return translate("No live article leans on a source that is retracted or unreachable.")

    empty_hint = _(
        "A reference is marked as retracted in its form in the library, or for all references at once by manage.py "
        "check_retractions with the Retraction Watch file."
    )

    def get_queryset(self) -> QuerySet[Citation]:
        found = rows().filter(page__in=self.pages).annotate(**base.block_of("block"))
        return self.order_queryset(found.select_related("reference__source_check", "page__owner").defer(*UNREAD))

    def decorate_paginated_queryset(self, object_list: Any) -> list[Citation]:
        return described(list(object_list))

    def charts(self) -> list[Chart]:
        counts = self.spread.order_by().aggregate(
            **{
                name.replace("-", "_"): Count("reference", filter=condition, distinct=True)
                for name, (_label, condition) in STATES.items()
            }
        )
        bars = [
            Bar(
                str(label),
                [counts[name.replace("-", "_")] if name in amiss else 0 for amiss in SERIES_OF],
                self.address(self.narrowed(state=name)),
            )
            for name, (label, _condition) in STATES.items()
        ]
        return [Chart("sources", translate("Works that live articles cite, by what is known of them"), SERIES, bars)]

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(*args, **kwargs)
        if self.is_export:
            return context
        return context | {
            "asks_servers": looking_up.is_allowed(),
            "check_address": f"{reverse(CHECK)}?{self.narrowed()}",
            "settings_address": _settings_address(self.request.user),
        }


SERIES = (
    Series("late", _("to mend")),
    Series("soon", _("to look at")),
    Series("cited", _("nothing known against them")),
)
SERIES_OF = ({"retracted", "unreachable"}, {"unsure", "unchecked", "no-address"}, {"reachable"})
UNREAD = ("page__body", "reference__csl", "reference__citation_html", "reference__citations_by_style")
CHECK = "articles_check_sources"


def _settings_address(user: Any) -> str:
    """Give where looking up is switched on, "" for who may not."""
    if not user.has_perm("articles.change_librarysettings"):
        return ""
    return reverse("wagtailsettings:edit", args=["articles", "librarysettings"])


def described(found: list[Citation]) -> list[Citation]:
    """Give the rows with all that a report says of them, in a constant number of queries."""
    notices = _notices({row.reference_id for row in found})
    told = _told(found)
    edit = Reference.snippet_viewset.get_url_name("edit")
    is_allowed = looking_up.is_allowed()
    directions = {value: str(label) for value, label in Direction.choices}
    for row in found:
        check = getattr(row.reference, "source_check", None)
        base.at_block(row, row.page, row.block)
        row.claim, row.cited_as = base.block_label(row), directions.get(row.direction, "")
        row.reference_url = reverse(edit, args=[row.reference_id])
        row.reference_address = reaching.address_of(row.reference)
        row.can_be_asked = is_allowed and bool(row.reference_address)
        row.state, row.why = _state(row.reference, check, notices.get(row.reference_id))
        row.checked_at, row.failing_since = (check.checked_at, check.failing_since) if check else (None, None)
        row.checked = date_format(check.checked_at, "SHORT_DATE_FORMAT") if check else translate("Never")
        row.owner = base.named(row.page.owner)
        row.told_at = told.get((row.page_id, row.reference_id))
        row.told = translate("told on %(day)s") % {"day": date_format(row.told_at)} if row.told_at else ""
    return found


def _state(reference: Reference, check: SourceCheck | None, notice: PublisherNotice | None) -> tuple[str, str]:
    """Give what is wrong with a source in a word or two, and why."""
    states, reasons = [], []
    if reference.retracted:
        states.append(str(STATES["retracted"][0]))
        reasons.append(_why(notice))
    if check and (check.outcome != Reach.REACHABLE or not reference.retracted):
        states.append(check.get_outcome_display())
        since = (
            translate("gone since %(day)s") % {"day": date_format(check.failing_since)} if check.failing_since else ""
        )
        reasons.append(", ".join(filter(None, [check.detail, since])))
    if not states:
        states.append(str(STATES["unchecked" if reaching.address_of(reference) else "no-address"][0]))
    return ", ".join(states), "; ".join(filter(None, reasons))


def _why(notice: PublisherNotice | None) -> str:
    if notice is None:
        return ""
    day = notice.issued_on.isoformat() if notice.issued_on else ""
    return ": ".join(part for part in (day, ", ".join(notice.reasons.splitlines())) if part)


def _notices(references: Iterable[int]) -> dict[int, PublisherNotice]:
    found: dict[int, PublisherNotice] = {}
    for notice in PublisherNotice.objects.filter(reference__in=references, nature__iexact="retraction"):
        found.setdefault(notice.reference_id, notice)
    return found


def _told(found: list[Citation]) -> dict[tuple[int, int], Any]:
    warnings = RetractionWarning.objects.filter(
        page__in={row.page_id for row in found}, reference__in={row.reference_id for row in found}
    )
    return {(page, reference): at for page, reference, at in warnings.values_list("page", "reference", "sent_at")}
