"""Reports › Mail: what would have been sent, for who may see everybody's links to sign in and to confirm."""

from django.conf import settings
from django.utils.translation import gettext_lazy as _
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.tables import DateColumn
from wagtail.admin.views.generic import IndexView, InspectView
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.permissions import register_permission_policy

from cms.models import KeptMail

BACKEND = "cms.mailbox.backend.Backend"


class ReadOnly(ModelPermissionPolicy):
    """Mail is looked at, and nothing else, by superusers and who was given the permission to."""

    def user_has_permission(self, user, action: str) -> bool:
        return action == "view" and super().user_has_permission(user, action)

    def user_has_any_permission(self, user, actions) -> bool:
        return any(self.user_has_permission(user, action) for action in actions)


class KeptMailIndex(IndexView):
    any_permission_required = ["view"]
    default_ordering = "-sent_at"


class KeptMailView(InspectView):
    any_permission_required = ["view"]
    template_name = "cms/mailbox/mail.html"
    page_title = _("Mail")

    def get_page_subtitle(self) -> str:
        return self.object.subject


class KeptMailViewSet(ModelViewSet):
    model = KeptMail
    name = "mail"
    icon = "mail"
    menu_label = _("Mail")
    menu_order = 9000
    form_fields: list[str] = []
    index_view_class = KeptMailIndex
    inspect_view_class = KeptMailView
    inspect_view_enabled = True
    copy_view_enabled = False
    list_display = ["subject", "recipients", DateColumn("sent_at", label=_("Sent"), sort_key="sent_at")]
    list_filter = {"sent_at": ["gte", "lte"]}
    list_per_page = 50
    search_fields = ["subject", "recipients"]

    @property
    def menu_hook(self) -> str:
        return "register_reports_menu_item"

    def get_menu_item(self, order: int | None = None) -> MenuItem:
        item = super().get_menu_item(order)
        shown = item.is_shown
        item.is_shown = lambda request: is_kept() and shown(request)
        return item


def is_kept() -> bool:
    """Tell whether mail is kept here at all, rather than sent."""
    return settings.EMAIL_BACKEND == BACKEND


register_permission_policy(KeptMail, ReadOnly(KeptMail))
