"""What this room adds to the admin."""

from django.contrib.auth.models import Permission
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.staticfiles import versioned_static
from wagtail.admin.ui.components import Component
from wagtail.log_actions import LogFormatter

from comments.actions.arranging import LOG_ACTION
from comments.actions.erasing import LOG_ACTION as ERASED
from comments.actions.ruling import LOG_ACTION as RULES_CHANGED
from comments.admin import access, menu, readers
from comments.admin.alerts import AlertsPanel
from comments.admin.bans import BanViewSet
from comments.admin.issuers import TokenIssuerViewSet
from comments.admin.log import LogViewSet
from comments.admin.panels import WaitingPanel
from comments.admin.reasons import RejectionReasonViewSet
from comments.admin.rules.views import RulesViewSet
from comments.admin.scoring import SpamScoreViewSet
from comments.admin.sections import SectionFormSet
from comments.admin.trusts import TrustViewSet
from comments.admin.viewset import DeskViewSet
from comments.models import Discussion


@hooks.register("register_admin_viewset")
def desk() -> DeskViewSet:
    return DeskViewSet()


@hooks.register("register_admin_viewset")
def token_issuers() -> TokenIssuerViewSet:
    return TokenIssuerViewSet()


@hooks.register("register_admin_viewset")
def bans() -> BanViewSet:
    return BanViewSet()


@hooks.register("register_admin_viewset")
def rejection_reasons() -> RejectionReasonViewSet:
    return RejectionReasonViewSet()


@hooks.register("register_admin_viewset")
def reader_trusts() -> TrustViewSet:
    return TrustViewSet()


@hooks.register("register_admin_viewset")
def reader_data() -> readers.ReaderDataViewSet:
    return readers.ReaderDataViewSet()


@hooks.register("register_admin_viewset")
def spam_score() -> SpamScoreViewSet:
    return SpamScoreViewSet()


@hooks.register("register_admin_viewset")
def moderation_log() -> LogViewSet:
    return LogViewSet()


@hooks.register("register_admin_viewset")
def comment_rules() -> RulesViewSet:
    return RulesViewSet()


@hooks.register("register_account_settings_panel")
def alerts_panel(request: HttpRequest, user, profile) -> AlertsPanel:
    return AlertsPanel(request, user, profile)


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
    return Permission.objects.filter(
        content_type__app_label="comments",
        codename__in=["moderate_comment", "decide_as_author", "senior_moderator", "erase_reader"],
    )


@hooks.register("register_group_permission_panel")
def moderated_sections() -> type[SectionFormSet]:
    return SectionFormSet


@hooks.register("register_log_actions")
def log_actions(actions) -> None:
    actions.register_action(RULES_CHANGED, _("Change the comment rules"), _("Changed the comment rules"))
    actions.register_action(ERASED, _("Erase a reader's data"), _("Erased all that was kept of a reader"))
    actions.register_action(readers.EXPORTED, _("Download a reader's data"), _("Downloaded what is kept of a reader"))

    @actions.register_action(LOG_ACTION)
    class OpennessFormatter(LogFormatter):
        label = _("Discussion opened or closed")

        def format_message(self, log_entry) -> str:
            if "openness" not in log_entry.data:
                return _("Changed how the discussion is held")
            return {
                Discussion.Openness.OPEN: _("Opened the discussion"),
                Discussion.Openness.CLOSED: _("Closed the discussion"),
                Discussion.Openness.SITE: _("Left the discussion to the site's settings"),
            }.get(log_entry.data["openness"], self.label)
