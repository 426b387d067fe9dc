"""Where the public finds each page: its front-end path on every site that it is on, read from the tree as it is now."""

from dataclasses import dataclass
from functools import cache

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db.models import Q
from wagtail.models import Page, Site

from articles.api.visibility import open_pages
from cms import paths


@dataclass(frozen=True)
class Root:
    """The root of a site in one language: where it is in the tree, and what its front-end paths begin with."""

    site: int
    url_path: str
    prefix: str

    def path_of(self, url_path: str) -> str:
        """Give the front-end path of a page below this root, as it stands in its address."""
        return paths.encoded(f"{self.prefix}/{url_path[len(self.url_path) :]}")


@dataclass(frozen=True)
class Place:
    """A public page on one site."""

    site: int
    page: int
    type: str
    path: str


def roots() -> list[Root]:
    """Give the roots of all sites in all languages, deepest first.

    Asked of the database, two queries: Wagtail's cache of them lags behind the transaction that changes them.
    """
    keys = dict(Site.objects.values_list("pk", "root_page__translation_key"))
    tops = Page.objects.filter(translation_key__in=set(keys.values()))
    found = [
        Root(site, url_path, "" if language == settings.LANGUAGE_CODE else f"/{language}")
        for key, url_path, language in tops.values_list("translation_key", "url_path", "locale__language_code")
        for site in keys
        if keys[site] == key
    ]
    return sorted(found, key=lambda root: (-len(root.url_path), root.url_path))


def public(chosen: Q) -> list[Place]:
    """Give the places of the public pages among those that `chosen` names, in the order of the tree; three queries."""
    places = []
    known = roots()
    pages = open_pages().filter(chosen).order_by("path")
    for pk, url_path, content_type in pages.values_list("pk", "url_path", "content_type_id"):
        seen = set()
        for root in known:
            if root.site not in seen and url_path.startswith(root.url_path):
                seen.add(root.site)
                places.append(Place(root.site, pk, type_name(content_type), root.path_of(url_path)))
    return places


@cache
def type_name(content_type: int) -> str:
    """Give the name of a page type as the API writes it: `articles.ArticlePage`."""
    found = ContentType.objects.get_for_id(content_type)
    model = found.model_class()
    return model._meta.label if model else f"{found.app_label}.{found.model}"
