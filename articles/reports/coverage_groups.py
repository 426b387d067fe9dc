"""Evidence coverage summed by topic and by author; an article of two topics counts in both."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, Max, Model, OuterRef, QuerySet, Sum
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from wagtail.admin.ui.tables import NumberColumn, TitleColumn

from articles.models import ArticleAuthor, ArticleEvidence, ArticleTopic, Citation
from articles.reports import coverage
from articles.reports.charts import Bar, Chart
from articles.reports.coverage import FIGURES, PARTS, ByArticle, CoverageReport, MeterColumn

MOST_BARS = 12


@dataclass
class Group:
    """The articles of one topic or author, or of none, and their claims."""

    name: str
    articles: int
    claims: int
    cited_claims: int
    declared_unsupported: int
    uncited: int
    retracted: int = 0
    articles_url: str | None = None

    @property
    def share(self) -> int:
        return 100 * self.cited_claims // self.claims if self.claims else -1


class CoverageByGroup(CoverageReport):
    """Sums of rows that hang on articles; `through` is the model of those rows, `member` what they name."""

    default_ordering = "-uncited"
    through: type[Model]
    member = ""
    nobody = ""
    names = ""
    export_headings = {
        "name": _("Name"),
        "articles": _("Articles"),
        "claims": _("Claims"),
        "cited_claims": _("With a source"),
        "declared_unsupported": _("No evidence found"),
        "uncited": _("Without a source"),
        "retracted": _("Retracted works"),
    }
    list_export = list(export_headings)

    def get_filtered_queryset(self) -> list[Group]:
        found = [*self._groups(), *self._rest()]
        key, is_descending = self.ordering.lstrip("-"), self.ordering.startswith("-")
        found.sort(key=lambda group: group.name.casefold())
        return sorted(found, key=lambda group: _sortable(getattr(group, key)), reverse=is_descending)

    def _groups(self) -> list[Group]:
        """Give the groups, in two queries: an article that names somebody twice counts once."""
        twice = self.through.objects.filter(
            page=OuterRef("page"), pk__lt=OuterRef("pk"), **{self.member: OuterRef(self.member)}
        )
        members = self.through.objects.filter(~Exists(twice), page__in=self.evidence().values("page")).order_by()
        sums = {name: Sum(f"page__evidence_row__{name}") for name in FIGURES}
        retracted = dict(
            members.filter(page__citations__reference__retracted=True)
            .values_list(self.member)
            .annotate(Count("page__citations__reference", distinct=True))
        )
        return [
            Group(retracted=retracted.get(pk, 0), articles_url=self._articles(pk), **figures)
            for pk, figures in (
                (row.pop(self.member), row)
                for row in members.values(self.member).annotate(
                    name=Max(f"{self.member}__name"), articles=Count("page", distinct=True), **sums
                )
            )
        ]

    def _rest(self) -> list[Group]:
        """Give the group of articles that name nobody, where there are any."""
        rest: QuerySet[ArticleEvidence] = self.evidence().exclude(page__in=self.through.objects.values("page"))
        sums = rest.aggregate(articles=Count("pk"), **{name: Sum(name) for name in FIGURES})
        if not sums["articles"]:
            return []
        cited = Citation.objects.filter(page__in=rest.values("page"), reference__retracted=True)
        return [Group(name=str(self.nobody), retracted=cited.values("reference").distinct().count(), **sums)]

    def _articles(self, pk: int) -> str:
        return ByArticle.address(self.narrowed(**{self.member: str(pk)}))

    def charts(self) -> list[Chart]:
        worst = sorted(self.object_list, key=lambda group: (-group.uncited, -group.claims, group.name))
        bars = [
            Bar(group.name, [group.cited_claims, group.declared_unsupported, group.uncited], group.articles_url or "")
            for group in worst[:MOST_BARS]
            if group.claims
        ]
        left_out = len([group for group in worst if group.claims]) - len(bars)
        note = ngettext("%(count)d more is in the table below.", "%(count)d more are in the table below.", left_out)
        return [
            self.whole(),
            Chart(self.member, str(self.names), PARTS, bars, note % {"count": left_out} if left_out else ""),
        ]


def _sortable(value: Any) -> Any:
    return value.casefold() if isinstance(value, str) else value


def _columns(label: Any) -> list:
    return [
        TitleColumn("name", label=label, get_url=lambda group: group.articles_url, sort_key="name", width="28%"),
        NumberColumn("articles", label=_("Articles"), sort_key="articles"),
        MeterColumn("share", label=_("Claims with a source"), sort_key="share", width="26%"),
        NumberColumn("uncited", label=_("Without a source"), sort_key="uncited"),
        NumberColumn("declared_unsupported", label=_("No evidence found"), sort_key="declared_unsupported"),
        NumberColumn("retracted", label=_("Retracted works"), sort_key="retracted"),
    ]


class ByTopic(CoverageByGroup):
    slug = "evidence-coverage-by-topic"
    tab = _("By topic")
    names = _("Claims by topic")
    through = ArticleTopic
    member = "topic"
    nobody = _("No topic")
    columns = _columns(_("Topic"))
    export_headings = CoverageByGroup.export_headings | {"name": _("Topic")}


class ByAuthor(CoverageByGroup):
    slug = "evidence-coverage-by-author"
    tab = _("By author")
    names = _("Claims by author")
    through = ArticleAuthor
    member = "author"
    nobody = _("No author")
    columns = _columns(_("Author"))
    export_headings = CoverageByGroup.export_headings | {"name": _("Author")}


coverage.VIEWS += [ByTopic, ByAuthor]
