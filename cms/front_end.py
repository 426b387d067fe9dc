"""Where readers see the pages: the one answer to "what does a front-end URL start with".

A site's profile wins, then FRONTEND_URL (for drafts PREVIEW_URL), then this server's reader page. Wagtail asks a Site for its
`root_url` whenever it makes a full URL (page.full_url, its API's html_url, sitemaps, mails), so that is where the answer is
given.
"""

from django.conf import settings
from wagtail.models import Page, Site

from articles.previews import addresses
from home.models import SiteProfile

wagtails_root_url = Site.root_url.fget


def root_url(site: Site) -> str:
    """Give the scheme and host, without a trailing slash, that URLs of the site's pages start with."""
    chosen = SiteProfile.objects.filter(site_id=site.pk).values_list("frontend_url", flat=True).first()
    if chosen or settings.FRONTEND_URL:
        return (chosen or settings.FRONTEND_URL).rstrip("/")
    return own_root_url(site)


def own_root_url(site: Site) -> str:
    """Give the scheme and host at which this server itself is reached for a site."""
    return settings.SITE_URL if site.is_default_site else wagtails_root_url(site)


def is_elsewhere(site: Site) -> bool:
    """Tell whether readers see the site on another server than this one."""
    return site.root_url != own_root_url(site)


def preview_url(page: Page) -> str:
    """Give where a front end shows drafts of `page`, empty where this server's reader page does; asks one query."""
    parts = page.get_url_parts() if page.url_path else None
    chosen = SiteProfile.objects.filter(site_id=parts[0]).values_list("preview_url", flat=True).first() if parts else ""
    return chosen or settings.PREVIEW_URL


def connect() -> None:
    Site.root_url = property(root_url)
    addresses.ask(preview_url)
