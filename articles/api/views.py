"""The endpoints of articles.

What belongs to other rooms is asked through hooks, which the roof fills in: where readers see a page, and what is known
of its discussion.
"""

from collections.abc import Collection
from typing import Any

from django.conf import settings
from django.db import connection
from django.db.models import Case, IntegerField, QuerySet, Value, When
from django.http import Http404
from django.urls import reverse
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import generics
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import ChoiceField, Serializer
from rest_framework.views import APIView
from wagtail.coreutils import get_supported_content_language_variant
from wagtail.models import Page, Site

from articles.api import cards, document, filters, highlights, relations, schema, shelf
from articles.api.visibility import pages_below, public_pages, root_paths, without_mirrors
from articles.models import ArticlePage
from articles.references import citing
from prepared import Prepared

MAX_ID_DIGITS = 18
PAGING_PARAMETERS = [
    OpenApiParameter("limit", int, description="How many, 1 to 100; 20 if nothing is said."),
    OpenApiParameter("offset", int, description="How many to skip; not together with `cursor`."),
    OpenApiParameter("cursor", str, description="`meta.next_cursor` of the page before."),
]


class Joined:
    """The hooks through which the roof joins articles with what other rooms know."""

    public = True
    authentication_classes: list = []

    def address(self, page: Page) -> str:
        """Give where readers see `page`."""
        return page.get_full_url(self.request) or ""

    def site_name(self, language: str) -> str:
        """Give what the request's site is called in a language."""
        site = Site.find_for_request(self.request)
        return (site and site.site_name) or settings.WAGTAIL_SITE_NAME

    def discussions(self, page_ids: Collection[int]) -> dict[int, dict[str, Any]]:
        """Give what is known of the discussions of pages, by page id."""
        return {}

    def with_comment_totals(self, articles: QuerySet) -> QuerySet:
        """Give `articles` with `comment_total`, by which the list can be ordered."""
        return articles.annotate(comment_total=Value(0, output_field=IntegerField()))

    def detail_url(self, page: ArticlePage) -> str:
        return reverse("article", args=[page.pk])

    def whole(
        self,
        page: ArticlePage,
        *,
        rich_text_format: str,
        related: relations.Relations | None = None,
        discussion: dict[str, Any] | None = None,
    ) -> tuple[dict[str, Any], set[str]]:
        """Give the document of an article, and the cache tags of all that it shows.

        What hangs on it and its discussion are those that readers see, unless a draft brings others.
        """
        return document.build(
            page,
            relations=relations.of_published([page.pk])[page.pk] if related is None else related,
            site=root_paths(self.request),
            address=self.address,
            detail_url=self.detail_url(page),
            discussion=self.discussions([page.pk]).get(page.pk, {}) if discussion is None else discussion,
            style=citing.style_for(self.request),
            site_name=self.site_name(page.locale.language_code),
            rich_text_format=rich_text_format,
        )


class ArticleList(Joined, generics.GenericAPIView):
    """Live, public articles as cards, newest first."""

    query_parameters = filters.PARAMETERS

    @extend_schema(
        summary="Live, public articles as cards",
        operation_id="articles",
        parameters=[filters.ListParameters, *PAGING_PARAMETERS],
        responses={200: schema.ref("ArticleCardList")},
    )
    def get(self, request: Request) -> Response:
        parameters = filters.ListParameters(data=request.query_params.dict())
        parameters.is_valid(raise_exception=True)
        self.asked = parameters.validated_data
        articles = filters.chosen(without_mirrors(public_pages(request, ArticlePage)), self.asked)
        if self.asked["order"].endswith("comment_count"):
            articles = self.with_comment_totals(articles)
        unread = () if self.asked.get("highlight") else ("body",)
        rows = self.paginate_queryset(articles.select_related("evidence_row").defer(*unread))
        related = relations.of_published([row.pk for row in rows], cards_only=True)
        items = self._cards(rows, related)
        response = self.get_paginated_response(items)
        response.cache_tags = cards.tags(related, items) | filters.tags(self.asked)
        response.valid_until = filters.valid_until(self.asked)
        response.last_modified = max((row.last_published_at for row in rows if row.last_published_at), default=None)
        return response

    def get_ordering(self) -> tuple[str, ...]:
        """Give the columns of the asked order, for the paginator."""
        return filters.ORDERINGS[self.asked["order"]] or self.relevance_ordering()

    @staticmethod
    def relevance_ordering() -> tuple[str, ...]:
        """Give the order by relevance: SQLite's bm25 counts downwards, PostgreSQL's rank upwards."""
        return ("relevance", "-pk") if connection.vendor == "sqlite" else ("-relevance", "-pk")

    @property
    def has_cursor(self) -> bool:
        """Whether pages of the asked order can be walked by cursor; a relevance is no place that stays."""
        return self.asked["order"] != filters.RELEVANCE

    def _cards(self, rows: list[ArticlePage], related: dict[int, relations.Relations]) -> list[dict[str, Any]]:
        pictures = shelf.pictures(
            {row.image_id for row in rows} | {pk for found in related.values() for pk in found.image_ids()}
        )
        discussions = self.discussions(list(related))
        items = []
        for row in rows:
            item = cards.card(
                row,
                relations=related[row.pk],
                pictures=pictures,
                address=self.address,
                detail_url=self.detail_url(row),
                discussion=discussions.get(row.pk, {}),
            )
            if self.asked.get("highlight"):
                item["highlights"] = highlights.of(row, self.asked["search"])
            items.append(item)
        return items


class LocaleParameter(Serializer):
    """The query of `GET /api/v2/articles/{id-or-slug}/`."""

    locale = ChoiceField(
        filters.ListParameters().fields["locale"].choices,
        required=False,
        help_text="The language in which a slug is looked up; without it the default language comes first.",
    )


class RichTextParameter(Serializer):
    """How a whole article is asked for."""

    rich_text_format = ChoiceField(
        (shelf.HTML, shelf.MARKDOWN), default=shelf.HTML, help_text="How the body's rich text is written."
    )


class ArticleParameters(LocaleParameter, RichTextParameter):
    """The query of the whole article."""


class ArticleDetail(Joined, APIView):
    """The whole article: a front end renders a page from this one answer."""

    query_parameters = ("locale", "rich_text_format")

    @extend_schema(
        summary="The whole article, by its id or slug",
        operation_id="article",
        parameters=[ArticleParameters],
        responses={200: schema.ref("ArticleDocument")},
    )
    def get(self, request: Request, key: str) -> Response:
        parameters = ArticleParameters(data=request.query_params.dict())
        parameters.is_valid(raise_exception=True)
        page = self.article(key, parameters.validated_data.get("locale"))
        content, tags = self.whole(page, rich_text_format=parameters.validated_data["rich_text_format"])
        response = Response(content)
        response.cache_tags = tags
        response.last_modified = page.last_published_at
        return response

    def article(self, key: str, locale: str | None) -> ArticlePage:
        """Give the live public article with this id or slug, or raise Http404, for a draft as for none at all."""
        site = root_paths(self.request)
        if key.isascii() and key.isdigit():
            found = ARTICLES_BY_ID(int(key), known=(site,)) if len(key) <= MAX_ID_DIGITS else []
        else:
            found = ARTICLES_BY_SLUG(key, known=(site, locale))
        page = next(iter(found), None)
        if page is None:
            raise Http404
        return page


def _by_id(pk: int, site: tuple[str, ...]) -> QuerySet:
    return pages_below(site, ArticlePage).select_related("locale").filter(pk=pk)


def _by_slug(slug: str, site: tuple[str, ...], locale: str | None) -> QuerySet:
    """Give the article with this slug in a language; in whichever it has one, the default one first, without."""
    found = pages_below(site, ArticlePage).select_related("locale").filter(slug=slug)
    if locale:
        return found.filter(locale__language_code=locale).order_by("pk")[:1]
    return found.order_by(_default_language_first(), "locale", "pk")[:1]


ARTICLES_BY_ID, ARTICLES_BY_SLUG = Prepared(_by_id), Prepared(_by_slug)


def _default_language_first() -> Case:
    default = get_supported_content_language_variant(settings.LANGUAGE_CODE)
    return Case(When(locale__language_code=default, then=0), default=1, output_field=IntegerField())
