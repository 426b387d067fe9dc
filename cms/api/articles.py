"""Articles joined with what other rooms know of them: their discussions, and where readers see them."""

from collections.abc import Collection

from django.db.models import F, QuerySet
from django.db.models.functions import Coalesce
from django.http import HttpRequest
from django.urls import reverse
from rest_framework.request import Request
from rest_framework.response import Response
from wagtail.models import Page

from articles.api.facets import ArticleFacets
from articles.api.formats import absolute, moment
from articles.api.previews import ArticlePreview
from articles.api.references import ArticleCitation, ArticleReferences, ReferenceDetail, ReferenceList
from articles.api.views import ArticleDetail, ArticleList
from articles.api.visibility import site_id
from comments import discussions
from home.models import SiteProfile


def front_end_url(page: Page, request: HttpRequest) -> str:
    """Give where readers see `page` (see cms.front_end), empty where it belongs to no site."""
    return page.get_full_url(request) or ""


class WithDiscussions:
    """Fills in the hooks of the articles' views."""

    def address(self, page: Page) -> str:
        return front_end_url(page, self.request)

    def discussions(self, page_ids: Collection[int]) -> dict[int, dict]:
        known_of = discussions.summaries(page_ids)
        self.closing = [known["closes_at"] for known in known_of.values() if known["is_open"] and known["closes_at"]]
        comments_url = absolute(reverse("comments"))
        return {
            pk: {
                "is_open": known["is_open"],
                "closes_at": moment(known["closes_at"]),
                "comment_count": known["comment_count"],
                "comments_url": f"{comments_url}?page={pk}",
                "by_block": known["by_block"],
            }
            for pk, known in known_of.items()
        }

    def finalize_response(self, request: Request, response: Response, *args, **kwargs) -> Response:
        """An answer that says whether a discussion is open is true until the first of them closes."""
        moments = [*getattr(self, "closing", ()), *filter(None, [getattr(response, "valid_until", None)])]
        response.valid_until = min(moments, default=None)
        return super().finalize_response(request, response, *args, **kwargs)

    def site_name(self) -> str:
        chosen = SiteProfile.objects.filter(site=site_id(self.request)).values_list("title", flat=True).first()
        return chosen or super().site_name()

    def with_comment_totals(self, articles: QuerySet) -> QuerySet:
        return articles.annotate(comment_total=Coalesce(F("discussion__comment_count"), 0))


class ArticlesView(WithDiscussions, ArticleList):
    """`GET /api/v2/articles/`."""


class ArticleFacetsView(WithDiscussions, ArticleFacets):
    """`GET /api/v2/articles/facets/`."""


class ArticleView(WithDiscussions, ArticleDetail):
    """`GET /api/v2/articles/{id-or-slug}/`."""


class PreviewView(WithDiscussions, ArticlePreview):
    """`GET /api/v2/preview/`."""


class ArticleReferencesView(WithDiscussions, ArticleReferences):
    """`GET /api/v2/articles/{id-or-slug}/references/`."""


class ArticleCitationView(WithDiscussions, ArticleCitation):
    """`GET /api/v2/articles/{id-or-slug}/citation/`."""


class ReferencesView(WithDiscussions, ReferenceList):
    """`GET /api/v2/references/`."""


class ReferenceView(WithDiscussions, ReferenceDetail):
    """`GET /api/v2/references/{id}/`."""
