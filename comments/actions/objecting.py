"""The article's editors answer what readers object to: by a change note that is published, by the next one, or not at all.

An objection is a thread about a claim, by its first comment. The note's words and date are copied to the comment, because
readers were told them: a history that is edited later, or an article that loses it, takes nothing back. None of this
changes a comment's status; each answer is a Decision and a new version like any other.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from comments.actions import logging
from comments.actions.deciding import MOST_AT_ONCE, Moderator, Outcome, locked, stale_versions
from comments.errors import AlreadyDecided, CommentError, CommentNotFound, NotAnObjection, NoteTooOld
from comments.models import Decision, Objection, ReaderComment, Status
from comments.signals import discussion_changed

VERBS = {
    Objection.PLANNED: Decision.Verb.PLAN,
    Objection.ADDRESSED: Decision.Verb.ADDRESS,
    Objection.DISMISSED: Decision.Verb.DISMISS,
    "": Decision.Verb.REOPEN,
}


@dataclass(frozen=True, kw_only=True)
class Note:
    """A published change note of the article: its words (at most 300 characters) and its date."""

    text: str
    at: datetime


@dataclass(frozen=True, kw_only=True)
class _Answer:
    objection: str
    note: Note | None = None

    @property
    def columns(self) -> dict[str, object]:
        return {
            "objection": self.objection,
            "addressed_note": self.note.text if self.note else "",
            "addressed_at": self.note.at if self.note else None,
        }

    def is_of(self, comment: ReaderComment) -> bool:
        """Tell whether the comment has just this answer already."""
        return all(getattr(comment, name) == value for name, value in self.columns.items())


def address(
    page_id: int,
    ids: Sequence[int],
    *,
    note: Note,
    by: Moderator,
    versions: Mapping[int, int] | None = None,
    at: datetime | None = None,
) -> list[Outcome]:
    """Say that `note` addresses these objections; readers see it below each, with its date.

    Takes up to 1,000 ids of comments on the page, and the versions on which the editor acts. Gives one Outcome for each
    id; a comment that has changed since, that readers do not see, that begins no thread about a claim or that is newer
    than the note (by days) is a conflict and stays as it was. Raises ValueError for too many ids.
    """
    return _answer(page_id, ids, _Answer(objection=Objection.ADDRESSED, note=note), by=by, versions=versions, at=at)


def plan(
    page_id: int, ids: Sequence[int], *, by: Moderator, versions: Mapping[int, int] | None = None
) -> list[Outcome]:
    """Leave these objections to the next change note: the publication that carries it addresses them (see address)."""
    return _answer(page_id, ids, _Answer(objection=Objection.PLANNED), by=by, versions=versions)


def dismiss(
    page_id: int, ids: Sequence[int], *, by: Moderator, versions: Mapping[int, int] | None = None
) -> list[Outcome]:
    """Say that these comments object to nothing; readers see no difference (see address)."""
    return _answer(page_id, ids, _Answer(objection=Objection.DISMISSED), by=by, versions=versions)


def reopen(
    page_id: int, ids: Sequence[int], *, by: Moderator, versions: Mapping[int, int] | None = None
) -> list[Outcome]:
    """Take back what was answered; a note goes from below the comment (see address)."""
    return _answer(page_id, ids, _Answer(objection=""), by=by, versions=versions)


def address_planned(page_id: int, *, note: Note) -> int:
    """Let the change note that has just been published address all that was left to it; gives how many.

    Each is logged under the name of who had left it. Belongs into the transaction of the publication.
    """
    number = 0
    with transaction.atomic():
        planned = ReaderComment.norel_objects.objections().filter(page_id=page_id, objection=Objection.PLANNED)
        while ids := list(planned.order_by("pk").values_list("pk", flat=True)[:MOST_AT_ONCE]):
            chosen = list(locked(planned.filter(pk__in=ids)).values())
            plans = Decision.objects.filter(comment_id__in=ids, decision=Decision.Verb.PLAN).select_related("actor")
            planners = {row.comment_id: Moderator(user=row.actor) for row in plans.order_by("pk")}
            _write(chosen, _Answer(objection=Objection.ADDRESSED, note=note), planners, timezone.now())
            number += len(chosen)
    return number


def _answer(
    page_id: int,
    ids: Sequence[int],
    answer: _Answer,
    *,
    by: Moderator,
    versions: Mapping[int, int] | None,
    at: datetime | None = None,
) -> list[Outcome]:
    ids = list(dict.fromkeys(ids))
    if len(ids) > MOST_AT_ONCE:
        raise ValueError(f"At most {MOST_AT_ONCE} comments at once.")
    with transaction.atomic():
        comments = locked(ReaderComment.norel_objects.filter(pk__in=ids, page_id=page_id))
        stale = stale_versions(comments, versions or {})
        outcomes = [_judge(pk, comments.get(pk), answer, stale.get(pk)) for pk in ids]
        changed = [comments[outcome.id] for outcome in outcomes if outcome.outcome == "changed"]
        if changed:
            _write(changed, answer, dict.fromkeys((row.pk for row in changed), by), at or timezone.now())
    return outcomes


def _judge(pk: int, comment: ReaderComment | None, answer: _Answer, stale: AlreadyDecided | None) -> Outcome:
    if comment is None:
        return Outcome(id=pk, status="", outcome="not_found", error=CommentNotFound())
    error: CommentError | None = stale
    if not stale and answer.objection and not _is_objection(comment):
        error = NotAnObjection()
    elif not stale and answer.note and answer.note.at.date() < comment.submitted_at.date():
        error = NoteTooOld()
    if error:
        return Outcome(id=pk, status=comment.status, outcome="conflict", error=error)
    return Outcome(id=pk, status=comment.status, outcome="unchanged" if answer.is_of(comment) else "changed")


def _is_objection(comment: ReaderComment) -> bool:
    """Tell whether readers see it begin a thread about a claim; a first comment is shown as soon as it is approved."""
    return bool(comment.block) and comment.depth == 0 and comment.status == Status.APPROVED


def _write(comments: Sequence[ReaderComment], answer: _Answer, editors: Mapping[int, Moderator], at: datetime) -> None:
    """Write one answer to comments whose threads are locked, log each under who gave it, and tell who listens."""
    rows = ReaderComment.norel_objects.filter(
        pk__in=[row.pk for row in comments], version__in={row.version for row in comments}
    )
    if rows.update(version=F("version") + 1, **answer.columns) != len(comments):
        raise AlreadyDecided
    # Readers see notes, and nothing of what is planned or set aside.
    pages = {row.page_id for row in comments if Objection.ADDRESSED in (row.objection, answer.objection)}
    entries = []
    for comment in comments:
        comment.version += 1
        entries.append(
            logging.row(
                comment,
                verb=VERBS[answer.objection],
                from_status=comment.status,
                kind=Decision.Kind.EDITOR,
                at=at,
                page_title=comment.page_title,
                actor=editors[comment.pk].user,
                actor_name=editors[comment.pk].name,
                note=answer.note.text if answer.note else "",
            )
        )
    logging.append(entries)
    if pages:
        discussion_changed.send(sender=ReaderComment, pages=pages)
