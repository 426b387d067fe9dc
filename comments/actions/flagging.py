"""A reader reports a comment; enough reports hide it until a moderator has looked.

Whoever reports is known to nobody but by a keyed hash, so that neither the author nor a moderator learns of them.
"""

from collections.abc import Collection

from django.db import transaction
from django.db.models import Count, F, OuterRef, Q, Subquery, Sum
from django.utils import timezone

from comments import authority, bans, discussions, placement, text
from comments.actions import logging
from comments.errors import CommentNotFound
from comments.mail import alerts
from comments.models import Decision, Flag, ReaderComment, Status
from comments.readers import Reader
from comments.visibility import Recount

GUEST, ACCOUNT, TRUSTED = 1, 2, 5
RECORD = 3  # so many answered reports make a record that counts
LONGEST_NOTE = 500


def flag(comment_id: int, *, reader: Reader, reason: str, note: str = "") -> None:
    """Report a comment (`reason` one of Flag.Reason); a second report by the same reader changes nothing.

    Raises CommentNotFound for a comment that readers do not see, and Banned.
    """
    bans.refuse_reader(reader, lambda: bans.path_of(comment_id))
    with transaction.atomic():
        thread = ReaderComment.norel_objects.filter(pk=comment_id).values_list("thread", flat=True).first()
        if thread is None:
            raise CommentNotFound
        placement.lock_threads([thread])
        comment = ReaderComment.norel_objects.counted().filter(pk=comment_id).select_related("page").first()
        if comment is None:
            raise CommentNotFound
        if Flag.objects.filter(comment_id=comment_id, reader=reader.key).exists():
            return
        report = Flag.objects.create(
            comment_id=comment_id,
            page_id=comment.page_id,
            reader=reader.key,
            network=reader.network,
            at=timezone.now(),
            reason=reason,
            note=text.clean(note)[:LONGEST_NOTE],
            weight=_weight(comment, reader),
        )
        ReaderComment.norel_objects.filter(pk=comment_id).update(flag_count=F("flag_count") + 1)
        if not comment.flag_count:
            alerts.flagged(comment_id, report.pk)
        _hide_where_it_is_enough(comment)


DISMISSING = {Status.APPROVED}
UPHOLDING = {Status.REJECTED, Status.SPAM, Status.REMOVED}
SETTLING = DISMISSING | UPHOLDING  # a comment has no open reports from then on


def settle(status_of: dict[int, str], *, counted: Collection[int] = ()) -> None:
    """Answer the open reports of comments by what moderators made of these: {comment id: status}.

    The reports of an approved comment are dismissed, those of one that is taken down upheld; of others they stay open.
    Those of `counted` have no `flag_count` any more.
    """
    version = ReaderComment.norel_objects.filter(pk=OuterRef("comment_id")).values("version")
    approved = {pk for pk, status in status_of.items() if status in DISMISSING}
    taken_down = {pk for pk, status in status_of.items() if status in UPHOLDING}
    for ids, outcome in ((approved, Flag.Outcome.DISMISSED), (taken_down, Flag.Outcome.UPHELD)):
        if ids:
            flags = Flag.objects.filter(comment_id__in=ids, outcome=Flag.Outcome.OPEN)
            flags.update(outcome=outcome, answered_version=Subquery(version))
            if left := ids.difference(counted):
                ReaderComment.norel_objects.filter(pk__in=left).update(flag_count=0)


def reopen(version_of: dict[int, int]) -> None:
    """Open those reports again that a decision has answered which is taken back: {comment id: the version that it made}."""
    answered = Flag.objects.filter(comment_id__in=version_of, answered_version__isnull=False)
    rows = answered.values_list("pk", "comment_id", "answered_version")
    found = {pk: comment for pk, comment, version in rows if version == version_of[comment]}
    if not found:
        return
    Flag.objects.filter(pk__in=found).update(outcome=Flag.Outcome.OPEN, answered_version=None)
    flags = Flag.objects.filter(comment_id=OuterRef("pk"), outcome=Flag.Outcome.OPEN).order_by().values("comment_id")
    number = flags.annotate(number=Count("pk")).values("number")
    ReaderComment.norel_objects.filter(pk__in=set(found.values())).update(flag_count=Subquery(number))


def open_flags(comment_ids: Collection[int]) -> dict[int, list[dict]]:
    """Give the open reports of comments, oldest first, without who made them: [{reason, note, weight, at}]."""
    found: dict[int, list[dict]] = {}
    rows = Flag.objects.filter(comment_id__in=comment_ids, outcome=Flag.Outcome.OPEN).order_by("pk")
    for pk, *values in rows.values_list("comment_id", "reason", "note", "weight", "at"):
        found.setdefault(pk, []).append(dict(zip(("reason", "note", "weight", "at"), values, strict=True)))
    return found


def _weight(comment: ReaderComment, reader: Reader) -> int:
    """Give how much a report counts: by who vouches for the reader, and by what became of their earlier ones."""
    if authority.of(reader.user).may_decide(comment.page):
        return TRUSTED
    answered = Flag.objects.filter(reader=reader.key).aggregate(
        upheld=Count("pk", filter=Q(outcome=Flag.Outcome.UPHELD)),
        dismissed=Count("pk", filter=Q(outcome=Flag.Outcome.DISMISSED)),
    )
    upheld, dismissed = answered["upheld"], answered["dismissed"]
    if upheld + dismissed >= RECORD and upheld < dismissed:
        return 0  # who mostly reports what moderators let stand
    if reader.has_account:
        return TRUSTED if upheld >= RECORD and upheld > 3 * dismissed else ACCOUNT
    # Ids cost nothing: the guests of one network count as one.
    others = Flag.objects.filter(comment_id=comment.pk, network=reader.network, outcome=Flag.Outcome.OPEN)
    return 0 if others.filter(weight__gt=0).exists() else GUEST


def _hide_where_it_is_enough(comment: ReaderComment) -> None:
    threshold = discussions.site_settings(comment.page).flag_threshold
    flags = Flag.objects.filter(comment_id=comment.pk, outcome=Flag.Outcome.OPEN)
    weight = flags.aggregate(total=Sum("weight"))["total"] or 0
    if not threshold or weight < threshold:
        return
    recount = Recount({comment.thread})
    ReaderComment.norel_objects.filter(pk=comment.pk, version=comment.version).update(
        status=Status.PENDING, unseen=0, version=F("version") + 1
    )
    from_status, comment.status, comment.version = comment.status, Status.PENDING, comment.version + 1
    counted = flags.values_list("reason").annotate(number=Count("pk")).order_by("-number", "reason")
    reasons = ", ".join(f"{Flag.Reason(reason).label} ({number})" for reason, number in counted)
    entry = logging.row(
        comment,
        verb=Decision.Verb.HIDE,
        from_status=from_status,
        kind=Decision.Kind.RULE,
        at=timezone.now(),
        page_title=comment.page.title,
        reasons=[{"code": "flags", "detail": f"Readers reported it: {reasons}."}],
    )
    logging.append([entry])
    recount.finish({comment.pk: comment.path})
