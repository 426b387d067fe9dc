"""Tells whether somebody who writes or reacts is banned: one query, whatever is known of them, and one more for who is
banned in a section somewhere."""

import re
from collections.abc import Callable

from django.db.models import Q, QuerySet
from wagtail.models import Page

from comments.errors import Banned
from comments.models import Ban
from comments.readers import Reader

DOMAIN = re.compile(r"(?:[^\W_](?:[\w-]{0,61}[^\W_])?\.)+[^\W\d_][\w-]{1,62}")
HASH = re.compile(r"[0-9a-f]{64}")


def refuse(
    path: Callable[[], str],
    *,
    emails: tuple[str, ...] = (),
    networks: tuple[str, ...] = (),
    user: int | None = None,
    visitor: str = "",
) -> None:
    """Raise Banned where any of these is: e-mail addresses, hashes of networks, an account here or of a front end.

    `path` gives the place in the tree (Page.path) of the page concerned, empty for none; it is asked only where it matters.
    """
    wanted = Q(pk__in=())
    for email in filter(None, map(folded, emails)):
        wanted |= Q(kind=Ban.Kind.EMAIL, value=email) | Q(kind=Ban.Kind.DOMAIN, value__in=_domains(email))
    if known := {network for network in networks if network}:
        wanted |= Q(kind=Ban.Kind.IP_HASH, value__in=known)
    if user is not None:
        wanted |= Q(kind=Ban.Kind.USER, value=str(user))
    if visitor:
        wanted |= Q(kind=Ban.Kind.VISITOR, value=visitor)
    sections = list(Ban.objects.in_force().filter(wanted).values_list("section__path", flat=True))
    if None in sections or (sections and path().startswith(tuple(sections))):
        raise Banned


def refuse_reader(reader: Reader, path: Callable[[], str]) -> None:
    """Raise Banned where a reader is, as far as is known who they are; `path` as refuse() takes it."""
    account, email = (reader.user.pk, reader.user.email) if reader.user else (None, reader.email)
    refuse(path, emails=(email,), networks=(reader.network,), user=account, visitor=reader.visitor)


def standing(kind: str, value: str, page: Page, *, among: QuerySet[Ban]) -> Ban | None:
    """Give the ban, one of `among`, that somebody is under on `page`: that of all pages before one of a section."""
    rows = among.in_force().filter(kind=kind, value=folded(value)).select_related("section")
    here = [row for row in rows if row.section is None or page.path.startswith(row.section.path)]
    return min(here, key=lambda row: row.section is not None, default=None)


def path_of(comment_id: int) -> str:
    """Give the place in the tree of the page of a comment, empty where there is no such comment."""
    return Page.objects.filter(reader_comments=comment_id).values_list("path", flat=True).first() or ""


def normal(kind: str, value: str) -> str:
    """Give what is banned in the one spelling in which it is kept; raise ValueError, saying what one looks like."""
    known = folded(value)
    if kind == Ban.Kind.EMAIL:
        name, at, domain = known.rpartition("@")
        if not (name and at and DOMAIN.fullmatch(domain)) or re.search(r"\s", name):
            raise ValueError("An e-mail address, such as ana@example.org.")
    elif kind == Ban.Kind.DOMAIN:
        known = known.lstrip("@")
        if not DOMAIN.fullmatch(known):
            raise ValueError("A domain, such as example.org.")
    elif kind == Ban.Kind.USER:
        if not (known.isascii() and known.isdigit() and len(known) < 19):
            raise ValueError("The number of an account.")
    elif kind == Ban.Kind.IP_HASH and not HASH.fullmatch(known):
        raise ValueError("What a comment's page calls its network: 64 hexadecimal digits.")
    elif kind == Ban.Kind.VISITOR and not HASH.fullmatch(known.removeprefix("visitor:")):
        raise ValueError("What a comment's page calls the account: visitor: and 64 hexadecimal digits.")
    return known[:254]


def folded(value: str) -> str:
    """Give the one spelling of an address that differs by case alone."""
    return value.strip().casefold()


def _domains(email: str) -> list[str]:
    """Give the domain of an address and those above it: who bans example.org bans mail.example.org as well."""
    labels = email.rpartition("@")[2].split(".")
    return [".".join(labels[place:]) for place in range(len(labels) - 1)]
