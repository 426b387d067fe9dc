"""Where previews are shown: PREVIEW_URL of a front end, without it this server's reader page."""

from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from articles.previews import tokens

Parameters = dict[str, str]


def live(token: str, *, in_panel: bool) -> str:
    """Give where an editor's preview is shown; on this server as a path, so that it stays on the editor's own host."""
    panel = {"in_preview_panel": "true"} if in_panel else {}
    return _with(settings.PREVIEW_URL or reverse("preview"), {"token": token, **panel})


def shared(key: str) -> str:
    """Give a shared link, whole."""
    return _with(settings.PREVIEW_URL or f"{settings.SITE_URL}{reverse('preview')}", {"token": tokens.shared(key)})


def outside(request: HttpRequest) -> str:
    """Give the origin of the front end that shows previews, empty where it is the admin's own."""
    if not settings.PREVIEW_URL:
        return ""
    scheme, host, *_ = urlsplit(settings.PREVIEW_URL)
    origin = f"{scheme}://{host}"
    return "" if origin == f"{request.scheme}://{request.get_host()}" else origin


def _with(address: str, parameters: Parameters) -> str:
    return f"{address}{'&' if '?' in address else '?'}{urlencode(parameters)}"
