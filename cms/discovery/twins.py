"""Markdown twins of articles: an article's own path with `.md` behind it, as llmstxt.org has it, for programs that read."""

from urllib.parse import urlsplit

from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from wagtail.models import Page

from articles.api.formats import absolute
from articles.models import ArticlePage
from articles.prose import twin
from cms import paths, resolving
from cms.api.articles import ArticleView
from cms.discovery.files import PublicFile

CONTENT_TYPE = "text/markdown; charset=utf-8"


def path_of(address: str) -> str:
    """Give the path of the twin of the article that readers see at `address`."""
    return f"{urlsplit(address).path.rstrip('/')}.md"


class Twin(PublicFile):
    """The article at a path of the front end, as Markdown; where it has moved, a redirect to its twin there."""

    def get(self, request: HttpRequest, path: str) -> HttpResponse:
        found = self.found(path)
        if isinstance(found, resolving.Destination):
            if not found.page:
                raise Http404
            return HttpResponsePermanentRedirect(self.own_url(path_of(found.location)))
        if not issubclass(found.specific_class, ArticlePage):
            raise Http404
        api = ArticleView(request=request)
        page = api.article(str(found.pk), None)
        document, tags = api.whole(page, rich_text_format="html")
        tags |= resolving.tags(f"/{path}/")
        response = self.answer(twin.written(document), CONTENT_TYPE, tags=tags, last_modified=page.last_published_at)
        response["Link"] = (
            f'<{document["meta"]["html_url"]}>; rel="canonical", '
            f'<{absolute(api.detail_url(page))}>; rel="alternate"; type="application/json"'
        )
        response["Content-Language"] = document["meta"]["locale"]
        return response

    def found(self, path: str) -> Page | resolving.Destination:
        """Give what the path leads to; raise Http404 where the public may know of nothing, or of nothing any more."""
        try:
            return resolving.resolve(self.request, f"/{path}/")
        except (paths.TooLong, resolving.Missing, resolving.Gone):
            raise Http404 from None
