"""Wagtail's v2 API, with our error shape and a description of its own."""

from typing import Any

from django.db.models import Model, Q
from django.utils import timezone
from django.utils.functional import cached_property
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.serializers import SerializerMethodField
from rest_framework.viewsets import GenericViewSet
from wagtail.api.v2.filters import FieldsFilter, OrderingFilter
from wagtail.api.v2.router import WagtailAPIRouter
from wagtail.api.v2.serializers import PageSerializer
from wagtail.api.v2.utils import BadRequestError
from wagtail.api.v2.views import BaseAPIViewSet, PagesAPIViewSet
from wagtail.contrib.redirects.api import RedirectsAPIViewSet, RedirectSerializer
from wagtail.contrib.redirects.models import Redirect
from wagtail.documents.api.v2.views import DocumentsAPIViewSet
from wagtail.images.api.v2.views import ImagesAPIViewSet
from wagtail.models import Page, Site

from articles.api import page_fields
from articles.api.visibility import open_pages, public_pages, site_id
from articles.models import ArticleIndexPage, ArticlePage
from cms import paths, redirects
from cms.api import wagtail_lists
from cms.api.articles import front_end_url
from home.models import HomePage

FOLLOWED = {Page, HomePage, ArticleIndexPage, ArticlePage}
QUERY = OpenApiParameter.QUERY
COMMON = [
    OpenApiParameter(
        "fields", description="Which fields: `*`, `summary,body`, `_,title` (no others), `-title` (without it)."
    ),
    OpenApiParameter(
        "rich_text_format", enum=["html", "db_html", "markdown", "db_markdown"], default="html", location=QUERY
    ),
]
LISTING = [
    OpenApiParameter("limit", OpenApiTypes.INT, description="At most 100."),
    OpenApiParameter("offset", OpenApiTypes.INT),
    OpenApiParameter("order", description="A field, `-` before it turned round, or `random`."),
]
SEARCH = [
    OpenApiParameter("search"),
    OpenApiParameter("search_operator", enum=["and", "or"]),
]
TREE = [
    OpenApiParameter("type", description="Page types with commas between them, as `articles.ArticlePage`."),
    OpenApiParameter("child_of", description="A page's id, or `root`."),
    OpenApiParameter("descendant_of", description="A page's id, or `root`."),
    OpenApiParameter("ancestor_of", OpenApiTypes.INT),
    OpenApiParameter("translation_of", description="A page's id, or `root`."),
    OpenApiParameter("locale"),
    OpenApiParameter("site", description="A host name, with its port if it has one."),
]
# Nothing of it is required: `fields=_,title` leaves out even the id.
ITEM = {
    "type": "object",
    "properties": {
        "id": {"type": "integer"},
        "title": {"type": "string"},
        "meta": {
            "type": "object",
            "properties": {
                "type": {"type": "string"},
                "detail_url": {"type": ["string", "null"]},
                "html_url": {"type": ["string", "null"]},
                "slug": {"type": "string"},
                "locale": {"type": "string"},
            },
            "additionalProperties": True,
        },
    },
    "additionalProperties": True,
}
LIST = {
    "type": "object",
    "required": ["meta", "items"],
    "properties": {
        "meta": {"type": "object", "required": ["total_count"], "properties": {"total_count": {"type": "integer"}}},
        "items": {"type": "array", "items": ITEM},
    },
}


def described(what: str, *parameters: OpenApiParameter, path: str = ""):
    """Give the class decorator that describes one of Wagtail's endpoints: its serializers are made for each request."""
    find = [OpenApiParameter("id", OpenApiTypes.INT), *parameters]
    if path:
        find.append(OpenApiParameter("html_path", description=path))
    views = {
        "listing_view": {
            "summary": f"List {what}",
            "parameters": [*COMMON, *LISTING, *parameters],
            "responses": {200: LIST},
        },
        "detail_view": {"summary": f"One of the {what}", "parameters": COMMON, "responses": {200: ITEM}},
        "find_view": {"summary": f"Find one of the {what}", "parameters": find, "responses": {302: None}},
    }

    def describe(endpoint: type) -> type:
        for name, words in views.items():
            operation = f"{what}_{name.removesuffix('_view')}"
            setattr(endpoint, name, extend_schema(operation_id=operation, **words)(_passing_on(endpoint, name)))
        return endpoint

    return describe


def _passing_on(endpoint: type, name: str):
    """Give a method of the endpoint's own, so that a description of it is not one of Wagtail's class."""

    def method(self, *args, **kwargs):
        return getattr(super(endpoint, self), name)(*args, **kwargs)

    method.__name__ = name
    return method


class Told:
    """A serializer that tells its view whatever object it shows, nested ones as well."""

    def to_representation(self, instance):
        self.context["view"].shown.add(instance)
        return super().to_representation(instance)


class PublicEndpoint(BaseAPIViewSet):
    """Sends what a viewset raises past Wagtail's own shape to ours; a public read needs no session.

    Its answers carry the tags of the objects that its serializers have shown, those of `around`, and of the kind for lists.
    """

    public = True
    authentication_classes: list = []
    renderer_classes = [JSONRenderer]
    filter_backends: list = []
    pagination_class = wagtail_lists.BoundedPagination
    kind = ""
    around: frozenset[str] = frozenset()

    @cached_property
    def shown(self) -> set[Model]:
        """What the serializers have shown so far."""
        return set()

    def tags(self) -> set[str]:
        """Give the cache tags of what is shown."""
        return {f"{self.kind}:{row.pk}" for row in self.shown}

    def is_followed(self) -> bool:
        """Tell whether all that this answer shows has tags."""
        return "search" not in self.request.GET and self.request.GET.get("order") != "random"

    def finalize_response(self, request, response, *args, **kwargs):
        if response.status_code == 200:
            response.cache_tags = {*self.tags(), *self.around, "site"}
            if self.action == "listing_view":
                response.cache_tags.add(f"{self.kind}s")
            if not self.is_followed():
                response.valid_until = timezone.now()
        return super().finalize_response(request, response, *args, **kwargs)

    def find_object(self, queryset, request):
        try:
            return super().find_object(queryset, request)
        except (ValueError, OverflowError):
            raise BadRequestError("id must be a positive integer") from None

    def handle_exception(self, exc):
        return GenericViewSet.handle_exception(self, exc)


class PagesTold(Told, PageSerializer):
    """Wagtail's pages."""

    alias_of = page_fields.AliasOfField(read_only=True)


@described("pages", *SEARCH, *TREE, path="The path of the page's address.")
class PagesEndpoint(PublicEndpoint, PagesAPIViewSet):
    """`/api/v2/pages/`: Wagtail's semantics and parameters, and the articles' own fields."""

    kind = "page"
    base_serializer_class = PagesTold
    filter_backends = wagtail_lists.filters(PagesAPIViewSet.filter_backends)

    @classmethod
    def get_body_fields(cls, model):
        # What is there for the write API is read here in its public shape, or not at all.
        wagtails = [field for field in super().get_body_fields(model) if not field.writable]
        return [*wagtails, *page_fields.of(model)]

    @classmethod
    def get_available_fields(cls, model, db_fields_only=False):
        names = super().get_available_fields(model, db_fields_only)
        # No list is filtered or sorted by the raw JSON of a body.
        return [name for name in names if not (db_fields_only and name == "body")]

    def get_queryset(self):
        return super().get_queryset().select_related("locale", "alias_of")

    def paginate_queryset(self, queryset):
        self.rows = super().paginate_queryset(queryset)
        return self.rows

    @cached_property
    def batch(self):
        """What the pages of this answer point at."""
        return page_fields.Batch(
            self.rows if self.action == "listing_view" else [self.get_object()],
            public=public_pages(self.request),
            address=lambda page: front_end_url(page, self.request),
            rich_text_format=self.resolve_rich_text_format(),
        )

    def tags(self) -> set[str]:
        # The page above is shown with its title, and looked up but once.
        above = {getattr(page, "_cached_parent_obj", None) for page in self.shown} - {None}
        shown = {page.pk for page in (*self.shown, *above)} | {page.alias_of_id for page in self.shown}
        return {f"page:{pk}" for pk in shown - {None}} | (self.batch.tags() if self.shown else set())

    def is_followed(self) -> bool:
        # What pages of further types show, nobody here knows.
        return super().is_followed() and all(type(page) in FOLLOWED for page in self.shown)


class ImagesTold(Told, wagtail_lists.ImagesInOneGo):
    """Wagtail's images."""


@described("images", *SEARCH)
class ImagesEndpoint(PublicEndpoint, ImagesAPIViewSet):
    """`/api/v2/images/`."""

    kind = "image"
    base_serializer_class = ImagesTold
    around = frozenset({"collections", "tags"})
    filter_backends = wagtail_lists.filters(ImagesAPIViewSet.filter_backends)

    def get_queryset(self):
        return super().get_queryset().prefetch_related("tags")


class DocumentsTold(Told, wagtail_lists.DocumentsInOneGo):
    """Wagtail's documents."""


@described("documents", *SEARCH)
class DocumentsEndpoint(PublicEndpoint, DocumentsAPIViewSet):
    """`/api/v2/documents/`."""

    kind = "document"
    base_serializer_class = DocumentsTold
    around = frozenset({"collections", "tags"})
    filter_backends = wagtail_lists.filters(DocumentsAPIViewSet.filter_backends)

    def get_queryset(self):
        return super().get_queryset().prefetch_related("tags")


class LocatedRedirect(RedirectSerializer):
    """A redirect with the address that it leads to, as the front end has it."""

    location = SerializerMethodField()

    def get_location(self, redirect: Redirect) -> str:
        request = self.context["request"]
        if redirect.redirect_page_id:
            return front_end_url(redirect.redirect_page, request)
        site = site_id(request)
        root_url = next((root.root_url for root in Site.get_site_root_paths() if root.site_id == site), "")
        return redirects.absolute(redirect.redirect_link, root_url)


@described("redirects", path="The path that is asked for, as for `/resolve/`.")
class RedirectsEndpoint(PublicEndpoint, RedirectsAPIViewSet):
    """`/api/v2/redirects/`: those of the request's site; one to a page that is not public is not there."""

    kind = "redirect"
    base_serializer_class = LocatedRedirect
    around = frozenset({redirects.TAG, "pages"})
    filter_backends = wagtail_lists.filters([FieldsFilter, OrderingFilter])
    known_query_parameters = RedirectsAPIViewSet.known_query_parameters - {"search", "search_operator"}
    find_query_parameters = RedirectsAPIViewSet.find_query_parameters | {"html_path"}
    body_fields = [*RedirectsAPIViewSet.body_fields, "is_permanent"]
    listing_default_fields = [*RedirectsAPIViewSet.listing_default_fields, "is_permanent"]

    def get_queryset(self):
        site = Site.find_for_request(self.request)
        leading = Q(redirect_page__in=open_pages().values("pk")) | Q(redirect_page=None) & ~Q(redirect_link="")
        return (
            Redirect.objects.filter(leading, Q(site=site) | Q(site=None)).select_related("redirect_page").order_by("id")
        )

    def find_object(self, queryset, request):
        site = Site.find_for_request(request)
        if "html_path" not in request.GET or site is None:
            return super().find_object(queryset, request)
        try:
            found = redirects.find(request.GET["html_path"], site=site)
        except paths.TooLong:
            raise BadRequestError(f"html_path cannot be longer than {paths.MAX_LENGTH} characters") from None
        return found and queryset.filter(pk=found.pk).first()


# WAGTAILAPI_USE_FRONTENDCACHE looks the router up by this name.
api_router = WagtailAPIRouter("wagtailapi_v2")
api_router.register_endpoint("pages", PagesEndpoint)
api_router.register_endpoint("images", ImagesEndpoint)
api_router.register_endpoint("documents", DocumentsEndpoint)
api_router.register_endpoint("redirects", RedirectsEndpoint)


def page_document(request: Request, page: Page) -> tuple[dict[str, Any], set[str]]:
    """Give what `/api/v2/pages/{id}/` answers for a specific page that the public may see, to another view's request.

    With it come the cache tags of what it shows, none where these are not known.
    """
    request.wagtailapi_router = api_router
    endpoint = PagesEndpoint(request=request, format_kwarg=None, action="detail_view", kwargs={"pk": page.pk})
    endpoint._cached_object = page
    document = dict(endpoint.get_serializer(page).data)
    return document, endpoint.tags() if endpoint.is_followed() else set()
