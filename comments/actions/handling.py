"""A moderator has comments before them, which others are told while it lasts. It forbids nobody to decide."""

from collections.abc import Collection
from datetime import timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from comments.actions.deciding import Moderator
from comments.models import Handling, ReaderComment

LASTS = timedelta(seconds=90)
MOST = 50  # comments that one moderator is told to have before them at once


def handle(comment_ids: Collection[int], *, by: Moderator) -> set[int]:
    """Say that a moderator has these comments before them, for LASTS from now; give those that nobody else has.

    To be said again while it is so. Three statements, whatever the number; what does not exist is left out, and so is
    what is past MOST.
    """
    ids = sorted(comment_ids)[:MOST]
    now = timezone.now()
    with transaction.atomic():
        known = by.decidable(ReaderComment.norel_objects.filter(pk__in=ids)).order_by()
        rows = Handling.objects.filter(comment_id__in=known.values("pk"))
        rows.filter(Q(moderator=by.user) | Q(until__lte=now)).update(moderator=by.user, until=now + LASTS)
        free = known.filter(handling=None).values_list("pk", flat=True)
        fresh = [Handling(comment_id=pk, moderator=by.user, until=now + LASTS) for pk in free]
        Handling.objects.bulk_create(fresh, ignore_conflicts=True)
        return set(rows.filter(moderator=by.user).values_list("comment_id", flat=True))


def release(comment_ids: Collection[int], *, by: Moderator) -> int:
    """Say that a moderator has left these comments; give how many they had."""
    return Handling.objects.filter(comment_id__in=comment_ids, moderator=by.user).delete()[0]


def forget_handlings() -> int:
    """Delete those that have run out; give how many. To be run now and then."""
    return Handling.objects.filter(until__lte=timezone.now()).delete()[0]
