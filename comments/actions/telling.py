"""Rejects comments for one of a site's reasons, and has their authors told why where that is wanted."""

from collections.abc import Mapping, Sequence
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from comments.actions.deciding import Moderator, Outcome, decide_many
from comments.mail import rejections
from comments.models import Decision, RejectionMail, RejectionReason

# Longer than a decision can be undone in place (static/comments/admin/undo.js): nobody is told of what was a slip.
PAUSE = timedelta(seconds=30)


def reject_for(
    ids: Sequence[int],
    *,
    by: Moderator,
    reason: RejectionReason | None = None,
    versions: Mapping[int, int] | None = None,
    label: str = "",
    note: str = "",
    is_mailed: bool | None = None,
) -> list[Outcome]:
    """Reject up to 1,000 comments for a reason, or for what `label` says in a few words; `note` says more.

    `is_mailed` says whether authors are told: what the reason says of that where it is None, and without a reason not.
    What they are told is the reason's text in their language and the note; it is sent a little later, unless the
    rejection was taken back by then. Raises what decide_many raises.
    """
    told = is_mailed if is_mailed is not None else bool(reason and reason.is_mailed)
    with transaction.atomic():
        outcomes = decide_many(
            ids, "reject", by=by, versions=versions, reason=reason.label if reason else label[:60], note=note
        )
        changed = [row.id for row in outcomes if row.outcome == "changed"]
        if told and changed:
            _tell(changed, reason, note)
    return outcomes


def _tell(ids: Sequence[int], reason: RejectionReason | None, note: str) -> None:
    entries = Decision.objects.filter(comment_id__in=ids, decision=Decision.Verb.REJECT)
    latest = {entry.comment_id: entry.pk for entry in entries.only("pk", "comment_id").order_by("pk")}
    mails = [
        RejectionMail(decision_id=decision, comment_id=comment, reason=reason, text=note)
        for comment, decision in latest.items()
    ]
    RejectionMail.objects.bulk_create(mails)
    rejections.send.using(run_after=timezone.now() + PAUSE).enqueue(sorted(latest.values()))
