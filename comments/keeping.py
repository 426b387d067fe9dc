"""What is kept of a reader, for themselves to see."""

from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from comments import hashing, pages
from comments.actions import told_status
from comments.mail import addresses
from comments.models import Avatar, ReaderAddress, ReaderComment


@dataclass(frozen=True)
class Kept:
    """How much is kept of an e-mail address; `address` is None where it was only commented with."""

    email: str
    comments: int
    address: ReaderAddress | None

    def __bool__(self) -> bool:
        return bool(self.comments or self.address)


def of(email: str) -> Kept:
    """Give how much is kept of an e-mail address."""
    hashed = hashing.of_email(email)
    comments = ReaderComment.norel_objects.filter(email_hash=hashed).count() if hashed else 0
    return Kept(email.strip(), comments, addresses.find(email) if hashed else None)


def export(email: str) -> dict[str, Any]:
    """Give all that is kept of an e-mail address, as JSON takes it: comments in whatever status, and what is followed.

    A comment's status is what its author is told of it everywhere.
    """
    hashed = hashing.of_email(email)
    address = addresses.find(email) if hashed else None
    rows = ReaderComment.norel_objects.filter(email_hash=hashed) if hashed else ReaderComment.norel_objects.none()
    comments = rows.select_related("page").order_by("pk")
    followings = address.followings.select_related("page", "site").order_by("pk") if address else []
    return {
        "email": email.strip(),
        "exported_at": _moment(timezone.now()),
        "picture_fetched_at": _moment(
            Avatar.objects.filter(email_hash=hashed).values_list("fetched_at", flat=True).first()
        ),
        "comments": [_comment(comment) for comment in comments.iterator(chunk_size=500)],
        "mail": {
            "language": address.language,
            "frequency": address.frequency,
            "confirmed_at": _moment(address.confirmed_at),
            "refused_at": _moment(address.refused_at),
            "follows": [
                {
                    "what": addresses.following_name(row, address.language),
                    "asked_at": _moment(row.created_at),
                    "confirmed_at": _moment(row.confirmed_at),
                }
                for row in followings
            ],
        }
        if address
        else None,
    }


def _comment(comment: ReaderComment) -> dict[str, Any]:
    return {
        "id": comment.pk,
        "page": {"id": comment.page_id, "title": comment.page.title, "url": pages.url(comment.page)},
        "in_reply_to": comment.in_reply_to_id,
        "about": comment.block_heading or None,
        "name": comment.user_name,
        "email": comment.user_email,
        "body": comment.comment,
        "source": comment.source or None,
        "status": told_status(comment.status),
        "submitted_at": _moment(comment.submitted_at),
        "edited_at": _moment(comment.edited_at),
        "reactions": {"like": comment.likes, "dislike": comment.dislikes},
    }


def _moment(at) -> str | None:
    return at.strftime("%Y-%m-%dT%H:%M:%SZ") if at else None
