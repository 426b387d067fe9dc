"""Empties the caches for one test and nobody else: on Redis, which all processes of a test run share, by other names."""

import uuid

from django.conf import settings
from django.core.cache import caches


def empty() -> None:
    """Let nothing be cached, for this test alone; cache.clear() would empty the Redis under the tests beside it."""
    for name in settings.CACHES:
        if settings.REDIS_URL:
            # Both: the settings are for connections that threads of the test will open.
            caches.settings[name]["KEY_PREFIX"] = caches[name].key_prefix = f"test-{uuid.uuid4().hex}"
        else:
            caches[name].clear()
