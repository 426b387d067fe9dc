"""Redirects: those that moved pages leave behind, and the one that a path has."""

from collections.abc import Iterable
from typing import NamedTuple

from django.conf import settings
from django.db.models import Q
from django.db.models.functions import Lower
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Site

from cms import paths, tags

AT_ONCE = 500  # rows of one statement
TAG = "redirects"
LONGEST = Redirect._meta.get_field("old_path").max_length
LONGEST_LINK = Redirect._meta.get_field("redirect_link").max_length


class Move(NamedTuple):
    """A path under which the public of a site knew a page, and the page, or where that is which is none of the tree."""

    site: int
    old_path: str
    page: int | None = None
    link: str = ""


def leave(moved: Iterable[Move]) -> None:
    """Let the paths under which the public knew pages lead to them.

    In the place of Wagtail's own (WAGTAILREDIRECTS_AUTO_CREATE), which redirects the paths of drafts as well, where
    nobody has ever been, and does so when the move is committed already.
    """
    made = [
        Redirect(
            old_path=old_path,
            site_id=move.site,
            redirect_page_id=move.page,
            redirect_link=move.link,
            automatically_created=True,
        )
        for move, old_path in ((move, Redirect.normalise_path(move.old_path)) for move in moved)
        if len(old_path) <= LONGEST and len(move.link) <= LONGEST_LINK and old_path != "/"
    ]
    for start in range(0, len(made), AT_ONCE):
        rows = made[start : start + AT_ONCE]
        known = Redirect.objects.filter(site__in={row.site_id for row in rows}, automatically_created=True)
        known.filter(old_path__in=[row.old_path for row in rows]).delete()
        Redirect.objects.bulk_create(rows, ignore_conflicts=True)  # what an editor has chosen for a path stays
    if made:
        tags.bump({TAG})


def find(address: str, *, site: Site) -> Redirect | None:
    """Give the redirect of an address on a site, in any case.

    One with its query comes before one without, what is written like it before what is not, the site's own before those of
    all sites. Raises paths.TooLong.
    """
    if "\x00" in paths.of(address):  # which no database can be asked about
        return None
    wanted = _as_stored(address)
    # Migration 0012 has the index of this expression.
    written = Redirect.objects.annotate(in_any_case=Lower("old_path"))
    lowered = set().union(*map(paths.as_lowered, wanted))
    found = written.filter(Q(site=site) | Q(site=None), in_any_case__in=lowered)
    places = {form.lower(): place for place, form in reversed(list(enumerate(wanted)))}

    def preference(redirect: Redirect) -> tuple:
        as_asked = redirect.old_path in wanted
        place = wanted.index(redirect.old_path) if as_asked else places.get(redirect.old_path.lower(), len(wanted))
        return place, not as_asked, redirect.site_id is None, redirect.pk

    return min(found, key=preference, default=None)


def absolute(link: str, root_url: str) -> str:
    """Give where a redirect's link leads; one without a host stays on the site."""
    return f"{root_url}{link}" if link.startswith("/") and not link.startswith("//") else link


def _as_stored(address: str) -> list[str]:
    """Give the forms in which the path of an address may be stored, the likeliest first."""
    path = paths.of(address)
    bare = [path.rstrip("/") or "/" for path in paths.candidates(path, default_language=settings.LANGUAGE_CODE)]
    bare = [form for path in bare for form in (path, path.lower(), paths.encoded(path))]
    query = paths.query_of(address)
    full = [Redirect.normalise_path(f"{path}?{query}") for path in bare] if query else []
    return list(dict.fromkeys(full + bare))
