"""Where previews are shown: by the front end of the page's site, without one by this server's reader page."""

from collections.abc import Callable
from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from wagtail.models import Page

from articles.previews import tokens

_asked: list[Callable[[Page], str]] = []


def ask(front_end: Callable[[Page], str]) -> None:
    """Have `front_end` tell where drafts of a page are shown; empty means here."""
    _asked[:] = [front_end]


def live(page: Page, token: str, *, in_panel: bool) -> str:
    """Give where an editor's preview is shown; on this server as a path, so that it stays on the editor's own host."""
    panel = {"in_preview_panel": "true"} if in_panel else {}
    return _with(_front_end(page) or reverse("preview"), {"token": token, **panel})


def shared(page: Page, keys: list[str]) -> list[str]:
    """Give the links of a page that have these keys, whole, in their order."""
    shown_by = _front_end(page) or f"{settings.SITE_URL}{reverse('preview')}"
    return [_with(shown_by, {"token": tokens.shared(key)}) for key in keys]


def outside(page: Page, request: HttpRequest) -> str:
    """Give the origin of the front end that shows drafts of `page`, empty where it is the admin's own."""
    address = _front_end(page)
    if not address:
        return ""
    scheme, host, *_ = urlsplit(address)
    origin = f"{scheme}://{host}"
    return "" if origin == f"{request.scheme}://{request.get_host()}" else origin


def _front_end(page: Page) -> str:
    return _asked[0](page) if _asked else settings.PREVIEW_URL


def _with(address: str, parameters: dict[str, str]) -> str:
    return f"{address}{'&' if '?' in address else '?'}{urlencode(parameters)}"
