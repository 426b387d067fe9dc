"""References that public articles cite: their list, one of them, an article's own for other programs, and how to cite it."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.http import content_disposition_header
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework import generics, serializers
from rest_framework.negotiation import BaseContentNegotiation
from rest_framework.request import Request
from rest_framework.response import Response
from wagtail.models import Site

from articles import claims
from articles.api import relations, schema
from articles.api.document import place_tags
from articles.api.filters import StrictBooleanField
from articles.api.formats import absolute
from articles.api.views import PAGING_PARAMETERS, ArticleDetail, Joined, LocaleParameter
from articles.api.visibility import public_pages
from articles.models import ArticlePage, Citation, LibrarySettings, Reference
from articles.references import article_citing, citing, export, own_citation
from articles.vocabulary import CitationStyle, Design

FORMATS = ("csl", "bibtex", "ris")
FORMATTED = "json"
DOWNLOAD = {
    (200, export.FORMATS["csl"].media_type): {"type": "array", "items": schema.OBJECT},
    (200, export.FORMATS["bibtex"].media_type): {"type": "string"},
    (200, export.FORMATS["ris"].media_type): {"type": "string"},
}


class FormatParameters(LocaleParameter):
    """The query of what is given in another program's format."""

    format = serializers.ChoiceField(FORMATS, default="csl", help_text="CSL-JSON, BibTeX or RIS.")


class CitationParameters(LocaleParameter):
    """The query of how to cite an article."""

    format = serializers.ChoiceField(
        (*FORMATS, FORMATTED),
        default="csl",
        help_text="CSL-JSON, BibTeX or RIS for a reference manager; `json` for readers, written in each citation style.",
    )


class ByParameter(BaseContentNegotiation):
    """Leaves the choice of a format to the parameter, so that a link in a page downloads what it says."""

    def select_parser(self, request, parsers):
        return parsers[0] if parsers else None

    def select_renderer(self, request, renderers, format_suffix=None):
        return renderers[0], renderers[0].media_type


class Written(ArticleDetail):
    """An answer about one article in another program's format."""

    query_parameters = ("format", "locale")
    parameters: type[LocaleParameter] = FormatParameters
    content_negotiation_class = ByParameter

    def asked(self, request: Request) -> tuple[str, str | None]:
        """Give the validated format and locale."""
        parameters = self.parameters(data=request.query_params.dict())
        parameters.is_valid(raise_exception=True)
        return parameters.validated_data["format"], parameters.validated_data.get("locale")


class ArticleReferences(Written):
    """What an article cites, in the order of its numbers, for a reference manager."""

    @extend_schema(
        summary="An article's references as CSL-JSON, BibTeX or RIS",
        operation_id="article_references",
        parameters=[FormatParameters],
        responses=DOWNLOAD,
    )
    def get(self, request: Request, key: str) -> HttpResponse:
        name, locale = self.asked(request)
        page = self.article(key, locale)
        made = claims.walk(page.body.get_prep_value())
        works = Reference.objects.in_bulk({source.reference for claim in made for source in claim.sources})
        cited = [works[pk] for pk in claims.numbering(made) if pk in works]
        response = written(name, [item_of(work) for work in cited], filename=f"{page.slug}-references")
        response.cache_tags = {f"page:{page.pk}", *place_tags(page), "site", *(f"reference:{pk}" for pk in works)}
        return response


class ArticleCitation(Written):
    """How to cite the article itself."""

    parameters = CitationParameters

    @extend_schema(
        summary="The article itself, to be cited: for a reference manager, or written in each citation style",
        operation_id="article_citation",
        parameters=[CitationParameters],
        responses={**DOWNLOAD, (200, "application/json"): schema.ref("ArticleCitation")},
    )
    def get(self, request: Request, key: str) -> HttpResponse:
        name, locale = self.asked(request)
        page = self.article(key, locale)
        authors = relations.of_published([page.pk], cards_only=True)[page.pk].authors
        about = {
            "authors": [person.name for person in authors],
            "address": self.address(page),
            "site_name": self.site_name(page.locale.language_code),
        }
        if name == FORMATTED:
            response: HttpResponse = Response(self.formatted(page, about))
        else:
            response = written(name, [own_citation.item_of(page, **about)], filename=page.slug)
        response.cache_tags = {
            f"page:{page.pk}",
            *place_tags(page),
            "site",
            *(f"author:{person.id}" for person in authors),
        }
        return response

    def formatted(self, page: ArticlePage, about: dict[str, Any]) -> dict[str, Any]:
        """Give the article cited in each style, and where its other formats are."""
        style = LibrarySettings.read(Site.find_for_request(self.request)).citation_style
        address = absolute(reverse("article_citation", args=[page.pk]))
        return {
            "style": style,
            "citations": article_citing.shown(page, **about, style=style),
            "downloads": {name: f"{address}?format={name}" for name in FORMATS},
        }


class ListParameters(serializers.Serializer):
    """The query of `GET /api/v2/references/`."""

    design = serializers.ChoiceField(Design.choices, required=False, help_text="How the study was made.")
    retracted = StrictBooleanField(required=False)


class ReferenceList(Joined, generics.GenericAPIView):
    """The references that public articles cite, by title."""

    query_parameters = (*ListParameters().fields, "limit", "offset", "cursor")

    @extend_schema(
        summary="References that public articles cite",
        operation_id="references",
        parameters=[ListParameters, *PAGING_PARAMETERS],
        responses={200: schema.ref("ReferenceList")},
    )
    def get(self, request: Request) -> Response:
        parameters = ListParameters(data=request.query_params.dict())
        parameters.is_valid(raise_exception=True)
        rows = self.paginate_queryset(cited_by_public(request).filter(**parameters.validated_data))
        style = citing.style_for(request)
        response = self.get_paginated_response([described(row, style) for row in rows])
        response.cache_tags = {"articles", "references", "site"}
        return response

    def get_ordering(self) -> tuple[str, ...]:
        return ("title", "pk")


class ReferenceDetail(Joined, generics.GenericAPIView):
    """One reference with its CSL-JSON item and the public articles that cite it."""

    query_parameters = ()

    @extend_schema(
        summary="A reference, with the public articles that cite it",
        operation_id="reference",
        parameters=[],
        responses={200: OpenApiResponse(schema.ref("ReferenceDocument"))},
    )
    def get(self, request: Request, pk: int) -> Response:
        reference = cited_by_public(request).filter(pk=pk).first()
        if reference is None:
            raise Http404
        rows = Citation.objects.filter(reference=reference).order_by("pk").values_list("page_id", "number", "block")
        blocks: dict[int, list[str]] = {}
        numbers: dict[int, int] = {}
        for page_id, number, block in rows:
            numbers[page_id] = number
            blocks.setdefault(page_id, []).append(block)
        pages = public_pages(request, ArticlePage).filter(pk__in=blocks).select_related("locale").defer("body")
        articles = [
            {
                "id": page.pk,
                "title": page.title,
                "slug": page.slug,
                "html_url": self.address(page),
                "detail_url": absolute(self.detail_url(page)),
                "number": numbers[page.pk],
                "blocks": blocks[page.pk],
            }
            for page in pages.order_by("-published_at", "-pk")
        ]
        document = described(reference, citing.style_for(request))
        response = Response(document | {"csl": item_of(reference), "articles": articles})
        response.cache_tags = {
            f"reference:{reference.pk}", "articles", "site", *(f"page:{article['id']}" for article in articles),
        }  # fmt: skip
        return response


def cited_by_public(request: Request) -> QuerySet:
    """Give the references that articles cite which the public may see, on the request's site."""
    public = public_pages(request, ArticlePage).order_by().values("pk")
    return Reference.objects.filter(Exists(Citation.objects.filter(reference=OuterRef("pk"), page__in=public)))


def described(reference: Reference, style: str) -> dict[str, Any]:
    """Give a reference as lists show it."""
    return {
        "id": reference.pk,
        "detail_url": absolute(reverse("reference", args=[reference.pk])),
        "title": reference.title,
        "year": reference.year,
        "citation_html": reference.citation_in(style),
        "doi": reference.doi,
        "pmid": reference.pmid,
        "url": reference.address,
        "design": reference.design or None,
        "retracted": reference.retracted,
    }


def item_of(reference: Reference) -> dict[str, Any]:
    """Give the CSL-JSON item of a reference with an id of its own."""
    return {"id": f"reference-{reference.pk}", **reference.csl}


def written(name: str, items: Iterable[dict[str, Any]], *, filename: str) -> HttpResponse:
    """Give items as a file in one of export.FORMATS."""
    kind = export.FORMATS[name]
    response = HttpResponse(kind.write(items), content_type=f"{kind.media_type}; charset=utf-8")
    response["Content-Disposition"] = content_disposition_header(True, f"{filename}.{kind.extension}")
    response["X-Content-Type-Options"] = "nosniff"
    return response


def components() -> dict[str, schema.Schema]:
    """Give the OpenAPI components of these endpoints."""
    reference = {
        "id": schema.INTEGER,
        "detail_url": schema.URI,
        "title": schema.STRING,
        "year": schema.nullable(schema.INTEGER),
        "citation_html": schema.HTML,
        "doi": schema.nullable(schema.STRING),
        "pmid": schema.nullable(schema.STRING),
        "url": schema.nullable(schema.URI),
        "design": schema.nullable(schema.ref("StudyDesign")),
        "retracted": schema.BOOLEAN,
    }
    article = schema.record(
        id=schema.INTEGER, title=schema.STRING, slug=schema.STRING, html_url=schema.URI, detail_url=schema.URI,
        number=schema.INTEGER, blocks=schema.listed(schema.UUID),
    )  # fmt: skip
    citation = schema.record(
        style={"type": "string", "enum": CitationStyle.values}, label=schema.STRING, html=schema.HTML, text=schema.STRING,
    )  # fmt: skip
    csl = schema.OBJECT | {"description": "The CSL-JSON item (citationstyles.org)."}
    meta = schema.record(total_count=schema.INTEGER, next_cursor=schema.nullable(schema.STRING))
    return {
        "Reference": schema.record(**reference),
        "ArticleCitation": schema.record(
            style={"type": "string", "enum": CitationStyle.values, "description": "The site's, which comes first."},
            citations=schema.listed(citation),
            downloads=schema.record(**dict.fromkeys(FORMATS, schema.URI)),
        ),
        "ReferenceList": schema.record(meta=meta, items=schema.listed(schema.ref("Reference"))),
        "ReferenceDocument": schema.record(**reference, csl=csl, articles=schema.listed(article)),
    }


def add_components(result: dict, **kwargs: object) -> dict:
    """Add these components to the OpenAPI document (a drf-spectacular postprocessing hook)."""
    result.setdefault("components", {}).setdefault("schemas", {}).update(components())
    return result
