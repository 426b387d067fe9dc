"""The lists of endpoints and of deliveries."""

from typing import Any
from urllib.parse import urlsplit

from django.db.models import Count, Max, OuterRef, QuerySet, Subquery
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as translate
from django.utils.translation import gettext_lazy as _
from django_filters import ChoiceFilter, ModelChoiceFilter
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import BaseColumn, Column, DateColumn, StatusTagColumn, TitleColumn
from wagtail.admin.views import generic

from cms.webhooks.admin.access import KeepersOnly
from cms.webhooks.models import EventType, WebhookAttempt, WebhookDelivery, WebhookEndpoint, WebhookEvent

DETAIL = "webhooks:delivery"


def state(endpoint: WebhookEndpoint) -> str:
    """Give how an endpoint is doing, in a word."""
    if not endpoint.active:
        return translate("Off")
    return translate("Failing") if endpoint.failing_since else translate("On")


def host(endpoint: WebhookEndpoint) -> str:
    """Give where an endpoint is, without the rest of its address: many receivers have their password in that."""
    return urlsplit(endpoint.url).netloc


def _events(endpoint: WebhookEndpoint) -> str:
    numbers = {"some": len(endpoint.events), "all": len(EventType.values)}
    return translate("%(some)d of %(all)d") % numbers


class EndpointsView(generic.IndexView):
    """The endpoints; each leads to its page, where its deliveries are."""

    default_ordering = "name"

    def get_base_queryset(self) -> QuerySet[WebhookEndpoint]:
        return super().get_base_queryset().annotate(last_event=Max("deliveries__event__at"))

    @cached_property
    def columns(self) -> list[BaseColumn]:
        return [
            self._get_title_column("name", width="30%"),
            Column("host", label=_("Server"), accessor=host),
            Column("events", label=_("Events"), accessor=_events),
            DateColumn("last_event", label=_("Last event"), width="15%"),
            StatusTagColumn("state", label=_("State"), accessor=state, primary=lambda row: row.active, width="10%"),
        ]

    def get_edit_url(self, instance: WebhookEndpoint) -> str | None:
        return self.get_inspect_url(instance)


class DeliveriesFilterSet(WagtailFilterSet):
    endpoint = ModelChoiceFilter(label=_("Webhook"), queryset=WebhookEndpoint.objects.all())
    state = ChoiceFilter(label=_("State"), choices=WebhookDelivery.State.choices)
    event__type = ChoiceFilter(label=_("Event"), choices=WebhookEvent._meta.get_field("type").choices)

    class Meta:
        model = WebhookDelivery
        fields = ["endpoint", "state", "event__type"]


def with_last_answer(deliveries: QuerySet[WebhookDelivery]) -> QuerySet[WebhookDelivery]:
    """Give deliveries, newest first, with what their rows show of events, endpoints and attempts: one query."""
    last = WebhookAttempt.objects.filter(delivery=OuterRef("pk")).order_by("-pk")
    return (
        deliveries.select_related("event", "endpoint")
        .annotate(
            attempt_count=Count("attempts"),
            last_status=Subquery(last.values("status")[:1]),
            last_error=Subquery(last.values("error")[:1]),
        )
        .order_by("-pk")
    )


def delivery_columns() -> list[BaseColumn]:
    """Give the columns of a list of deliveries to one endpoint."""
    return [
        TitleColumn("type", label=_("Event"), accessor="event.type", url_name=DETAIL),
        DateColumn("at", label=_("Happened"), accessor="event.at", width="18%"),
        Column("attempt_count", label=_("Attempts"), width="10%"),
        Column("answer", label=_("Last answer"), accessor=_answer),
        StatusTagColumn(
            "state", label=_("State"), accessor="get_state_display", primary=lambda row: row.state == "delivered"
        ),
    ]


def _answer(delivery: WebhookDelivery) -> str:
    parts = [str(delivery.last_status or ""), delivery.last_error or ""]
    return " ".join(filter(None, parts)) or "–"


class DeliveriesView(KeepersOnly, generic.IndexView):
    """The log: everything that was sent, or waits to be, to any endpoint."""

    model = WebhookDelivery
    page_title = _("Deliveries")
    header_icon = "history"
    filterset_class = DeliveriesFilterSet
    results_template_name = "cms/webhooks/deliveries_results.html"
    paginate_by = 50
    add_url_name = edit_url_name = inspect_url_name = delete_url_name = copy_url_name = None

    def get_base_queryset(self) -> QuerySet[WebhookDelivery]:
        return with_last_answer(WebhookDelivery.objects.all())

    def order_queryset(self, queryset: QuerySet) -> QuerySet:
        return queryset

    @cached_property
    def columns(self) -> list[BaseColumn]:
        first, *others = delivery_columns()
        return [first, Column("endpoint", label=_("Webhook"), accessor="endpoint.name"), *others]

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        webhooks = {"url": reverse("webhooks:index"), "label": translate("Webhooks")}
        return [*self.breadcrumbs_items, webhooks, {"url": "", "label": self.get_page_title()}]
