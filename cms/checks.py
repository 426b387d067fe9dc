"""System checks: what would go wrong later is said at the start, with an id and a hint."""

from django.conf import settings
from django.core.checks import Error, Tags, Warning, register

from cms.edge.kinds import KINDS

EDGE_VARIABLES = ("FRONTEND_CACHE_URL", "FRONTEND_CACHE_TOKEN", "FRONTEND_CACHE_ZONE")


@register(Tags.caches)
def shared_cache(app_configs, **kwargs):
    """More than one web process needs a cache that they share."""
    if settings.WEB_WORKERS > 1 and not settings.REDIS_URL:
        return [
            Error(
                f"WEB_WORKERS={settings.WEB_WORKERS} processes have no cache in common.",
                hint="Set REDIS_URL, or leave WEB_WORKERS at 1.",
                id="cms.E001",
            )
        ]
    return []


@register(Tags.caches)
def edge_cache(app_configs, **kwargs):
    """A cache in front is of a kind that is known here, and all is told that purging it needs."""
    chosen = settings.FRONTEND_CACHE
    if not chosen:
        stray = [name for name in EDGE_VARIABLES if getattr(settings, name)]
        return [
            Warning(
                f"{name} is set, and FRONTEND_CACHE is not: nothing is purged.",
                hint=f"Set FRONTEND_CACHE to one of {', '.join(KINDS)}, or unset {name}.",
                id="cms.W012",
            )
            for name in stray
        ]
    if chosen not in KINDS:
        return [
            Error(
                f"FRONTEND_CACHE={chosen} is no cache that can be purged.",
                hint=f"Set it to one of {', '.join(KINDS)}, or unset it.",
                id="cms.E012",
            )
        ]
    return [
        Error(f"FRONTEND_CACHE={chosen} needs {name}.", hint=f"Set {name}, or unset FRONTEND_CACHE.", id="cms.E013")
        for name in KINDS[chosen].needs
        if not getattr(settings, name)
    ]


@register(Tags.security)
def rate_limits(app_configs, **kwargs):
    """Rate limits are off for load tests only."""
    if not settings.RATE_LIMITS and not settings.TESTING:
        return [
            Warning(
                "RATE_LIMITS=0: anybody may post as often and as fast as they like.",
                hint="Unset RATE_LIMITS wherever the machine can be reached from outside.",
                id="cms.W001",
            )
        ]
    return []


@register(Tags.security, deploy=True)
def private_webhooks(app_configs, **kwargs):
    """Whoever may add a webhook must not reach the servers around this one."""
    if settings.WEBHOOKS_PRIVATE:
        return [
            Warning(
                "WEBHOOKS_PRIVATE=1: webhooks are sent to private addresses as well, and without https.",
                hint="Unset WEBHOOKS_PRIVATE wherever receivers are reached over the Internet.",
                id="cms.W011",
            )
        ]
    return []


@register(Tags.security, deploy=True)
def own_address(app_configs, **kwargs):
    """A deployment is reached over https, which a proxy in front of it speaks."""
    if not settings.HTTPS:
        return [
            Error(
                f"SITE_URL is {settings.SITE_URL}: readers' and moderators' words would travel in the clear.",
                hint="Set SITE_URL to the https address of this server.",
                id="cms.E002",
            )
        ]
    if not settings.TRUSTED_PROXIES:
        return [
            Error(
                "SITE_URL is https, and TRUSTED_PROXIES is 0: every request would be redirected to https for ever.",
                hint="Set TRUSTED_PROXIES to the number of proxies in front that set X-Forwarded-Proto and -For.",
                id="cms.E003",
            )
        ]
    return []


@register(Tags.security, deploy=True)
def named_hosts(app_configs, **kwargs):
    """A deployment names the hosts that it answers for."""
    if settings.ALLOWED_HOSTS != settings.LOCAL_HOSTS:
        return []
    return [
        Error(
            "ALLOWED_HOSTS is not set: only this machine would be answered.",
            hint="Set ALLOWED_HOSTS to the names of this server, with commas between them.",
            id="cms.E004",
        )
    ]
