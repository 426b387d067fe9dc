"""What every request to the API passes: its conventions, and who may read it and the public files from other origins."""

import re

from django.conf import settings
from django.http import HttpResponse

from cms.api import errors

API_PREFIX = "/api/v2/"
MAX_BODY_BYTES = 256 * 1024
# The API, uploads, feeds and what else a front end on another host reads by a script (the twins of articles end in .md).
READ_FROM_ELSEWHERE = re.compile(
    r"/(?:api/v2|media|documents|feeds)/|/(?:llms|robots)\.txt$|/sitemap(?:-\d+)?\.xml$|/(?!admin/).+\.md$"
)


class CorsMiddleware:
    """Lets front ends of other origins read and post, never with credentials; CORS_ORIGINS narrows who."""

    METHODS = "GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS"
    HEADERS = (
        "Accept, Authorization, Content-Type, Idempotency-Key, If-None-Match, X-Edit-Token, X-Reader, X-Request-ID"
    )
    EXPOSED = "ETag, Last-Modified, Link, RateLimit, RateLimit-Policy, Retry-After, Sunset, X-Request-ID"

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if not READ_FROM_ELSEWHERE.match(request.path):
            return self.get_response(request)
        origin = request.headers.get("Origin")
        preflight = request.method == "OPTIONS" and "Access-Control-Request-Method" in request.headers
        response = HttpResponse(status=204) if preflight else self.get_response(request)
        if not settings.CORS_ORIGINS:
            response["Access-Control-Allow-Origin"] = "*"
        else:
            response.headers.setdefault("Vary", "")
            response["Vary"] = ", ".join(filter(None, [response["Vary"], "Origin"]))
            if origin in settings.CORS_ORIGINS:
                response["Access-Control-Allow-Origin"] = origin
        response["Access-Control-Expose-Headers"] = self.EXPOSED
        if preflight:
            response["Access-Control-Allow-Methods"] = self.METHODS
            response["Access-Control-Allow-Headers"] = self.HEADERS
            response["Access-Control-Max-Age"] = "86400"
        return response


class ApiMiddleware:
    """Holds the API's conventions for every view under its prefix.

    Bodies are bounded, query parameters are those that a view declares (`query_parameters`, for all methods), and
    whatever goes wrong outside of a view is told in the one error shape.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if not request.path.startswith(API_PREFIX):
            return self.get_response(request)
        length = request.META.get("CONTENT_LENGTH") or "0"
        if length.isdigit() and int(length) > MAX_BODY_BYTES:
            return errors.answer(413, "too_large", f"The body is larger than {MAX_BODY_BYTES // 1024} kB.")
        if "\x00" in request.GET.urlencode() or "%00" in request.META.get("QUERY_STRING", ""):
            return errors.answer(400, "invalid", "A query parameter has a NUL character.")
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        declared = getattr(getattr(view, "cls", None), "query_parameters", None)
        if declared is None or not request.path.startswith(API_PREFIX):
            return None
        unknown = sorted(set(request.GET) - set(declared))
        if unknown:
            return errors.unknown_parameters(unknown, allowed=declared)
        return None

    def process_exception(self, request, exception):
        if request.path.startswith(API_PREFIX):
            return errors.crashed(request, exception)
        return None
