"""Cache tags: which objects an answer shows, and how often each has changed.

The sum of the versions of a set of tags grows with every committed change of any of them and never falls, so that one
number tells whether an answer rendered from them is still true. (Their maximum would not: of two transactions at once
the one that drew the larger number may commit first.)
"""

import secrets
from collections.abc import Iterable
from datetime import datetime

from django.db import connection
from django.db.models import F, Max, Sum
from django.utils import timezone

from cms.edge import purging
from cms.models import TagVersion

ALL = purging.EVERYTHING


def bump(tags: Iterable[str], *, by: int = 1) -> None:
    """Count a change (`by` more of them) of each of `tags`, in the caller's transaction and in one statement."""
    ordered = sorted(set(tags))  # one order, so that two calls at once never wait for each other's rows in turn
    if not ordered:
        return
    table = connection.ops.quote_name(TagVersion._meta.db_table)
    now = connection.ops.adapt_datetimefield_value(timezone.now())
    places = ", ".join(["(%s, %s, %s)"] * len(ordered))
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} (tag, version, changed_at) VALUES {places} ON CONFLICT (tag) DO UPDATE SET "
            f"version = {table}.version + excluded.version, changed_at = excluded.changed_at",
            [value for tag in ordered for value in (tag, by, now)],
        )
    purging.add_tags(ordered)


def renew() -> None:
    """Make every answer that was ever stored untrue: a database may have been put in the place of another.

    By a random number, so that versions counted on from an older copy of the database do not meet those of the newer one.
    """
    bump({ALL}, by=secrets.randbelow(2**40) + 1)


def version(tags: Iterable[str]) -> int:
    """Give the number of changes that `tags` have seen together, in one indexed SELECT."""
    return TagVersion.objects.filter(tag__in=set(tags)).aggregate(total=Sum("version"))["total"] or 0


def state(tags: Iterable[str]) -> tuple[int, datetime | None]:
    """Give the version of `tags`, and when the last of these changes was made, in one indexed SELECT."""
    found = TagVersion.objects.filter(tag__in=set(tags)).aggregate(total=Sum("version"), newest=Max("changed_at"))
    return found["total"] or 0, found["newest"]


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
    TagVersion.objects.filter(tag=tag).update(version=F("version") + count, changed_at=timezone.now())
    purging.add_tags([tag])
