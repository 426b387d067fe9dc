"""Says what an import may fetch: what the settings of the site allow under whose index the article will stand."""

from __future__ import annotations

from articles.importers.downloads import Downloads
from articles.importers.pictures import Fetch
from articles.models import ArticleIndexPage, ImportSettings


def downloads_pictures(parent: ArticleIndexPage) -> bool:
    """Whether pictures on other servers may be downloaded."""
    site = parent.get_site()
    return bool(site and ImportSettings.for_site(site).download_images)


def fetch_for(parent: ArticleIndexPage) -> Fetch | None:
    """Gives what fetches the pictures of one import, or None where nothing may be asked of other servers."""
    return Downloads().fetch if downloads_pictures(parent) else None
