"""What mails say of the site that they come from. The roof knows how sites and labels are called, and is asked."""

from collections.abc import Callable

from django.conf import settings
from wagtail.models import Page, Site

_name: Callable[[Site, str], str] | None = None
_label: Callable[[str, str], str] | None = None


def ask(*, name: Callable[[Site, str], str], label: Callable[[str, str], str]) -> None:
    """Have `name(site, language)` and `label(label, language)` asked from now on; an unknown label is an empty string."""
    global _name, _label
    _name, _label = name, label


def name(site: Site, language: str) -> str:
    """Give what readers know a site as."""
    return " ".join((_name(site, language) if _name else site.site_name).split()) or settings.WAGTAIL_SITE_NAME


def label(key: str, language: str) -> str:
    """Give the words for a label, empty where there is none of that name (any more)."""
    return " ".join(_label(key, language).split()) if _label and key else ""


def of(page: Page) -> Site:
    """Give the site that a page belongs to, the default one for a page that belongs to none."""
    parts = page.get_url_parts()
    found = Site.objects.filter(pk=parts[0]).first() if parts else None
    return found or Site.objects.order_by("-is_default_site", "pk").first()


def address(path: str) -> str:
    """Give the whole address of a path of this server."""
    return f"{settings.SITE_URL.rstrip('/')}{path}"
