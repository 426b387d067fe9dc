"""Compresses (gzip) what is the same for everybody: public answers of the API, feeds, the reader page, static files.

What is one reader's own is sent as it is: from how small an answer gets that holds both a secret and something that a
stranger can choose, the stranger can tell the secret (BREACH). `Cache-Control: public` tells the two apart.

A compressed answer has an ETag of its own, as RFC 9110 (8.8.1) wants of a strong one: that of the plain answer with a mark
at its end. The mark is taken off what a client holds before anything compares it, so that either form is answered with 304.
"""

import gzip
import re

from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers

SMALLEST = 500  # bytes; below that it is hardly worth the header
LEVEL = 6
MARK = "-gzip"
TEXT = re.compile(
    r"text/|image/svg\+xml|application/(?:json|javascript|xml|x-bibtex|x-research-info|[\w.-]+\+(?:json|xml))"
)
MARKED = re.compile(rf'{MARK}"')
READING = {"GET", "HEAD"}


class CompressionMiddleware:
    """Compresses public answers for those who read gzip; what was compressed for all is taken from `response.compressed`."""

    def __init__(self, get_response):
        self.get_response = get_response
        self.files: dict[
            str, tuple[str, bytes]
        ] = {}  # static files, by path: the ETag of the plain one, and compressed

    def __call__(self, request):
        if request.method not in READING:
            return self.get_response(request)
        held = take_marks_off(request)
        response = self.get_response(request)
        if not is_public(response):
            return response
        if response.status_code == 304:
            patch_vary_headers(response, ["Accept-Encoding"])
            if marked(response.get("ETag", "")) in held:
                response["ETag"] = marked(response["ETag"])
        elif may_be_compressed(response):
            patch_vary_headers(response, ["Accept-Encoding"])
            if reads_gzip(request.headers.get("Accept-Encoding", "")):
                self.compress(request, response)
        return response

    def compress(self, request: HttpRequest, response: HttpResponse) -> None:
        """Put the compressed content in the place of the plain one, where that makes it smaller."""
        if response.streaming:
            content = self.file(request, response)
        else:
            content = getattr(response, "compressed", b"") or compressed(response.content)
        if content:
            response["Content-Length"] = str(len(content))
            if not response.streaming:
                response.content = content
            elif request.method == "GET":
                response.streaming_content = [content]
            response["Content-Encoding"] = "gzip"
            if response.has_header("ETag"):
                response["ETag"] = marked(response["ETag"])

    def file(self, request: HttpRequest, response: HttpResponse) -> bytes:
        """Give a static file compressed, b"" where it is not to be; each is compressed once.

        To a HEAD no file is opened: before the first GET it is told of the plain one.
        """
        etag, content = self.files.get(request.path, ("", b""))
        if etag and etag == response.get("ETag"):
            return content
        if request.method == "HEAD" or not response.has_header("ETag"):
            return b""
        plain = b"".join(response.streaming_content)
        response.streaming_content = [plain]
        content = compressed(plain)
        self.files[request.path] = (response["ETag"], content)
        return content


def compressed(content: bytes) -> bytes:
    """Give `content` compressed, the same each time; b"" where that is not worth it."""
    if len(content) < SMALLEST:
        return b""
    packed = gzip.compress(content, LEVEL, mtime=0)
    return packed if len(packed) < len(content) else b""


def is_public(response: HttpResponse) -> bool:
    """Tell whether an answer is the same for everybody."""
    directives = response.get("Cache-Control", "").lower().split(",")
    return "public" in {directive.strip() for directive in directives}


def may_be_compressed(response: HttpResponse) -> bool:
    """Tell whether a public answer is a text as a whole, and plain by now."""
    if response.status_code != 200 or response.has_header("Content-Encoding") or response.has_header("Content-Range"):
        return False
    return TEXT.match(response.get("Content-Type", "")) is not None


def reads_gzip(accepted: str) -> bool:
    """Tell whether a client takes gzip, by its Accept-Encoding (RFC 9110, 12.5.3)."""
    weights = {}
    for part in accepted.lower().split(","):
        coding, _, weight = part.partition(";")
        weights[coding.strip()] = not re.fullmatch(r"\s*q\s*=\s*0(?:\.0*)?\s*", weight)
    return weights.get("gzip", weights.get("x-gzip", weights.get("*", False)))


def marked(etag: str) -> str:
    """Give the ETag of the compressed form of what has this one."""
    return f'{etag[:-1]}{MARK}"' if etag.endswith('"') else etag


def take_marks_off(request: HttpRequest) -> str:
    """Have a request name the plain forms of what its client holds; give what it named."""
    held = request.META.get("HTTP_IF_NONE_MATCH", "")
    if MARK in held:
        request.META["HTTP_IF_NONE_MATCH"] = MARKED.sub('"', held)
        vars(request).pop("headers", None)  # which Django reads once
    return held
