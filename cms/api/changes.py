"""What has changed for the public since a front end last asked: `GET /api/v2/changes/`."""

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from articles.api import schema
from articles.api.formats import moment
from articles.api.visibility import site_id
from cms import changes
from cms.api import errors
from cms.api.pagination import whole_number
from cms.models import Change
from comments import cursors
from comments.api import parameters
from comments.errors import BadCursor

MAX_LIMIT = 1000
DEFAULT_LIMIT = 100

ANSWER = schema.record(
    items=schema.listed(
        schema.record(
            change={"type": "string", "enum": Change.Kind.values},
            id={
                "type": "integer",
                "description": "Of the page, or of the person or topic whose page it is; see `type`.",
            },
            type=schema.STRING,
            path={"type": "string", "description": "Where it is now; of what is gone, where it was."},
            at=schema.MOMENT,
        )
    ),
    meta=schema.record(
        next_cursor={"type": "string", "description": "Send it as `since` next time, also where nothing is new."},
        has_more=schema.BOOLEAN,
    ),
)


class ChangesView(APIView):
    """`GET /api/v2/changes/`: what was published, moved, taken down and deleted, in the order in which it was committed.

    Changes are kept for 90 days. A `since` that lies before those is answered with 410 `start_over`: read `/routes/` anew,
    and go on from its `meta.changes_cursor`. Without `since` it begins with the oldest that is kept. An article that
    is published with another slug has both moved and been published.

    The pages of people and topics (`articles.Author`, `articles.Topic`) are told as those of the tree are, by the ids of these:
    whenever what is written there changes, and behind each article that they list, or that they listed.
    """

    public = True
    authentication_classes: list = []
    query_parameters = frozenset({"limit", "since"})

    @extend_schema(
        summary="What has changed for the public",
        operation_id="changes",
        parameters=[
            OpenApiParameter("since", description="`meta.next_cursor` of the last answer."),
            OpenApiParameter(
                "limit",
                {"type": "integer", "minimum": 1, "maximum": MAX_LIMIT, "default": DEFAULT_LIMIT},
                description="How many.",
            ),
        ],
        responses={200: ANSWER},
    )
    def get(self, request: Request) -> Response:
        limit = whole_number(request, "limit", default=DEFAULT_LIMIT, minimum=1, maximum=MAX_LIMIT)
        number = _since(request)
        newest = changes.newest()  # before the rows are read, so that all up to it are there
        try:
            found = changes.after(number, site=site_id(request), limit=limit + 1)
        except changes.StartOver:
            return Response(errors.body("start_over", errors.CODES["start_over"]), status=410)
        shown = found[:limit]
        # At the end the cursor is at the newest change of all sites, so that it does not grow old while this one rests.
        last = shown[-1].number if len(found) > limit else max(newest, *(row.number for row in shown), number or 0)
        response = Response(
            {
                "meta": {"next_cursor": cursors.encode(last), "has_more": len(found) > limit},
                "items": [
                    {
                        "change": row.change,
                        "id": row.page_id,
                        "type": row.type,
                        "path": row.path,
                        "at": moment(row.at),
                    }
                    for row in shown
                ],
            }
        )
        response.cache_tags = {changes.FEED, changes.KEEPING, "site"}
        return response


def _since(request: Request) -> int | None:
    """Give the number that `since` names, None for the beginning; raise BadCursor."""
    since = parameters.cursor(request, "since")
    try:
        return cursors.decode(since, int)[0] if since else None
    except BadCursor:
        raise BadCursor("since") from None
