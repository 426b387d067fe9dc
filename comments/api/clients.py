"""Where a request comes from, as far as the set-up lets us believe it."""

from rest_framework.request import Request
from rest_framework.throttling import BaseThrottle


def ip_address(request: Request) -> str:
    """Give the client's address: the connection's own, or behind TRUSTED_PROXIES the one that they added."""
    return BaseThrottle().get_ident(request) or ""
