"""Serves uploaded pictures where they lie on this machine's disk; object storage serves its own."""

import re

from django.conf import settings
from django.http import FileResponse, Http404, HttpRequest
from django.views import static

# Documents lie beside the pictures, and only Wagtail's view, which knows who may read them, gives them out.
PICTURES = re.compile(r"(images|original_images)/[^/]+\.(avif|gif|jpe?g|png|webp)", re.IGNORECASE)


def serve(request: HttpRequest, path: str) -> FileResponse:
    """Give a picture; raise Http404 for anything else."""
    if settings.S3_BUCKET or not PICTURES.fullmatch(path):
        raise Http404
    response = static.serve(request, path, document_root=settings.MEDIA_ROOT)
    response["Cache-Control"] = "public, max-age=604800"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response
