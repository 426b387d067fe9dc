"""The moderators' API beside decisions: words changed, answers, what is featured or closed, authors, who is at what."""

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from comments import actions, bans
from comments.actions import authors
from comments.api import moderation_inputs as inputs
from comments.api import moderation_serializers as serializers
from comments.api import reasons
from comments.api.endpoints import NO_STORE
from comments.api.moderation import ModerationView, detail
from comments.errors import CommentNotFound
from comments.models import Ban, ReaderComment, Trust

DETAIL = {200: serializers.ModeratedDetailSerializer}


class _OneView(ModerationView):
    """Something done to one comment, answered with that comment."""

    @property
    def by(self) -> actions.Moderator:
        return actions.Moderator(user=self.request.user)

    def detail(self, pk: int, status: int = 200) -> Response:
        return Response(detail(pk, self.authority), status=status, headers=NO_STORE)

    def read(self, form_class) -> dict:
        form = form_class(data=self.request.data)
        form.is_valid(raise_exception=True)
        return form.validated_data


class ReasonsView(ModerationView):
    """Why comments are rejected."""

    @extend_schema(
        operation_id="moderation_reasons",
        summary="The reasons to reject that moderators choose from",
        responses={200: serializers.RejectionReasonsSerializer},
    )
    def get(self, request: Request) -> Response:
        items = reasons.documents(self.authority)
        return Response({"meta": {"total_count": len(items)}, "items": items}, headers=NO_STORE)


class WordsView(_OneView):
    """The words of a comment."""

    @extend_schema(
        operation_id="moderation_edit",
        summary="Change the words of a comment",
        description="Readers are told that a moderator changed them; `decisions[]` keeps what they were.",
        request=inputs.CorrectionInput,
        responses=DETAIL,
    )
    def put(self, request: Request, pk: int) -> Response:
        actions.edit_as_moderator(pk, by=self.by, **self.read(inputs.CorrectionInput))
        return self.detail(pk)


class AnswersView(_OneView):
    """Answers of moderators."""

    @extend_schema(
        operation_id="moderation_reply",
        summary="Answer a comment as a moderator",
        description="The reply is public at once. A comment that waits is approved with it.",
        request=inputs.WordsInput,
        responses={201: serializers.ModeratedDetailSerializer},
    )
    def post(self, request: Request, pk: int) -> Response:
        made = actions.reply(pk, by=self.by, **self.read(inputs.WordsInput))
        return self.detail(made.pk, status=201)


class FeatureView(_OneView):
    """Whether a comment is shown first on its page."""

    @extend_schema(operation_id="moderation_feature", summary="Feature a comment", request=None, responses=DETAIL)
    def put(self, request: Request, pk: int) -> Response:
        actions.feature(pk, by=self.by)
        return self.detail(pk)

    @extend_schema(operation_id="moderation_unfeature", summary="No longer feature a comment", responses=DETAIL)
    def delete(self, request: Request, pk: int) -> Response:
        actions.unfeature(pk, by=self.by)
        return self.detail(pk)


class ClosureView(_OneView):
    """Whether the thread that a comment is in takes replies."""

    @extend_schema(
        operation_id="moderation_close_thread", summary="Take no more replies", request=None, responses=DETAIL
    )
    def put(self, request: Request, pk: int) -> Response:
        actions.close(pk, by=self.by)
        return self.detail(pk)

    @extend_schema(operation_id="moderation_open_thread", summary="Take replies again", responses=DETAIL)
    def delete(self, request: Request, pk: int) -> Response:
        actions.reopen_thread(pk, by=self.by)
        return self.detail(pk)


class HandlingView(_OneView):
    """Who has a comment before them. It ends by itself after 90 seconds, and forbids nobody anything."""

    @extend_schema(
        operation_id="moderation_handle", summary="Say that you are at a comment", request=None, responses=DETAIL
    )
    def put(self, request: Request, pk: int) -> Response:
        actions.handle([pk], by=self.by)
        return self.detail(pk)

    @extend_schema(operation_id="moderation_release", summary="Say that you have left it", responses=DETAIL)
    def delete(self, request: Request, pk: int) -> Response:
        actions.release([pk], by=self.by)
        return self.detail(pk)


class _AuthorView(_OneView):
    """The author of one comment, as whom they are known."""

    def author(self, pk: int, *, rejected: int = 0) -> Response:
        rows = self.authority.comments(ReaderComment.norel_objects.filter(pk=pk))
        comment = rows.select_related("page").first()
        if comment is None:
            raise CommentNotFound
        known = authors.known_as(comment)
        kind, value = known or (None, "")
        here = self.authority.bans(Ban.objects.all())
        ban = bans.standing(kind, value, comment.page, among=here) if known else None
        # Trust is of all pages, and so for who moderates all.
        trusts = Trust.objects.in_force().filter(kind=kind, value=value.casefold())
        trust = trusts.first() if known and self.authority.everywhere else None
        told = {
            "kind": kind,
            "waiting": authors.waiting_by(comment, by=self.by).count(),
            "banned": ban is not None,
            "banned_until": ban.until if ban else None,
            "trusted": trust.is_granted if trust else None,
            "trusted_until": trust.until if trust else None,
            "rejected": rejected,
        }
        return Response(told, headers=NO_STORE)


class AuthorView(_AuthorView):
    """What moderators have said of the author of a comment."""

    @extend_schema(
        operation_id="moderation_author",
        summary="The author of a comment",
        responses={200: serializers.AuthorSerializer},
    )
    def get(self, request: Request, pk: int) -> Response:
        return self.author(pk)


class AuthorBanView(_AuthorView):
    """Banning the author of a comment."""

    @extend_schema(
        operation_id="moderation_ban_author",
        summary="Ban the author of a comment",
        request=inputs.AuthorBanInput,
        responses={200: serializers.AuthorSerializer},
    )
    def post(self, request: Request, pk: int) -> Response:
        sent = self.read(inputs.AuthorBanInput)
        how = {"by": self.by, "days": sent["days"], "reason": sent["reason"]}
        if not sent["reject_pending"]:
            actions.ban_author(pk, **how)
            return self.author(pk)
        matched = actions.ban_and_reject(pk, expected_count=sent["expected_count"], **how)
        return self.author(pk, rejected=sum(row.outcome == "changed" for row in matched.outcomes))


class AuthorTrustView(_AuthorView):
    """Trusting the author of a comment, or not."""

    @extend_schema(
        operation_id="moderation_trust_author",
        summary="Trust the author of a comment, or withdraw that",
        request=inputs.AuthorTrustInput,
        responses={200: serializers.AuthorSerializer},
    )
    def post(self, request: Request, pk: int) -> Response:
        sent = self.read(inputs.AuthorTrustInput)
        actions.trust_author(pk, by=self.by, days=sent["days"], is_granted=sent["trusted"])
        return self.author(pk)

    @extend_schema(
        operation_id="moderation_forget_author_trust",
        summary="Take back what was said of the author's trust",
        description="They are as trusted as they have earned. 404 where nothing was said.",
        responses={200: serializers.AuthorSerializer},
    )
    def delete(self, request: Request, pk: int) -> Response:
        actions.forget_author_trust(pk, by=self.by)
        return self.author(pk)
