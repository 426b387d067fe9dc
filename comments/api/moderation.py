"""The moderators' API: the queue, one comment with its log, and decisions, one or a thousand at a time."""

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.permissions import BasePermission
from rest_framework.request import Request
from rest_framework.response import Response

from comments import actions, authority, desk, queue, statistics
from comments.api import moderation_inputs as inputs
from comments.api import moderation_serializers as serializers
from comments.api import parameters, reasons, stats_serializers
from comments.api.endpoints import NO_STORE, Endpoint
from comments.authority import Authority
from comments.errors import CommentNotFound
from comments.models import ReaderComment, Status


class CanModerate(BasePermission):
    """Moderates something."""

    def has_permission(self, request, view):
        return authority.of(request.user).moderates


class ModerationView(Endpoint):
    """Never cached, and for moderators only."""

    permission_classes = [CanModerate]

    @property
    def authority(self) -> Authority:
        """Give what the user of this request may see and decide."""
        return authority.of(self.request.user)


class QueueView(ModerationView):
    """The comments that match, each with what is needed to decide."""

    narrowing = ("unseen", "article", "claim", "topic", "language", "reason")
    narrowing += ("score_min", "score_max", "submitted_after", "submitted_before", "age")
    query_parameters = frozenset(
        {"status", "page", "block", "author", "flagged", "search", "order", "limit", "cursor", *narrowing}
    )

    @extend_schema(
        operation_id="moderation_list",
        summary="The moderators' queue",
        parameters=[
            OpenApiParameter("status", enum=Status.values),
            OpenApiParameter("page", OpenApiTypes.INT),
            OpenApiParameter("block"),
            OpenApiParameter("author", description="An e-mail address, or beginnings of a name."),
            OpenApiParameter("flagged", OpenApiTypes.BOOL),
            OpenApiParameter(
                "search",
                description="Beginnings of words in the text or the name, words in a row in quotes, an e-mail address.",
            ),
            OpenApiParameter("unseen", OpenApiTypes.BOOL, description="What rules approved and no moderator has seen."),
            OpenApiParameter("article", description="A part of the article's title."),
            OpenApiParameter("claim", description="Words of the claim's heading."),
            OpenApiParameter("topic", description="The slug of a topic of the article."),
            OpenApiParameter("language", description="The article's."),
            OpenApiParameter("reason", description="The code of one of the rules' reasons."),
            OpenApiParameter("score_min", OpenApiTypes.NUMBER),
            OpenApiParameter("score_max", OpenApiTypes.NUMBER),
            OpenApiParameter("submitted_after", OpenApiTypes.DATETIME),
            OpenApiParameter("submitted_before", OpenApiTypes.DATETIME),
            OpenApiParameter("age", enum=list(queue.AGES), description="Written so lately, or over so long ago."),
            OpenApiParameter("order", enum=queue.ORDERS, default="submitted_at"),
            OpenApiParameter("limit", OpenApiTypes.INT),
            OpenApiParameter("cursor"),
        ],
        responses={200: serializers.QueueSerializer},
    )
    def get(self, request: Request) -> Response:
        asked = request.query_params
        further = inputs.QueueFilter(data={name: asked[name] for name in self.narrowing if asked.get(name)})
        further.is_valid(raise_exception=True)
        rows = queue.comments(
            queue.Filters(
                status=parameters.choice(request, "status", Status.values, default=""),
                page=parameters.identifier(request, "page"),
                block=asked.get("block", "")[:36],
                author=asked.get("author", "").strip()[:254],
                flagged=parameters.flag(request, "flagged"),
                search=asked.get("search", "").strip()[:200],
                **further.validated_data,
            ),
            among=self.authority,
        )
        found, next_cursor = queue.page(
            rows,
            order=parameters.choice(request, "order", queue.ORDERS, default="submitted_at"),
            limit=parameters.limit(request),
            cursor=parameters.cursor(request),
        )
        meta = queue.counted(rows) | {"next_cursor": next_cursor}
        return Response({"meta": meta, "items": desk.documents(found, among=self.authority)}, headers=NO_STORE)


class ModeratedView(ModerationView):
    """One comment, the conversation around it and its log."""

    @extend_schema(
        operation_id="moderation_detail",
        summary="One comment for a moderator",
        responses={200: serializers.ModeratedDetailSerializer},
    )
    def get(self, request: Request, pk: int) -> Response:
        return Response(detail(pk, self.authority), headers=NO_STORE)


class DecisionsView(ModerationView):
    """Deciding about one comment."""

    @extend_schema(
        operation_id="moderation_decide",
        summary="Decide about a comment",
        request=inputs.DecisionInput,
        responses={200: serializers.ModeratedDetailSerializer},
    )
    def post(self, request: Request, pk: int) -> Response:
        form = inputs.DecisionInput(data=request.data)
        form.is_valid(raise_exception=True)
        sent = form.validated_data
        by = actions.Moderator(user=request.user)
        if sent["decision"] == "reject":
            self._reject(pk, sent, by)
        else:
            kept = {name: sent[name] for name in ("version", "reason", "note") if name in sent}
            actions.decide(pk, sent["decision"], by=by, **kept)
        return Response(detail(pk, self.authority), headers=NO_STORE)

    def _reject(self, pk: int, sent: dict, by: actions.Moderator) -> None:
        versions = {pk: sent["version"]} if "version" in sent else {}
        reason = reasons.chosen(sent.get("reason_id"))
        (outcome,) = actions.reject_for(
            [pk],
            by=by,
            reason=reason,
            versions=versions,
            label=sent["reason"],
            note=sent["note"],
            is_mailed=sent["mail"],
        )
        if outcome.error:
            raise outcome.error


class BulkDecisionsView(ModerationView):
    """Deciding the same about many comments."""

    @extend_schema(
        operation_id="moderation_decide_many",
        summary="Decide about many comments",
        request=inputs.BulkDecisionInput,
        responses={200: serializers.OutcomesSerializer},
    )
    def post(self, request: Request) -> Response:
        form = inputs.BulkDecisionInput(data=request.data)
        form.is_valid(raise_exception=True)
        sent = form.validated_data
        how = {"by": actions.Moderator(user=request.user), "note": sent["note"]}
        rejection = {}
        if sent["decision"] == "reject":
            rejection = {"reason": reasons.chosen(sent.get("reason_id")), "is_mailed": sent["mail"]}
        more = {}
        if "filter" in sent:
            rows = queue.comments(queue.Filters(**sent["filter"]), among=self.authority)
            how |= {"expected_count": sent["expected_count"], "reason": sent["reason"], "rejection": rejection}
            matched = actions.decide_matching(rows, sent["decision"], **how)
            outcomes, more = matched.outcomes, {"remaining": matched.remaining}
        elif rejection:
            outcomes = actions.reject_for(sent["ids"], label=sent["reason"], **how, **rejection)
        else:
            outcomes = actions.decide_many(sent["ids"], sent["decision"], reason=sent["reason"], **how)
        return _outcomes(outcomes, **more)


class SeenView(ModerationView):
    """Telling what has been looked at."""

    @extend_schema(
        operation_id="moderation_see",
        summary="Mark comments as seen",
        request=inputs.SeenInput,
        responses={200: serializers.OutcomesSerializer},
    )
    def post(self, request: Request) -> Response:
        form = inputs.SeenInput(data=request.data)
        form.is_valid(raise_exception=True)
        return _outcomes(actions.see(form.validated_data["ids"], by=actions.Moderator(user=request.user)))


class StatsView(ModerationView):
    """The moderators' work in numbers."""

    query_parameters = frozenset({"days"})

    @extend_schema(
        operation_id="moderation_stats",
        summary="What waits, and what was decided lately",
        parameters=[OpenApiParameter("days", OpenApiTypes.INT, enum=statistics.DAYS, default=30)],
        responses={200: stats_serializers.StatsSerializer},
    )
    def get(self, request: Request) -> Response:
        days = parameters.choice(request, "days", [str(days) for days in statistics.DAYS], default="30")
        return Response(statistics.of_the_last(int(days), among=self.authority), headers=NO_STORE)


def detail(pk: int, among: Authority) -> dict:
    """Give one comment with its thread and its log; raise CommentNotFound for what this moderator does not see."""
    comment = among.comments(ReaderComment.norel_objects.filter(pk=pk)).select_related("page__discussion").first()
    if comment is None:
        raise CommentNotFound
    document = desk.documents([comment], among=among)[0]
    return document | {"thread": desk.conversation(comment), "decisions": desk.decisions(pk)}


def _outcomes(outcomes: list[actions.Outcome], **more: int) -> Response:
    items = [{"id": row.id, "status": row.status or None, "outcome": row.outcome} for row in outcomes]
    changed = sum(row.outcome == "changed" for row in outcomes)
    return Response({"meta": {"total_count": len(items), "changed": changed} | more, "items": items}, headers=NO_STORE)
