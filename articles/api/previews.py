"""A draft as the article document that it would be published as."""

import hashlib
import json

from django.core.serializers.json import DjangoJSONEncoder
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.utils.http import http_date, quote_etag
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import CharField
from rest_framework.views import APIView

from articles import editing
from articles.api import relations, schema
from articles.api.views import Joined, RichTextParameter
from articles.previews import drafts

DESCRIPTION = (
    "What `GET /api/v2/articles/{key}/` will answer once the draft is published, but for its discussion, which is closed. "
    "`Last-Modified` tells when the draft was saved and `Sunset` when the token ends. While an editor is at work `Link` "
    'has `rel="edit"`, the editor\'s form, opened at a block by the fragment `#block-{id}-section`, and `rel="preview"`, '
    "where an expired preview is begun again. Ask again with `If-None-Match` to follow what is being written."
)


class PreviewParameters(RichTextParameter):
    """The query of `GET /api/v2/preview/`."""

    token = CharField(max_length=1000, help_text="As it came with the preview's address.")


class ArticlePreview(Joined, APIView):
    """The article document of a draft, for whoever holds a token; kept by no cache and no search engine."""

    public = False
    query_parameters = ("token", "rich_text_format")

    @extend_schema(
        summary="The whole article as its draft has it, by a preview's token",
        description=DESCRIPTION,
        operation_id="preview",
        parameters=[PreviewParameters],
        responses={200: OpenApiResponse(schema.ref("ArticleDocument"))},
    )
    def get(self, request: Request) -> HttpResponse:
        parameters = PreviewParameters(data=request.query_params.dict())
        parameters.is_valid(raise_exception=True)
        try:
            draft = drafts.opened(parameters.validated_data["token"])
        except drafts.NoDraft:
            raise Http404 from None
        chosen = parameters.validated_data["rich_text_format"]
        response = Response(self.document(draft, rich_text_format=chosen))
        etag = quote_etag(hashlib.sha256(json.dumps(response.data, cls=DjangoJSONEncoder).encode()).hexdigest())
        headers = self.headers_of(draft) | {"ETag": etag}
        answer = get_conditional_response(request._request, etag=etag, response=response)
        for name, value in headers.items():
            answer[name] = value
        return answer

    def document(self, draft: drafts.Draft, *, rich_text_format: str) -> dict:
        """Give the document; what hangs on a page without a newer draft is what readers see."""
        related = relations.of_content(draft.content) if draft.content is not None else None
        content, _ = self.whole(draft.page, related=related, discussion={}, rich_text_format=rich_text_format)
        return content

    def headers_of(self, draft: drafts.Draft) -> dict[str, str]:
        headers = {
            "Cache-Control": "private, no-store",
            "X-Robots-Tag": "noindex, nofollow",
            "Sunset": http_date(draft.expires_at.timestamp()),
        }
        if draft.saved_at:
            headers["Last-Modified"] = http_date(draft.saved_at.timestamp())
        if draft.is_live:
            links = {
                "edit": editing.path(draft.page),
                "preview": reverse("wagtailadmin_pages:view_draft", args=[draft.page.pk]),
            }
            headers["Link"] = ", ".join(
                f'<{self.request.build_absolute_uri(path)}>; rel="{name}"' for name, path in links.items()
            )
        return headers
