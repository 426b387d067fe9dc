"""An author changes or deletes a comment inside the edit window."""

from datetime import timedelta

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django_comments.models import Comment
from django_comments_xtd.models import XtdComment

from comments import discussions, hashing, placement
from comments.actions import bodies, logging
from comments.actions.submitting import STATUS_OF_VERDICT, refuse, role_of
from comments.errors import AlreadyDecided, CommentNotFound, EditWindowClosed
from comments.models import Decision, IdempotencyKey, ReaderComment, Status
from comments.rules import Submission, Verdict, judge
from comments.visibility import Recount

# What an editor of the article has answered was about the words that are no longer there.
UNANSWERED = {"objection": "", "addressed_note": "", "addressed_at": None}

# Statuses that no edit changes. The edit is taken all the same: a refusal would tell the author what became of the comment.
KEPT = {Status.REJECTED, Status.SPAM}


def edit(comment_id: int, *, body: str, writer_user: object | None = None) -> ReaderComment:
    """Replace a comment's words; the new ones go through the rules, and wait for a moderator if these say so.

    The caller has made sure that the author asks (tokens.is_edit_token, or the signed-in author).
    Raises CommentNotFound, EditWindowClosed, DiscussionClosed, InvalidComment.
    """
    with transaction.atomic():
        comment = _locked(comment_id)
        if comment.status == Status.REMOVED:
            raise CommentNotFound
        chosen = discussions.site_settings(comment.page)
        _refuse_late(comment, chosen.edit_minutes)
        words = bodies.read(body, chosen.max_length)
        judgement = judge(
            Submission(
                text=words.judged,
                name=comment.user_name,
                links=words.links,
                is_open=discussions.summary(comment.page, chosen).is_open,
                trusted=bool(role_of(writer_user, comment.page)),
                policy=discussions.policy(chosen),
            )
        )
        refuse(judgement)
        if words.text == comment.comment:
            return comment
        recount = Recount({comment.thread})
        status = _status_after_edit(comment.status, judgement.verdict)
        _swap(
            comment,
            status=status,
            edited_at=timezone.now(),
            body_html=words.html,
            text_hash=hashing.of_text(words.text),
            reasons=judgement.as_json(),
            **UNANSWERED,
        )
        Comment.objects.filter(pk=comment.pk).update(comment=words.text)
        _log(comment, Decision.Verb.EDIT, status, reasons=judgement.as_json())
        recount.finish({comment.pk: comment.path})
    return ReaderComment.objects.get(pk=comment_id)


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
        _swap(
            comment,
            status=Status.REMOVED,
            removed_by="author",
            body_html="",
            text_hash="",
            email_hash="",
            ip_hash="",
            author_role="",
            reasons=[],
            score=None,
            **UNANSWERED,
        )
        Comment.objects.filter(pk=comment.pk).update(
            comment="", user_name="", user_email="", user_url="", user=None, ip_address=None
        )
        XtdComment.norel_objects.filter(pk=comment.pk).update(followup=False)
        # A fingerprint is made of the words, the name and the address; the rules' reasons quote them.
        IdempotencyKey.objects.filter(comment_id=comment.pk).update(fingerprint="")
        Decision.objects.filter(comment_id=comment.pk).update(reasons=[])
        _log(comment, Decision.Verb.REMOVE, Status.REMOVED)
        recount.finish({comment.pk: comment.path})


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
