"""What every endpoint of this room has in common."""

from rest_framework.request import Request
from rest_framework.views import APIView

from comments.api.parameters import BIGGEST_ID
from comments.errors import CommentNotFound


class Endpoint(APIView):
    """Takes the query parameters that it declares; a number in its path that no comment can have is no comment's."""

    query_parameters: frozenset[str] = frozenset()

    def initial(self, request: Request, *args: object, **kwargs: object) -> None:
        super().initial(request, *args, **kwargs)
        # The database would be asked for a number that it cannot hold.
        if kwargs.get("pk", 0) > BIGGEST_ID:
            raise CommentNotFound
