"""Shows writers what becomes of their Markdown, before they post it."""

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from comments import text
from comments.api.endpoints import NO_STORE, PublicView


class PreviewInput(serializers.Serializer):
    """What is being written."""

    body = serializers.CharField(max_length=20_000, trim_whitespace=False, allow_blank=True)


class PreviewSerializer(serializers.Serializer):
    body_html = serializers.CharField(allow_blank=True, help_text="As readers would see it.")


class PreviewView(PublicView):
    """A text as it would be shown; nothing is kept, and no rule is asked."""

    public = False
    query_parameters = frozenset()
    authentication_classes: list = []

    @extend_schema(
        operation_id="comments_preview",
        summary="A comment's text as it would be shown",
        request=PreviewInput,
        responses={200: PreviewSerializer},
    )
    def post(self, request: Request) -> Response:
        form = PreviewInput(data=request.data)
        form.is_valid(raise_exception=True)
        return Response(
            {"body_html": text.linked(text.render(text.clean(form.validated_data["body"])))}, headers=NO_STORE
        )
