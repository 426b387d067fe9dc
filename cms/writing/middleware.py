"""What every request to the write API passes: only who holds an API token, and only what can be read, comes further."""

import json
import re

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from rest_framework.exceptions import AuthenticationFailed
from wagtail.models import Page

from cms.api.authentication import TokenAuthentication
from cms.writing.problems import problem

PREFIX = "/api/v3/"
DESCRIPTIONS = {f"{PREFIX}openapi.json", f"{PREFIX}docs/"}  # what there is, for everybody to read
OF_A_PAGE = re.compile(rf"{PREFIX}pages/(?P<pk>\d{{1,18}})/actions/")
MAX_BODY_BYTES = 2 * 1024 * 1024


def is_writing(request: HttpRequest) -> bool:
    """Tell whether a request is for the write API, where there is one."""
    return settings.WRITE_API and request.path.startswith(PREFIX)


class WriteApiMiddleware:
    """Refuses with a problem+json what Wagtail's v3 would answer publicly, or would stumble over."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if not is_writing(request):
            return self.get_response(request)
        response = refusal(request) or self.get_response(request)
        response.headers.setdefault("Cache-Control", "no-store")
        return response


def refusal(request: HttpRequest) -> HttpResponse | None:
    """Give the answer to a request that goes no further, None where it may."""
    if request.path not in DESCRIPTIONS and not _has_token(request):
        response = problem(401, "Send an API token: Authorization: Bearer …; `manage.py api_tokens create` prints one.")
        response["WWW-Authenticate"] = TokenAuthentication().authenticate_header(request)
        return response
    if (acted_on := OF_A_PAGE.match(request.path)) and Page.objects.filter(pk=acted_on["pk"], depth=1).exists():
        return problem(403, "The root of the tree is no page of a site: nothing is done to it.")
    if "%00" in request.META.get("QUERY_STRING", ""):
        return problem(400, "A query parameter has a NUL character.")
    length = request.META.get("CONTENT_LENGTH") or "0"
    if length.isdigit() and int(length) > MAX_BODY_BYTES:
        return problem(413, f"The body is larger than {MAX_BODY_BYTES // 1024} kB.")
    if request.content_type == "multipart/form-data":  # an image or a document, which Django reads part by part
        return None
    return (
        None
        if _can_be_read(request.body)
        else problem(400, "The body is not a JSON object that can be read and stored.")
    )


def _has_token(request: HttpRequest) -> bool:
    try:
        return TokenAuthentication().authenticate(request) is not None
    except AuthenticationFailed:
        return False


def _can_be_read(body: bytes) -> bool:
    """Tell whether a body is a JSON object whose texts can be stored: no NUL, no half of a surrogate pair; or is none."""
    if not body:
        return True
    try:
        sent = json.loads(body)
        texts = json.dumps(sent, ensure_ascii=False)
        texts.encode()
    except (ValueError, RecursionError):  # of them the errors of decoding and encoding
        return False
    return isinstance(sent, dict) and "\\u0000" not in texts
