"""Rejects comments for one of a site's reasons, and has their authors told why where that is wanted."""

from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta
from functools import partial

from django.db import connection
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
    log_also: Callable[[int], Decision] | None = None,
) -> list[Outcome]:
    """Reject up to 1,000 comments for a reason, or for what `label` says in a few words; `note` says more.

    `is_mailed` says whether authors are told: what the reason says of that where it is None, and without a reason not.
    What they are told is the reason's text in their language and the note; it is sent a little later, unless the
    rejection was taken back by then. `log_also` as decide_many takes it. Raises what decide_many raises.
    """
    told = is_mailed if is_mailed is not None else bool(reason and reason.is_mailed)
    return decide_many(
        ids,
        "reject",
        by=by,
        versions=versions,
        reason=reason.label if reason else label[:60],
        note=note,
        log_also=log_also,
        then=partial(_tell, reason=reason, note=note) if told else None,
    )


def _tell(decisions: Sequence[Decision], *, reason: RejectionReason | None, note: str) -> None:
    mails = [
        RejectionMail(decision_id=row.pk, comment_id=row.comment_id, reason=reason, text=note) for row in decisions
    ]
    fields = [field for field in RejectionMail._meta.concrete_fields if not field.primary_key]
    # bulk_create would send them to SQLite in portions.
    RejectionMail._base_manager._insert(mails, fields=fields, using=connection.alias)
    rejections.send.using(run_after=timezone.now() + PAUSE).enqueue([row.pk for row in decisions])
