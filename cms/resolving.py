"""What a front-end path leads to on the request's site: a page, another address, a page that is gone, or nothing."""

from dataclasses import dataclass
from urllib.parse import urlsplit

from django.conf import settings
from django.db.models import Exists, Q
from django.http import HttpRequest
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page, Site

from articles import own_pages
from articles.api.own_pages import public_articles
from articles.api.visibility import open_pages, public_pages, restrictions
from articles.own_pages import OwnPage
from cms import changes, paths, redirects, routes
from cms.models import Route

MAX_HOPS = 10  # of redirects that lead to redirects


class Missing(Exception):
    """Nothing is there that the public may know of."""


class Gone(Exception):
    """The public has seen a page there, which has been taken down or deleted."""


@dataclass(frozen=True)
class Destination:
    """Where a redirect leads in the end, whether for good all the way, and to which page, if it is one of ours."""

    location: str
    permanent: bool
    page: int | None = None


def resolve(request: HttpRequest, address: str) -> Page | OwnPage | Destination:
    """Give what the path of `address` leads to.

    A page answers in any case, with or without a slash at the end, and with or without the prefix of the default
    language; then come the pages of topics and people, then redirects, then what was there once.

    Raises Missing, Gone, and paths.TooLong.
    """
    site = Site.find_for_request(request)
    path = paths.of(address)
    if site is None or "\x00" in path:  # which no database can be asked about
        raise Missing
    told = _told(path, site)
    page = _page(request, path, told)
    if page:
        return page
    if own := _own_page(request, path):
        return own
    redirect = redirects.find(address, site=site)
    destination = _follow(request, redirect, site=site) if redirect else None
    if destination:
        return destination
    raise Gone if _was_public(told) else Missing


def tags(address: str) -> set[str]:
    """Give the cache tags of which page an address leads to: they change when the public is told of another one there."""
    wanted = paths.candidates(paths.of(address), default_language=settings.LANGUAGE_CODE)
    return {changes.path_tag(path) for path in wanted}


def _told(path: str, site: Site) -> list[Route]:
    """Give the routes that the public was told for `path`, the one that is written like it first."""
    wanted = paths.candidates(path, default_language=settings.LANGUAGE_CODE)
    found = Route.objects.filter(site=site, key__in=[paths.key(candidate) for candidate in wanted])
    likeness = {paths.encoded(candidate): place for place, candidate in enumerate(wanted)}
    return sorted(found, key=lambda route: (likeness.get(route.path, len(wanted)), not route.is_public, route.page_id))


def _page(request: HttpRequest, path: str, told: list[Route]) -> Page | None:
    """Give the public page among those that were told, asked anew: only the one queryset says what is public."""
    if not told:
        return None
    found = public_pages(request).select_related("locale").in_bulk([route.page_id for route in told])
    return next((found[route.page_id] for route in told if route.page_id in found), None)


def _own_page(request: HttpRequest, path: str) -> OwnPage | None:
    parts = [part for part in path.split("/") if part]
    languages = [code for code, _ in settings.WAGTAIL_CONTENT_LANGUAGES]
    language = next((code for code in languages if parts and code.lower() == parts[0].lower()), None)
    return own_pages.find(
        public_articles(request), parts[1:] if language else parts, language or settings.LANGUAGE_CODE
    )


def _follow(request: HttpRequest, redirect: Redirect, *, site: Site) -> Destination | None:
    """Give where `redirect` leads in the end; None where it leads round in circles or to what is not public."""
    permanent = True
    root_url = site.root_url
    for _ in range(MAX_HOPS):
        permanent = permanent and redirect.is_permanent
        if redirect.redirect_page_id:
            page = open_pages().filter(pk=redirect.redirect_page_id).first()
            return _to_page(request, page, permanent) if page else None
        link = redirects.absolute(redirect.redirect_link, root_url)
        if not link:
            return None
        if not _is_ours(link, root_url):
            return Destination(link, permanent)
        path = paths.of(link)
        told = _told(path, site)
        if page := _page(request, path, told):
            return _to_page(request, page, permanent, behind=link)
        redirect = redirects.find(link, site=site)
        if redirect is None:
            # The front end may have pages of its own there; but of a page of ours that is not public nothing is said.
            return None if told or _is_drafted(path) else Destination(link, permanent)
    return None


def _to_page(request: HttpRequest, page: Page, permanent: bool, *, behind: str = "") -> Destination | None:
    """Give the address of `page`, with the query and the fragment of the link `behind` which it was found."""
    url = page.get_full_url(request)
    if not url:
        return None
    asked = urlsplit(behind)
    query, fragment = asked.query and f"?{asked.query}", asked.fragment and f"#{asked.fragment}"
    return Destination(f"{url}{query}{fragment}", permanent, page.pk)


def _is_ours(link: str, root_url: str) -> bool:
    """Tell whether a link stays on this site's front end, or on this server."""
    return urlsplit(link).netloc in {urlsplit(root_url).netloc, urlsplit(settings.SITE_URL).netloc}


def _is_drafted(path: str) -> bool:
    """Tell whether any page at all has `path`, on any site."""
    slug = path.rstrip("/").rpartition("/")[2]
    here = Q()
    for root in routes.roots():
        if path.startswith(f"{root.prefix}/"):
            here |= Q(url_path=f"{root.url_path}{path[len(root.prefix) + 1 :]}")
    return bool(slug and here) and Page.objects.filter(here, slug=slug).exists()


def _was_public(told: list[Route]) -> bool:
    """Tell whether one of these pages is gone; one that is in a private section now is not, but for its members only."""
    if not told:
        return False
    pages = Page.objects.filter(pk__in=[route.page_id for route in told])
    hidden = set(pages.filter(Exists(restrictions())).values_list("pk", flat=True))
    return any(route.page_id not in hidden for route in told)
