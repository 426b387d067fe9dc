"""What HTTP caches are told about every answer of the API and every public file, in one place for all rooms.

A view whose class says `public = True` gives answers that are the same for everybody. It may hand over, on its response,
`cache_tags` (the names of all objects that the answer shows), `last_modified`, and `valid_until` where the clock alone
changes it. The server keeps such answers itself (answers.py); all others are stored by nobody.
"""

import hashlib

from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.utils.http import http_date, parse_etags, quote_etag

from cms import answers
from cms.edge import purging
from cms.middleware import API_PREFIX

# Browsers ask again each time, which costs a 304 with no body: a reader whose comment has just been approved must see it,
# so nothing stale is shown while asking either. Edges that can be purged by Cache-Tag read the header meant for them
# (RFC 9213) and may keep an answer, and show it while they fetch the next one.
CACHE_CONTROL = "public, max-age=0, stale-while-revalidate=0"
EDGE_CACHE_CONTROL = "public, max-age=60, stale-while-revalidate=300"
NEVER = "no-store"
CACHE_NAME = "Evident"  # in Cache-Status (RFC 9211)
READING = {"GET", "HEAD"}
KEPT_BY_304 = ("Cache-Control", "Cache-Status", "CDN-Cache-Control", "ETag", "Last-Modified", "Vary")
KEPT_BY_304 += ("Cache-Tag", "Surrogate-Key")


class CachingMiddleware:
    """Gives public answers their validators and tags, and answers 304 to a client that has them already."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        try:
            response = self.get_response(request)
            if not is_shared(request, response):
                if visit := getattr(request, "visit", None):
                    visit.decline()
                # Of a public file, too, a cache must not make up for how long it is not there.
                if request.path.startswith(API_PREFIX) or getattr(request, "view_is_public", False):
                    response.headers.setdefault("Cache-Control", NEVER)
                return response
            if not response.has_header("Cache-Status"):
                visit = getattr(request, "visit", None)
                response.last_modified = getattr(response, "last_modified", None) or (
                    visit and visit.last_change(response)
                )
                describe(response)
                stored = visit is not None and visit.keep(response)
                response["Cache-Status"] = f"{CACHE_NAME}; fwd=miss{'; stored' if stored else ''}"
        finally:
            if visit := getattr(request, "visit", None):
                visit.leave()
        return not_modified(response) if has_it(request, response["ETag"]) else response

    def process_view(self, request, view, args, kwargs):
        # DRF names a view's class `cls`, Django `view_class`.
        view_class = getattr(view, "cls", None) or getattr(view, "view_class", None)
        request.view_is_public = bool(getattr(view_class, "public", False))
        if not request.view_is_public or request.method not in READING:
            return None
        # Nor can a view show one reader what another may not see: a section that a password has opened, for example.
        request.session = {}
        if not answers.may_be_stored(request):
            return None
        # What is no view of the API has one form, whatever is asked for.
        if hasattr(view_class, "renderer_classes") and not answers.is_accepted(request):
            return None
        request.visit = answers.Visit(request)
        response = request.visit.find()
        if response is not None:
            response["Cache-Status"] = f"{CACHE_NAME}; hit"
        return response


def is_shared(request: HttpRequest, response: HttpResponse) -> bool:
    """Tell whether an answer is the same for everybody, so that caches may share it."""
    return (
        getattr(request, "view_is_public", False)
        and request.method in READING
        and response.status_code == 200
        and not response.streaming
        and (not response.has_header("Cache-Control") or response.has_header("Cache-Status"))
    )


def describe(response: HttpResponse) -> None:
    """Add the validators and the tags of a public answer."""
    response["ETag"] = quote_etag(hashlib.sha256(response.content).hexdigest())
    response["Cache-Control"] = CACHE_CONTROL
    response["CDN-Cache-Control"] = EDGE_CACHE_CONTROL
    if tags := getattr(response, "cache_tags", None):
        response["Cache-Tag"] = ",".join(sorted(tags))
        if purging.is_set():
            named = sorted({*tags, purging.EVERYTHING})
            response["Cache-Tag"], response["Surrogate-Key"] = ",".join(named), " ".join(named)
    if last_modified := getattr(response, "last_modified", None):
        response["Last-Modified"] = http_date(last_modified.timestamp())


def has_it(request: HttpRequest, etag: str) -> bool:
    """Tell whether the client holds this very answer. Only its ETag tells: a time to the second misses changes."""
    held = parse_etags(request.headers.get("If-None-Match", ""))
    return "*" in held or etag in {tag.removeprefix("W/") for tag in held}


def not_modified(response: HttpResponse) -> HttpResponseNotModified:
    """Give the 304 that stands for `response`."""
    answer = HttpResponseNotModified()
    for name in KEPT_BY_304:
        if response.has_header(name):
            answer[name] = response[name]
    return answer
