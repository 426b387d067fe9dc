"""`/metrics`: the figures, for those who may see them."""

import ipaddress

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.crypto import constant_time_compare
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, generate_latest
from prometheus_client.multiprocess import MultiProcessCollector

from cms.health import NO_STORE
from cms.metrics import requests, shared
from cms.metrics.waiting import Waiting
from comments.api.clients import ip_address


def metrics(request: HttpRequest) -> HttpResponse:
    """The figures of this server: with METRICS_TOKEN to who has it, without to addresses of its own network; else 404 or 403."""
    if not settings.METRICS:
        raise Http404
    if not may_see(request):
        return HttpResponse("Not for you.\n", status=403, content_type="text/plain", headers=NO_STORE)
    served = requests.registry
    if shared.is_shared():
        served = CollectorRegistry()
        MultiProcessCollector(served)
    waiting = CollectorRegistry()
    waiting.register(Waiting())
    body = generate_latest(served) + generate_latest(waiting)
    return HttpResponse(body, content_type=CONTENT_TYPE_LATEST, headers=NO_STORE)


def may_see(request: HttpRequest) -> bool:
    """Tell whether a request has the token or, where none is set, comes from a private address."""
    if settings.METRICS_TOKEN:
        given = request.headers.get("Authorization", "")
        return constant_time_compare(given, f"Bearer {settings.METRICS_TOKEN}")
    try:
        address = ipaddress.ip_address(ip_address(request))
    except ValueError:
        return False
    return (getattr(address, "ipv4_mapped", None) or address).is_private
