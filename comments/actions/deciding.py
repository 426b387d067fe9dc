"""Moderators decide, one comment or a thousand at a time: the same code, so that both do the same."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import F, QuerySet
from django.utils import timezone

from comments import authority, learning, placement, staff
from comments.actions import flagging, logging
from comments.authority import Authority
from comments.errors import (
    AlreadyDecided,
    CommentError,
    CommentNotFound,
    NotApproved,
    NothingToRestore,
    RemovedByAuthor,
)
from comments.mail import news
from comments.models import Decision, ReaderComment, Status
from comments.models.decisions import to_restore
from comments.visibility import Recount

TARGETS = {"approve": Status.APPROVED, "reject": Status.REJECTED, "spam": Status.SPAM, "remove": Status.REMOVED}
DECISIONS = (*TARGETS, "restore")
MOST_AT_ONCE = 1000


@dataclass(frozen=True, kw_only=True)
class Moderator:
    """Who decides. `user` is None for a rule or a command; `kind` one of Decision.Kind."""

    user: object | None = None
    kind: str = Decision.Kind.MODERATOR

    @property
    def name(self) -> str:
        """What the log calls them, also when the account is gone."""
        return staff.public_name(self.user)[:150] if self.user else ""

    def decidable(self, rows: QuerySet[ReaderComment]) -> QuerySet[ReaderComment]:
        """Give those of the comments `rows` that they may decide about; the others are to them as if they did not exist."""
        return self.authority.comments(rows) if self.authority else rows

    @property
    def authority(self) -> Authority | None:
        """Give what they moderate. None for rules and commands, which may do all, and for an article's editor or author,
        whose right has been asked by what acts for them."""
        is_bound = self.user is not None and self.kind == Decision.Kind.MODERATOR
        return authority.of(self.user) if is_bound else None


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What became of one comment: `outcome` is changed, unchanged, conflict or not_found.

    `error` says why a conflict is one; `status` is the comment's present status, empty where there is no comment.
    """

    id: int
    status: str
    outcome: str
    error: CommentError | None = None


@dataclass
class _Change:
    comment: ReaderComment
    target: str
    restores: Decision | None = None


def decide(
    comment_id: int,
    decision: str,
    *,
    by: Moderator,
    version: int | None = None,
    reason: str = "",
    note: str = "",
    at: datetime | None = None,
) -> Outcome:
    """Decide about one comment.

    With `version`, the decision counts only if it still is the comment's; without, the last one wins. A decision for the
    status that the comment has changes nothing and is not logged.
    Raises CommentNotFound, AlreadyDecided (with the state and who decided), RemovedByAuthor, NothingToRestore.
    """
    versions = {} if version is None else {comment_id: version}
    (outcome,) = decide_many([comment_id], decision, by=by, versions=versions, reason=reason, note=note, at=at)
    if outcome.error:
        raise outcome.error
    return outcome


def approve(comment_id: int, *, by: Moderator, version: int | None = None, note: str = "") -> Outcome:
    """Let readers see a comment (decide)."""
    return decide(comment_id, "approve", by=by, version=version, note=note)


def reject(comment_id: int, *, by: Moderator, version: int | None = None, reason: str = "", note: str = "") -> Outcome:
    """Keep a comment from readers (decide)."""
    return decide(comment_id, "reject", by=by, version=version, reason=reason, note=note)


def spam(comment_id: int, *, by: Moderator, version: int | None = None) -> Outcome:
    """Mark a comment as spam (decide)."""
    return decide(comment_id, "spam", by=by, version=version)


def remove(comment_id: int, *, by: Moderator, version: int | None = None, reason: str = "", note: str = "") -> Outcome:
    """Take down a comment that readers have seen, leaving a tombstone where it has replies (decide)."""
    return decide(comment_id, "remove", by=by, version=version, reason=reason, note=note)


def restore(comment_id: int, *, by: Moderator, version: int | None = None) -> Outcome:
    """Take back the latest decision that has not been taken back (decide)."""
    return decide(comment_id, "restore", by=by, version=version)


def decide_many(
    ids: Sequence[int],
    decision: str,
    *,
    by: Moderator,
    versions: Mapping[int, int] | None = None,
    reason: str = "",
    note: str = "",
    at: datetime | None = None,
    log_also: Callable[[int], Decision] | None = None,
    then: Callable[[list[Decision]], None] | None = None,
) -> list[Outcome]:
    """Decide the same about up to 1,000 comments in one transaction and a constant number of statements.

    `at` is when it was decided, for who brings decisions in from elsewhere; else now. Gives one Outcome for each id, in
    their order. `log_also` gives the row of the log that stands for all that were changed, by their number; `then` is
    given the rows of those, within the transaction. A conflict
    leaves that comment as it was and does not stop the others; what `by` may not decide about is not found. Raises
    ValueError for an unknown decision or too many ids.
    """
    ids = list(dict.fromkeys(ids))
    if decision not in DECISIONS:
        raise ValueError(f"Unknown decision {decision!r}.")
    if len(ids) > MOST_AT_ONCE:
        raise ValueError(f"At most {MOST_AT_ONCE} comments at once.")
    with transaction.atomic():
        comments, roots = _locked(by.decidable(ReaderComment.norel_objects.filter(pk__in=ids)))
        versions = versions or {}
        latest = to_restore(Decision.objects.telling(comments)) if decision == "restore" else {}
        stale = stale_versions(comments, versions)
        outcomes, changes = [], []
        for pk in ids:
            comment = comments.get(pk)
            outcome = _judge(pk, comment, decision, latest.get(pk), stale.get(pk))
            outcomes.append(outcome)
            if outcome.outcome == "changed":
                changes.append(_Change(comment, outcome.status, latest.get(pk)))
        # Also where the status stays: to approve what is approved is to say that its reports are nothing.
        reported = {row.id: row.status for row in outcomes if row.error is None and comments[row.id].flag_count}
        if changes:
            fresh = [change.comment.pk for change in changes if _is_news(change)]
            said = {"reason": reason, "note": note, "at": at or timezone.now()}
            rows = _apply(changes, decision, roots, by=by, log_also=log_also, **said)
            if then:
                then(rows)
            if fresh and at is None:  # what was decided elsewhere is no news here
                news.announce.enqueue(fresh, by_moderator=True)
            if by.kind == Decision.Kind.MODERATOR:
                learning.learn.enqueue()
        flagging.settle(reported, counted={change.comment.pk for change in changes})
        flagging.reopen({change.comment.pk: change.restores.version for change in changes if change.restores})
        if looked_at := [row.id for row in outcomes if row.outcome == "unchanged" and comments[row.id].unseen]:
            ReaderComment.norel_objects.filter(pk__in=looked_at).update(unseen=0)
    return outcomes


def _is_news(change: _Change) -> bool:
    """Tell whether a comment that has not been public is so now."""
    return change.target == Status.APPROVED and change.comment.status not in {Status.APPROVED, Status.REMOVED}


def locked(rows: QuerySet[ReaderComment]) -> dict[int, ReaderComment]:
    """Give comments by id, their threads locked: from here to the end of the transaction nobody else writes them."""
    return _locked(rows)[0]


def _locked(rows: QuerySet[ReaderComment]) -> tuple[dict[int, ReaderComment], list[tuple]]:
    """The same, with what Recount counts of their threads."""
    rows = rows.order_by()
    roots = placement.lock_threads(rows.values_list("thread", flat=True))
    wanted = ("pk", "status", "version", "thread", "path", "depth", "page_id", "block", "block_heading", "removed_by")
    wanted += ("flag_count", "unseen", "submitted_at", "objection", "addressed_note", "addressed_at", "page__title")
    found = {}
    for row in rows.values(*wanted):
        title = row.pop("page__title")
        # Only our own table's columns: the words, names and addresses are not needed to decide.
        found[row["pk"]] = comment = ReaderComment(**{key: value for key, value in row.items() if key != "pk"})
        comment.pk = comment.id = row["pk"]
        comment.page_title = title
    return found, roots


def _judge(
    pk: int,
    comment: ReaderComment | None,
    decision: str,
    latest: Decision | None,
    stale: AlreadyDecided | None,
) -> Outcome:
    if comment is None:
        return Outcome(id=pk, status="", outcome="not_found", error=CommentNotFound())
    target = latest.from_status if latest else TARGETS.get(decision, comment.status)
    error: CommentError | None = None
    if comment.removed_by == "author":
        error = RemovedByAuthor()
    elif stale:
        error = stale
    elif decision == "restore" and latest is None:
        error = NothingToRestore()
    elif decision == "remove" and comment.status not in {Status.APPROVED, Status.REMOVED}:
        error = NotApproved()
    if error:
        return Outcome(id=pk, status=comment.status, outcome="conflict", error=error)
    changed = target != comment.status or decision == "restore"
    return Outcome(id=pk, status=target, outcome="changed" if changed else "unchanged")


def stale_versions(comments: Mapping[int, ReaderComment], versions: Mapping[int, int]) -> dict[int, AlreadyDecided]:
    """Give for each comment that no longer has the version it was seen with what it is now, and who decided."""
    changed = {pk: row for pk, row in comments.items() if versions.get(pk, row.version) != row.version}
    if not changed:
        return {}
    last = {row.comment_id: row for row in Decision.objects.filter(comment_id__in=changed).order_by("pk")}
    return {pk: _already_decided(row, last.get(pk)) for pk, row in changed.items()}


def _already_decided(comment: ReaderComment, last: Decision | None) -> AlreadyDecided:
    decided = last and {
        "decision": last.decision,
        "actor": {"name": last.actor_name or None, "kind": last.actor_kind},
        "at": last.at,
    }
    return AlreadyDecided(
        current={"id": comment.pk, "status": comment.status, "version": comment.version}, decided=decided
    )


def _apply(
    changes: list[_Change],
    decision: str,
    roots: list[tuple],
    *,
    by: Moderator,
    reason: str,
    note: str,
    at: datetime,
    log_also: Callable[[int], Decision] | None,
) -> list[Decision]:
    """Change the comments, and give the row of the log about each."""
    recount = Recount({change.comment.thread for change in changes}, known=roots)
    for target in sorted({change.target for change in changes}):
        mine = {change.comment.pk: change.comment for change in changes if change.target == target}
        # The threads' locks keep other writers out; the versions in the guard make sure of it.
        swapped = ReaderComment.norel_objects.filter(
            pk__in=mine, version__in={comment.version for comment in mine.values()}
        ).update(
            status=target,
            version=F("version") + 1,
            removed_by="moderator" if target == Status.REMOVED else "",
            unseen=0,
            **({"flag_count": 0} if target in flagging.SETTLING else {}),
        )
        if swapped != len(mine):
            raise AlreadyDecided
    rows = []
    for change in changes:
        from_status = change.comment.status
        change.comment.status, change.comment.version = change.target, change.comment.version + 1
        rows.append(
            logging.row(
                change.comment,
                verb=decision,
                from_status=from_status,
                kind=by.kind,
                at=at,
                page_title=change.comment.page_title,
                actor=by.user,
                actor_name=by.name,
                reason=reason,
                note=note,
                restores=change.restores if decision == "restore" else None,
            )
        )
    logging.append([*rows, log_also(len(changes))] if log_also else rows)
    recount.finish({change.comment.pk: change.comment.path for change in changes})
    return rows
