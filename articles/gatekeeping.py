"""Asks the publish gate about pages, and refuses or warns in its name.

Every way to publish comes by here: the form by `ruling_on()`, everything that publishes a revision by `pass_through()`,
and code that makes a row live by `guard()`, which is the last resort.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from wagtail.models import Page, Site

from articles import claims, gate

if TYPE_CHECKING:
    from articles.models import ArticlePage, EditorialStandards

Heard = dict[str, tuple["ArticlePage", str]]
_warned: ContextVar["Heard | None"] = ContextVar("articles.gatekeeping.warned", default=None)


class PublicationRefused(ValidationError):
    """The site's standards forbid to publish `page` as it is; the message names the blocks.

    A ValidationError, because that is what all that publishes pages already knows.
    """

    def __init__(self, page: Page, gaps: Sequence[gate.Gap]):
        super().__init__(gate.refusal(page.title, gaps), code="uncited_claims")
        self.page = page
        self.gaps = tuple(gaps)


def site_id(url_path: str | None) -> int | None:
    """Give the id of the site that pages at `url_path` belong to, or of the default site where they are in none."""
    roots = Site.get_site_root_paths()
    inside = (root.site_id for root in roots if url_path and url_path.startswith(root.root_path))
    return next(inside, None) or Site.objects.filter(is_default_site=True).values_list("pk", flat=True).first()


def standards_of(page: Page, *, parent: Page | None = None) -> "EditorialStandards":
    """Give the standards of the site in which `page` is; a page that has no place in the tree yet goes by its parent."""
    from articles.models import EditorialStandards

    place = page if page.url_path else parent or (page.get_parent() if page.path else None)
    return EditorialStandards.read(site_id(place.url_path if place else None))


def ruling_on(
    page: "ArticlePage",
    *,
    standards: "EditorialStandards | None" = None,
    body: Sequence[dict] | None = None,
) -> gate.Ruling:
    """Give the gate's ruling on `page`, or on the raw `body` that it is about to have, by the standards of its site."""
    from articles import evidence

    policy = (standards or standards_of(page)).publish_gate
    if policy == gate.OFF:
        return gate.Ruling()
    raw = page.body.get_prep_value() if body is None else body
    return gate.rule(policy, raw, evidence.works_of(claims.walk(raw)))


def pass_through(page: "ArticlePage") -> None:
    """Let `page` be published; raises PublicationRefused where the standards of its site forbid it."""
    ruling = ruling_on(page)
    if ruling.refuses:
        raise PublicationRefused(page, ruling.gaps)
    note(page, ruling)


def guard(page: "ArticlePage") -> None:
    """Refuse to write a live row that the standards forbid, unless readers see these very blocks already.

    What is live stays editable, lockable and movable after the setting was tightened, so an unchanged body passes.
    """
    ruling = ruling_on(page)
    if not ruling.refuses:
        return
    stored = type(page).objects.filter(pk=page.pk, live=True).first() if page.pk else None
    if stored is None or stored.body.get_prep_value() != page.body.get_prep_value():
        raise PublicationRefused(page, ruling.gaps)


def note(page: "ArticlePage", ruling: gate.Ruling, *, title: str = "") -> None:
    """Remember a warning for whoever listens, each sentence once."""
    heard = _warned.get()
    if heard is not None and ruling.warns:
        heard.setdefault(gate.warning(title or page.title, ruling.gaps), (page, ruling.gaps[0].block))


@contextmanager
def listening() -> Iterator["Heard"]:
    """Collect the warnings that publications inside of the block give rise to: `{sentence: (page, id of a block)}`."""
    heard: Heard = {}
    token = _warned.set(heard)
    try:
        yield heard
    finally:
        _warned.reset(token)
