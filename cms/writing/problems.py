"""Errors of the write API as Wagtail's v3 has them: `application/problem+json` (RFC 9457)."""

from http import HTTPStatus

from django.http import HttpResponse, JsonResponse


def problem(status: int, detail: str) -> HttpResponse:
    """Give an error response."""
    return JsonResponse(
        {"type": "about:blank", "title": HTTPStatus(status).phrase, "status": status, "detail": detail},
        status=status,
        content_type="application/problem+json",
        headers={"Cache-Control": "no-store"},
    )
