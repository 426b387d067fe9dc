"""A reader posts a comment."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings as django_settings
from django.db import IntegrityError, connection, transaction
from django.utils import timezone
from wagtail.models import Page

from comments import discussions, hashing, pages, placement, text, visibility
from comments.actions import bodies, logging
from comments.errors import (
    CommentError,
    DiscussionClosed,
    Duplicate,
    IdempotencyKeyReused,
    InvalidComment,
    PageNotFound,
)
from comments.models import Decision, IdempotencyKey, ReaderComment, Status
from comments.rules import Judgement, Submission, Verdict, judge

STATUS_OF_VERDICT = {Verdict.APPROVE: Status.APPROVED, Verdict.HOLD: Status.PENDING, Verdict.SPAM: Status.SPAM}
PERMISSION = "comments.moderate_comment"


@dataclass(frozen=True, kw_only=True)
class Writer:
    """Who writes: a guest with a name and an e-mail address, or a signed-in user; and from where."""

    name: str = ""
    email: str = ""
    user: object | None = None
    ip_address: str = ""

    @classmethod
    def signed_in(cls, user, *, ip_address: str = "") -> "Writer":
        """Give the writer of an account, under the name that its owner goes by."""
        # A user name may be an e-mail address, and no address is ever shown.
        name = user.get_full_name() or user.get_username().partition("@")[0]
        return cls(name=name, email=user.email, user=user, ip_address=ip_address)


@dataclass(frozen=True, kw_only=True)
class Submitted:
    """A comment and whether this call made it: a retry under the same Idempotency-Key gives the first one again."""

    comment: ReaderComment
    created: bool
    status: str

    @property
    def shown_status(self) -> str:
        """What its author is told (told_status)."""
        return told_status(self.status)


def told_status(status: str) -> str:
    """Give what an author is told of a comment's status: nobody learns that it was taken for spam, or rejected."""
    return Status.PENDING if status in {Status.SPAM, Status.REJECTED} else Status(status)


def submit(
    page: Page,
    *,
    writer: Writer,
    body: str,
    parent: int | None = None,
    block: str = "",
    followup: bool = False,
    honeypot: str = "",
    seconds: float | Callable[[], float] | None = None,
    idempotency_key: str = "",
    submitted_at: datetime | None = None,
) -> Submitted:
    """Judge a comment by the rules and put it in its place.

    Takes: `page`, a public one that takes comments (discussions.public_page); `parent`, the comment it answers; `block`,
    the block it is about; `seconds` since the form was asked for, or a function that gives them or refuses (asked only
    when this is no retry), None where there was no form.
    Raises DiscussionClosed, InvalidComment (with the field), Duplicate, IdempotencyKeyReused, PageNotFound where the page
    is deleted meanwhile.
    """
    chosen = discussions.site_settings(page)
    writer = _cleaned(writer, chosen.guests)
    words = bodies.read(body, chosen.max_length)
    role = role_of(writer.user, page)
    with _page_kept(page), transaction.atomic():
        replay, key = _claim(idempotency_key, page, parent, block, writer, words.text)
        if replay:
            return replay
        answered = _answered(parent, page)
        thread_block, heading = _anchor(block, page, answered)
        judgement = judge(
            Submission(
                text=words.judged,
                name=writer.name,
                links=words.links,
                is_open=discussions.summary(page, chosen).is_open,
                honeypot=honeypot,
                seconds=seconds() if callable(seconds) else seconds,
                trusted=bool(role),
                policy=discussions.policy(chosen),
            )
        )
        refuse(judgement)
        _refuse_duplicate(page, writer, words.text, parent=parent, block=thread_block)
        now = submitted_at or timezone.now()
        comment = ReaderComment(
            **_purgeable(writer, words),
            content_type_id=page.content_type_id,
            object_pk=str(page.pk),
            site_id=django_settings.SITE_ID,
            page_id=page.pk,
            in_reply_to=answered,
            block=thread_block,
            block_heading=heading,
            author_role=role,
            status=STATUS_OF_VERDICT[judgement.verdict],
            reasons=judgement.as_json(),
            followup=followup,
            submit_date=now,
            submitted_at=now,
        )
        comment.save()
        entry = logging.row(
            comment,
            verb=Decision.Verb.SUBMIT,
            from_status="",
            kind=Decision.Kind.RULE,
            at=now,
            page_title=page.title,
            reasons=comment.reasons,
        )
        logging.append([entry])
        if key:
            IdempotencyKey.objects.filter(pk=key.pk).update(comment=comment.pk, status=comment.status)
        visibility.added(comment)
    return Submitted(comment=comment, created=True, status=comment.status)


def refuse(judgement: Judgement) -> None:
    """Raise what a refusing judgement means to the reader."""
    if judgement.verdict < Verdict.REFUSE:
        return
    codes = {reason.code: reason for reason in judgement.reasons if reason.verdict == Verdict.REFUSE}
    if "closed" in codes:
        raise DiscussionClosed
    if "too_fast" in codes:
        raise InvalidComment(
            "form_token", "That was very quick. Read your comment once more, then send it.", "too_fast"
        )
    raise CommentError("This comment cannot be taken: " + " ".join(reason.detail for reason in codes.values()))


def role_of(user, page: Page) -> str:
    """Give what sets a writer apart on this page: `moderator`, `author` of the article, or nothing."""
    if user is None:
        return ""
    if user.pk in pages.author_users(page):
        return "author"
    return "moderator" if user.has_perm(PERMISSION) else ""


def _cleaned(writer: Writer, guests: bool) -> Writer:
    if writer.user is None and not guests:
        raise InvalidComment("name", "Sign in to comment here.", "sign_in")
    name = text.clean_line(writer.name)
    if text.is_blank(name):
        raise InvalidComment("name", "Give a name for readers to see.", "blank")
    if writer.user is not None:
        name = name[:50]
    if len(name) > 50:
        raise InvalidComment("name", "At most 50 characters.", "max_length")
    return Writer(name=name, email=writer.email.strip(), user=writer.user, ip_address=writer.ip_address)


@contextmanager
def _page_kept(page: Page) -> Iterator[None]:
    """Tell a page that was deleted while a comment was on its way to it as one that is not there."""
    try:
        yield
    except IntegrityError:
        if Page.objects.filter(pk=page.pk).exists():
            raise
        raise PageNotFound from None


def _purgeable(writer: Writer, words: bodies.Body) -> dict[str, object]:
    """Give the columns that an author's deletion purges again (authoring.delete)."""
    return {
        "user": writer.user,
        "user_name": writer.name,
        "user_email": writer.email,
        "comment": words.text,
        "body_html": words.html,
        "text_hash": hashing.of_text(words.text),
        "email_hash": hashing.of_email(writer.email),
        "ip_hash": hashing.of_address(writer.ip_address),
    }


def _claim(
    key: str, page: Page, parent: int | None, block: str, writer: Writer, cleaned: str
) -> tuple[Submitted | None, IdempotencyKey | None]:
    """Give the answer already given under this key, or the row that now stands for it; nothing without a key."""
    if not key:
        return None, None
    account = writer.user.pk if writer.user else ""
    fingerprint = hashing.of_fields(page.pk, parent, block, account, writer.name, writer.email, cleaned)
    row, created = IdempotencyKey.objects.get_or_create(key=key, defaults={"fingerprint": fingerprint})
    if created:
        return None, row
    if not row.fingerprint:
        raise IdempotencyKeyReused("The comment sent under this Idempotency-Key has been deleted by its author.")
    if row.fingerprint != fingerprint:
        raise IdempotencyKeyReused
    return Submitted(comment=row.comment, created=False, status=row.status), row


def _answered(parent: int | None, page: Page) -> ReaderComment | None:
    """Give the comment that is answered, its thread locked; only one that readers see can be, and no tombstone."""
    if parent is None:
        return None
    asked = ReaderComment.norel_objects.filter(pk=parent, page_id=page.pk).order_by()
    placement.lock_threads(asked.values_list("thread", flat=True))
    # Looked at only now, when nobody can hide it any more before the reply is in its place.
    answered = asked.counted().first()
    if answered is None:
        raise InvalidComment("parent", "The comment that you answer is not there any more.", "not_found")
    return answered


def _anchor(block: str, page: Page, answered: ReaderComment | None) -> tuple[str, str]:
    """Give the block a comment is about and its heading: a reply is about what its thread is about."""
    if answered is not None:
        if block and block != answered.block:
            raise InvalidComment("block", "A reply is about the same block as its thread.", "invalid")
        return answered.block, answered.block_heading
    if not block:
        return "", ""
    headings = pages.anchors(page)
    if block not in headings:
        raise InvalidComment("block", "This page has no such block to comment on.", "not_found")
    return block, str(headings[block])[:255]


def _refuse_duplicate(page: Page, writer: Writer, cleaned: str, *, parent: int | None, block: str) -> None:
    """Raise Duplicate where the same account, or else the same address, has sent the same words to the same place before."""
    same = ReaderComment.norel_objects.filter(
        page_id=page.pk, text_hash=hashing.of_text(cleaned), in_reply_to_id=parent, block=block
    )
    if writer.user is not None:
        same, who = same.filter(user_id=writer.user.pk), f"user:{writer.user.pk}"
    elif writer.email:
        who = hashing.of_email(writer.email)
        same = same.filter(email_hash=who)
    else:
        return
    if connection.vendor == "postgresql":
        # Two of the same at once do not see each other: the second waits until the first is committed. On SQLite the
        # transaction is the only one that writes.
        with connection.cursor() as cursor:
            name = f"{page.pk} {who} {hashing.of_text(cleaned)}"
            cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [name])
    if same.exists():
        raise Duplicate
