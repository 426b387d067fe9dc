"""What has changed for the public, page by page, in the order in which it was committed.

A `Route` is what the public was last told of a page on a site. Whatever may have changed that (a publication, a move, a
section made private) settles it here: what is public now is compared with what was told, and each difference becomes a
`Change`, in the transaction of its cause where that has one. Changes are numbered from one locked row, so that their
numbers are in the order of the commits: a reader who has seen a number has seen all below it. The lock comes before
the comparison, so that of two transactions at once the second compares with what the first has left.

The pages of topics and people, which are none of the tree, are told behind the articles that they list (own_changes.py).
"""

from collections.abc import Iterator
from datetime import timedelta
from typing import NamedTuple

from django.db import transaction
from django.db.models import Max, Min, Q
from django.utils import timezone
from django_tasks import task
from wagtail.models import Page

from cms import own_changes, paths, redirects, routes, tags
from cms.edge import purging
from cms.models import Change, Route
from cms.own_changes import Key, OwnPlace
from cms.redirects import Move
from cms.routes import Place
from cms.webhooks import events as webhooks

FEED = "changes"  # the tag whose version is the number of the newest change
KEEPING = "changes-kept"  # the tag of what is forgotten
KEPT = timedelta(days=90)
AT_ONCE = 500  # rows of one statement
HERE = {Change.Kind.PUBLISHED, Change.Kind.MOVED}  # what leaves a page where the public sees it


class StartOver(Exception):
    """Changes behind this place are no longer kept, or it is none that this server has given."""


class Event(NamedTuple):
    """A change of one page on one site, of the tree or of a topic or person; of a move also the path that the public knew."""

    change: Change.Kind
    place: Place
    old_path: str = ""


def published(page: Page) -> None:
    """Tell that `page` has gone live, or has changed what is live; says nothing where the public does not see it."""
    _settle(Q(pk=page.pk), published=page.pk)


def taken_down(page: Page) -> None:
    """Tell that the public no longer sees `page`, if so."""
    _settle(Q(pk=page.pk))


def branch(page: Page, *, published: int | None = None) -> None:
    """Tell what has changed at and below `page`: its address, or who may see it; `published` is a page gone live."""
    _settle(Page.objects.descendant_of_q(page, inclusive=True), published=published)


def everywhere() -> None:
    """Tell what has changed on any page of any site: for changes of the sites themselves, and what no signal told."""
    _settle(None)


def deleted(page: int) -> None:
    """Tell that a page is no more; says nothing where the public did not see it."""
    with transaction.atomic():
        number = tags.hold(FEED)
        told = list(Route.objects.filter(page_id=page, is_public=True))
        events = [Event(Change.Kind.DELETED, _place(route)) for route in told]
        _write(number, events + _listing(own_changes.touched(((route, None) for route in told), {})), {})


def rewritten(kind: str, subject: int, *, language: str | None = None) -> None:
    """Tell that what is written of a topic or a person (a kind of own_pages) has changed, in one language or in all."""
    with transaction.atomic():
        number = tags.hold(FEED)
        _write(number, _listing(own_changes.of_subject(kind, subject, language)), {})


def path_tag(path: str) -> str:
    """Give the cache tag of a decoded front-end path: it changes with what the public is told to be there."""
    return f"path:{paths.key(path)[:32]}"


def _settle(chosen: Q | None, *, published: int | None = None) -> None:
    with transaction.atomic():
        number = tags.hold(FEED)
        told = Route.objects.all()
        if chosen is not None:
            told = told.filter(page_id__in=Page.objects.filter(chosen).order_by().values("pk"))
        known = {(route.site_id, route.page_id): route for route in told if route.is_public}
        public = routes.public(chosen or Q())
        events = list(_differences(known, public, published))
        listed_on = own_changes.listing(chosen or Q())
        # Those of which an event tells, and those that are listed elsewhere without one.
        changed = {(at.site, at.page) for _, at, _ in events}
        moved_on = [known[key] for key in _listed_elsewhere(known, public, listed_on) - changed]
        changed |= {(route.site_id, route.page_id) for route in moved_on}
        now = {(place.site, place.page): place for place in public}
        touched = own_changes.touched(((known.get(key), now.get(key)) for key in changed), listed_on)
        events += _listing(touched)
        if chosen is None:
            events += _listing(_without(own_changes.everything(), touched), changed=False)
        for route in moved_on:
            route.listed_on = listed_on.get(route.page_id, [])
        Route.objects.bulk_update(moved_on, ["listed_on"], batch_size=AT_ONCE)
        _write(number, events, listed_on)


def _listing(touched: dict[int, set[Key]], *, changed: bool = True) -> list[Event]:
    """Give what is to be told of pages of topics and people; without `changed` only where they are and whether."""
    return [Event(*told) for told in own_changes.differences(touched, changed=changed)] if touched else []


def _listed_elsewhere(
    known: dict[tuple[int, int], Route], public: list[Place], listed_on: dict[int, list]
) -> set[tuple[int, int]]:
    return {
        key
        for key in ((place.site, place.page) for place in public)
        if key in known and known[key].listed_on != listed_on.get(key[1], [])
    }


def _without(all_pages: dict[int, set[Key]], some: dict[int, set[Key]]) -> dict[int, set[Key]]:
    left = {site: keys - some.get(site, set()) for site, keys in all_pages.items()}
    return {site: keys for site, keys in left.items() if keys}


def _differences(known: dict[tuple[int, int], Route], public: list[Place], published: int | None) -> Iterator[Event]:
    """Give what the public was not told yet: first what is no longer to be seen, then the rest in the order of the tree."""
    gone = [_place(known[key]) for key in known.keys() - {(place.site, place.page) for place in public}]
    left = set(Page.objects.filter(pk__in={place.page for place in gone}).values_list("pk", flat=True)) if gone else ()
    for place in sorted(gone, key=lambda place: (place.site, place.path)):
        yield Event(Change.Kind.UNPUBLISHED if place.page in left else Change.Kind.DELETED, place)
    for place in public:
        route = known.get((place.site, place.page))
        if route and route.path != place.path:
            yield Event(Change.Kind.MOVED, place, route.path)
        if route is None or place.page == published:
            yield Event(Change.Kind.PUBLISHED, place)


def _place(route: Route) -> Place:
    return Place(route.site_id, route.page_id, route.type, route.path)


def _write(number: int, events: list[Event], listed_on: dict[int, list]) -> None:
    """Write the changes that follow the one of `number`, what they make of the routes, webhooks, and redirects of moves.

    `listed_on` tells of articles which pages of topics and people list them.
    """
    if not events:
        return
    now = timezone.now()
    rows = [
        Change(
            number=following,
            change=change,
            site_id=at.site,
            page_id=at.page,
            type=at.type,
            path=at.path,
            old_path=old_path,
            at=now,
        )
        for following, (change, at, old_path) in enumerate(events, start=number + 1)
    ]
    Change.objects.bulk_create(rows, batch_size=AT_ONCE)
    tags.advance(FEED, len(rows))
    Route.objects.bulk_create(
        _routes(events, listed_on),
        batch_size=AT_ONCE,
        update_conflicts=True,
        unique_fields=["site", "page_id"],
        update_fields=["path", "key", "type", "is_public", "listed_on"],
    )
    own_changes.keep((at, change in HERE) for change, at, _ in events if isinstance(at, OwnPlace))
    webhooks.of_changes(rows)
    purging.add_changes(rows)
    redirects.leave(
        Move(at.site, old_path, link=at.path) if isinstance(at, OwnPlace) else Move(at.site, old_path, page=at.page)
        for _, at, old_path in events
        if old_path
    )
    # Last of all, while the feed is held, so that of two at once one waits there for the other.
    tags.bump(path_tag(paths.decoded(path)) for _, at, old_path in events for path in (at.path, old_path) if path)


def _routes(events: list[Event], listed_on: dict[int, list]) -> list[Route]:
    """Give the routes as they are after `events`: one for each page on each site."""
    found = {
        (at.site, at.page): Route(
            site_id=at.site,
            page_id=at.page,
            type=at.type,
            path=at.path,
            key=paths.key(paths.decoded(at.path)),
            is_public=change in HERE,
            listed_on=listed_on.get(at.page, []) if change in HERE else [],
        )
        for change, at, _ in events
        if not isinstance(at, OwnPlace)
    }
    return list(found.values())


def newest() -> int:
    """Give the number of the newest change."""
    return tags.version([FEED])


def after(number: int | None, *, site: int, limit: int) -> list[Change]:
    """Give the first `limit` changes on a site behind that of `number`, or of all that are kept; raise StartOver."""
    kept = Change.objects.filter(site=site)
    if number is None:
        return list(kept.order_by("number")[:limit])
    found = list(kept.filter(number__gt=number).order_by("number")[:limit])
    # Asked when the rows are read: were any forgotten meanwhile, it shows.
    oldest = Change.objects.aggregate(oldest=Min("number"))["oldest"] or 1
    if not oldest - 1 <= number <= newest():
        raise StartOver
    return found


@task(backend="later")
def keep_up() -> None:
    """Tell what no signal told (a row that was changed by hand, a process that died), and forget what is too old.

    The newest of the old changes stays: its number tells that those before it are no longer there.
    """
    everywhere()
    old = Change.objects.filter(at__lt=timezone.now() - KEPT)
    newest_of_old = old.aggregate(newest=Max("number"))["newest"]
    if newest_of_old:
        with transaction.atomic():
            forgotten, _ = Change.objects.filter(number__lt=newest_of_old).delete()
            if forgotten:
                tags.bump({KEEPING})
