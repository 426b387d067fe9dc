"""What a moderator sees of a comment: everything needed to decide, for the queue in the admin and for the API."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from django.db.models import Count, Min, Q
from django.utils import timezone

from comments import pages, staff, standing, threads
from comments.actions import flagging
from comments.authority import Authority
from comments.models import Decision, DiscussionSettings, Handling, ReaderComment, Status

EXCERPT = 240
AROUND = 50  # comments of a thread that are shown around one


def documents(
    comments: Sequence[ReaderComment], *, among: Authority, chosen: Mapping[int, DiscussionSettings] | None = None
) -> list[dict]:
    """Give the documents of comments (with their page and its discussion at hand) for somebody, in five queries for any
    number of them.

    An author's history is that of the comments which this moderator moderates. `chosen` are the settings by site
    (discussions.settings_by_site), one query less.
    """
    histories, approved = _histories(comments, among)
    flags = flagging.open_flags([comment.pk for comment in comments if comment.flag_count])
    marks = _Marks(comments)
    trusts = standing.of(comments, approved, among=among, chosen=chosen)
    return [
        _document(comment, histories, marks.parents, trusts.get(comment.pk))
        | {
            "flags": flags.get(comment.pk, []),
            "thread_is_closed": comment.thread in marks.closed,
            "handling": marks.handlings.get(comment.pk),
        }
        for comment in comments
    ]


class _Marks:
    """What other rows say of comments, in one query: which threads are closed, who has which comment before them, and what
    they answer."""

    def __init__(self, comments: Sequence[ReaderComment]):
        ids = {comment.pk for comment in comments}
        above = {comment.parent_comment_id for comment in comments if comment.parent_comment_id}
        closed, handled = Q(is_closed=True), Q(handling__until__gt=timezone.now())
        marked = (closed | handled) & Q(pk__in=ids | {row.thread for row in comments})
        rows = ReaderComment.norel_objects.filter(marked | Q(pk__in=above))
        found = list(rows.order_by().select_related("handling__moderator")) if ids else []
        self.parents = {row.pk: _excerpt(row) for row in found if row.pk in above}
        self.closed = {row.pk for row in found if row.is_closed}
        self.handlings = {
            row.pk: {"name": staff.public_name(row.handling.moderator), "until": row.handling.until}
            for row in found
            if hasattr(row, "handling") and row.handling.is_in_force
        }


def handled(comments: Sequence[ReaderComment], *, but: object) -> dict[int, dict]:
    """Give by id who has which of these comments before them, others than the user `but`: {name, until}; one query."""
    rows = Handling.objects.in_force().filter(comment__in=comments).exclude(moderator=but).select_related("moderator")
    return {row.comment_id: {"name": staff.public_name(row.moderator), "until": row.until} for row in rows}


def conversation(comment: ReaderComment) -> list[dict]:
    """Give excerpts of the thread around a comment: what is above it, then what stands nearest to it, in order."""
    above = threads.ancestors(comment.path)
    in_thread = ReaderComment.norel_objects.filter(thread=comment.thread).exclude(path__in=above)
    before = in_thread.filter(path__lt=comment.path).order_by("-path")[: AROUND // 2]
    after = in_thread.filter(path__gte=comment.path).order_by("path")[: AROUND // 2]
    ancestors = ReaderComment.norel_objects.filter(thread=comment.thread, path__in=above)
    rows = {row.pk: row for rows in (ancestors, before, after) for row in rows}
    return [_excerpt(row) | {"depth": row.depth} for row in sorted(rows.values(), key=lambda row: row.path)]


def decisions(comment_id: int) -> list[dict]:
    """Give the log of a comment, oldest first."""
    return [
        {
            "decision": row.decision,
            "from": row.from_status or None,
            "to": row.to_status,
            "actor": {"name": row.actor_name or None, "kind": row.actor_kind},
            "reason": row.reason,
            "note": row.note,
            "reasons": row.reasons,
            "version": row.version,
            "at": row.at,
            "former_text": row.former_text.text if hasattr(row, "former_text") else None,
        }
        for row in Decision.objects.filter(comment_number=comment_id).select_related("former_text").order_by("pk")
    ]


def _document(comment: ReaderComment, histories: dict[str, dict], parents: dict[int, dict], trust: dict | None) -> dict:
    return {
        "id": comment.pk,
        "page": {"id": comment.page_id, "title": comment.page.title},
        "parent": parents.get(comment.parent_comment_id),
        "root": comment.thread,
        "depth": comment.depth,
        "block": comment.block or None,
        "block_heading": comment.block_heading or None,
        "source": comment.cited,
        "status": comment.status,
        "visible": bool(comment.visible),
        "removed_by": comment.removed_by or None,
        "version": comment.version,
        "submitted_at": comment.submitted_at,
        "edited_at": comment.edited_at,
        "edited_by": (comment.edited_by or "author") if comment.edited_at else None,
        "featured": bool(comment.featured),
        "author": {
            "name": comment.user_name,
            "email": comment.user_email,
            "user": comment.user_id,
            "visitor": comment.visitor or None,
            "ip_hash": comment.ip_hash or None,
            "role": comment.author_role or None,
            "trusted": bool(comment.author_role) or bool(trust and trust["state"] != standing.WITHDRAWN),
            "trust": trust,
            "history": histories.get(comment.email_hash) or _empty_history(),
        },
        "body": comment.comment,
        "body_html": comment.shown_html,
        "reasons": comment.reasons,
        "score": comment.score,
        "flag_count": comment.flag_count,
        "unseen": bool(comment.unseen),
        "reply_count": comment.reply_count,
        "addressed": comment.addressed,
        "permalink": f"{pages.url(comment.page)}#c{comment.pk}",
    }


def _histories(comments: Sequence[ReaderComment], among: Authority) -> tuple[dict[str, dict], dict[tuple, int]]:
    """Give by address what became of its comments, and by account (standing.account) how many of these were approved."""
    found: dict[str, dict] = defaultdict(_empty_history)
    approved: dict[tuple, int] = defaultdict(int)
    addresses = {comment.email_hash for comment in comments if comment.email_hash}
    rows = among.comments(ReaderComment.norel_objects.filter(email_hash__in=addresses)).order_by()
    # Accounts stand in another table, which guests alone do not need.
    by = ("user_id", "visitor") if any(map(standing.account, comments)) else ()
    grouped = rows.values_list("email_hash", "status", *by).annotate(Count("pk"), Min("submitted_at"))
    for address, status, *account, number, first in grouped:
        history = found[address]
        history[status] += number
        history["first_seen"] = min(filter(None, (history["first_seen"], first)))
        if status == Status.APPROVED and any(account):
            approved[tuple(account)] += number
    return dict(found), dict(approved)


def _empty_history() -> dict:
    return dict.fromkeys(Status.values, 0) | {"first_seen": None}


def excerpt(comment: ReaderComment) -> str:
    """Give the beginning of a comment's text, on one line."""
    words = " ".join(comment.comment.split())
    return words if len(words) <= EXCERPT else words[:EXCERPT].rstrip() + "…"


def _excerpt(comment: ReaderComment) -> dict:
    return {"id": comment.pk, "author": comment.user_name, "status": comment.status, "excerpt": excerpt(comment)}
