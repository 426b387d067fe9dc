"""Who comes near webhooks: those who have Wagtail's permissions on endpoints, for deliveries as well."""

from django.utils.functional import cached_property
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin
from wagtail.permissions import policy_registry

from cms.webhooks.models import WebhookEndpoint


class KeepersOnly(PermissionCheckedMixin):
    """Asks for permissions on endpoints, whatever model a view is about: without a policy Wagtail lets everybody in."""

    any_permission_required = ["view", "change"]

    @cached_property
    def permission_policy(self):
        return policy_registry.get_by_type(WebhookEndpoint)
