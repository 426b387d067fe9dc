"""What one reader alone may see of a discussion: what they said of it, and their comments that others do not see yet.

It is asked for beside the threads, which are the same for everybody and cached as such.
"""

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from comments import actions, discussions, tokens
from comments.api import clients, documents, parameters, serializers
from comments.api.endpoints import NO_STORE, PublicView
from comments.api.reactions import READER
from comments.models import Flag, PageLike, Reaction, ReaderComment, Status
from comments.readers import Reader

MOST_TOKENS = 50
MOST_REACTIONS = 1000
MOST_COMMENTS = 100


class MineView(PublicView):
    """A reader's own view of one discussion."""

    public = False
    reads_alone = True
    query_parameters = frozenset({"page"})

    @extend_schema(
        operation_id="comments_mine",
        summary="What is the reader's own in a discussion",
        description="Their reactions and reports, and their comments that others do not see.",
        parameters=[
            OpenApiParameter("page", OpenApiTypes.INT, required=True),
            READER,
            OpenApiParameter(
                "X-Edit-Token",
                location=OpenApiParameter.HEADER,
                description=f"The edit tokens of a guest's comments, with commas between them, at most {MOST_TOKENS}.",
            ),
        ],
        responses={200: serializers.MineSerializer},
    )
    def get(self, request: Request) -> Response:
        page = discussions.public_page(parameters.identifier(request, "page", required=True))
        reader = clients.reader(request, page)
        reactions = Reaction.objects.filter(reader=reader.key, page_id=page.pk).order_by("-comment_id")
        flags = Flag.objects.filter(reader=reader.key, page_id=page.pk).order_by("-comment_id")
        unseen = _unseen(request, page.pk, reader)
        told = actions.told_statuses(unseen, page=page)
        mine = {
            "liked": PageLike.objects.filter(page_id=page.pk, reader=reader.key).exists(),
            "reactions": [
                {"comment": comment, "reaction": value}
                for comment, value in reactions.values_list("comment_id", "value")[:MOST_REACTIONS]
            ],
            "flagged": list(flags.values_list("comment_id", flat=True)[:MOST_REACTIONS]),
            "comments": documents.alone(unseen, page, told=told),
        }
        return Response(mine, headers=NO_STORE)


def _unseen(request: Request, page_id: int, reader: Reader) -> list[ReaderComment]:
    """Give the reader's comments on a page that nobody else sees, oldest first; none that is removed."""
    rows = ReaderComment.norel_objects.filter(page_id=page_id, visible=0).exclude(status=Status.REMOVED)
    if request.user.is_authenticated:
        rows = rows.filter(user_id=request.user.pk)
    elif reader.visitor:
        rows = rows.filter(visitor=reader.visitor)
    elif ids := _ids_of_tokens(request):
        rows = rows.filter(pk__in=ids)
    else:
        return []
    return list(rows.order_by("-pk")[:MOST_COMMENTS])[::-1]


def _ids_of_tokens(request: Request) -> list[int]:
    """Give the comments whose edit tokens were sent; others are passed over."""
    sent = [token.strip() for token in request.headers.get("X-Edit-Token", "").split(",") if token.strip()]
    if len(sent) > MOST_TOKENS:
        raise ValidationError({"X-Edit-Token": [f"At most {MOST_TOKENS} at once."]})
    return [pk for pk in map(tokens.comment_of_edit_token, sent) if pk is not None]
