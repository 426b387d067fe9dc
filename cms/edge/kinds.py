"""Which caches there are to choose from in FRONTEND_CACHE, and what each needs to be told. Pure: the settings read it."""

from typing import NamedTuple


class Kind(NamedTuple):
    """One kind of cache: its class, and the variables that it needs."""

    backend: str
    needs: tuple[str, ...]


KINDS = {
    "http": Kind("cms.edge.backends.Http", ("FRONTEND_CACHE_URL",)),
    "varnish": Kind("cms.edge.backends.Varnish", ("FRONTEND_CACHE_URL",)),
    "fastly": Kind("cms.edge.backends.Fastly", ("FRONTEND_CACHE_TOKEN", "FRONTEND_CACHE_ZONE")),
    "cloudflare": Kind("cms.edge.backends.Cloudflare", ("FRONTEND_CACHE_TOKEN", "FRONTEND_CACHE_ZONE")),
}


def configuration(kind: str, *, url: str, token: str, zone: str) -> dict[str, dict[str, str]]:
    """Give what Wagtail calls WAGTAILFRONTENDCACHE; nothing for a kind that there is not, which a system check names."""
    if kind not in KINDS:
        return {}
    return {kind: {"BACKEND": KINDS[kind].backend, "LOCATION": url, "TOKEN": token, "ZONE": zone}}
