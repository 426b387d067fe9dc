"""Likes, dislikes and reports: each counted once for a reader, however often it is sent."""

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from comments import actions, discussions
from comments.api import clients, serializers
from comments.api.endpoints import NO_STORE, PublicView
from comments.api.lookups import shown
from comments.errors import CommentNotFound
from comments.models import Reaction

READER = OpenApiParameter(
    "X-Reader",
    location=OpenApiParameter.HEADER,
    description="A random id of 16 to 64 letters, digits, - and _ that a front end keeps for a reader who has no account.",
)
VALUE = OpenApiParameter("value", OpenApiTypes.STR, OpenApiParameter.PATH, enum=Reaction.Value.values)


class ReactionView(PublicView):
    """What the reader says of a comment: one of like and dislike, or nothing."""

    query_parameters = frozenset()

    @extend_schema(
        operation_id="comments_react",
        summary="Like or dislike a comment",
        description="Takes the place of what the reader said of it before.",
        parameters=[VALUE, READER],
        request=None,
        responses={200: serializers.ReactionsSerializer},
    )
    def put(self, request: Request, pk: int, value: str) -> Response:
        return self._answer(actions.react, request, pk, value)

    @extend_schema(
        operation_id="comments_react_take_back",
        summary="Take a like or dislike back",
        parameters=[VALUE, READER],
        request=None,
        responses={200: serializers.ReactionsSerializer},
    )
    def delete(self, request: Request, pk: int, value: str) -> Response:
        return self._answer(actions.take_back, request, pk, value)

    def _answer(self, action, request: Request, pk: int, value: str) -> Response:
        if value not in Reaction.Value.values:
            raise CommentNotFound
        _, page = shown(pk)
        return Response(action(pk, value, reader=clients.reader(request, page)), headers=NO_STORE)


class FlagsView(PublicView):
    """Reports of a comment, which only moderators read, and without who made them."""

    query_parameters = frozenset()

    @extend_schema(
        operation_id="comments_flag",
        summary="Report a comment",
        description="A second report by the same reader changes nothing.",
        parameters=[READER],
        request=serializers.FlagInput,
        responses={202: serializers.FlaggedSerializer},
    )
    def post(self, request: Request, pk: int) -> Response:
        form = serializers.FlagInput(data=request.data)
        form.is_valid(raise_exception=True)
        _, page = shown(pk)
        actions.flag(pk, reader=clients.reader(request, page), **form.validated_data)
        return Response({"id": pk, "flagged": True}, status=202, headers=NO_STORE)


class ArticleLikeView(PublicView):
    """Whether the reader likes an article."""

    query_parameters = frozenset()

    @extend_schema(
        operation_id="article_like",
        summary="Like an article",
        parameters=[READER],
        request=None,
        responses={200: serializers.LikesSerializer},
    )
    def put(self, request: Request, pk: int) -> Response:
        page = discussions.public_page(pk)
        likes = actions.like_page(page, reader=clients.reader(request, page))
        return Response({"likes": likes}, headers=NO_STORE)

    @extend_schema(
        operation_id="article_like_take_back",
        summary="Take a like of an article back",
        parameters=[READER],
        request=None,
        responses={200: serializers.LikesSerializer},
    )
    def delete(self, request: Request, pk: int) -> Response:
        page = discussions.public_page(pk)
        likes = actions.unlike_page(page, reader=clients.reader(request, page))
        return Response({"likes": likes}, headers=NO_STORE)
