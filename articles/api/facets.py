"""How many of the chosen articles there are of each topic, certainty and study design: what a front end shows beside filters."""

from typing import Any

from django.db.models import Count, QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from articles.api import filters, schema
from articles.api.views import Joined
from articles.api.visibility import public_pages, without_mirrors
from articles.models import ArticleEvidence, ArticlePage, ArticleTopic, Citation, TopicTranslation
from articles.vocabulary import Certainty, Design

MOST_TOPICS = 200

TOPIC = schema.record(slug=schema.STRING, name=schema.STRING, count=schema.INTEGER)


def _value(name: str) -> schema.Schema:
    return schema.record(value=schema.ref(name), label=schema.STRING, count=schema.INTEGER)


ANSWER = schema.record(
    meta=schema.record(total_count=schema.INTEGER),
    topic=schema.listed(TOPIC)
    | {"description": f"The largest first, at most {MOST_TOPICS}; named in the language of `locale`."},
    certainty=schema.listed(_value("Certainty")) | {"description": "From high to very low."},
    study_design=schema.listed(_value("StudyDesign"))
    | {"description": "The strongest first. An article counts under each design of which it cites a study."},
)


class FacetParameters(filters.ListParameters):
    """The query of `GET /api/v2/articles/facets/`: the filters of the list, without what orders and shows its rows."""

    order = None
    highlight = None


class ArticleFacets(Joined, APIView):
    """Counts of live, public articles by the members of three filters, each named as its filter is.

    All filters apply to all counts: they tell how many articles are left when a member is chosen as well. What no article
    has is left out.
    """

    query_parameters = tuple(FacetParameters().fields)

    @extend_schema(
        summary="How many articles each filter would leave",
        operation_id="article_facets",
        parameters=[FacetParameters],
        responses={200: ANSWER},
    )
    def get(self, request: Request) -> Response:
        parameters = FacetParameters(data=request.query_params.dict())
        parameters.is_valid(raise_exception=True)
        chosen = filters.chosen(without_mirrors(public_pages(request, ArticlePage)), parameters.validated_data)
        articles = chosen.order_by().values("pk")
        response = Response(
            {
                "meta": {"total_count": chosen.count()},
                "topic": _topics(articles, parameters.validated_data.get("locale")),
                "certainty": _by_value(ArticleEvidence.objects.filter(page__in=articles), "certainty", Certainty),
                "study_design": _by_value(Citation.objects.filter(page__in=articles), "reference__design", Design),
            }
        )
        response.cache_tags = {"articles", "site", "topics", "references"} | filters.tags(parameters.validated_data)
        response.valid_until = filters.valid_until(parameters.validated_data)
        return response


def _topics(articles: QuerySet, locale: str | None) -> list[dict[str, Any]]:
    counted = (
        ArticleTopic.objects.filter(page__in=articles)
        .order_by()
        .values("topic__pk", "topic__slug", "topic__name")
        .annotate(count=Count("page", distinct=True))
        .order_by("-count", "topic__name")
    )
    rows = list(counted[:MOST_TOPICS])
    told = _names([row["topic__pk"] for row in rows], locale) if locale else {}
    return [
        {
            "slug": row["topic__slug"],
            "name": told.get(row["topic__pk"]) or row["topic__name"],
            "count": row["count"],
        }
        for row in rows
    ]


def _names(topics: list[int], locale: str) -> dict[int, str]:
    """Give what topics are called in a language, those that have a name in it."""
    words = TopicTranslation.objects.filter(topic__in=topics, locale__language_code=locale)
    return dict(words.values_list("topic", "name"))


def _by_value(rows: QuerySet, column: str, choices: type[Certainty] | type[Design]) -> list[dict[str, Any]]:
    """Give how many articles `rows` has for each value of a column, in the order of the vocabulary."""
    counted = dict(rows.order_by().values_list(column).annotate(count=Count("page", distinct=True)))
    return [
        {"value": choice.value, "label": str(choice.label), "count": counted[choice.value]}
        for choice in choices
        if choice.value in counted
    ]
