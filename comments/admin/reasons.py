"""The reasons to reject in the admin: what moderators choose from, and what authors are told."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import BooleanColumn, Column
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.permissions import register_permission_policy

from comments import authority
from comments.models import RejectionReason


class EverywherePolicy(ModelPermissionPolicy):
    """For who moderates every page: what all moderators share."""

    def user_has_permission(self, user, action: str) -> bool:
        return authority.of(user).everywhere

    def user_has_any_permission(self, user, actions) -> bool:
        return self.user_has_permission(user, "any")

    def users_with_any_permission(self, actions):
        return authority.moderators()


class RejectionReasonViewSet(ModelViewSet):
    model = RejectionReason
    name = "rejection_reasons"
    url_prefix = "comments/reasons"
    icon = "cross"
    menu_label = _("Reasons to reject")
    add_to_settings_menu = True
    copy_view_enabled = False
    inspect_view_enabled = False
    ordering = ["position", "pk"]
    list_display = [
        "label",
        BooleanColumn("is_mailed", label=_("Told by mail")),
        Column("site", label=_("Site"), accessor=lambda row: row.site or _("All sites")),
        Column("position", label=_("Place")),
    ]
    search_fields = ["label"]


register_permission_policy(RejectionReason, EverywherePolicy(RejectionReason))
