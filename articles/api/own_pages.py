"""The endpoints of topics and people: what their pages say beside their articles, which `/articles/` lists by their slug."""

from typing import Any

from django.conf import settings
from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import Http404
from django.urls import reverse
from django.utils.functional import cached_property
from drf_spectacular.utils import extend_schema
from rest_framework import generics
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import ChoiceField, Serializer

from articles import own_pages
from articles.api import images, schema, shelf
from articles.api.filters import ListParameters
from articles.api.formats import absolute
from articles.api.relations import first_of
from articles.api.structured_data import CONTEXT
from articles.api.views import PAGING_PARAMETERS, Joined
from articles.api.visibility import public_pages, without_mirrors
from articles.models import (
    ArticleAuthor,
    ArticlePage,
    ArticleReviewer,
    ArticleTopic,
    Author,
    AuthorTranslation,
    Topic,
    TopicTranslation,
)
from articles.own_pages import AUTHORS, TOPICS, OwnPage

NAMES = {AUTHORS: "author", TOPICS: "topic"}
WORDS = {
    AUTHORS: (AuthorTranslation, ("credentials", "biography")),
    TOPICS: (TopicTranslation, ("name", "description")),
}
COUNTS = {
    AUTHORS: {"article_count": ArticleAuthor, "review_count": ArticleReviewer},
    TOPICS: {"article_count": ArticleTopic},
}


class LanguageParameter(Serializer):
    """The query of these endpoints."""

    locale = ChoiceField(
        ListParameters().fields["locale"].choices,
        default=settings.LANGUAGE_CODE,
        help_text="The language whose articles count, and of the words; without it the default language.",
    )


class Shelf(Joined, generics.GenericAPIView):
    """What topics and people have in common; `kind` is one of own_pages.MODELS."""

    kind = TOPICS

    @cached_property
    def locale(self) -> str:
        parameters = LanguageParameter(data=self.request.query_params.dict())
        parameters.is_valid(raise_exception=True)
        return parameters.validated_data["locale"]


class ShelfList(Shelf):
    """Those whom public articles in a language name, by name."""

    query_parameters = ("locale", "limit", "offset", "cursor")

    def get(self, request: Request) -> Response:
        rows = self.paginate_queryset(named(self.kind, self.locale, request))
        front_end = own_pages.front_end(request)
        pictures = shelf.pictures(getattr(row, "image_id", None) for row in rows)
        response = self.get_paginated_response([card(row, self.locale, front_end, pictures) for row in rows])
        response.cache_tags = tags(self.kind, rows)
        return response

    def get_ordering(self) -> tuple[str, ...]:
        return ("name", "pk")


class ShelfDetail(Shelf):
    """One of them, as its own page shows it."""

    query_parameters = ("locale",)

    def get(self, request: Request, slug: str) -> Response:
        row = named(self.kind, self.locale, request).filter(slug=slug).first()
        if row is None:
            raise Http404
        response = Response(document(row, self.locale, request))
        response.cache_tags = tags(self.kind, [row])
        return response


class TopicList(ShelfList):
    """Topics of public articles."""

    @extend_schema(
        summary="Topics that public articles have",
        operation_id="topics",
        parameters=[LanguageParameter, *PAGING_PARAMETERS],
        responses={200: schema.ref("TopicList")},
    )
    def get(self, request: Request) -> Response:
        return super().get(request)


class TopicDetail(ShelfDetail):
    """A topic; its articles are `/articles/?topic=…`."""

    @extend_schema(
        summary="A topic, as its page shows it",
        operation_id="topic",
        parameters=[LanguageParameter],
        responses={200: schema.ref("TopicDocument")},
    )
    def get(self, request: Request, slug: str) -> Response:
        return super().get(request, slug)


class AuthorList(ShelfList):
    """Authors and reviewers of public articles."""

    kind = AUTHORS

    @extend_schema(
        summary="People who wrote or reviewed public articles",
        operation_id="authors",
        parameters=[LanguageParameter, *PAGING_PARAMETERS],
        responses={200: schema.ref("AuthorList")},
    )
    def get(self, request: Request) -> Response:
        return super().get(request)


class AuthorDetail(ShelfDetail):
    """A person; the articles are `/articles/?author=…`, and `?reviewer=…` those that they reviewed."""

    kind = AUTHORS

    @extend_schema(
        summary="An author or reviewer, as their page shows them",
        operation_id="author",
        parameters=[LanguageParameter],
        responses={200: schema.ref("AuthorDocument")},
    )
    def get(self, request: Request, slug: str) -> Response:
        return super().get(request, slug)


def public_articles(request: Request) -> QuerySet:
    """Give the articles by which topics and people have pages: those that lists show."""
    return without_mirrors(public_pages(request, ArticlePage))


def named(kind: str, language: str, request: Request) -> QuerySet:
    """Give those whom public articles in a language name, with their words in it and how many articles do."""
    articles = public_articles(request).filter(locale__language_code=language)
    return described(kind, own_pages.named(kind, articles), articles, language)


def whole(page: OwnPage, request: Request) -> tuple[dict[str, Any], set[str]]:
    """Give the document of a page that own_pages.find() has found, and the cache tags of all that it shows."""
    row = named(page.kind, page.language, request).get(pk=page.id)
    return document(row, page.language, request), tags(page.kind, [row])


def tags(kind: str, rows: list[Author | Topic]) -> set[str]:
    """Give the cache tags of an answer with these rows, and of their numbers of articles."""
    name = NAMES[kind]
    pictures = {f"image:{row.image_id}" for row in rows if getattr(row, "image_id", None)}
    return {"articles", "site", f"{name}s"} | {f"{name}:{row.pk}" for row in rows} | pictures


def described(kind: str, rows: QuerySet, articles: QuerySet, language: str) -> QuerySet:
    """Give rows with their words in a language (`told_…`) and the numbers of `articles` that name them."""
    words, columns = WORDS[kind]
    own = words.objects.filter(**{NAMES[kind]: OuterRef("pk"), "locale__language_code": language})
    among = articles.order_by().values("pk")
    return rows.annotate(
        **{f"told_{column}": first_of(own, column, column) for column in columns},
        **{name: _count(model, NAMES[kind], among) for name, model in COUNTS[kind].items()},
    )


def _count(model: type, column: str, among: QuerySet) -> Coalesce:
    rows = model.objects.filter(**{column: OuterRef("pk")}, page__in=among).order_by().values(column)
    return Coalesce(Subquery(rows.annotate(number=Count("page", distinct=True)).values("number")), 0)


def card(row: Author | Topic, language: str, front_end: str, pictures: dict[int, dict[str, Any]]) -> dict[str, Any]:
    """Give a row of described() as lists show it."""
    page = OwnPage.of(row, language)
    about = {
        "id": row.pk,
        "slug": row.slug,
        "html_url": f"{front_end}{page.path}",
        "detail_url": detail_url(page),
        "name": row.told_name if page.kind == TOPICS else row.name,
    }
    if page.kind == TOPICS:
        return about | {"description": row.told_description, "article_count": row.article_count}
    return about | {
        "credentials": row.told_credentials,
        "image": images.shown(pictures.get(row.image_id)),
        "article_count": row.article_count,
        "review_count": row.review_count,
    }


def detail_url(page: OwnPage) -> str:
    """Give the address of a page's document, with its language where that is not the default one."""
    query = "" if page.language == settings.LANGUAGE_CODE else f"?locale={page.language}"
    return absolute(reverse(NAMES[page.kind], args=[page.slug])) + query


def document(row: Author | Topic, language: str, request: Request) -> dict[str, Any]:
    """Give the document of a row of described(): its words, its page in other languages, and what search engines want."""
    page, front_end = OwnPage.of(row, language), own_pages.front_end(request)
    shown = card(row, language, front_end, shelf.pictures([getattr(row, "image_id", None)]))
    about = {
        "id": shown.pop("id"),
        "slug": shown.pop("slug"),
        "meta": {
            "type": page.type,
            "html_url": shown.pop("html_url"),
            "detail_url": shown.pop("detail_url"),
            "locale": language,
            "translations": _translations(page, front_end, request),
        },
        **shown,
    }
    if page.kind == AUTHORS:
        about |= {
            "biography": row.told_biography,
            "orcid": f"https://orcid.org/{row.orcid}" if row.orcid else None,
            "conflicts": row.conflicts,
        }
    return about | {"seo": _seo(about)}


def _translations(page: OwnPage, front_end: str, request: Request) -> list[dict[str, str]]:
    """Give the page in the other languages that it has; one query."""
    found = own_pages.listed(public_articles(request), only={page.kind: [page.id]})
    others = [other for other in map(OwnPage._make, found) if other.language != page.language]
    return [
        {"locale": other.language, "html_url": f"{front_end}{other.path}", "detail_url": detail_url(other)}
        for other in others
    ]


def _seo(about: dict[str, Any]) -> dict[str, Any]:
    """Give the head of the page: of a person's a ProfilePage, of a topic's a CollectionPage of schema.org."""
    url, is_person = about["meta"]["html_url"], "biography" in about
    description = about["biography"] if is_person else about["description"]
    subject = {
        "@type": "Person" if is_person else "Thing",
        "@id": f"{url}#{'person' if is_person else 'topic'}",
        "name": about["name"],
        "description": description,
        "url": url,
    }
    if is_person:
        picture = ((about["image"] or {}).get("renditions") or [{}])[-1].get("url")
        subject |= {"honorificSuffix": about["credentials"], "sameAs": about["orcid"], "image": picture}
    page = {
        "@type": "ProfilePage" if is_person else "CollectionPage",
        "@id": url,
        "url": url,
        "name": about["name"],
        "inLanguage": about["meta"]["locale"],
        "mainEntity" if is_person else "about": {"@id": subject["@id"]},
    }
    things = [{name: value for name, value in thing.items() if value} for thing in (page, subject)]
    return {
        "title": about["name"],
        "description": description,
        "canonical_url": url,
        "json_ld": {"@context": CONTEXT, "@graph": things},
    }


def components() -> dict[str, schema.Schema]:
    """Give the OpenAPI components of these endpoints."""
    text, count = schema.STRING, schema.INTEGER
    addresses = {"html_url": schema.URI, "detail_url": schema.URI}
    topic = {"name": text, "description": text, "article_count": count}
    person = {
        "name": text,
        "credentials": text,
        "image": schema.nullable(schema.ref("ArticleImage")),
        "article_count": count,
        "review_count": count,
    }
    profile = {
        "biography": text,
        "orcid": schema.nullable(schema.URI),
        "conflicts": text | {"description": "Conflicts of interest; empty: not stated."},
    }
    seo = schema.record(title=text, description=text, canonical_url=schema.URI, json_ld=schema.OBJECT)

    def whole(label: str, **fields: schema.Schema) -> schema.Schema:
        meta = schema.record(
            type={"type": "string", "const": label},
            **addresses,
            locale=text,
            translations=schema.listed(schema.record(locale=text, **addresses)),
        )
        return schema.record(id=count, slug=text, meta=meta, **fields, seo=seo)

    def listed(name: str) -> schema.Schema:
        meta = schema.record(total_count=count, next_cursor=schema.nullable(text))
        return schema.record(meta=meta, items=schema.listed(schema.ref(name)))

    return {
        "TopicCard": schema.record(id=count, slug=text, **addresses, **topic),
        "TopicList": listed("TopicCard"),
        "TopicDocument": whole("articles.Topic", **topic),
        "AuthorCard": schema.record(id=count, slug=text, **addresses, **person),
        "AuthorList": listed("AuthorCard"),
        "AuthorDocument": whole("articles.Author", **person, **profile),
    }


def add_components(result: dict, **kwargs: object) -> dict:
    """Add these components to the OpenAPI document (a drf-spectacular postprocessing hook)."""
    result.setdefault("components", {}).setdefault("schemas", {}).update(components())
    return result
