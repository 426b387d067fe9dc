"""The addresses of the write API; all others below its prefix are a 404 of its own kind."""

from django.http import HttpRequest, HttpResponse
from django.urls import path

from cms.writing.api import api
from cms.writing.problems import problem


def unknown_path(request: HttpRequest, path: str = "") -> HttpResponse:
    return problem(404, "Nothing is here.")


urlpatterns = [path("api/v3/", api.urls), path("api/v3/<path:path>", unknown_path)]
