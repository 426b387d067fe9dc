"""Who may sit at the desk."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from wagtail.models import Page

from comments import actions, authority
from comments.authority import Authority


def may_moderate(user) -> bool:
    """Tell whether a user moderates anything."""
    return authority.of(user).moderates


def may_arrange(user, page: Page) -> bool:
    """Tell whether a user says how the discussion of a page is held: moderators, and who publishes it."""
    return authority.of(user).may_decide(page) or page.permissions_for_user(user).can_publish()


class ModeratorsOnly:
    """A view of the desk: refused, in Wagtail's own way, to everybody else."""

    def dispatch(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        if not may_moderate(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    @property
    def authority(self) -> Authority:
        """Give what the user of this request may see and decide."""
        return authority.of(self.request.user)

    @property
    def moderator(self) -> actions.Moderator:
        """Give who decides in this request."""
        return actions.Moderator(user=self.request.user)


class SeniorsOnly:
    """A view for who moderates every page and does what concerns no page alone."""

    def dispatch(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        if not authority.of(request.user).is_senior:
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)
