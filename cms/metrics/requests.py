"""Counts requests by route, method and status, how long they took, and how often a stored answer was given."""

import time

from django.conf import settings
from django.core.exceptions import MiddlewareNotUsed
from prometheus_client import CollectorRegistry, Counter, Histogram

METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)
NO_ROUTE = "none"  # refused before its route was looked for, or there is none

registry = CollectorRegistry()
answered = Counter("evident_http_requests", "Requests answered.", ["route", "method", "status"], registry=registry)
took = Histogram(
    "evident_http_request_seconds", "Time until a request was answered.", ["route"], buckets=SECONDS, registry=registry
)
stored = Counter(
    "evident_stored_answers",
    "Public answers of the API: hit (given again), stored (rendered and kept), miss (rendered).",
    ["result"],
    registry=registry,
)


class MetricsMiddleware:
    """Counts every request, outside of all other middleware."""

    def __init__(self, get_response):
        if not settings.METRICS:
            raise MiddlewareNotUsed
        self.get_response = get_response

    def __call__(self, request):
        start = time.perf_counter()
        response = self.get_response(request)
        match = request.resolver_match
        route = (match.route if match else "") or NO_ROUTE
        method = request.method if request.method in METHODS else "other"
        answered.labels(route, method, str(response.status_code)).inc()
        took.labels(route).observe(time.perf_counter() - start)
        if status := response.get("Cache-Status"):
            stored.labels(_result(status)).inc()
        return response


def _result(cache_status: str) -> str:
    """Give what a Cache-Status (RFC 9211) of ours says, in a word."""
    if cache_status.endswith("; hit"):
        return "hit"
    return "stored" if cache_status.endswith("; stored") else "miss"
