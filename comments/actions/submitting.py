"""A reader posts a comment."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime

from django.conf import settings as django_settings
from django.db import IntegrityError, transaction
from django.utils import timezone
from wagtail.models import Page

from comments import discussions, hashing, opinions, staff, submissions, visibility
from comments.actions import bodies, duplicates, following, logging, retries, seeing, targets, writers
from comments.actions.retries import Submitted
from comments.actions.writers import Writer
from comments.errors import CommentError, DiscussionClosed, InvalidComment, PageNotFound
from comments.mail import news
from comments.models import Decision, DiscussionSettings, IdempotencyKey, ReaderComment, Status
from comments.rules import Judgement, Verdict, judge

STATUS_OF_VERDICT = {Verdict.APPROVE: Status.APPROVED, Verdict.HOLD: Status.PENDING, Verdict.SPAM: Status.SPAM}


def submit(
    page: Page,
    *,
    writer: Writer,
    body: str,
    parent: int | None = None,
    block: str = "",
    source: str = "",
    follow: str = "",
    honeypot: str = "",
    seconds: float | Callable[[], float] | None = None,
    idempotency_key: str = "",
    submitted_at: datetime | None = None,
) -> Submitted:
    """Judge a comment by the rules and put it in its place.

    Takes: `page`, a public one that takes comments (discussions.public_page); `parent`, the comment it answers; `block`,
    the block it is about; `source`, a DOI or link that it cites; `follow`, what its author wants mail about
    (following.FOLLOWED), if anything; `seconds` since the form was asked for, or a function that gives them or refuses
    (asked only when this is no retry), None where there was no form; `submitted_at`, when it was written, for who brings
    comments in from elsewhere: these are no news.
    Raises Banned, DiscussionClosed, InvalidComment (with the field), Duplicate, IdempotencyKeyReused, PageNotFound where the page
    is deleted meanwhile.
    """
    chosen = discussions.site_settings(page)
    writer = writers.cleaned(writer, chosen.guests)
    writer.refuse_banned(page)
    if writer.user is None and submitted_at is None:
        staff.refuse_pretence(name=writer.name, email=writer.email, owns_email=writer.owns_email)
    words = bodies.read(body, chosen.max_length)
    cited = bodies.cited(source)
    role = writers.role_of(writer.user, page)
    policy = discussions.policy(chosen, discussions.summary_as_read(page, chosen))
    author = submissions.known(writer.author, words.text, policy, chosen, at=submitted_at)
    opinion = None
    if submitted_at is None and not (role or honeypot or retries.is_known(idempotency_key)):
        opinion = opinions.ask(
            page,
            chosen,
            policy,
            text=words.text,
            name=writer.name,
            email=writer.email,
            ip_address=writer.ip_address,
            is_reply=parent is not None,
        )
    with _page_kept(page), transaction.atomic():
        replay, key = retries.claim(idempotency_key, page, parent, block, writer, words.text)
        if replay:
            return replay
        answered = targets.answered(parent, page)
        thread_block, heading = targets.anchor(block, page, answered)
        known = discussions.summary(page, chosen)
        submission = submissions.of(
            words=words.judged,
            links=words.links,
            name=writer.name,
            email=writer.email,
            policy=discussions.policy(chosen, known),
            chosen=chosen,
            known=author,
            opinion=opinion,
            at=submitted_at,
            is_open=known.is_open,
            honeypot=honeypot,
            seconds=seconds() if callable(seconds) else seconds,
            trusted=bool(role),
        )
        judgement = judge(submission)
        refuse(judgement)
        duplicates.refuse(page, writer, words.text, parent=parent, block=thread_block)
        now = submitted_at or timezone.now()
        status = _status(judgement, writer, chosen)
        comment = ReaderComment(
            **_purgeable(writer, words),
            content_type_id=page.content_type_id,
            object_pk=str(page.pk),
            site_id=django_settings.SITE_ID,
            page_id=page.pk,
            in_reply_to=answered,
            block=thread_block,
            block_heading=heading,
            source=cited,
            author_role=role,
            status=status,
            unseen=int(submitted_at is None and seeing.is_unseen(status, role)),
            reasons=judgement.as_json(),
            score=submission.scored.value if submission.scored else None,
            followup=bool(follow),
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
        told = retries.told_status(comment.status, unconfirmed=_is_to_confirm(writer, chosen))
        if key:
            IdempotencyKey.objects.filter(pk=key.pk).update(comment=comment.pk, status=told)
        visibility.added(comment)
        _write_to(comment, follow, page=page, writer=writer, is_new=submitted_at is None)
    return Submitted(comment=comment, created=True, status=comment.status, shown_status=told)


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


def _is_to_confirm(writer: Writer, chosen: DiscussionSettings) -> bool:
    """Tell whether a comment waits until the owner of its address has confirmed it: a guest's, on a site that asks for it."""
    return chosen.confirm_email and writer.is_guest and bool(writer.email)


def _status(judgement: Judgement, writer: Writer, chosen: DiscussionSettings) -> str:
    """Give the status of a new comment. Spam is not asked about, so that nobody can have others' addresses mailed to."""
    judged = STATUS_OF_VERDICT[judgement.verdict]
    return Status.UNCONFIRMED if judged != Status.SPAM and _is_to_confirm(writer, chosen) else judged


def _write_to(comment: ReaderComment, follow: str, *, page: Page, writer: Writer, is_new: bool) -> None:
    """Have those mailed to whom a new comment matters: its author, who is to confirm it or wants to follow, and followers.

    One that is brought in from elsewhere (`is_new` is false) is no news.
    """
    if not is_new or comment.status == Status.SPAM:
        return
    if follow:
        following.follow(comment, follow, page=page, is_account=writer.owns_email)
    if comment.status == Status.UNCONFIRMED:
        following.ask_to_confirm(comment, page=page)
    if comment.status == Status.APPROVED:
        news.announce.enqueue([comment.pk])


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
        "visitor": writer.visitor,
        "user_name": writer.name,
        "user_email": writer.email,
        "comment": words.text,
        "body_html": words.html,
        "text_hash": hashing.of_text(words.text),
        "email_hash": hashing.of_email(writer.email),
        "ip_hash": hashing.of_address(writer.ip_address),
    }
