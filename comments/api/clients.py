"""Where a request comes from, as far as the set-up lets us believe it, and which reader it is."""

import re

from rest_framework.exceptions import AuthenticationFailed, ValidationError
from rest_framework.request import Request
from rest_framework.throttling import BaseThrottle
from wagtail.models import Page

from comments import discussions, readers
from comments.visitors import Visitor

BROWSER_ID = re.compile(r"[A-Za-z0-9_-]{16,64}", re.ASCII)


def ip_address(request: Request) -> str:
    """Give the client's address: the connection's own, or behind TRUSTED_PROXIES the one that they added."""
    return BaseThrottle().get_ident(request) or ""


def visitor(request: Request, page: Page) -> Visitor | None:
    """Give the front end's user who asks, if there is one; raise AuthenticationFailed for one of another site's front end."""
    found = request.auth if isinstance(request.auth, Visitor) else None
    if found is not None and found.site_id != discussions.site_of(page):
        raise AuthenticationFailed("The token is for another site.")
    return found


def reader(request: Request, page: Page) -> readers.Reader:
    """Give the reader that asks (readers.py); raise ValidationError for an X-Reader that is no random id."""
    address = ip_address(request)
    if found := visitor(request, page):
        return readers.of_visitor(found.key, email=found.email, ip_address=address)
    if request.user.is_authenticated:
        return readers.of_account(request.user, ip_address=address)
    browser = request.headers.get("X-Reader", "").strip()
    if not browser:
        return readers.of_network(address)
    if not BROWSER_ID.fullmatch(browser):
        raise ValidationError({"X-Reader": ["16 to 64 letters, digits, - and _, chosen at random."]})
    return readers.of_browser(browser, ip_address=address)
