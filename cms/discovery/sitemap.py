"""`/sitemap.xml` (sitemaps.org 0.9, with Google's hreflang alternates): every public page, in files of ten thousand."""

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from wagtail.models import Site
from wagtail.query import PageQuerySet

from articles.api.formats import moment
from cms.discovery.files import PublicFile, xml_text

PART = 10_000  # pages of one file, of which the protocol allows five times as many
MOST_PARTS = 50_000  # files of one list, by the protocol
NAMESPACES = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml"'
CONTENT_TYPE = "application/xml; charset=utf-8"
FIELDS = ("id", "path", "depth", "url_path", "locale", "translation_key", "last_published_at")


class Place(NamedTuple):
    """A page as it stands in a sitemap."""

    page: int
    url: str
    language: str
    work: str
    changed: datetime | None


class Sitemap(PublicFile):
    """All pages where one file holds them, else the list of such files."""

    def get(self, request: HttpRequest) -> HttpResponse:
        count = self.public_pages().count()
        if count <= PART:
            return self.part(1)
        parts = range(1, -(-count // PART) + 1)
        addresses = [self.own_url(reverse("sitemap_part", args=[number])) for number in parts]
        rows = "".join(f"<sitemap><loc>{xml_text(address)}</loc></sitemap>\n" for address in addresses)
        return self.written("sitemapindex", rows, changed=None)

    def part(self, number: int) -> HttpResponse:
        """Give the file with this number, counted from 1; raise Http404 where it would have no page."""
        pages = self.public_pages().order_by("pk")
        places = self.places(pages[(number - 1) * PART : number * PART])
        if not places and number > 1:
            raise Http404
        versions = self.versions(places)
        rows = "".join(_row(place, versions.get(place.work, [])) for place in places)
        return self.written("urlset", rows, changed=max((p.changed for p in places if p.changed), default=None))

    def places(self, pages: PageQuerySet) -> list[Place]:
        """Give the places of pages, in one query."""
        languages = {}
        found = []
        for page in pages.only(*FIELDS).select_related("locale"):
            language = languages.setdefault(page.locale_id, page.locale.language_code)
            url = self.address(page)
            if url:
                found.append(Place(page.pk, url, language, str(page.translation_key), page.last_published_at))
        return found

    def versions(self, places: list[Place]) -> dict[str, list[Place]]:
        """Give the versions of each work that is there in several languages, in one query more."""
        roots = [root for root in Site.get_site_root_paths() if root.site_id == self.site.pk]
        if not places or len(roots) < 2:
            return {}
        works = self.public_pages().filter(pk__gte=places[0].page, pk__lte=places[-1].page).values("translation_key")
        by_work: dict[str, list[Place]] = {}
        for place in self.places(self.public_pages().filter(translation_key__in=works)):
            by_work.setdefault(place.work, []).append(place)
        return {work: versions for work, versions in by_work.items() if len(versions) > 1}

    def written(self, root: str, rows: str, *, changed: datetime | None) -> HttpResponse:
        content = f'<?xml version="1.0" encoding="UTF-8"?>\n<{root} {NAMESPACES}>\n{rows}</{root}>\n'
        return self.answer(content, CONTENT_TYPE, tags={"pages", "articles"}, last_modified=changed)


class SitemapPart(Sitemap):
    """One of the files."""

    def get(self, request: HttpRequest, number: int) -> HttpResponse:
        if not 1 <= number <= MOST_PARTS:
            raise Http404
        return self.part(number)


def _row(place: Place, versions: Iterable[Place]) -> str:
    changed = f"<lastmod>{moment(place.changed)}</lastmod>" if place.changed else ""
    return f"<url><loc>{xml_text(place.url)}</loc>{changed}{_alternates(versions)}</url>\n"


def _alternates(versions: Iterable[Place]) -> str:
    """Give the links to all versions of a page, itself among them, and to the one for all other languages."""
    links = {place.language: place.url for place in sorted(versions, key=lambda place: place.language)}
    if links:
        links["x-default"] = links.get(settings.LANGUAGE_CODE) or next(iter(links.values()))
    return "".join(
        f'<xhtml:link rel="alternate" hreflang="{language}" href="{xml_text(url)}"/>' for language, url in links.items()
    )
