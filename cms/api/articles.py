"""Articles joined with what other rooms know of them: their discussions, and where readers see them."""

from collections.abc import Collection

from django.db.models import F, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.functional import cached_property
from rest_framework.request import Request
from rest_framework.response import Response
from wagtail.models import Page

from articles.api.facets import ArticleFacets
from articles.api.formats import absolute, moment
from articles.api.own_pages import AuthorDetail, AuthorList, TopicDetail, TopicList
from articles.api.previews import ArticlePreview
from articles.api.references import ArticleCitation, ArticleReferences, ReferenceDetail, ReferenceList
from articles.api.views import ArticleDetail, ArticleList
from articles.api.visibility import site_id
from comments import discussions
from home.models import ProfileTranslation, SiteProfile
from prepared import Prepared


def front_end_url(page: Page, request: HttpRequest) -> str:
    """Give where readers see `page` (see cms.front_end), empty where it belongs to no site."""
    return page.get_full_url(request) or ""


def _titles(site: int, language: str) -> QuerySet:
    own = ProfileTranslation.objects.filter(profile=OuterRef("pk"), locale__language_code=language)
    return SiteProfile.objects.filter(site=site).values_list(Subquery(own.values("title")[:1]), "title")


TITLES = Prepared(_titles)


class WithDiscussions:
    """Fills in the hooks of the articles' views."""

    @cached_property
    def addresses(self) -> dict[int, str]:
        """Where readers see the pages that this answer has named so far."""
        return {}

    def address(self, page: Page) -> str:
        if page.pk not in self.addresses:
            self.addresses[page.pk] = front_end_url(page, self.request)
        return self.addresses[page.pk]

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
                "likes": known["likes"],
                "announcement": known["announcement"],
            }
            for pk, known in known_of.items()
        }

    def until_closing(self, response: HttpResponse) -> None:
        """An answer that says whether a discussion is open is true until the first of them closes."""
        moments = [*getattr(self, "closing", ()), *filter(None, [getattr(response, "valid_until", None)])]
        response.valid_until = min(moments, default=None)

    def finalize_response(self, request: Request, response: Response, *args, **kwargs) -> Response:
        self.until_closing(response)
        return super().finalize_response(request, response, *args, **kwargs)

    def site_name(self, language: str) -> str:
        titles = next(iter(TITLES(site_id(self.request), language)), ())
        return next(filter(None, titles), "") or super().site_name(language)

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


class TopicsView(WithDiscussions, TopicList):
    """`GET /api/v2/topics/`."""


class TopicView(WithDiscussions, TopicDetail):
    """`GET /api/v2/topics/{slug}/`."""


class AuthorsView(WithDiscussions, AuthorList):
    """`GET /api/v2/authors/`."""


class AuthorView(WithDiscussions, AuthorDetail):
    """`GET /api/v2/authors/{slug}/`."""
