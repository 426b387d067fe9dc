"""Cache tags: which objects an answer shows, and how often each has changed.

The sum of the versions of a set of tags grows with every committed change of any of them and never falls, so that one
number tells whether an answer rendered from them is still true. (Their maximum would not: of two transactions at once
the one that drew the larger number may commit first.)
"""

import secrets
from collections.abc import Iterable

from django.db import connection
from django.db.models import F, Sum

from cms.models import TagVersion

ALL = "all"  # of every answer, whatever it shows


def bump(tags: Iterable[str], *, by: int = 1) -> None:
    """Count a change (`by` more of them) of each of `tags`, in the caller's transaction and in one statement."""
    ordered = sorted(set(tags))  # one order, so that two calls at once never wait for each other's rows in turn
    if not ordered:
        return
    table = connection.ops.quote_name(TagVersion._meta.db_table)
    places = ", ".join(["(%s, %s)"] * len(ordered))
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} (tag, version) VALUES {places} "
            f"ON CONFLICT (tag) DO UPDATE SET version = {table}.version + excluded.version",
            [value for tag in ordered for value in (tag, by)],
        )


def renew() -> None:
    """Make every answer that was ever stored untrue: a database may have been put in the place of another.

    By a random number, so that versions counted on from an older copy of the database do not meet those of the newer one.
    """
    bump({ALL}, by=secrets.randbelow(2**40) + 1)


def version(tags: Iterable[str]) -> int:
    """Give the number of changes that `tags` have seen together, in one indexed SELECT."""
    return TagVersion.objects.filter(tag__in=set(tags)).aggregate(total=Sum("version"))["total"] or 0


def hold(tag: str) -> int:
    """Give the version of `tag`, which nobody else can change until the caller's transaction ends."""
    table = connection.ops.quote_name(TagVersion._meta.db_table)
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} (tag, version) VALUES (%s, 0) "
            f"ON CONFLICT (tag) DO UPDATE SET version = {table}.version",
            [tag],
        )
    return version([tag])


def advance(tag: str, count: int) -> None:
    """Count `count` changes at once of a tag that the caller holds."""
    TagVersion.objects.filter(tag=tag).update(version=F("version") + count)
