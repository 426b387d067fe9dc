"""An author changes or deletes a comment inside the edit window."""

from collections.abc import Sequence
from datetime import timedelta

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django_comments.models import Comment
from wagtail.models import Page

from comments import bans, discussions, hashing, indexing, opinions, placement, submissions
from comments.actions import bodies, logging, purging
from comments.actions.retries import told_status
from comments.actions.seeing import is_unseen
from comments.actions.submitting import STATUS_OF_VERDICT, refuse
from comments.actions.writers import role_of
from comments.errors import AlreadyDecided, CommentNotFound, EditWindowClosed
from comments.histories import Author
from comments.mail import addresses, news
from comments.models import Decision, Following, IdempotencyKey, ReaderComment, Status
from comments.rules import Opinion, Verdict, judge
from comments.visibility import Recount

# Statuses that no edit changes. The edit is taken all the same: a refusal would tell the author what became of the comment.
KEPT = {Status.REJECTED, Status.SPAM}


def edit(
    comment_id: int, *, body: str, source: str | None = None, writer_user: object | None = None, ip_address: str = ""
) -> ReaderComment:
    """Replace a comment's words; the new ones go through the rules, and wait for a moderator if these say so.

    `source` is what they cite from now on, "" for nothing; None leaves that as it was. The caller has made sure that the
    author asks (tokens.is_edit_token, or the signed-in author).
    Raises CommentNotFound, Banned, EditWindowClosed, DiscussionClosed, InvalidComment.
    """
    opinion = _opinion(comment_id, body, ip_address)
    with transaction.atomic():
        comment = _locked(comment_id)
        if comment.status == Status.REMOVED:
            raise CommentNotFound
        bans.refuse(
            lambda: comment.page.path,
            emails=(comment.user_email, getattr(writer_user, "email", "")),
            networks=(comment.ip_hash, hashing.of_address(ip_address)),
            user=comment.user_id,
            visitor=comment.visitor,
        )
        chosen = discussions.site_settings(comment.page)
        _refuse_late(comment, chosen.edit_minutes)
        words = bodies.read(body, chosen.max_length)
        cited = comment.source if source is None else bodies.cited(source)
        known = discussions.summary(comment.page, chosen)
        policy = discussions.policy(chosen, known)
        submission = submissions.of(
            words=words.judged,
            links=words.links,
            name=comment.user_name,
            email=comment.user_email,
            policy=policy,
            chosen=chosen,
            known=submissions.known(Author.of(comment), words.text, policy, chosen, but=comment.pk),
            opinion=opinion,
            is_open=known.is_open,
            trusted=bool(role_of(writer_user, comment.page)),
        )
        judgement = judge(submission)
        refuse(judgement)
        if (words.text, cited) == (comment.comment, comment.source):
            return comment
        recount = Recount({comment.thread})
        status = _status_after_edit(comment.status, judgement.verdict)
        _swap(
            comment,
            status=status,
            edited_at=timezone.now(),
            edited_by="",
            body_html=words.html,
            unseen=int(is_unseen(status, comment.author_role)),
            text_hash=hashing.of_text(words.text),
            source=cited,
            reasons=judgement.as_json(),
            score=submission.scored.value if submission.scored else None,
            **purging.UNANSWERED,
        )
        Comment.objects.filter(pk=comment.pk).update(comment=words.text)
        indexing.renew([comment.pk])
        # A retry of the post is answered as the post was.
        IdempotencyKey.objects.filter(comment_id=comment.pk, body_html="").update(body_html=comment.body_html)
        _log(comment, Decision.Verb.EDIT, status, reasons=judgement.as_json())
        recount.finish({comment.pk: comment.path})
        if status == Status.APPROVED:
            news.announce.enqueue([comment.pk])  # who was told of it is not told again
    return ReaderComment.objects.get(pk=comment_id)


def told_after_edit(comment: ReaderComment) -> str:
    """Give what an author is told of the status of a comment just changed (told_statuses)."""
    return told_statuses([comment], page=comment.page)[comment.pk]


def told_statuses(comments: Sequence[ReaderComment], *, page: Page) -> dict[int, str]:
    """Give by id what authors are told of the status of their comments on a page: of spam the same as of any other."""
    guests = [row.pk for row in comments if row.status == Status.SPAM and row.user_id is None and not row.visitor]
    waiting: set[int] = set()
    if guests and discussions.site_settings(page).confirm_email:
        confirmed = Decision.objects.filter(comment_id__in=guests, decision=Decision.Verb.CONFIRM)
        waiting = {*guests} - {*confirmed.values_list("comment_id", flat=True)}
    return {row.pk: told_status(row.status, unconfirmed=row.pk in waiting) for row in comments}


def delete(comment_id: int) -> None:
    """Purge a comment's words, name and addresses for good; a tombstone stays where it has visible replies.

    Raises CommentNotFound, EditWindowClosed. Nobody can bring it back.
    """
    with transaction.atomic():
        comment = _locked(comment_id)
        if comment.removed_by == "author":
            raise CommentNotFound
        _refuse_late(comment, discussions.site_settings(comment.page).edit_minutes)
        recount = Recount({comment.thread})
        email_hash = comment.email_hash
        purging.purge([comment], status=Status.REMOVED, removed_by="author")
        # What was asked for with it and never confirmed goes with it, and the address that was given for nothing else.
        Following.objects.waiting().filter(thread=comment.thread, address__email_hash=email_hash).delete()
        addresses.let_go({email_hash})
        _log(comment, Decision.Verb.REMOVE, Status.REMOVED)
        recount.finish({comment.pk: comment.path})


def _opinion(comment_id: int, body: str, ip_address: str) -> Opinion | None:
    """Have the new words looked at outside, before anybody's thread is locked; None where nobody is to be asked."""
    comment = ReaderComment.norel_objects.filter(pk=comment_id).select_related("page__discussion").first()
    if comment is None or comment.author_role:
        return None
    chosen = discussions.site_settings(comment.page)
    return opinions.ask(
        comment.page,
        chosen,
        discussions.policy(chosen, discussions.summary_as_read(comment.page, chosen)),
        text=bodies.read(body, chosen.max_length).text,
        name=comment.user_name,
        email=comment.user_email,
        ip_address=ip_address,
        is_reply=comment.depth > 0,
    )


def _status_after_edit(status: str, verdict: Verdict) -> str:
    """Give the status of an edited comment: what the rules say of the new words, unless something else still counts."""
    judged = STATUS_OF_VERDICT[verdict]
    if status in KEPT:
        return status
    if status == Status.UNCONFIRMED and judged != Status.SPAM:
        return status  # the address is still to be confirmed, whatever the words
    return judged


def _locked(comment_id: int) -> ReaderComment:
    """Give a comment with its page, its thread locked."""
    thread = ReaderComment.norel_objects.filter(pk=comment_id).values_list("thread", flat=True).first()
    if thread is None:
        raise CommentNotFound
    placement.lock_threads([thread])
    return ReaderComment.norel_objects.select_related("page").get(pk=comment_id)


def _refuse_late(comment: ReaderComment, minutes: int) -> None:
    if timezone.now() > comment.submitted_at + timedelta(minutes=minutes):
        raise EditWindowClosed


def _swap(comment: ReaderComment, **columns: object) -> None:
    swapped = ReaderComment.norel_objects.filter(pk=comment.pk, version=comment.version).update(
        version=F("version") + 1, **columns
    )
    if not swapped:
        raise AlreadyDecided


def _log(comment: ReaderComment, verb: str, to_status: str, **fields: object) -> None:
    from_status, comment.status, comment.version = comment.status, to_status, comment.version + 1
    entry = logging.row(
        comment,
        verb=verb,
        from_status=from_status,
        kind=Decision.Kind.AUTHOR,
        at=timezone.now(),
        page_title=comment.page.title,
        **fields,
    )
    logging.append([entry])
