"""What mailed links do, for front ends that have a page of their own for them. A GET changes nothing."""

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from comments import actions, pages
from comments.api.endpoints import Endpoint
from comments.errors import InvalidComment
from comments.links import stopping
from comments.mail import tokens
from comments.models import Status

NO_STORE = {"Cache-Control": "no-store"}
REFUSALS = {
    "expired": "This link is too old. Ask for a new one.",
    "invalid": "This link is not complete. Open it from the mail once more.",
}


class MailTokenInput(serializers.Serializer):
    """The token of a mailed link."""

    token = serializers.CharField(max_length=200)


class ConfirmedCommentSerializer(serializers.Serializer):
    id = serializers.IntegerField()
    page = serializers.IntegerField()
    status = serializers.ChoiceField(Status.choices)
    permalink = serializers.CharField()


class ConfirmedSerializer(serializers.Serializer):
    """What the owner of an address has confirmed just now; nothing, where nothing waited."""

    comments = ConfirmedCommentSerializer(many=True)
    followings = serializers.IntegerField(help_text="How many things they get mail about from now on.")


class UnfollowedSerializer(serializers.Serializer):
    unfollowed = serializers.BooleanField(help_text="Always true: to stop what has stopped is no error.")


class TokenView(Endpoint):
    """Takes the token of a mailed link, which is all the proof there is: nobody needs to be signed in."""

    authentication_classes: list = []

    def token(self, request: Request) -> str:
        form = MailTokenInput(data=request.data)
        form.is_valid(raise_exception=True)
        return form.validated_data["token"]


class ConfirmView(TokenView):
    """The owner of an address confirms what was asked for with it."""

    @extend_schema(
        operation_id="comments_confirm",
        summary="Confirm an e-mail address",
        request=MailTokenInput,
        responses={200: ConfirmedSerializer},
    )
    def post(self, request: Request) -> Response:
        try:
            number = tokens.read(tokens.Purpose.CONFIRM, self.token(request))
        except tokens.BadToken as error:
            raise refusal(error) from None
        confirmed = actions.confirm(number)
        answer = {
            "comments": [
                {
                    "id": comment.pk,
                    "page": comment.page_id,
                    "status": actions.told_status(comment.status),
                    "permalink": f"{pages.url(comment.page)}#c{comment.pk}",
                }
                for comment in confirmed.comments
            ],
            "followings": confirmed.followings,
        }
        return Response(answer, headers=NO_STORE)


class UnfollowView(TokenView):
    """Ends the mails that a link is about: those of one thing, or all to an address."""

    @extend_schema(
        operation_id="comments_unfollow",
        summary="Stop mails",
        request=MailTokenInput,
        responses={200: UnfollowedSerializer},
    )
    def post(self, request: Request) -> Response:
        token = self.token(request)
        try:
            stopping.stop(token)
        except tokens.BadToken as error:
            raise refusal(error) from None
        return Response({"unfollowed": True}, headers=NO_STORE)


def refusal(error: tokens.BadToken) -> InvalidComment:
    """Give the error of the API for a token that is not good."""
    return InvalidComment("token", REFUSALS[error.code], error.code)
