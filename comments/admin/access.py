"""Who may sit at the desk."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse

from comments import actions
from comments.actions.submitting import PERMISSION


def may_moderate(user) -> bool:
    """Tell whether a user holds `comments.moderate_comment`."""
    return user.has_perm(PERMISSION)


class ModeratorsOnly:
    """A view of the desk: refused, in Wagtail's own way, to everybody else."""

    def dispatch(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        if not may_moderate(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    @property
    def moderator(self) -> actions.Moderator:
        """Give who decides in this request."""
        return actions.Moderator(user=self.request.user)
