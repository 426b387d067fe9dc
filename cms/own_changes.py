"""What has changed of the pages of topics and people, for changes.py to tell.

They are no rows of the tree (articles/own_pages.py): such a page is there while a public article names its subject, and
shows the cards of all that do. So what is told of an article is told of the pages that list it, and of those that did.
What is written of a topic or a person is told by itself.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from django.db import connection, transaction
from django.db.models import Q

from articles import own_pages
from articles.api.visibility import open_pages, pages_below, without_mirrors
from articles.models import ArticlePage
from articles.own_pages import OwnPage
from cms import routes
from cms.models import Change, OwnRoute, Route
from cms.routes import Place

Key = tuple[str, int, str]  # the kind, id and language of such a page
AT_ONCE = 500  # rows of one statement


@dataclass(frozen=True)
class OwnPlace(Place):
    """The page of a topic or a person on one site; `page` is the id of its subject."""

    kind: str
    language: str

    @property
    def key(self) -> Key:
        return self.kind, self.page, self.language

    @classmethod
    def of(cls, site: int, page: OwnPage, path: str) -> "OwnPlace":
        return cls(site, page.id, page.type, path, page.kind, page.language)


class Told(set[Key]):
    """What a transaction has told of topics and people already; it is kept where Django keeps what follows a commit."""

    def __call__(self) -> None:
        """Do nothing: it ends with the transaction."""


def listing(chosen: Q) -> dict[int, list[list]]:
    """Give by public article among the `chosen` pages those that list it, as Route.listed_on has them."""
    articles = without_mirrors(open_pages(ArticlePage).filter(chosen))
    return {page: [list(key) for key in named] for page, named in own_pages.naming(articles).items()}


def touched(changed: Iterable[tuple[Route | None, Place | None]], now: dict[int, list[list]]) -> dict[int, set[Key]]:
    """Give by site the pages that list articles which have changed: pairs of what was told of one, and where it is now."""
    found: dict[int, set[Key]] = defaultdict(set)
    for route, place in changed:
        if route:
            found[route.site_id].update(map(_key, route.listed_on))
        if place:
            found[place.site].update(map(_key, now.get(place.page, [])))
    return {site: keys for site, keys in found.items() if keys}


def of_subject(kind: str, subject: int, language: str | None = None) -> dict[int, set[Key]]:
    """Give by site the pages of a topic or a person that the public knows, in one language or in all.

    Those that the transaction has told already are left out: a form is saved row by row.
    """
    rows = OwnRoute.objects.filter(kind=kind, subject_id=subject)
    if language:
        rows = rows.filter(language=language)
    known = _told_here()
    found: dict[int, set[Key]] = defaultdict(set)
    for site, code in rows.values_list("site_id", "language"):
        key = (kind, subject, code)
        if key not in known:
            found[site].add(key)
    known.update(*found.values())
    return dict(found)


def everything() -> dict[int, set[Key]]:
    """Give by site every page that the public was told of."""
    found: dict[int, set[Key]] = defaultdict(set)
    for site, *key in OwnRoute.objects.values_list("site_id", "kind", "subject_id", "language"):
        found[site].add(_key(key))
    return dict(found)


def differences(touched: dict[int, set[Key]], *, changed: bool = True) -> Iterator[tuple[Change.Kind, OwnPlace, str]]:
    """Give each change with its place and, of a move, the old path; without `changed` only what is there, and where.

    Two queries for each site, and one for each kind of which a page is gone.
    """
    for site, keys in sorted(touched.items()):
        only = {kind: {subject for of, subject, _ in keys if of == kind} for kind in own_pages.MODELS}
        roots = tuple(root.url_path for root in routes.roots() if root.site == site)
        articles = without_mirrors(pages_below(roots, ArticlePage))
        there = {page[:3]: page for page in map(OwnPage._make, own_pages.listed(articles, only=only))}
        told = {
            (row.kind, row.subject_id, row.language): row.path
            for row in OwnRoute.objects.filter(_any_of(only), site=site)
        }
        gone = [key for key in sorted(keys) if key in told and key not in there]
        left = _left(gone)
        for key in gone:
            kind = Change.Kind.UNPUBLISHED if key[:2] in left else Change.Kind.DELETED
            yield kind, OwnPlace.of(site, OwnPage(*key, slug=""), told[key]), ""
        for key in sorted(keys & there.keys()):
            page, old_path = there[key], told.get(key)
            place = OwnPlace.of(site, page, page.path)
            if old_path not in {None, page.path}:
                yield Change.Kind.MOVED, place, old_path
            if changed or old_path != page.path:
                yield Change.Kind.PUBLISHED, place, ""


def keep(places: Iterable[tuple[OwnPlace, bool]]) -> None:
    """Write what the public is told of these pages now, and whether they are there; of several in a row the last counts."""
    last = {(place.site, place.key): (place, is_there) for place, is_there in places}
    gone = Q(pk__in=[])
    for place, is_there in last.values():
        if not is_there:
            gone |= Q(site=place.site, kind=place.kind, subject_id=place.page, language=place.language)
    if gone:
        OwnRoute.objects.filter(gone).delete()
    OwnRoute.objects.bulk_create(
        [
            OwnRoute(
                site_id=place.site, kind=place.kind, subject_id=place.page, language=place.language, path=place.path
            )
            for place, is_there in last.values()
            if is_there
        ],
        batch_size=AT_ONCE,
        update_conflicts=True,
        unique_fields=["kind", "subject_id", "language", "site"],
        update_fields=["path"],
    )


def _key(stored: Collection) -> Key:
    kind, subject, language = stored
    return kind, subject, language


def _any_of(only: dict[str, set[int]]) -> Q:
    found = Q(pk__in=[])
    for kind, subjects in only.items():
        if subjects:
            found |= Q(kind=kind, subject_id__in=subjects)
    return found


def _left(gone: list[Key]) -> set[tuple[str, int]]:
    """Give the kinds and ids of the subjects that still are, of pages that no longer are."""
    found = set()
    for kind, model in own_pages.MODELS.items():
        subjects = {subject for of, subject, _ in gone if of == kind}
        if subjects:
            found |= {(kind, pk) for pk in model.objects.filter(pk__in=subjects).values_list("pk", flat=True)}
    return found


def _told_here() -> Told:
    if not connection.in_atomic_block:
        return Told()
    for _, follower, *_ in connection.run_on_commit:
        if isinstance(follower, Told):
            return follower
    told = Told()
    transaction.on_commit(told)
    return told
