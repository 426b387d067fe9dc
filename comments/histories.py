"""What is known of an author and of the words they send, as far as the rules that are on want to know: at most two queries."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import QuerySet

from comments import hashing
from comments.models import DiscussionSettings, ReaderComment, Status
from comments.rules import History, Policy

MOST = 200  # of an author's latest comments are looked at
MOST_REPEATS = 50
ASKED_BY = frozenset({"new_commenter", "rejections", "earned_trust"})  # the rules that want an author's history
DECIDED = {Status.APPROVED, Status.REJECTED, Status.SPAM, Status.REMOVED}
REFUSED = {Status.REJECTED, Status.SPAM, Status.REMOVED}


@dataclass(frozen=True, kw_only=True)
class Author:
    """Who writes, by what is stored of them: an account here, one of a front end, or else the hash of an address.

    `own_email` is an address that is known to be theirs.
    """

    user: int | None = None
    visitor: str = ""
    email_hash: str = ""
    own_email: str = ""

    @property
    def is_verified(self) -> bool:
        """Whether they are known to be who they say: signed in, or the owner of their address."""
        return self.user is not None or bool(self.visitor or self.own_email)

    @classmethod
    def of(cls, comment: ReaderComment, *, owns_email: bool = False) -> "Author":
        """Give who wrote a comment; `owns_email` says that the address with it is known to be theirs."""
        own_email = comment.user_email if owns_email else ""
        return cls(user=comment.user_id, visitor=comment.visitor, email_hash=comment.email_hash, own_email=own_email)

    def comments(self) -> QuerySet[ReaderComment] | None:
        """Give what they have written, None where they cannot be known again."""
        rows = ReaderComment.norel_objects.order_by("-pk")
        if self.user is not None:
            return rows.filter(user_id=self.user)
        if self.visitor:
            return rows.filter(visitor=self.visitor)
        # What somebody signed in has written under this address is not a guest's who gives the same.
        return rows.filter(email_hash=self.email_hash, user_id=None, visitor="") if self.email_hash else None


def history(
    author: Author, policy: Policy, chosen: DiscussionSettings, *, now: datetime, but: int = 0
) -> History | None:
    """Give the history of an author, without the comment `but`; None where no rule that is on wants it. One query."""
    if policy.off >= ASKED_BY:
        return None
    rows = author.comments()
    if rows is None:
        return History()
    return counted(rows.exclude(pk=but).values_list("status", "submitted_at")[:MOST], chosen, now=now)


def counted(rows: Collection[tuple[str, datetime]], chosen: DiscussionSettings, *, now: datetime) -> History:
    """Give the history that these statuses and times are."""
    since = now - timedelta(days=chosen.rejection_days)
    lately = [status for status, at in rows if at >= since and status in DECIDED]
    return History(
        approved=sum(status == Status.APPROVED for status, _ in rows),
        decided_lately=len(lately),
        rejected_lately=sum(status in REFUSED for status in lately),
    )


def repeats(words: str, policy: Policy, chosen: DiscussionSettings, *, now: datetime, but: int = 0) -> int:
    """Give how many other comments had the same words lately, wherever; 0 where no rule wants to know. One query."""
    if "repeated" in policy.off or not words:
        return 0
    since = now - timedelta(hours=chosen.repeat_hours)
    rows = ReaderComment.norel_objects.filter(text_hash=hashing.of_text(words), submitted_at__gt=since)
    return rows.exclude(pk=but).order_by()[:MOST_REPEATS].count()
