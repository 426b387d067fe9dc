"""The moderators' API of bans."""

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response
from wagtail.models import Page

from comments import actions
from comments.api.endpoints import NO_STORE
from comments.api.moderation import ModerationView
from comments.api.paging import newest_first
from comments.api.serializers import BIGGEST_ID
from comments.errors import InvalidComment
from comments.models import Ban


class BanInput(serializers.Serializer):
    """Whom to ban: exactly one of email, domain, ip_hash, user and visitor; domain and ip_hash by senior moderators only.

    With `section`, the id of a page, on that page and all below it. Who moderates a section only bans there, and may leave
    it out if it is the only one.
    """

    email = serializers.EmailField(max_length=254, required=False)
    domain = serializers.CharField(max_length=253, required=False)
    ip_hash = serializers.CharField(max_length=64, required=False, help_text="`author.ip_hash` of a comment.")
    user = serializers.IntegerField(min_value=1, max_value=BIGGEST_ID, required=False)
    visitor = serializers.CharField(max_length=80, required=False, help_text="`author.visitor` of a comment.")
    section = serializers.IntegerField(min_value=1, max_value=BIGGEST_ID, required=False, allow_null=True, default=None)
    reason = serializers.CharField(max_length=200, required=False, allow_blank=True, default="")
    until = serializers.DateTimeField(required=False, allow_null=True, default=None)


class BannerSerializer(serializers.Serializer):
    name = serializers.CharField(allow_null=True)


class BanSectionSerializer(serializers.Serializer):
    """The page on which, and on all below which, somebody is banned."""

    id = serializers.IntegerField()
    title = serializers.CharField()


class BanSerializer(serializers.Serializer):
    """A ban; of email, domain, ip_hash, user and visitor one is not null."""

    id = serializers.IntegerField()
    email = serializers.CharField(allow_null=True)
    domain = serializers.CharField(allow_null=True)
    ip_hash = serializers.CharField(allow_null=True)
    user = serializers.IntegerField(allow_null=True)
    visitor = serializers.CharField(allow_null=True)
    section = BanSectionSerializer(allow_null=True, help_text="Null: on all pages.")
    reason = serializers.CharField(allow_blank=True)
    until = serializers.DateTimeField(allow_null=True)
    in_force = serializers.BooleanField()
    created_at = serializers.DateTimeField()
    created_by = BannerSerializer()


class BansMeta(serializers.Serializer):
    total_count = serializers.IntegerField()
    next_cursor = serializers.CharField(allow_null=True)


class BansSerializer(serializers.Serializer):
    """A page of the bans, the newest first."""

    meta = BansMeta()
    items = BanSerializer(many=True)


class BansView(ModerationView):
    """The bans that the asker's authority reaches, and a new one."""

    query_parameters = frozenset({"limit", "cursor"})

    @extend_schema(
        operation_id="moderation_bans",
        summary="Bans, the newest first",
        parameters=[OpenApiParameter("limit", OpenApiTypes.INT), OpenApiParameter("cursor")],
        responses={200: BansSerializer},
    )
    def get(self, request: Request) -> Response:
        known = self.authority.bans(Ban.objects.all())
        found, meta = newest_first(request, known.select_related("created_by", "section"))
        return Response({"meta": meta, "items": [_document(row) for row in found]}, headers=NO_STORE)

    @extend_schema(
        operation_id="moderation_ban",
        summary="Ban somebody",
        description="Whoever is banned already is so from now on with this reason and end.",
        request=BanInput,
        responses={201: BanSerializer},
    )
    def post(self, request: Request) -> Response:
        form = BanInput(data=request.data)
        form.is_valid(raise_exception=True)
        sent = form.validated_data
        chosen = [kind for kind in Ban.Kind.values if kind in sent]
        if len(chosen) != 1:
            names = ", ".join(Ban.Kind.values)
            raise ValidationError({kind: [f"Exactly one of {names}."] for kind in chosen or Ban.Kind.values})
        row = actions.ban(
            chosen[0],
            str(sent[chosen[0]]),
            by=actions.Moderator(user=request.user),
            section=self._section(sent["section"]),
            reason=sent["reason"],
            until=sent["until"],
        )
        return Response(_document(row), status=201, headers=NO_STORE)

    def _section(self, page_id: int | None) -> Page | None:
        """Give the page that was named; one outside of what the asker moderates is as none."""
        if page_id is None:
            return None
        page = self.authority.pages(Page.objects.filter(pk=page_id)).first()
        if page is None:
            raise InvalidComment("section", "There is no such page.", "not_found")
        return page


class BanView(ModerationView):
    """One ban, to be lifted."""

    query_parameters = frozenset()

    @extend_schema(operation_id="moderation_ban_lift", summary="Lift a ban", responses={204: None})
    def delete(self, request: Request, pk: int) -> Response:
        actions.lift(pk, by=actions.Moderator(user=request.user))
        return Response(status=204, headers=NO_STORE)


def _document(ban: Ban) -> dict:
    of_kind = {kind: ban.value if kind == ban.kind else None for kind in Ban.Kind.values}
    if ban.kind == Ban.Kind.USER:
        of_kind["user"] = int(ban.value)
    return {
        "id": ban.pk,
        **of_kind,
        "section": ban.section and {"id": ban.section_id, "title": ban.section.title},
        "reason": ban.reason,
        "until": ban.until,
        "in_force": ban.is_in_force,
        "created_at": ban.created_at,
        "created_by": {"name": actions.Moderator(user=ban.created_by).name or None},
    }
