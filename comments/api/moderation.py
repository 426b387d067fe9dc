"""The moderators' API: the queue, one comment with its log, and decisions, one or a thousand at a time."""

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.permissions import BasePermission
from rest_framework.request import Request
from rest_framework.response import Response

from comments import actions, desk, queue
from comments.actions.submitting import PERMISSION
from comments.api import parameters, serializers
from comments.api.endpoints import Endpoint
from comments.errors import CommentNotFound
from comments.models import ReaderComment, Status

NO_STORE = {"Cache-Control": "no-store"}


class CanModerate(BasePermission):
    """Holds `comments.moderate_comment`."""

    def has_permission(self, request, view):
        return request.user.is_authenticated and request.user.has_perm(PERMISSION)


class ModerationView(Endpoint):
    """Never cached, and for moderators only."""

    permission_classes = [CanModerate]


class QueueView(ModerationView):
    """The comments that match, each with what is needed to decide."""

    query_parameters = frozenset({"status", "page", "block", "author", "flagged", "search", "order", "limit", "cursor"})

    @extend_schema(
        operation_id="moderation_list",
        summary="The moderators' queue",
        parameters=[
            OpenApiParameter("status", enum=Status.values),
            OpenApiParameter("page", OpenApiTypes.INT),
            OpenApiParameter("block"),
            OpenApiParameter("author", description="An e-mail address, or a part of a name."),
            OpenApiParameter("flagged", OpenApiTypes.BOOL),
            OpenApiParameter("search", description="Words in the text or the name."),
            OpenApiParameter("order", enum=queue.ORDERS, default="submitted_at"),
            OpenApiParameter("limit", OpenApiTypes.INT),
            OpenApiParameter("cursor"),
        ],
        responses={200: serializers.QueueSerializer},
    )
    def get(self, request: Request) -> Response:
        asked = request.query_params
        rows = queue.comments(
            queue.Filters(
                status=parameters.choice(request, "status", Status.values, default=""),
                page=parameters.identifier(request, "page"),
                block=asked.get("block", "")[:36],
                author=asked.get("author", "").strip()[:254],
                flagged=parameters.flag(request, "flagged"),
                search=asked.get("search", "").strip()[:200],
            )
        )
        found, next_cursor = queue.page(
            rows,
            order=parameters.choice(request, "order", queue.ORDERS, default="submitted_at"),
            limit=parameters.limit(request),
            cursor=asked.get("cursor", ""),
        )
        meta = queue.counted(rows) | {"next_cursor": next_cursor}
        return Response({"meta": meta, "items": desk.documents(found)}, headers=NO_STORE)


class ModeratedView(ModerationView):
    """One comment, the conversation around it and its log."""

    @extend_schema(
        operation_id="moderation_detail",
        summary="One comment for a moderator",
        responses={200: serializers.ModeratedDetailSerializer},
    )
    def get(self, request: Request, pk: int) -> Response:
        return Response(_detail(pk), headers=NO_STORE)


class DecisionsView(ModerationView):
    """Deciding about one comment."""

    @extend_schema(
        operation_id="moderation_decide",
        summary="Decide about a comment",
        request=serializers.DecisionInput,
        responses={200: serializers.ModeratedDetailSerializer},
    )
    def post(self, request: Request, pk: int) -> Response:
        form = serializers.DecisionInput(data=request.data)
        form.is_valid(raise_exception=True)
        actions.decide(pk, by=actions.Moderator(user=request.user), **form.validated_data)
        return Response(_detail(pk), headers=NO_STORE)


class BulkDecisionsView(ModerationView):
    """Deciding the same about many comments."""

    @extend_schema(
        operation_id="moderation_decide_many",
        summary="Decide about many comments",
        request=serializers.BulkDecisionInput,
        responses={200: serializers.OutcomesSerializer},
    )
    def post(self, request: Request) -> Response:
        form = serializers.BulkDecisionInput(data=request.data)
        form.is_valid(raise_exception=True)
        sent = form.validated_data
        outcomes = actions.decide_many(
            sent["ids"], sent["decision"], by=actions.Moderator(user=request.user), reason=sent["reason"]
        )
        items = [{"id": row.id, "status": row.status or None, "outcome": row.outcome} for row in outcomes]
        changed = sum(row.outcome == "changed" for row in outcomes)
        return Response({"meta": {"total_count": len(items), "changed": changed}, "items": items}, headers=NO_STORE)


def _detail(pk: int) -> dict:
    comment = ReaderComment.norel_objects.filter(pk=pk).select_related("page").first()
    if comment is None:
        raise CommentNotFound
    document = desk.documents([comment])[0]
    return document | {"thread": desk.conversation(comment), "decisions": desk.decisions(pk)}
