"""Every public front-end path of a site, for whoever builds it page by page: `GET /api/v2/routes/`."""

from urllib.parse import urlsplit

from django.db.models import F
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView
from wagtail.models import Page

from articles.api import schema
from articles.api.formats import moment
from articles.api.visibility import public_pages
from cms import changes, routes
from cms.api.articles import front_end_url
from cms.api.pagination import whole_number
from comments import cursors

MAX_LIMIT = 1000
DEFAULT_LIMIT = 100

ANSWER = schema.record(
    items=schema.listed(
        schema.record(
            path=schema.STRING,
            id=schema.INTEGER,
            type=schema.STRING,
            locale=schema.STRING,
            updated_at=schema.nullable(schema.MOMENT),
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
    """`GET /api/v2/routes/`: the public pages of the request's site, in all its languages, by id."""

    public = True
    authentication_classes: list = []
    query_parameters = frozenset({"limit", "cursor"})

    @extend_schema(
        summary="Every public front-end path",
        operation_id="routes",
        parameters=[
            OpenApiParameter(
                "limit", int, description=f"How many, 1 to {MAX_LIMIT}; {DEFAULT_LIMIT} if nothing is said."
            ),
            OpenApiParameter("cursor", description="`meta.next_cursor` of the page before."),
        ],
        responses={200: ANSWER},
    )
    def get(self, request: Request) -> Response:
        limit = whole_number(request, "limit", default=DEFAULT_LIMIT, minimum=1, maximum=MAX_LIMIT)
        newest = changes.newest()  # before the pages are read: what changes meanwhile is told again, and not missed
        pages = public_pages(request)
        rows = pages.select_related("locale").annotate(updated_at=F("articlepage__updated_at")).order_by("pk")
        if "cursor" in request.query_params:
            rows = rows.filter(pk__gt=cursors.decode(request.query_params["cursor"], int)[0])
        found = list(rows[: limit + 1])
        shown = found[:limit]
        response = Response(
            {
                "meta": {
                    "total_count": pages.count(),
                    "next_cursor": cursors.encode(shown[-1].pk) if len(found) > limit else None,
                    "changes_cursor": cursors.encode(newest),
                },
                "items": [_route(page, request) for page in shown],
            }
        )
        response.cache_tags = {"pages", "site", changes.FEED}
        return response


def _route(page: Page, request: Request) -> dict[str, object]:
    return {
        "path": urlsplit(front_end_url(page, request)).path,
        "id": page.pk,
        "type": routes.type_name(page.content_type_id),
        "locale": page.locale.language_code,
        "updated_at": moment(page.updated_at or page.last_published_at),
    }
