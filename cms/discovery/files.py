"""What the public files have in common: plain views that are cached as the API's answers are (cms.caching)."""

import re
from collections.abc import Iterable
from datetime import datetime
from functools import cached_property
from xml.sax.saxutils import escape

from django.http import Http404, HttpResponse
from django.views import View
from wagtail.models import Page, Site

from articles.api.visibility import public_pages
from cms import front_end
from cms.api.articles import WithDiscussions
from home.models import CrawlerSettings

# What XML 1.0 cannot hold, not even escaped.
NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class PublicFile(WithDiscussions, View):
    """A file about the site that the request is for; the same for everybody."""

    public = True
    http_method_names = ["get", "head", "options"]

    @cached_property
    def site(self) -> Site:
        """The request's site; raises Http404 where there is none."""
        site = Site.find_for_request(self.request)
        if site is None:
            raise Http404
        return site

    @cached_property
    def crawlers(self) -> CrawlerSettings:
        return CrawlerSettings.read(self.site.pk)

    def home_url(self) -> str:
        """Give where readers see the site's home page."""
        return f"{self.site.root_url}/"

    def own_url(self, path: str) -> str:
        """Give the address at which this server itself answers for a path that starts with a slash."""
        return f"{front_end.own_root_url(self.site)}{path}"

    def answer(
        self, content: str, content_type: str, *, tags: Iterable[str], last_modified: datetime | None = None
    ) -> HttpResponse:
        """Give the file, with what caches are to know of it."""
        response = HttpResponse(content, content_type=content_type)
        response.cache_tags = {"site", "crawlers", *tags}
        response.last_modified = last_modified
        self.until_closing(response)
        if not self.crawlers.is_indexed:
            response["X-Robots-Tag"] = "noindex"
        return response

    def public_pages(self, model: type[Page] = Page):
        return public_pages(self.request, model)


def xml_text(text: str) -> str:
    """Give text as it can stand in XML: escaped, without the characters that XML does not know."""
    return escape(clean(text), {'"': "&quot;"})


def clean(text: str) -> str:
    """Give text without the characters that XML does not know, for a writer that escapes itself."""
    return NOT_XML.sub("", text)
