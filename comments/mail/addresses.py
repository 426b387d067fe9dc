"""Readers' addresses, each one row, and what their owners have not confirmed yet."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from comments import hashing
from comments.mail import sites, words
from comments.models import Avatar, Following, ReaderAddress, ReaderComment, Status
from comments.models.mail import WAITING_DAYS

MOST_WAITING = 100  # comments that one confirmation is about


@dataclass(frozen=True)
class Waiting:
    """What the owner of an address can confirm."""

    comments: list[ReaderComment]
    followings: list[Following]

    def __bool__(self) -> bool:
        return bool(self.comments or self.followings)


def known(email: str, *, language: str) -> ReaderAddress:
    """Give the row of an address, made where there is none; it keeps the language in which its owner wrote last.

    An empty `language` is not known, and changes nothing.
    """
    row, is_new = ReaderAddress.objects.get_or_create(
        email_hash=hashing.of_email(email), defaults={"email": email.strip(), "language": language}
    )
    if not is_new and language and row.language != language:
        row.language = language
        row.save(update_fields=["language"])
    return row


def find(email: str) -> ReaderAddress | None:
    """Give the row of an address, None where there is none."""
    return ReaderAddress.objects.filter(email_hash=hashing.of_email(email)).first()


def let_go(email_hashes: Collection[str]) -> int:
    """Delete the addresses that nothing speaks for any more: no comment, and nothing that is followed or could still be; and
    the pictures of who has no comment.

    Of one that wants no mail the hash stays, so that it gets none. Gives how many there were.
    """
    followed = Following.objects.filter(address=OuterRef("pk")).filter(
        Q(confirmed_at__isnull=False) | Q(created_at__gte=timezone.now() - timedelta(days=WAITING_DAYS))
    )
    written = ReaderComment.norel_objects.filter(email_hash=OuterRef("email_hash"))
    rows = ReaderAddress.objects.filter(~Exists(written), ~Exists(followed), email_hash__in=email_hashes)
    rows.exclude(refused_at=None).exclude(email="").update(email="")
    Avatar.objects.filter(~Exists(written), email_hash__in=email_hashes).delete()
    return rows.filter(refused_at=None).delete()[0]


def waiting(address: ReaderAddress) -> Waiting:
    """Give what waits for the owner's confirmation, the oldest first."""
    since = timezone.now() - timedelta(days=WAITING_DAYS)
    comments = ReaderComment.norel_objects.filter(
        email_hash=address.email_hash, status=Status.UNCONFIRMED, submitted_at__gte=since
    )
    followings = address.followings.waiting().select_related("page", "site").order_by("pk")
    return Waiting(list(comments.select_related("page").order_by("pk")[:MOST_WAITING]), list(followings))


def waiting_points(found: Waiting, language: str) -> list[str]:
    """Give a line for each thing that waits: never what was written, nor under which name."""
    said = words.of(language)
    points = [said["confirm_comment"].format(title=comment.page.title) for comment in found.comments]
    return points + [_words_of(following, language, "confirm") for following in found.followings]


def following_name(following: Following, language: str) -> str:
    """Give what somebody follows, in words."""
    return _words_of(following, language, "following")


def _words_of(following: Following, language: str, what: str) -> str:
    said = words.of(language)
    if following.page:
        return said[f"{what}_thread" if following.thread_id else f"{what}_page"].format(title=following.page.title)
    label = sites.label(following.label, language)
    return said[f"{what}_new_label"].format(label=label) if label else said[f"{what}_new"]
