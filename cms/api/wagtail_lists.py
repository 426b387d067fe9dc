"""What Wagtail's own lists are asked, kept to what a database can answer: anything else is a 400 that says why."""

from types import SimpleNamespace

from django.db.models import Manager, Model, QuerySet
from rest_framework.fields import Field
from rest_framework.request import Request
from rest_framework.views import APIView
from wagtail.api.v2.filters import FieldsFilter, SearchFilter
from wagtail.api.v2.pagination import WagtailPagination
from wagtail.api.v2.utils import BadRequestError
from wagtail.documents.api.v2.serializers import DocumentSerializer
from wagtail.images.api.v2.serializers import ImageDownloadUrlField, ImageSerializer
from wagtail.images.models import AbstractImage

from articles.api.filters import MAX_SEARCH, words_of
from articles.api.formats import absolute
from cms.api.pagination import IMPOSSIBLE, MAX_OFFSET

OPERATORS = {"and", "or"}
NO_SUCH_VALUE = "A value that this list is filtered by is not one that its field can have."


class BoundedPagination(WagtailPagination):
    """Wagtail's `limit` and `offset`; an offset beyond what any list is walked to is refused, not sent to the database."""

    def paginate_queryset(self, queryset: QuerySet, request: Request, view: APIView | None = None) -> list:
        offset = request.GET.get("offset", "0")
        if offset.isdecimal() and int(offset[:20]) > MAX_OFFSET:
            raise BadRequestError(f"offset cannot be higher than {MAX_OFFSET}")
        try:
            return list(super().paginate_queryset(queryset, request, view))
        except IMPOSSIBLE:
            raise BadRequestError(NO_SUCH_VALUE) from None


class PossibleFields(FieldsFilter):
    """Wagtail's filter by field, which says so where a value is none of that field's."""

    def filter_queryset(self, request: Request, queryset: QuerySet, view: APIView) -> QuerySet:
        try:
            return super().filter_queryset(request, queryset, view)
        except IMPOSSIBLE:
            raise BadRequestError(NO_SUCH_VALUE) from None


class WordSearch(SearchFilter):
    """Wagtail's search, asked for the words alone: quotes and operators are syntax to the databases only."""

    def filter_queryset(self, request: Request, queryset: QuerySet, view: APIView) -> QuerySet:
        if "search" not in request.GET:
            return queryset
        asked = request.GET.copy()
        if len(asked["search"]) > MAX_SEARCH:
            raise BadRequestError(f"search cannot be longer than {MAX_SEARCH} characters")
        if asked.get("search_operator", "and") not in OPERATORS:
            raise BadRequestError("search_operator must be 'and' or 'or'")
        asked["search"] = words_of(asked["search"])
        return super().filter_queryset(SimpleNamespace(GET=asked), queryset, view)


class PrefetchedTags(Field):
    """The names of an object's tags, which its list has fetched for all rows."""

    def to_representation(self, tags: Manager) -> list[str]:
        return sorted(tag.name for tag in tags.all())


class TagsInOneGo:
    """A serializer that asks nothing for each row's tags, as Wagtail's would."""

    def build_property_field(self, field_name: str, model_class: type[Model]) -> tuple[type, dict]:
        if field_name == "tags":
            return PrefetchedTags, {}
        return super().build_property_field(field_name, model_class)


class AbsoluteDownloadUrl(ImageDownloadUrlField):
    """Where an image's file is, with scheme and host, as Wagtail has it for documents."""

    def to_representation(self, image: AbstractImage) -> str:
        return absolute(super().to_representation(image))


class ImagesInOneGo(TagsInOneGo, ImageSerializer):
    """Wagtail's images."""

    download_url = AbsoluteDownloadUrl(read_only=True)


class DocumentsInOneGo(TagsInOneGo, DocumentSerializer):
    """Wagtail's documents."""


OURS = {FieldsFilter: PossibleFields, SearchFilter: WordSearch}


def filters(wagtails: list[type]) -> list[type]:
    """Give an endpoint's filters in their order, with ours in the place of those that they replace."""
    return [OURS.get(backend, backend) for backend in wagtails]
