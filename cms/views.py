"""What is answered where no view is, or one has failed."""

from django.http import HttpRequest, HttpResponse
from django.views import defaults

from cms.api import errors
from cms.middleware import API_PREFIX


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    if request.path.startswith(API_PREFIX):
        return errors.unknown_path(request)
    return defaults.page_not_found(request, exception)


def server_error(request: HttpRequest) -> HttpResponse:
    if request.path.startswith(API_PREFIX):
        return errors.answer(500, "server_error", errors.CODES["server_error"])
    return defaults.server_error(request)
