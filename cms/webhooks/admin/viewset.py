"""The addresses of webhooks in the admin, under /admin/webhooks/, and their entry in the menu Settings."""

from django.urls import path
from django.utils.translation import gettext_lazy as _
from wagtail.admin.viewsets.model import ModelViewSet

from cms.webhooks.admin import listing, views
from cms.webhooks.admin.forms import EndpointForm
from cms.webhooks.models import WebhookEndpoint


class WebhookViewSet(ModelViewSet):
    """Endpoints by Wagtail's means, with their secrets, tests and deliveries."""

    name = url_prefix = "webhooks"
    model = WebhookEndpoint
    icon = "resubmit"
    menu_label = _("Webhooks")
    menu_name = "webhooks"
    menu_order = 750
    add_to_settings_menu = True
    add_to_reference_index = False
    copy_view_enabled = False
    inspect_view_enabled = True
    index_view_class = listing.EndpointsView
    add_view_class = views.AddView
    edit_view_class = views.ChangeView
    inspect_view_class = views.EndpointView
    inspect_template_name = views.EndpointView.template_name
    index_results_template_name = "cms/webhooks/endpoints_results.html"

    def get_form_class(self, for_update: bool = False) -> type[EndpointForm]:
        return EndpointForm

    def get_urlpatterns(self) -> list:
        log = {
            "index_url_name": self.get_url_name("deliveries"),
            "index_results_url_name": self.get_url_name("deliveries_results"),
        }
        view = self.construct_view
        return [
            *super().get_urlpatterns(),
            path("<int:pk>/test/", view(views.TestView), name="test"),
            path("<int:pk>/failed-again/", view(views.FailedAgainView), name="failed_again"),
            path("<int:pk>/secret/", view(views.ShowSecretView), name="show_secret"),
            path("<int:pk>/new-secret/", view(views.ChangeSecretView), name="change_secret"),
            path("deliveries/", listing.DeliveriesView.as_view(**log), name="deliveries"),
            path(
                "deliveries/results/",
                listing.DeliveriesView.as_view(**log, results_only=True),
                name="deliveries_results",
            ),
            path("deliveries/<int:pk>/", view(views.DeliveryView), name="delivery"),
            path("deliveries/<int:pk>/again/", view(views.AgainView), name="again"),
        ]
