"""The moderators' API of saved filters."""

from django.db.models import Q
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from wagtail.models import Page

from comments import actions, searches, staff
from comments.api.endpoints import NO_STORE
from comments.api.moderation import ModerationView
from comments.api.moderation_inputs import QueueFilter
from comments.api.paging import newest_first
from comments.errors import InvalidComment
from comments.models import SavedFilter


class SearchSerializer(QueueFilter):
    """What a saved filter looks for, as the list of comments and bulk decisions take it.

    It is shown by the queue in the admin as well, which has no blocks, and ages instead of moments.
    """

    block = submitted_after = submitted_before = None  # not inherited
    flagged = serializers.BooleanField(required=False, help_text="True: only what has open reports.")

    def validate(self, attrs: dict) -> dict:
        """Keep an age as it is: it is counted from when the filter is used."""
        return attrs


class SavedFilterInput(serializers.Serializer):
    """A search under a name. The same name again replaces what it stood for."""

    name = serializers.CharField(max_length=60)
    filter = SearchSerializer()
    shared = serializers.BooleanField(required=False, default=False, help_text="Whether all moderators see it.")


class OwnerSerializer(serializers.Serializer):
    name = serializers.CharField()


class SavedFilterSerializer(serializers.Serializer):
    """A saved filter of one's own, or one that its owner shares. `query` is what the queue's address in the admin has."""

    id = serializers.IntegerField()
    name = serializers.CharField()
    filter = SearchSerializer()
    query = serializers.CharField(allow_blank=True)
    shared = serializers.BooleanField()
    own = serializers.BooleanField()
    owner = OwnerSerializer()


class SavedFiltersMeta(serializers.Serializer):
    total_count = serializers.IntegerField()
    next_cursor = serializers.CharField(allow_null=True)


class SavedFiltersSerializer(serializers.Serializer):
    """A page of saved filters, the newest first."""

    meta = SavedFiltersMeta()
    items = SavedFilterSerializer(many=True)


class FiltersView(ModerationView):
    """The filters that the asker has saved or others share, and a new one."""

    query_parameters = frozenset({"limit", "cursor"})

    @extend_schema(
        operation_id="moderation_filters",
        summary="Saved filters, the newest first",
        parameters=[OpenApiParameter("limit", OpenApiTypes.INT), OpenApiParameter("cursor")],
        responses={200: SavedFiltersSerializer},
    )
    def get(self, request: Request) -> Response:
        known = SavedFilter.objects.filter(Q(owner=request.user) | Q(is_shared=True))
        found, meta = newest_first(request, known.select_related("owner"))
        return Response({"meta": meta, "items": [_document(row, request.user) for row in found]}, headers=NO_STORE)

    @extend_schema(
        operation_id="moderation_save_filter",
        summary="Save a filter",
        request=SavedFilterInput,
        responses={201: SavedFilterSerializer},
    )
    def post(self, request: Request) -> Response:
        form = SavedFilterInput(data=request.data)
        form.is_valid(raise_exception=True)
        sent = form.validated_data
        page = sent["filter"].get("page")
        if page and not self.authority.pages(Page.objects.filter(pk=page)).exists():
            raise InvalidComment("filter", "There is no such page.", "not_found")
        try:
            query = searches.address_of(sent["filter"])
        except ValueError as error:
            raise InvalidComment("filter", f"A saved filter takes no such {error}.") from None
        by = actions.Moderator(user=request.user)
        row = actions.save_filter(sent["name"], by=by, query=query, is_shared=sent["shared"])
        return Response(_document(row, request.user), status=201, headers=NO_STORE)


class FilterView(ModerationView):
    """One saved filter, to be deleted."""

    query_parameters = frozenset()

    @extend_schema(
        operation_id="moderation_forget_filter", summary="Delete a saved filter of one's own", responses={204: None}
    )
    def delete(self, request: Request, pk: int) -> Response:
        actions.forget_filter(pk, by=actions.Moderator(user=request.user))
        return Response(status=204, headers=NO_STORE)


def _document(row: SavedFilter, user) -> dict:
    return {
        "id": row.pk,
        "name": row.name,
        "filter": searches.filter_of(row.query),
        "query": row.query,
        "shared": row.is_shared,
        "own": row.owner_id == user.pk,
        "owner": {"name": staff.public_name(row.owner)},
    }
