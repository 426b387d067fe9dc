"""What is answered where no view is, or one has failed."""

from django.core.exceptions import DisallowedHost
from django.http import HttpRequest, HttpResponse
from django.template import loader
from django.views.defaults import bad_request as django_bad_request

from cms.api import errors
from cms.middleware import API_PREFIX
from home import words

NO_SUCH_HOST = "This server answers for no such host; ALLOWED_HOSTS names those that it does."


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    if request.path.startswith(API_PREFIX):
        foreign = isinstance(exception, DisallowedHost)
        return errors.answer(400, "invalid", NO_SUCH_HOST if foreign else "This request cannot be read.")
    return django_bad_request(request, exception)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    if request.path.startswith(API_PREFIX):
        return errors.unknown_path(request)
    return _page("404.html", request, status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    if request.path.startswith(API_PREFIX):
        return errors.answer(500, "server_error", errors.CODES["server_error"])
    return _page("500.html", request, status=500)


def _page(template: str, request: HttpRequest, *, status: int) -> HttpResponse:
    """Give a page in the language of the path, made without a session or a database, which may be what has failed."""
    return HttpResponse(loader.get_template(template).render(words.shell(request.path)), status=status)
