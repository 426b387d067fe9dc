"""The page of an endpoint, the page of a delivery, and their buttons."""

import json
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import TemplateView, View
from wagtail.admin import messages
from wagtail.admin.ui.tables import Table
from wagtail.admin.views import generic
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.log_actions import log

from cms.webhooks import delivering, events, secret_keys
from cms.webhooks.admin import listing
from cms.webhooks.admin.access import KeepersOnly
from cms.webhooks.models import WebhookDelivery, WebhookEndpoint

SECRET_SHOWN = "cms.webhook.secret_shown"  # noqa: S105
SECRET_CHANGED = "cms.webhook.secret_changed"  # noqa: S105
SHOWN_DELIVERIES = 10


class AddView(generic.CreateView):
    """Leads to the endpoint's page, where its secret is."""

    def get_success_url(self) -> str:
        return reverse("webhooks:inspect", args=[self.object.pk])

    def get_success_message(self, instance: WebhookEndpoint) -> str:
        return _("“%(name)s” is told of events from now on. Give its receiver the secret.") % {"name": instance}

    def get_success_buttons(self) -> list:
        return []


class ChangeView(generic.EditView):
    """Leads back to the endpoint's page."""

    def get_success_url(self) -> str:
        return reverse("webhooks:inspect", args=[self.object.pk])

    def get_success_buttons(self) -> list:
        return []


class EndpointView(KeepersOnly, generic.InspectView):
    """What an endpoint is told, how it is doing, and what was sent to it last."""

    page_title = gettext_lazy("Webhook")
    template_name = "cms/webhooks/endpoint.html"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *self.breadcrumbs_items,
            {"url": reverse(self.index_url_name), "label": _("Webhooks")},
            {"url": "", "label": self.object.name},
        ]

    def get_context_data(self, **kwargs: object) -> dict[str, Any]:
        endpoint = self.object
        deliveries = listing.with_last_answer(endpoint.deliveries.all())[:SHOWN_DELIVERIES]
        failed = endpoint.deliveries.filter(state=WebhookDelivery.State.FAILED)
        overlap = endpoint.old_secret_until
        return super().get_context_data(**kwargs) | {
            "endpoint": endpoint,
            "state": listing.state(endpoint),
            "overlap_until": overlap if len(secret_keys.valid(endpoint, delivering.timezone.now())) > 1 else None,
            "table": Table(listing.delivery_columns(), deliveries),
            "has_deliveries": bool(deliveries),
            "failed": failed.exclude(event__type__in=delivering.TRIED_ONCE).count() if endpoint.active else 0,
            "may_change": self.user_has_permission("change"),
            "deliveries_url": f"{reverse('webhooks:deliveries')}?endpoint={endpoint.pk}",
        }


class EndpointAction(KeepersOnly, View):
    """A button of an endpoint's page."""

    http_method_names = ["post"]
    permission_required = "change"

    @cached_property
    def endpoint(self) -> WebhookEndpoint:
        return get_object_or_404(WebhookEndpoint, pk=self.kwargs["pk"])

    def back(self) -> HttpResponse:
        return redirect("webhooks:inspect", self.endpoint.pk)


class TestView(EndpointAction):
    """Sends a test, and leads to what becomes of it."""

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        return redirect(listing.DETAIL, events.test(self.endpoint).pk)


class FailedAgainView(EndpointAction):
    """Sends again everything that failed for good."""

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        if not self.endpoint.active:
            messages.error(request, _("Turn the webhook on first."))
            return self.back()
        count = delivering.failed_again(self.endpoint)
        text = ngettext("%(count)d delivery is sent again.", "%(count)d deliveries are sent again.", count)
        messages.success(request, text % {"count": count})
        return self.back()


class SecretAction(WagtailAdminTemplateMixin, KeepersOnly, TemplateView):
    """Shows a secret, in the answer to the button and nowhere else."""

    http_method_names = ["post"]
    permission_required = "change"
    page_title = gettext_lazy("Secret")
    header_icon = "key"
    template_name = "cms/webhooks/secret.html"

    @cached_property
    def endpoint(self) -> WebhookEndpoint:
        return get_object_or_404(WebhookEndpoint, pk=self.kwargs["pk"])

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *self.breadcrumbs_items,
            {"url": reverse("webhooks:index"), "label": _("Webhooks")},
            {"url": reverse("webhooks:inspect", args=[self.endpoint.pk]), "label": self.endpoint.name},
            {"url": "", "label": self.get_page_title()},
        ]

    def show(self, secret: str, **context: object) -> HttpResponse:
        response = self.render_to_response(
            self.get_context_data(secret=secret, endpoint=self.endpoint, **context),
            headers={"Cache-Control": "no-store"},
        )
        return response.render()


class ShowSecretView(SecretAction):
    """Shows a secret that nobody has seen yet."""

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        secret = secret_keys.show(self.endpoint)
        if secret is None:
            messages.error(request, _("This secret was shown before. Change it to get a new one."))
            return redirect("webhooks:inspect", pk)
        log(self.endpoint, SECRET_SHOWN)
        return self.show(secret)


class ChangeSecretView(SecretAction):
    """Makes a new secret and shows it."""

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        secret = secret_keys.change(self.endpoint)
        log(self.endpoint, SECRET_CHANGED)
        return self.show(secret, overlap_hours=int(secret_keys.OVERLAP.total_seconds() // 3600))


class DeliveryView(WagtailAdminTemplateMixin, KeepersOnly, TemplateView):
    """One delivery: what is sent, and what came of each attempt."""

    header_icon = "history"
    template_name = "cms/webhooks/delivery.html"

    @cached_property
    def delivery(self) -> WebhookDelivery:
        rows = WebhookDelivery.objects.select_related("event", "endpoint").prefetch_related("attempts")
        return get_object_or_404(rows, pk=self.kwargs["pk"])

    def get_page_title(self) -> str:
        return self.delivery.event.type

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        endpoint = self.delivery.endpoint
        return [
            *self.breadcrumbs_items,
            {"url": reverse("webhooks:index"), "label": _("Webhooks")},
            {"url": reverse("webhooks:inspect", args=[endpoint.pk]), "label": endpoint.name},
            {"url": "", "label": self.get_page_title()},
        ]

    def get_context_data(self, **kwargs: object) -> dict[str, Any]:
        delivery = self.delivery
        body = json.dumps(json.loads(delivery.event.body), indent=2, ensure_ascii=False)
        is_test = delivery.event.type in delivering.TRIED_ONCE
        return super().get_context_data(**kwargs) | {
            "delivery": delivery,
            "body": body,
            "is_waiting": delivery.state == WebhookDelivery.State.WAITING,
            "may_send": self.user_has_permission("change") and (delivery.endpoint.active or is_test),
        }


class AgainView(KeepersOnly, View):
    """Sends a delivery once more."""

    http_method_names = ["post"]
    permission_required = "change"

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        delivery = get_object_or_404(WebhookDelivery.objects.select_related("endpoint", "event"), pk=pk)
        if not delivery.endpoint.active and delivery.event.type not in delivering.TRIED_ONCE:
            raise PermissionDenied
        delivering.again(delivery)
        return redirect(listing.DETAIL, pk)
