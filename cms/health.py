"""Tells a load balancer whether this process lives, and whether it can do its work."""

from django.core.cache import cache
from django.db import connection
from django.http import HttpRequest, JsonResponse
from django.utils.crypto import get_random_string

from cms import worker
from cms.serving import schema

NO_STORE = {"Cache-Control": "no-store"}


def live(request: HttpRequest) -> JsonResponse:
    """200 as long as the process answers at all."""
    return JsonResponse({"status": "ok"}, headers=NO_STORE)


def ready(request: HttpRequest) -> JsonResponse:
    """200 when database, migrations, cache and worker are all there, else 503; says which, never why."""
    parts = {"database": _database, "migrations": _migrations, "cache": _cache, "worker": worker.is_alive}
    found = {name: _holds(check) for name, check in parts.items()}
    ok = all(found.values())
    answer = {
        "status": "ok" if ok else "not_ready",
        "checks": {name: "ok" if good else "failing" for name, good in found.items()},
    }
    return JsonResponse(answer, status=200 if ok else 503, headers=NO_STORE)


def _holds(check) -> bool:
    try:
        return bool(check())
    except Exception:  # whatever it is, it means "not ready", and its text may hold addresses
        return False


def _database() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        return cursor.fetchone() == (1,)


def _migrations() -> bool:
    return schema.is_current(connection)


def _cache() -> bool:
    word = get_random_string(12)
    cache.set("healthz", word, 30)
    return cache.get("healthz") is not None  # not `== word`: another process may have asked at the same moment
