"""Where the reader page has no page for a path, those who follow an old link are sent on."""

from urllib.parse import unquote, urlsplit

from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect, HttpResponseRedirect
from wagtail.models import Page

from articles.own_pages import OwnPage
from cms import paths, resolving
from home import views


class ReaderMiddleware:
    """Makes of the reader page's 404 what the API resolves the path to: the page of a topic or a person, a redirect, or 410."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        match = request.resolver_match
        if response.status_code != 404 or match is None or match.func is not views.reader:
            return response
        return sent_on(request, response)


def sent_on(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Give the answer for a path without a page; `response` is the reader page with its 404."""
    try:
        found = resolving.resolve(request, request.get_full_path())
    except (resolving.Missing, paths.TooLong):
        return response
    except resolving.Gone:
        response.status_code = 410
        return response
    if isinstance(found, OwnPage):
        if request.path == unquote(found.path):
            response.status_code = 200
            return response
        found = resolving.Destination(found.url(request), permanent=True)
    if isinstance(found, Page):  # under another spelling of its path
        found = resolving.Destination(found.get_full_url(request), permanent=True)
    if urlsplit(found.location)[:3] == urlsplit(request.build_absolute_uri())[:3]:
        return response  # the same scheme, host and path: it would lead round in circles
    answer = (HttpResponsePermanentRedirect if found.permanent else HttpResponseRedirect)(found.location)
    answer["Cache-Control"] = "no-cache"  # a page may come to the old path again
    return answer
