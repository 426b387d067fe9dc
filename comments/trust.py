"""Tells whom moderators trust."""

from django.db.models import Q

from comments import bans
from comments.models import Trust


def granted(*, user: int | None = None, visitor: str = "", email: str = "") -> bool | None:
    """Give what moderators have said of a reader: True for trusted, False where they have withdrawn it, None for nothing.

    Takes what is known of the reader: the number of an account here, what is stored of a front end's account
    (ReaderComment.visitor), an address, this only where it is known to be theirs: anybody can write under any address.
    Withdrawn trust in one of them outweighs trust in another. One query.
    """
    words = set(_about(user, visitor, email).in_force().values_list("is_granted", flat=True))
    return all(words) if words else None


def _about(user: int | None, visitor: str, email: str):
    wanted = Q(pk__in=())
    if user is not None:
        wanted |= Q(kind=Trust.Kind.USER, value=str(user))
    if visitor:
        wanted |= Q(kind=Trust.Kind.VISITOR, value=visitor)
    if email:
        wanted |= Q(kind=Trust.Kind.EMAIL, value=bans.folded(email))
    return Trust.objects.filter(wanted)
