"""The owner of an address confirms what was asked for with it."""

from dataclasses import dataclass

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from comments import bans, discussions, indexing, placement, submissions
from comments.actions import bodies, logging
from comments.actions.seeing import is_unseen
from comments.actions.submitting import STATUS_OF_VERDICT
from comments.errors import AlreadyDecided, Banned
from comments.histories import Author
from comments.mail import addresses, news
from comments.models import Decision, ReaderAddress, ReaderComment, Status
from comments.rules import Judgement, Reason, Verdict, judge
from comments.visibility import Recount


@dataclass(frozen=True)
class Confirmed:
    """What was confirmed: the comments as they are now, and how many things are followed from now on."""

    comments: list[ReaderComment]
    followings: int


def confirm(address_id: int) -> Confirmed:
    """Confirm an address, what its owner wants to follow, and the comments that wait for it.

    The comments go through the rules again, which know by now more than when they were written, and wait for a moderator
    if these say so. To confirm once more changes nothing. The caller has made sure that the owner asks (tokens).
    """
    with transaction.atomic():
        rows = ReaderAddress.objects.filter(pk=address_id)
        rows.filter(confirmed_at=None).update(confirmed_at=timezone.now())
        address = rows.first()
        if address is None:
            return Confirmed([], 0)
        followings = address.followings.waiting().update(confirmed_at=timezone.now())
        waiting = [comment.pk for comment in addresses.waiting(address).comments]
        comments = _confirmed(waiting) if waiting else []
    return Confirmed(comments, followings)


def _confirmed(ids: list[int]) -> list[ReaderComment]:
    mine = ReaderComment.norel_objects.filter(pk__in=ids).order_by()
    placement.lock_threads(mine.values_list("thread", flat=True))
    # Looked at only now, when nobody can decide about them any more.
    comments = list(mine.filter(status=Status.UNCONFIRMED).select_related("page").order_by("pk"))
    if not comments:
        return []
    recount = Recount({comment.thread for comment in comments})
    now, entries = timezone.now(), []
    for comment in comments:
        judgement = _judged(comment)
        comment.status, comment.version = STATUS_OF_VERDICT[judgement.verdict], comment.version + 1
        comment.reasons = judgement.as_json()
        swapped = ReaderComment.norel_objects.filter(pk=comment.pk, version=comment.version - 1).update(
            status=comment.status,
            reasons=comment.reasons,
            unseen=int(is_unseen(comment.status, comment.author_role)),
            version=F("version") + 1,
        )
        if not swapped:
            raise AlreadyDecided
        entries.append(
            logging.row(
                comment,
                verb=Decision.Verb.CONFIRM,
                from_status=Status.UNCONFIRMED,
                kind=Decision.Kind.AUTHOR,
                at=now,
                page_title=comment.page.title,
                reasons=comment.reasons,
            )
        )
    indexing.write(comments)
    logging.append(entries)
    recount.finish({comment.pk: comment.path for comment in comments})
    if shown := [comment.pk for comment in comments if comment.status == Status.APPROVED]:
        news.announce.enqueue(shown)
    return comments


def _judged(comment: ReaderComment) -> Judgement:
    """Judge a comment as it is kept; it was sent in time, whether or not its discussion has closed since.

    Of somebody who has been banned since it is spam.
    """
    words = bodies.Body(comment.comment, comment.body_html)
    chosen = discussions.site_settings(comment.page)
    policy = discussions.policy(chosen, discussions.summary(comment.page, chosen))
    author = Author.of(comment, owns_email=True)
    judgement = judge(
        submissions.of(
            words=words.judged,
            links=words.links,
            name=comment.user_name,
            email=comment.user_email,
            policy=policy,
            chosen=chosen,
            known=submissions.known(author, words.text, policy, chosen, at=comment.submitted_at, but=comment.pk),
            at=comment.submitted_at,
        )
    )
    try:
        bans.refuse(
            lambda: comment.page.path,
            emails=(comment.user_email,),
            networks=(comment.ip_hash,),
            user=comment.user_id,
            visitor=comment.visitor,
        )
    except Banned:
        banned = Reason(code="banned", detail="Its author was banned before confirming it.", verdict=Verdict.SPAM)
        return Judgement(verdict=Verdict.SPAM, reasons=(*judgement.reasons, banned))
    # What would be refused now was taken then: a moderator decides.
    return Judgement(verdict=min(judgement.verdict, Verdict.SPAM), reasons=judgement.reasons)
