"""The desk's item in the admin's menu, with the number of comments that wait."""

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.sidebar import LinkMenuItem

from comments import authority
from comments.admin.access import may_moderate
from comments.authority import Authority
from comments.models import ReaderComment

MOST = 100  # counted no further: 99+


def keep(request: HttpRequest, number: int) -> None:
    """Keep for the menu of this request how many comments wait, where that has been counted anyway."""
    request.reader_comments_waiting = number


def waiting(among: Authority) -> int:
    """Give how many comments wait for somebody, 100 for as many or more; costs the same with a million behind it."""
    return among.comments(ReaderComment.norel_objects.waiting()).order_by()[:MOST].count()


def waiting_label(number: int) -> str:
    """Give the number for a badge: nothing for none, and "99+"."""
    if not number:
        return ""
    return f"{MOST - 1}+" if number >= MOST else str(number)


class ReaderCommentsMenuItem(MenuItem):
    """Shown to moderators alone. The badge is an attribute that desk.css draws and the queue's script keeps right."""

    def is_shown(self, request: HttpRequest) -> bool:
        return may_moderate(request.user)

    def render_component(self, request: HttpRequest) -> LinkMenuItem:
        # This object serves all requests: what is only true of one goes into the component.
        attrs = self.attrs | {"data-reader-comments-waiting": waiting_label(_number(request))}
        return LinkMenuItem(
            self.name, self.label, self.url, icon_name=self.icon_name, classname=self.classname, attrs=attrs
        )


def _number(request: HttpRequest) -> int:
    kept = getattr(request, "reader_comments_waiting", None)
    return waiting(authority.of(request.user)) if kept is None else kept


def item() -> ReaderCommentsMenuItem:
    """Give the menu's item."""
    return ReaderCommentsMenuItem(
        _("Reader comments"), reverse("reader_comments:index"), name="reader-comments", icon_name="comment", order=150
    )
