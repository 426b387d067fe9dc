"""What a moderator can do with a comment in each status, and what the desk calls it."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from comments import queue
from comments.models import Status


@dataclass(frozen=True, kw_only=True)
class Choice:
    """One button: the decision it posts, its label, its icon, and Wagtail's class names for its weight."""

    decision: str
    label: str | Promise
    icon: str
    classname: str = "button-secondary"


APPROVE = Choice(decision="approve", label=_("Approve"), icon="check", classname="")
REJECT = Choice(decision="reject", label=_("Reject"), icon="cross")
SPAM = Choice(decision="spam", label=_("Spam"), icon="no-view")
NOT_SPAM = Choice(decision="approve", label=_("Not spam: approve"), icon="check")
REMOVE = Choice(decision="remove", label=_("Remove"), icon="bin")
KEEP = Choice(decision="approve", label=_("Keep: dismiss the reports"), icon="check")
SHOW_AGAIN = Choice(decision="approve", label=_("Show again"), icon="view")
SEEN = Choice(decision="see", label=_("Mark as seen"), icon="view")
UNDO = Choice(decision="restore", label=_("Undo"), icon="rotate")

OF_STATUS: dict[str, tuple[Choice, ...]] = {
    Status.UNCONFIRMED: (APPROVE, REJECT, SPAM),
    Status.PENDING: (APPROVE, REJECT, SPAM),
    Status.APPROVED: (REMOVE, SPAM),
    Status.REJECTED: (APPROVE, SPAM),
    Status.SPAM: (NOT_SPAM, REJECT),
    Status.REMOVED: (SHOW_AGAIN,),
}
UNDO_LABELS = {
    Status.UNCONFIRMED: _("Back to unconfirmed"),
    Status.PENDING: _("Back to pending"),
    Status.APPROVED: _("Back to approved"),
    Status.REJECTED: _("Back to rejected"),
    Status.SPAM: _("Back to spam"),
    Status.REMOVED: _("Back to removed"),
}
BULK: dict[str, tuple[Choice, ...]] = OF_STATUS | {
    Status.SPAM: (APPROVE, REJECT),
    queue.FLAGGED: (KEEP, REMOVE, SPAM),
    queue.NEW: (SEEN, REMOVE, SPAM),
}
BULK_OF_ANY = (APPROVE, REJECT, SPAM, REMOVE)


def bulk(tab: str, status: str = "") -> tuple[Choice, ...]:
    """Give the choices for many comments of a tab, or of a status where the tab shows more than one."""
    return BULK.get(tab) or BULK.get(status) or BULK_OF_ANY


def of(
    status: str, *, taken_back_to: str = "", is_reported: bool = False, is_unseen: bool = False
) -> tuple[Choice, ...]:
    """Give the choices for a comment in `status`; `taken_back_to` is the status that taking the last decision back gives."""
    choices = OF_STATUS[status]
    if is_reported and status == Status.APPROVED:
        choices = (KEEP, *choices)
    elif is_unseen and status == Status.APPROVED:
        choices = (SEEN, *choices)
    if not taken_back_to:
        return choices
    return (*choices, Choice(decision="restore", label=UNDO_LABELS[Status(taken_back_to)], icon="rotate"))
