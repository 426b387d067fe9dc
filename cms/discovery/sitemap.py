"""`/sitemap.xml` (sitemaps.org 0.9, with Google's hreflang alternates): every public page, in files of two thousand.

First those of the tree, then those of topics and people.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from django.conf import settings
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from wagtail.models import Site
from wagtail.query import PageQuerySet

from articles import own_pages
from articles.api.formats import moment
from articles.api.own_pages import public_articles
from articles.api.visibility import mirrors
from articles.models import ArticlePage
from articles.own_pages import OwnPage
from cms.discovery.files import PublicFile, xml_text

PART = 2_000  # pages of one file: in as many languages as there are it is small enough to be stored (answers.LARGEST)
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

    def public_pages(self) -> PageQuerySet:
        """Give the pages that are worth finding: an article that only mirrors one in another language is not.

        The home page and the list of a language may well be mirrors, and yet show articles of their own.
        """
        return super().public_pages().exclude(pk__in=mirrors(ArticlePage.objects.all()).values("pk"))

    def get(self, request: HttpRequest) -> HttpResponse:
        tree = self.public_pages().count()
        count = tree + self.own_pages().count()
        if count <= PART:
            return self.part(1, tree=tree)
        parts = range(1, -(-count // PART) + 1)
        addresses = [self.own_url(reverse("sitemap_part", args=[number])) for number in parts]
        rows = "".join(f"<sitemap><loc>{xml_text(address)}</loc></sitemap>\n" for address in addresses)
        return self.written("sitemapindex", rows, changed=None)

    def part(self, number: int, *, tree: int) -> HttpResponse:
        """Give the file with this number, counted from 1; raise Http404 where it would have no page.

        `tree` is the number of pages in the tree, behind which those of topics and people come.
        """
        pages = self.public_pages().order_by("pk")
        start = (number - 1) * PART
        places = self.places(pages[start : start + PART])
        versions = self.versions(places)
        if tree < start + PART:
            own, others = self.places_of_own(max(start - tree, 0), start + PART - max(start, tree))
            places, versions = places + own, versions | others
        if not places and number > 1:
            raise Http404
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

    def own_pages(self) -> QuerySet:
        """Give the pages of topics and people, which follow those of the tree."""
        return own_pages.listed(public_articles(self.request))

    def places_of_own(self, start: int, count: int) -> tuple[list[Place], dict[str, list[Place]]]:
        """Give some pages of topics and people, and the versions of each that is there in several languages; one query.

        Versions follow one another, so that those in the next file are among the few rows around these.
        """
        around = len(settings.WAGTAIL_CONTENT_LANGUAGES)
        first = max(start - around, 0)
        rows = [OwnPage._make(row) for row in self.own_pages()[first : start + count + around]]
        root_url = self.site.root_url
        found = [Place(row.id, f"{root_url}{row.path}", row.language, f"{row.kind}:{row.id}", None) for row in rows]
        versions: dict[str, list[Place]] = {}
        for place in found:
            versions.setdefault(place.work, []).append(place)
        several = {work: places for work, places in versions.items() if len(places) > 1}
        return found[start - first : start - first + count], several

    def written(self, root: str, rows: str, *, changed: datetime | None) -> HttpResponse:
        content = f'<?xml version="1.0" encoding="UTF-8"?>\n<{root} {NAMESPACES}>\n{rows}</{root}>\n'
        return self.answer(
            content, CONTENT_TYPE, tags={"pages", "articles", "topics", "authors"}, last_modified=changed
        )


class SitemapPart(Sitemap):
    """One of the files."""

    def get(self, request: HttpRequest, number: int) -> HttpResponse:
        if not 1 <= number <= MOST_PARTS:
            raise Http404
        return self.part(number, tree=self.public_pages().count())


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
