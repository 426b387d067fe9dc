"""The one error shape of the API, and the one place where errors become HTTP.

`{"message": "human sentence", "code": "machine_word", "errors": {"field": [{"message": "…", "code": "…"}]}}`, where
`errors` comes only with a 400 that concerns fields.
"""

import logging
from collections.abc import Iterable

from django.core.exceptions import PermissionDenied, RequestDataTooBig
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.views.csrf import csrf_failure as django_csrf_failure
from django.views.decorators.csrf import csrf_exempt
from rest_framework import exceptions
from rest_framework.response import Response
from rest_framework.views import set_rollback
from wagtail.api.v2.utils import BadRequestError

from comments.errors import CommentError

logger = logging.getLogger("cms.api")

NOT_FOUND = "Nothing is here, or nothing that you may see."

# Every machine word that the API answers with, by what it means; the OpenAPI document lists them.
CODES = {
    "invalid": "Something in the request is not as it should be; `errors` names the fields.",
    "unknown_parameter": "A query parameter that this address does not know.",
    "parse_error": "The body is not valid JSON.",
    "not_authenticated": "Sign in, or send an API token.",
    "authentication_failed": "The API token or the session is not valid.",
    "permission_denied": "Signed in, but not allowed to do this.",
    "csrf_failed": "The CSRF token is missing or wrong.",
    "not_found": NOT_FOUND,
    "gone": "Readers have seen a page here, which has been taken down or deleted.",
    "start_over": "What follows this cursor is no longer kept: read /api/v2/routes/, and go on from its changes_cursor.",
    "method_not_allowed": "This address does not take this method.",
    "not_acceptable": "The answer cannot be given in the asked format.",
    "unsupported_media_type": "Send JSON.",
    "too_large": "The body is too large.",
    "throttled": "Too many requests; Retry-After tells when to come back.",
    "server_error": "Our fault; it has been logged under the request's id.",
    "not_ready": "Something that the server needs is not there yet.",
    "discussion_closed": "This page takes no more comments.",
    "banned": "The reader can no longer take part here.",
    "duplicate": "The same comment is already there.",
    "not_shown": "Only a comment that readers see can be featured.",
    "nobody_known": "Nothing is known of the author by which they would be recognised.",
    "already_decided": "Somebody has decided since the version you saw.",
    "count_changed": "Another number of comments match the filter now, `count`; nothing was done.",
    "too_many": "More than can be done at once: narrow the filter.",
    "not_approved": "Only what readers have seen can be removed.",
    "removed_by_author": "It has been deleted for good: by its author, or because nothing was to be kept of it any longer.",
    "nothing_to_restore": "No decision is left to take back.",
    "idempotency_key_reused": "The key was sent before, with something else.",
    "edit_window_closed": "The time in which it could be changed is over.",
    "edit_token_invalid": "The edit token is not this comment's.",
    "bad_cursor": "The cursor was not given by this list.",
}


def answer(status: int, code: str, message: str, errors: dict | None = None, **extra: object) -> JsonResponse:
    """Give an error response in the one shape, from outside of a view."""
    return JsonResponse(body(code, message, errors, **extra), status=status, headers={"Cache-Control": "no-store"})


def body(code: str, message: str, errors: dict | None = None, **extra: object) -> dict:
    """Give the shape itself; `extra` are members that API.md names beside it."""
    shape: dict = {"message": message, "code": code}
    if errors:
        shape["errors"] = errors
    return shape | extra


def unknown_parameters(names: Iterable[str], *, allowed: Iterable[str]) -> JsonResponse:
    """Give the 400 that names query parameters nobody knows, and those that are known."""
    known = ", ".join(sorted(allowed)) or "none"
    return answer(400, "unknown_parameter", f"Unknown query parameter: {', '.join(names)}. Known here: {known}.")


def exception_handler(exception: Exception, context: dict) -> Response:
    """Give the response for whatever a view raises (DRF's EXCEPTION_HANDLER); anything unforeseen is a logged 500."""
    set_rollback()
    headers = {"Cache-Control": "no-store"}
    if wait := getattr(exception, "wait", None):
        headers["Retry-After"] = str(max(1, int(wait + 0.999)))
    if isinstance(exception, CommentError):
        return Response(
            body(exception.code, str(exception), exception.errors, **exception.extra), exception.status, headers=headers
        )
    if isinstance(exception, Http404):
        exception = exceptions.NotFound()
    elif isinstance(exception, PermissionDenied):
        exception = exceptions.PermissionDenied()
    elif isinstance(exception, BadRequestError):
        exception = exceptions.ValidationError(str(exception))
    elif isinstance(exception, RequestDataTooBig):
        return Response(body("too_large", CODES["too_large"]), 413, headers=headers)
    if not isinstance(exception, exceptions.APIException):
        request = context.get("request")
        logger.error("Unhandled %s", type(exception).__name__, exc_info=exception, extra={"request": request})
        return Response(body("server_error", CODES["server_error"]), 500, headers=headers)
    if challenge := getattr(exception, "auth_header", None):
        headers["WWW-Authenticate"] = challenge
    return Response(_api_exception_body(exception), exception.status_code, headers=headers)


def _api_exception_body(exception: exceptions.APIException) -> dict:
    if isinstance(exception, exceptions.NotFound):
        return body("not_found", NOT_FOUND)
    if isinstance(exception, exceptions.ValidationError):
        detail = exception.detail
        if isinstance(detail, dict):
            errors = _flatten(detail)
            message = "; ".join(f"{field}: {rows[0]['message']}" for field, rows in errors.items() if rows)
            return body("invalid", message, errors)
        first = detail[0] if isinstance(detail, list) else detail
        code = getattr(first, "code", "invalid")
        message = str(first)
        if message.startswith("query parameter is not an operation"):
            code = "unknown_parameter"
        return body(code if code in CODES else "invalid", message)
    if str(exception.detail).startswith("CSRF Failed"):  # DRF's session authentication has no code for it
        return body("csrf_failed", CODES["csrf_failed"])
    code = getattr(exception.detail, "code", exception.default_code)
    return body(_CODE_OF_DRF.get(code, code), str(exception.detail))


_CODE_OF_DRF = {"error": "server_error"}


def _flatten(detail: dict, prefix: str = "") -> dict[str, list[dict]]:
    """Give DRF's nested error details as rows by dotted field name."""
    errors: dict[str, list[dict]] = {}
    for field, rows in detail.items():
        name = f"{prefix}{field}"
        if isinstance(rows, dict):
            errors |= _flatten(rows, f"{name}.")
        elif isinstance(rows, list) and rows and isinstance(rows[0], dict):
            for position, row in enumerate(rows):
                errors |= _flatten(row, f"{name}.{position}.")
        else:
            rows = rows if isinstance(rows, list) else [rows]
            errors[name] = [{"message": str(row), "code": getattr(row, "code", "invalid")} for row in rows]
    return errors


def crashed(request: HttpRequest, exception: Exception) -> HttpResponse | None:
    """Give the answer to what a plain Django view under the API's prefix raised, or None for Django to handle it."""
    if isinstance(exception, Http404):
        return answer(404, "not_found", NOT_FOUND)
    if isinstance(exception, PermissionDenied):
        return answer(403, "permission_denied", CODES["permission_denied"])
    if isinstance(exception, RequestDataTooBig):
        return answer(413, "too_large", CODES["too_large"])
    logger.error("Unhandled %s", type(exception).__name__, exc_info=exception)
    return answer(500, "server_error", CODES["server_error"])


@csrf_exempt
def unknown_path(request: HttpRequest, path: str = "") -> HttpResponse:
    """Give the 404 of every path under the API's prefix that has no view, whatever is sent there."""
    return answer(404, "not_found", NOT_FOUND)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Give a CSRF refusal in the API's shape under its prefix, Django's page elsewhere."""
    if request.path.startswith("/api/"):
        return answer(403, "csrf_failed", CODES["csrf_failed"])
    return django_csrf_failure(request, reason=reason)
