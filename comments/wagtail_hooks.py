"""What this room adds to the admin."""

from django.contrib.auth.models import Permission
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.staticfiles import versioned_static
from wagtail.admin.ui.components import Component
from wagtail.log_actions import LogFormatter

from comments.actions.opening import LOG_ACTION
from comments.admin import access, menu
from comments.admin.panels import WaitingPanel
from comments.admin.viewset import DeskViewSet
from comments.models import Discussion


@hooks.register("register_admin_viewset")
def desk() -> DeskViewSet:
    return DeskViewSet()


@hooks.register("register_admin_menu_item")
def menu_item() -> menu.ReaderCommentsMenuItem:
    return menu.item()


@hooks.register("construct_homepage_panels")
def home_panel(request: HttpRequest, panels: list[Component]) -> None:
    if access.may_moderate(request.user):
        panels.append(WaitingPanel(request))


@hooks.register("insert_global_admin_css")
def menu_badge() -> str:
    return format_html('<link rel="stylesheet" href="{}">', versioned_static("comments/admin/menu.css"))


@hooks.register("register_permissions")
def permissions():
    return Permission.objects.filter(content_type__app_label="comments", codename="moderate_comment")


@hooks.register("register_log_actions")
def log_actions(actions) -> None:
    @actions.register_action(LOG_ACTION)
    class OpennessFormatter(LogFormatter):
        label = _("Discussion opened or closed")

        def format_message(self, log_entry) -> str:
            openness = log_entry.data.get("openness", "")
            return {
                Discussion.Openness.OPEN: _("Opened the discussion"),
                Discussion.Openness.CLOSED: _("Closed the discussion"),
                Discussion.Openness.SITE: _("Left the discussion to the site's settings"),
            }.get(openness, self.label)
