"""The slugs of articles: one article of a slug in each language of a site, because the API looks articles up by them."""

from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.models import Page, Site
from wagtail.query import PageQuerySet

if TYPE_CHECKING:
    from articles.models import ArticlePage


RESERVED = {"facets"}  # what the API's addresses of articles have in the place of a slug


class SlugRefused(ValidationError):
    """An article cannot have this slug at this place; a ValidationError of the field, as all that saves pages knows."""

    def __init__(self, page: Page, message: str, code: str):
        super().__init__({"slug": ValidationError(message, code=code)})
        self.page = page


def check(page: "ArticlePage", *, parent: Page | None = None) -> None:
    """Raise SlugRefused where `page` cannot have its slug at its place, or under `parent` where it has none yet.

    An article that is live with it already may keep it, so that it stays editable whatever has come beside it.
    """
    if page.slug.isdigit():
        message = _("A slug needs at least one letter: digits alone are read as an article's id.")
        raise SlugRefused(page, message, "slug_of_digits")
    if page.slug in RESERVED and not _is_live_with_it(page):
        message = _("“%(slug)s” is an address of the API's own. Choose another slug.")
        raise SlugRefused(page, message % {"slug": page.slug}, "slug_reserved")
    parent = parent or (page.get_parent() if page.path else None)
    if parent is None:
        return
    other = namesake(page.slug, parent=parent, page=page)
    if other and not _is_live_with_it(page):
        message = _("The article “%(title)s” of this site and language has this slug already. Choose another one.")
        raise SlugRefused(page, message % {"title": other.title}, "slug_taken")


def _is_live_with_it(page: "ArticlePage") -> bool:
    return type(page).objects.filter(pk=page.pk, slug=page.slug, live=True).exists()


def namesake(slug: str, *, parent: Page, page: "ArticlePage | None" = None) -> "ArticlePage | None":
    """Give another article than `page` with `slug` in the site of `parent`, in the language of `page` or else `parent`."""
    locale = (page and page.locale_id) or parent.locale_id
    others = _articles_beside(parent).filter(slug=slug, locale=locale).exclude(pk=page and page.pk)
    return others.only("title", "path").first()


def free(stem: str, *, page: "ArticlePage", parent: Page | None) -> str:
    """Give a slug made of `stem` that `page` can have under `parent`: "needles", "needles-2", …; "article-2026"."""
    stem = f"article-{stem}" if stem.isdigit() or stem in RESERVED else stem
    slug, number = stem, 2
    while parent and namesake(slug, parent=parent, page=page):
        slug, number = f"{stem}-{number}", number + 1
    return slug


def check_move(page: Page, *, to: Page) -> None:
    """Raise SlugRefused where an article at or below `page` would meet another one's slug in the site of `to`."""
    if set(_roots_of(to)) == set(_roots_of(page)):
        return
    if refusal := refusal_of(page.get_descendants(inclusive=True), to=to):
        raise SlugRefused(page, refusal, "slug_taken")


def refusal_of(pages: PageQuerySet, *, to: Page) -> str | None:
    """Say which articles among `pages` cannot keep their slugs in the site of `to`, or give None where all can."""
    taken = _articles_beside(to).filter(slug=OuterRef("slug"), locale=OuterRef("locale"))
    stuck = _model().objects.filter(Exists(taken), pk__in=pages.order_by().values("pk")).order_by("path")
    count = stuck.count()
    if not count:
        return None
    return ngettext(
        "That site and language has an article with the slug of “%(title)s” already. Give one of them another slug first.",
        "That site and language has articles with the slugs of “%(title)s” and %(others)d more already. "
        "Give them other slugs first.",
        count,
    ) % {"title": stuck.first().title, "others": count - 1}


def _articles_beside(place: Page) -> PageQuerySet:
    """Give the articles of the site in which `place` is; outside of all sites there are none to mix up."""
    within = Q(pk__in=[])
    for root in _roots_of(place):
        within |= Q(url_path__startswith=root)
    return _model().objects.filter(within)


def _roots_of(place: Page) -> list[str]:
    """Give the paths of the roots, in all languages, of each site that `place` is in."""
    roots = Site.get_site_root_paths()
    sites = {root.site_id for root in roots if place.url_path.startswith(root.root_path)}
    return [root.root_path for root in roots if root.site_id in sites]


def _model() -> type["ArticlePage"]:
    from articles.models import ArticlePage

    return ArticlePage
