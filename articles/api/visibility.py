"""What the public may see: the one queryset that the API's views start from."""

from django.db.models import CharField, Exists, ExpressionWrapper, F, OuterRef, Q, QuerySet
from django.http import HttpRequest
from wagtail.models import Page, PageViewRestriction, Site
from wagtail.query import PageQuerySet

NO_SITE = -1


def public_pages(request: HttpRequest, model: type[Page] = Page) -> PageQuerySet:
    """Give the live pages of the request's site, in all its languages, without those in private sections.

    Answers are shared by caches, so unlike Wagtail's own queryset it lets nobody past a restriction, signed in or not;
    and it asks no query of its own, however many restrictions there are.
    """
    return pages_below(root_paths(request), model)


def root_paths(request: HttpRequest) -> tuple[str, ...]:
    """Give where the request's site begins in the tree of pages, in each of its languages."""
    return tuple(root.root_path for root in roots_of_site(request))


def pages_below(roots: tuple[str, ...], model: type[Page] = Page) -> PageQuerySet:
    """Give the live pages below the roots of a site, without those in private sections."""
    within = Q(pk__in=[])
    for root in roots:
        within |= Q(url_path__startswith=root)
    return open_pages(model).filter(within)


def open_pages(model: type[Page] = Page) -> PageQuerySet:
    """Give the live pages of all sites, and of none, without those in private sections."""
    return model._default_manager.live().filter(~Exists(restrictions()))


def restrictions() -> QuerySet[PageViewRestriction]:
    """Give, as a subquery of pages, the restrictions of a page and of those above it."""
    path = ExpressionWrapper(OuterRef("path"), output_field=CharField())
    return PageViewRestriction.objects.alias(outer=path).filter(outer__startswith=F("page__path"))


def without_mirrors(pages: PageQuerySet) -> PageQuerySet:
    """Give `pages` without those that only stand in for a translation: Wagtail's aliases of a page in another language."""
    return pages.exclude(alias_of__translation_key=F("translation_key"))


def mirrors(pages: PageQuerySet) -> PageQuerySet:
    """Give those of `pages` that without_mirrors() leaves out."""
    return pages.filter(alias_of__translation_key=F("translation_key"))


def site_id(request: HttpRequest) -> int:
    """Give the id of the site that the request is for, or NO_SITE; asks the database only where there are several."""
    known = {root.site_id for root in _roots(request)}
    if len(known) > 1:
        site = Site.find_for_request(request)
        return site.pk if site else NO_SITE
    return next(iter(known), NO_SITE)


def roots_of_site(request: HttpRequest) -> list:
    """Give the roots of the request's site, one for each language."""
    chosen = site_id(request)
    return [root for root in _roots(request) if root.site_id == chosen]


def _roots(request: HttpRequest) -> list:
    """Give the roots of all sites, kept on the request where Wagtail's own URL methods look for them, too."""
    if not hasattr(request, "_wagtail_cached_site_root_paths"):
        request._wagtail_cached_site_root_paths = Site.get_site_root_paths()
    return request._wagtail_cached_site_root_paths
