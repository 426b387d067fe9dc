"""What every endpoint of this room has in common."""

from rest_framework.permissions import SAFE_METHODS
from rest_framework.request import Request
from rest_framework.views import APIView

from comments.api.authentication import VisitorAuthentication
from comments.api.parameters import BIGGEST_ID
from comments.errors import CommentNotFound

NO_STORE = {"Cache-Control": "no-store"}


class Endpoint(APIView):
    """Takes the query parameters that it declares; a number in its path that no comment can have is no comment's."""

    query_parameters: frozenset[str] = frozenset()

    def initial(self, request: Request, *args: object, **kwargs: object) -> None:
        super().initial(request, *args, **kwargs)
        # The database would be asked for a number that it cannot hold.
        if kwargs.get("pk", 0) > BIGGEST_ID:
            raise CommentNotFound


class PublicView(Endpoint):
    """Reads are anonymous, but for those that the reader has alone; writes know who is signed in."""

    public = True
    reads_alone = False

    def get_authenticators(self):
        reading = self.request is not None and self.request.method in SAFE_METHODS
        return [] if reading and not self.reads_alone else [VisitorAuthentication(), *super().get_authenticators()]
