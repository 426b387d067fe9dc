"""Whom moderators have said that they trust, or do not, in the admin. It is said from a comment, and taken back here."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import BooleanColumn, DateColumn
from wagtail.admin.views.generic import DeleteView, IndexView
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.permissions import register_permission_policy

from comments import actions
from comments.admin.reasons import EverywherePolicy
from comments.models import Trust


class TrustPolicy(EverywherePolicy):
    """Nothing is added or changed here: only taken back."""

    def user_has_permission(self, user, action: str) -> bool:
        return action not in {"add", "change"} and super().user_has_permission(user, action)


class TrustIndexView(IndexView):
    default_ordering = "-created_at"

    def get_edit_url(self, instance: Trust) -> None:
        return None


class TrustDeleteView(DeleteView):
    page_title = _("Take this back")

    def delete_action(self) -> None:
        actions.forget_trust(self.object.pk, by=actions.Moderator(user=self.request.user))

    def get_confirmation_message(self) -> str:
        return _("They are as trusted as they have earned from then on. Take it back?")


class TrustViewSet(ModelViewSet):
    model = Trust
    name = "reader_trusts"
    url_prefix = "comments/trust"
    icon = "circle-check"
    menu_label = _("Trusted readers")
    add_to_settings_menu = True
    index_view_class = TrustIndexView
    delete_view_class = TrustDeleteView
    copy_view_enabled = False
    inspect_view_enabled = False
    form_fields = ["kind", "value"]
    list_display = [
        "value",
        "kind",
        BooleanColumn("is_granted", label=_("Trusted")),
        DateColumn("until", label=_("Until")),
        BooleanColumn("is_in_force", label=_("In force")),
        DateColumn("created_at", label=_("Since"), sort_key="created_at"),
    ]
    list_filter = ["kind", "is_granted"]
    search_fields = ["value"]


register_permission_policy(Trust, TrustPolicy(Trust))
