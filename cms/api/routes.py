"""Every public front-end path of a site, for whoever builds it page by page: `GET /api/v2/routes/`."""

from urllib.parse import urlsplit

from django.db.models import F
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView
from wagtail.models import Page

from articles import own_pages
from articles.api import schema
from articles.api.formats import moment
from articles.api.own_pages import public_articles
from articles.api.visibility import public_pages
from articles.own_pages import OwnPage
from cms import changes, routes
from cms.api.articles import front_end_url
from cms.api.pagination import whole_number
from comments import cursors
from comments.api import parameters
from comments.errors import BadCursor

MAX_LIMIT = 1000
DEFAULT_LIMIT = 100

ANSWER = schema.record(
    items=schema.listed(
        schema.record(
            path=schema.STRING,
            id=schema.INTEGER,
            type=schema.STRING,
            locale=schema.STRING,
            updated_at=schema.nullable(schema.MOMENT)
            | {"description": "Of the page of a topic or a person null: it may change with any article."},
        )
    ),
    meta=schema.record(
        total_count=schema.INTEGER,
        next_cursor=schema.nullable(schema.STRING),
        changes_cursor={
            "type": "string",
            "description": "Where `/changes/` goes on from this answer; of several pages keep that of the first.",
        },
    ),
)


class RoutesView(APIView):
    """`GET /api/v2/routes/`: the public pages of the request's site, in all its languages.

    First those of the tree by id, then those of people and topics that articles name (`articles.Author`, `articles.Topic`).
    """

    public = True
    authentication_classes: list = []
    query_parameters = frozenset({"limit", "cursor"})

    @extend_schema(
        summary="Every public front-end path",
        operation_id="routes",
        parameters=[
            OpenApiParameter(
                "limit",
                {"type": "integer", "minimum": 1, "maximum": MAX_LIMIT, "default": DEFAULT_LIMIT},
                description="How many.",
            ),
            OpenApiParameter("cursor", description="`meta.next_cursor` of the page before."),
        ],
        responses={200: ANSWER},
    )
    def get(self, request: Request) -> Response:
        limit = whole_number(request, "limit", default=DEFAULT_LIMIT, minimum=1, maximum=MAX_LIMIT)
        newest = changes.newest()  # before the pages are read: what changes meanwhile is told again, and not missed
        pages, articles = public_pages(request), public_articles(request)
        page, place = _behind(parameters.cursor(request))
        rows = pages.select_related("locale").annotate(updated_at=F("articlepage__updated_at")).order_by("pk")
        found: list[Page | OwnPage] = [] if place else list(rows.filter(pk__gt=page)[: limit + 1])
        if len(found) <= limit:
            own = own_pages.listed(articles, after=place)
            found += map(OwnPage._make, own[: limit + 1 - len(found)])
        shown = found[:limit]
        response = Response(
            {
                "meta": {
                    "total_count": pages.count() + own_pages.listed(articles).count(),
                    "next_cursor": _cursor(shown[-1]) if len(found) > limit else None,
                    "changes_cursor": cursors.encode(newest),
                },
                "items": [_own(row) if isinstance(row, OwnPage) else _route(row, request) for row in shown],
            }
        )
        response.cache_tags = {"pages", "articles", "topics", "authors", "site", changes.FEED}
        return response


def _cursor(last: Page | OwnPage) -> str:
    return cursors.encode(*last[:3]) if isinstance(last, OwnPage) else cursors.encode(last.pk)


def _behind(cursor: str) -> tuple[int, tuple[str, int, str] | None]:
    """Give where to go on: behind the page of an id, or behind that of a topic or a person."""
    if not cursor:
        return 0, None
    try:
        return cursors.decode(cursor, int)[0], None
    except BadCursor:
        kind, pk, language = cursors.decode(cursor, str, int, str)
        if kind not in own_pages.MODELS or "\x00" in language:
            raise
        return 0, (kind, pk, language)


def _own(page: OwnPage) -> dict[str, object]:
    return {"path": page.path, "id": page.id, "type": page.type, "locale": page.language, "updated_at": None}


def _route(page: Page, request: Request) -> dict[str, object]:
    return {
        "path": urlsplit(front_end_url(page, request)).path,
        "id": page.pk,
        "type": routes.type_name(page.content_type_id),
        "locale": page.locale.language_code,
        "updated_at": moment(page.updated_at or page.last_published_at),
    }
