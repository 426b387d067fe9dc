"""Erases all that is kept of a reader: for themselves, by a mailed link, or for who was asked to do it."""

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import quote_plus

from django.db import transaction
from django.db.models import Q
from django.db.models.functions import Coalesce
from django.utils import timezone
from wagtail.log_actions import log

from comments import bans, hashing, placement
from comments.actions import logging, purging
from comments.actions.deciding import Moderator
from comments.mail import addresses
from comments.models import Avatar, BulkRun, Decision, ReaderComment, SavedFilter, Status, Trust
from comments.signals import reader_erased
from comments.visibility import Recount

LOG_ACTION = "comments.erase_reader"
AT_ONCE = 200
UNSEEN = [Status.UNCONFIRMED, Status.REJECTED, Status.SPAM]


@dataclass(frozen=True)
class Erased:
    """How much was erased: comments, and things that were followed."""

    comments: int
    followings: int


def erase(email: str, *, by: Moderator) -> Erased:
    """Erase the comments of an e-mail address, in whatever status, and the address with all that its owner followed.

    Where others have replied an empty place stays. Nobody can undo it; to do it again does no harm, and goes on where
    the first time was cut off. A ban stays, until a moderator lifts it, and so does the wish to get no mail.
    """
    hashed = hashing.of_email(email)
    comments = 0
    while ids := list(_comments(hashed).order_by("pk").values_list("pk", flat=True)[:AT_ONCE]):
        comments += _erase_some(ids, hashed, by)
    with transaction.atomic():
        # The log says of whom without the address: by the number of its row.
        address = addresses.known(email, language="")
        followings, _ = address.followings.all().delete()
        Avatar.objects.filter(email_hash=hashed).delete()
        log(instance=address, action=LOG_ACTION, user=by.user, data={"comments": comments, "followings": followings})
        if address.refused_at:
            address.email = ""
            address.save(update_fields=["email"])
            address.letters.all().delete()
        else:
            address.delete()
        Trust.objects.filter(kind=Trust.Kind.EMAIL, value=bans.folded(email)).delete()
        _forget_searches(email)
        reader_erased.send(sender=ReaderComment, email=email)
    return Erased(comments, followings)


def _forget_searches(email: str) -> None:
    """Take an address out of what moderators have searched for: filters they keep, and lists they have decided about."""
    asked = {"query__icontains": quote_plus(email.strip())}
    SavedFilter.objects.filter(Q(**asked) | Q(name__icontains=email.strip())).delete()
    # Without its query a run would go on with everything.
    BulkRun.objects.filter(**asked).update(query="", finished_at=Coalesce("finished_at", timezone.now()))


def _comments(hashed: str):
    return ReaderComment.norel_objects.filter(email_hash=hashed) if hashed else ReaderComment.norel_objects.none()


def _erase_some(ids: list[int], hashed: str, by: Moderator) -> int:
    with transaction.atomic():
        mine = _comments(hashed).filter(pk__in=ids).order_by()
        placement.lock_threads(mine.values_list("thread", flat=True))
        comments = list(mine.select_related("page"))
        if not comments:
            return 0
        recount = Recount({comment.thread for comment in comments})
        purging.purge(comments, status=Status.REMOVED, removed_by="author")
        logging.append(_entries(comments, by))
        recount.finish({comment.pk: comment.path for comment in comments})
    return len(comments)


def _entries(comments: list[ReaderComment], by: Moderator) -> Iterator[Decision]:
    now = timezone.now()
    for comment in comments:
        from_status, comment.status, comment.version = comment.status, Status.REMOVED, comment.version + 1
        yield logging.row(
            comment,
            verb=Decision.Verb.REMOVE,
            from_status=from_status,
            kind=by.kind,
            at=now,
            page_title=comment.page.title,
            actor=by.user,
            actor_name=by.name,
        )


def forget(ids: list[int]) -> int:
    """Delete comments that readers do not see and nobody has answered, for good; the log keeps its copies."""
    with transaction.atomic():
        mine = ReaderComment.norel_objects.filter(pk__in=ids, status__in=UNSEEN).order_by()
        placement.lock_threads(mine.values_list("thread", flat=True))
        answered = ReaderComment.norel_objects.filter(parent_comment__in=ids).values_list("parent_comment", flat=True)
        leaving = list(mine.exclude(pk__in=set(answered)).values_list("pk", flat=True))
        hashes = set(mine.filter(pk__in=leaving).values_list("email_hash", flat=True))
        Decision.objects.filter(comment_id__in=leaving).without_quotes()
        ReaderComment.norel_objects.filter(pk__in=leaving).delete()
        addresses.let_go(hashes)
    return len(leaving)


def empty(ids: list[int]) -> int:
    """Take the words, names and addresses from comments that readers do not see; their replies keep their place.

    They keep their status, and nobody decides about them any more: there is nothing left to approve.
    """
    with transaction.atomic():
        mine = ReaderComment.norel_objects.filter(pk__in=ids, status__in=UNSEEN).order_by()
        placement.lock_threads(mine.values_list("thread", flat=True))
        comments = list(mine)
        hashes = {comment.email_hash for comment in comments}
        if comments:
            purging.purge(comments, removed_by="author")
            addresses.let_go(hashes)
    return len(comments)
