"""The same post sent again under its Idempotency-Key: answered as the first one was, and not done twice."""

from dataclasses import dataclass

from wagtail.models import Page

from comments import hashing
from comments.actions.writers import Writer
from comments.errors import IdempotencyKeyReused
from comments.models import IdempotencyKey, ReaderComment, Status


@dataclass(frozen=True, kw_only=True)
class Submitted:
    """A comment and whether this call made it: a retry under the same Idempotency-Key gives the first one again.

    `shown_status` is what its author is told (told_status).
    """

    comment: ReaderComment
    created: bool
    status: str
    shown_status: str


def told_status(status: str, *, unconfirmed: bool = False) -> str:
    """Give what an author is told of a comment's status: nobody learns that it was taken for spam, or rejected.

    `unconfirmed` says that it would wait for its author's confirmation, were it not spam.
    """
    if status in {Status.SPAM, Status.REJECTED}:
        return Status.UNCONFIRMED if unconfirmed else Status.PENDING
    return Status(status)


def is_known(key: str) -> bool:
    """Tell whether a comment was sent under this Idempotency-Key before; asks no row without one."""
    return bool(key) and IdempotencyKey.objects.filter(key=key).exists()


def claim(
    key: str, page: Page, parent: int | None, block: str, writer: Writer, cleaned: str
) -> tuple[Submitted | None, IdempotencyKey | None]:
    """Give the answer already given under this key, or the row that now stands for it; nothing without a key."""
    if not key:
        return None, None
    account = writer.user.pk if writer.user else writer.visitor
    fingerprint = hashing.of_fields(page.pk, parent, block, account, writer.name, writer.email, cleaned)
    row, created = IdempotencyKey.objects.get_or_create(key=key, defaults={"fingerprint": fingerprint})
    if created:
        return None, row
    if not row.fingerprint:
        raise IdempotencyKeyReused("The comment sent under this Idempotency-Key has been deleted by its author.")
    if row.fingerprint != fingerprint:
        raise IdempotencyKeyReused
    told = told_status(row.status)
    return Submitted(comment=_as_first_answered(row), created=False, status=row.status, shown_status=told), row


def _as_first_answered(row: IdempotencyKey) -> ReaderComment:
    """Give the comment of a key as it was when it was posted, whatever its author and others have done since."""
    comment = row.comment
    comment.body_html = row.body_html or comment.body_html
    comment.edited_at = comment.addressed_at = None
    comment.likes = comment.dislikes = comment.reply_count = 0
    return comment
