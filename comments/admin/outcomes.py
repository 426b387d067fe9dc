"""Says in a sentence what became of a decision: to the one who made it, and about the one who was faster."""

from collections.abc import Iterable, Mapping, Sequence

from django.db.models import Count, QuerySet
from django.utils import timezone
from django.utils.timesince import timesince
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from comments.actions import Outcome
from comments.admin.rows import Notice
from comments.errors import AlreadyDecided
from comments.models import Decision, ReaderComment, Status

NAMES = {
    "approve": gettext_lazy("Approve"),
    "reject": gettext_lazy("Reject"),
    "spam": gettext_lazy("Spam"),
    "remove": gettext_lazy("Remove"),
    "restore": gettext_lazy("Undo"),
    "see": gettext_lazy("Mark as seen"),
    "reply": gettext_lazy("Reply"),
    "edit": gettext_lazy("Change the text"),
}
BY_SOMEBODY = {
    "approve": gettext_lazy("%(name)s approved this %(ago)s."),
    "reject": gettext_lazy("%(name)s rejected this %(ago)s."),
    "spam": gettext_lazy("%(name)s marked this as spam %(ago)s."),
    "remove": gettext_lazy("%(name)s removed this %(ago)s."),
    "hide": gettext_lazy("Readers' reports hid this %(ago)s."),
    "restore": gettext_lazy("%(name)s took back a decision about this %(ago)s."),
    "plan": gettext_lazy("%(name)s left this to the article's next change note %(ago)s."),
    "address": gettext_lazy("%(name)s said %(ago)s which change note addresses this."),
    "dismiss": gettext_lazy("%(name)s set this aside as no objection %(ago)s."),
    "reopen": gettext_lazy("%(name)s opened this objection again %(ago)s."),
    "feature": gettext_lazy("%(name)s featured this %(ago)s."),
    "close": gettext_lazy("%(name)s closed this thread %(ago)s."),
    "edit": gettext_lazy("Its author changed the text %(ago)s: read it again."),
}
IN_ALL = {
    "approve": ("%(number)d comment approved.", "%(number)d comments approved."),
    "reject": ("%(number)d comment rejected.", "%(number)d comments rejected."),
    "spam": ("%(number)d comment marked as spam.", "%(number)d comments marked as spam."),
    "remove": ("%(number)d comment removed.", "%(number)d comments removed."),
    "restore": ("%(number)d decision taken back.", "%(number)d decisions taken back."),
    "see": ("%(number)d comment marked as seen.", "%(number)d comments marked as seen."),
}


def notices(outcomes: Iterable[Outcome], decision: str, comments: Iterable[ReaderComment]) -> dict[int, Notice]:
    """Give the notice of each comment that `decision` was about, by id; `comments` are as they stand now."""
    present = {comment.pk: comment for comment in comments}
    return {row.id: _notice(row, decision, present[row.id]) for row in outcomes if row.id in present}


OUTCOMES = {
    "changed": gettext_lazy("Done"),
    "unchanged": gettext_lazy("Already was so"),
    "conflict": gettext_lazy("Left as it is"),
    "not_found": gettext_lazy("Not there any more"),
}


def summary(outcomes: Sequence[Outcome], decision: str) -> str:
    """Give what became of a decision about several comments (told)."""
    counts = dict.fromkeys(OUTCOMES, 0)
    for row in outcomes:
        counts[row.outcome] += 1
    return told(counts, decision)


def numbers(remembered: QuerySet) -> dict[str, int]:
    """Give how many comments of a run came to each outcome."""
    found = remembered.order_by().values_list("outcome").annotate(number=Count("pk"))
    return dict.fromkeys(OUTCOMES, 0) | dict(found)


def told(numbers: Mapping[str, int], decision: str) -> str:
    """Give in words how many comments a decision changed, and how many not and why."""
    one, many = IN_ALL[decision]
    parts = [ngettext(one, many, numbers["changed"]) % {"number": numbers["changed"]}]
    if number := numbers["unchanged"]:
        text = ngettext("%(number)d already was.", "%(number)d already were.", number)
        parts.append(text % {"number": number})
    if number := numbers["conflict"]:
        text = ngettext(
            "%(number)d was left as it is, because somebody has decided about it meanwhile or it cannot be decided so.",
            "%(number)d were left as they are, because somebody has decided about them meanwhile or they cannot be "
            "decided so.",
            number,
        )
        parts.append(text % {"number": number})
    if number := numbers["not_found"]:
        text = ngettext("%(number)d is not there any more.", "%(number)d are not there any more.", number)
        parts.append(text % {"number": number})
    return " ".join(parts)


def ago(moment) -> str:
    """Give how long ago `moment` was, to the second where it is that fresh."""
    seconds = int((timezone.now() - moment).total_seconds())
    if seconds < 10:
        return _("just now")
    if seconds < 60:
        return _("%(seconds)d seconds ago") % {"seconds": seconds}
    return _("%(time)s ago") % {"time": timesince(moment, depth=1)}


def sentence_of(decision: str | None, kind: str | None) -> str | None:
    """Give what is told of a decision of somebody else, with places for `name` and `ago`; None of one that is not told."""
    if decision == Decision.Verb.EDIT and kind == Decision.Kind.MODERATOR:
        return gettext_lazy("%(name)s changed the text %(ago)s: read it again.")
    return BY_SOMEBODY.get(decision)


def by_others(latest: Decision) -> str:
    """Give what is told of the latest that somebody else did to a comment."""
    sentence = sentence_of(latest.decision, latest.actor_kind) or gettext_lazy("%(name)s changed this %(ago)s.")
    name = latest.actor_name or Decision.Kind(latest.actor_kind).label
    return sentence % {"name": name, "ago": ago(latest.at)}


def conflict(error: Exception, decision: str) -> str:
    """Give why a decision changed nothing, and what to do."""
    if not isinstance(error, AlreadyDecided):
        return str(error)
    decided = error.extra.get("decided") or {}
    sentence = sentence_of(decided.get("decision"), (decided.get("actor") or {}).get("kind"))
    if sentence is None:
        return _("This comment has changed since you saw it. “%(choice)s” changed nothing; look at it again.") % {
            "choice": NAMES[decision]
        }
    happened = sentence % {"name": decided["actor"]["name"] or _("Somebody"), "ago": ago(decided["at"])}
    return happened + " " + _("Your “%(choice)s” changed nothing.") % {"choice": NAMES[decision]}


def _notice(outcome: Outcome, decision: str, comment: ReaderComment) -> Notice:
    if outcome.error:
        return Notice(sentence=conflict(outcome.error, decision))
    if outcome.outcome == "unchanged":
        return Notice(sentence=_("Nothing to change: it already was so."), tone="success")
    if decision == "see":
        return Notice(sentence=_("Seen: it is new no more."), tone="success", settled=True, can_be_undone=False)
    if decision == "restore":
        sentence = _("Taken back: %(status)s again.") % {"status": Status(comment.status).label.lower()}
        return Notice(sentence=sentence, tone="success")
    return Notice(sentence=_done(decision, comment), tone="success", settled=True)


def _done(decision: str, comment: ReaderComment) -> str:
    if decision == Decision.Verb.APPROVE and not comment.visible:
        return _("Approved. Readers see it once the comments above it are approved.")
    return {
        Decision.Verb.APPROVE: _("Approved. Readers see it now."),
        Decision.Verb.REJECT: _("Rejected. Readers do not see it."),
        Decision.Verb.SPAM: _("Marked as spam. Readers do not see it."),
        Decision.Verb.REMOVE: _("Removed. Readers do not see its text any more."),
    }[decision]
