"""What the reports about articles share: who sees them, their addresses, their filters, and the chart above the table."""

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.conf import settings
from django.db.models import Model, OuterRef, QuerySet, Subquery
from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django_filters import ChoiceFilter, ModelChoiceFilter
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.tables import TitleColumn
from wagtail.admin.utils import get_admin_base_url
from wagtail.admin.views.reports import ReportView
from wagtail.models import Locale, Page
from wagtail.permissions import policy_registry

from articles import editing
from articles.models import ArticleAuthor, ArticlePage, ArticleTopic, Author, LiveBlock, Topic
from articles.reports.charts import Chart

EDITING = ["change"]


def pages_of(user: Any) -> QuerySet[Page]:
    """Give the pages that somebody may edit."""
    return policy_registry.get_by_type(Page).instances_user_has_any_permission_for(user, EDITING)


def may_see(user: Any) -> bool:
    """Tell whether there is any page that somebody may edit: without one there is nothing to report."""
    return policy_registry.get_by_type(Page).user_has_any_permission(user, EDITING)


class Report(ReportView):
    """A report below Reports. `slug` is the end of its address and the name of its files."""

    slug = ""
    template_name = "articles/reports/report.html"
    results_template_name = "articles/reports/results.html"
    permission_policy = policy_registry.get_by_type(Page)
    any_permission_required = EDITING
    empty = _("There is nothing to report.")
    empty_hint = ""
    tie_breakers: Sequence[str] = ("page__title", "pk")

    @classmethod
    def url_name(cls, suffix: str = "") -> str:
        return f"articles_report_{cls.slug.replace('-', '_')}{suffix}"

    @classmethod
    def address(cls, query: str = "") -> str:
        """Give the report's address, narrowed by a query string."""
        return reverse(cls.url_name()) + (f"?{query}" if query else "")

    @classmethod
    def urls(cls) -> list[URLPattern]:
        return [
            path(f"reports/{cls.slug}/", cls.as_view(), name=cls.url_name()),
            path(f"reports/{cls.slug}/results/", cls.as_view(results_only=True), name=cls.url_name("_results")),
        ]

    def get_index_url(self) -> str:
        return reverse(self.url_name())

    def get_index_results_url(self) -> str:
        return reverse(self.url_name("_results"))

    def get_filename(self) -> str:
        return self.slug

    @cached_property
    def pages(self) -> QuerySet[Page]:
        """Give the ids of the pages that the report may speak of, as a subquery."""
        return pages_of(self.request.user).order_by().values("pk")

    def order_queryset(self, queryset: QuerySet) -> QuerySet:
        return queryset.order_by(*filter(None, [self.ordering]), *self.tie_breakers)

    def narrowed(self, **changes: str) -> str:
        """Give the query string of the filters with these changes."""
        query = self.request.GET.copy()
        for name in ("p", "ordering", "export", "_w_filter_fragment"):
            query.pop(name, None)
        for name, value in changes.items():
            query[name] = value
        return query.urlencode()

    def charts(self) -> list[Chart]:
        """Give what is drawn above the table, of all rows that the filters leave; none for an export."""
        return []

    def tabs(self) -> list[dict[str, Any]]:
        """Give the views of one report, each `{"label", "address", "is_current"}`."""
        return []

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(*args, **kwargs)
        if self.is_export:
            return context
        context["media"] += forms.Media(css={"all": ["articles/admin/reports.css"]})
        charts = [chart for chart in self.charts() if any(bar.total for bar in chart.bars)]
        return context | {"charts": charts, "tabs": self.tabs()}


class SpreadReport(Report):
    """A report whose chart counts all that its table can be narrowed to: the `chosen()` of its filters comes last."""

    @cached_property
    def spread(self) -> QuerySet:
        return self.filter_queryset(self.get_queryset())

    def get_filtered_queryset(self) -> QuerySet:
        return self.filters.chosen(self.spread) if self.filters.is_valid() else self.spread


class LinkColumn(TitleColumn):
    """A link that is not the row's title; `note` is the row's attribute that says more below it."""

    cell_template_name = "articles/reports/link_cell.html"
    empty_value_display = ""

    def __init__(self, *args: Any, note: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.note = note

    def get_cell_context_data(self, instance: Any, parent_context: dict) -> dict[str, Any]:
        context = super().get_cell_context_data(instance, parent_context)
        note = getattr(instance, self.note) if self.note else ""
        return context | {"note": note, "note_is_address": note.startswith(("https://", "http://"))}


class ArticleFilterSet(WagtailFilterSet):
    """Narrows rows about articles by language, topic and author; `to_page` is the way from a row to its page."""

    to_page = "page"

    topic = ModelChoiceFilter(label=_("Topic"), queryset=Topic.objects.order_by("name"), method="with_topic")
    author = ModelChoiceFilter(label=_("Author"), queryset=Author.objects.order_by("name"), method="with_author")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        locales = list(Locale.objects.all()) if getattr(settings, "WAGTAIL_I18N_ENABLED", False) else []
        if len(locales) > 1:
            self.filters["locale"] = ChoiceFilter(
                label=_("Language"),
                choices=[(locale.pk, locale.get_display_name()) for locale in locales],
                empty_label=_("All"),
                widget=forms.RadioSelect,
                method=self._with_locale,
            )

    def of_pages(self, queryset: QuerySet, pages: QuerySet) -> QuerySet:
        return queryset.filter(**{f"{self.to_page}__in": pages})

    def with_topic(self, queryset: QuerySet, name: str, topic: Topic) -> QuerySet:
        return self.of_pages(queryset, ArticleTopic.objects.filter(topic=topic).values("page"))

    def with_author(self, queryset: QuerySet, name: str, author: Author) -> QuerySet:
        return self.of_pages(queryset, ArticleAuthor.objects.filter(author=author).values("page"))

    def _with_locale(self, queryset: QuerySet, name: str, locale: str) -> QuerySet:
        return self.of_pages(queryset, ArticlePage.objects.filter(locale=locale).values("pk"))


def block_of(field: str) -> dict[str, Subquery]:
    """Give the annotations that name a row's block, with `block_label()` as their reader; `field` holds the block's id."""
    named = LiveBlock.objects.filter(page=OuterRef("page"), block=OuterRef(field)).order_by("position")
    return {"block_heading": Subquery(named.values("heading")[:1]), "block_type": Subquery(named.values("type")[:1])}


def block_label(row: Any) -> str:
    """Give what a row's block is called: its heading, else the name of its type."""
    if row.block_heading:
        return row.block_heading
    types = ArticlePage._meta.get_field("body").stream_block.child_blocks
    return str(types[row.block_type].label) if row.block_type in types else ""


def at_block(row: Any, page: Page, block: str) -> None:
    """Give a row the way to its block in the editor, as a path for links and as an address for files."""
    row.editor_url = editing.path(page, block)
    row.editor_address = f"{(get_admin_base_url() or '').rstrip('/')}{row.editor_url}"


def people(through: type[Model], pages: Iterable[int]) -> dict[int, str]:
    """Give the names of the authors or reviewers (the rows of `through`) of these articles, by the article's id."""
    found: dict[int, list[str]] = {}
    rows = through.objects.filter(page__in=pages).order_by("page", "sort_order", "pk")
    for page, name in rows.values_list("page", "author__name"):
        found.setdefault(page, []).append(name)
    return {page: ", ".join(names) for page, names in found.items()}


def named(user: Any) -> str:
    """Give what a user is called, "" for nobody."""
    return str(user.get_full_name() or user.get_username()) if user else ""


class ReportMenuItem(MenuItem):
    """The entry of a report, for whoever may edit some page."""

    def __init__(self, report: type[Report], order: int) -> None:
        super().__init__(
            report.page_title, report.address(), name=report.slug, icon_name=report.header_icon, order=order
        )

    def is_shown(self, request: HttpRequest) -> bool:
        return may_see(request.user)
