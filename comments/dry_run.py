"""Tries rules out on the latest comments, without writing anything: what would have become of each by these and by those."""

import time
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Q, QuerySet

from comments import discussions, histories, policies, submissions
from comments.actions.bodies import Body
from comments.models import Decision, Discussion, DiscussionSettings, ReaderComment, Status
from comments.rules import Judgement, Policy, Submission, Verdict, judge

MOST = 1_000
SECONDS = 4.0  # after which no further comment is looked at
EXAMPLES = 10
MOST_ROWS = 20_000  # of the histories of all their authors

NOTHING: Mapping[int, Mapping[str, Any]] = {}


@dataclass(frozen=True, kw_only=True)
class Change:
    """A comment that would be judged otherwise: its verdicts by the rules as they are, and as they are tried out."""

    comment: ReaderComment
    before: Verdict
    after: Verdict
    reasons: tuple[str, ...]


@dataclass(kw_only=True)
class DryRun:
    """What came of it: how many comments were looked at of how many, and those that would change, some as examples."""

    total: int = 0
    looked_at: int = 0
    counts: Counter[tuple[Verdict, Verdict]] = field(default_factory=Counter)
    examples: dict[tuple[Verdict, Verdict], list[Change]] = field(default_factory=lambda: defaultdict(list))

    def note(self, comment: ReaderComment, old: Judgement, new: Judgement) -> None:
        """Count a comment, if it would be judged otherwise."""
        if old.verdict == new.verdict:
            return
        kind = (old.verdict, new.verdict)
        self.counts[kind] += 1
        if len(self.examples[kind]) < EXAMPLES:
            stricter = new if new.verdict > old.verdict else old
            told = tuple(reason.detail for reason in stricter.reasons if reason.verdict > min(kind))
            self.examples[kind].append(Change(comment=comment, before=old.verdict, after=new.verdict, reasons=told))

    @property
    def more_held(self) -> int:
        """Comments that would wait, or be taken for spam, and now are not held."""
        return sum(count for (before, after), count in self.counts.items() if before < Verdict.HOLD <= after)

    @property
    def fewer_held(self) -> int:
        """Comments that would be shown at once, and now are held or taken for spam."""
        return sum(count for (before, after), count in self.counts.items() if after < Verdict.HOLD <= before)

    @property
    def more_spam(self) -> int:
        """Comments that would be taken for spam without a moderator, less those that no longer would."""
        return sum(
            count * ((after >= Verdict.SPAM) - (before >= Verdict.SPAM))
            for (before, after), count in self.counts.items()
        )


def compare(
    rows: QuerySet[ReaderComment],
    now: DiscussionSettings,
    tried: DiscussionSettings,
    own: Mapping[int, Mapping[str, Any]] = NOTHING,
) -> DryRun:
    """Judge the latest thousand of `rows`, comments of one site, by its settings as they are and as they are tried out, and by
    the rules of their own that articles would have (`own`, by page); stop after SECONDS. Five queries, and no write."""
    end = time.monotonic() + SECONDS
    comments = list(rows.select_related("page").order_by("-submitted_at", "-pk")[:MOST])
    found = DryRun(total=len(comments))
    held = {row.page_id: row for row in Discussion.objects.filter(page_id__in={one.page_id for one in comments})}
    authors = _Authors(comments)
    made: dict[int, tuple[Policy, Policy]] = {}
    for comment in comments:
        if time.monotonic() > end:
            break
        page = comment.page_id
        if page not in made:
            discussion = held.get(page) or Discussion(page_id=page)
            made[page] = (
                _policy(now, discussion, discussion.own_rules),
                _policy(tried, discussion, own.get(page, discussion.own_rules)),
            )
        before, after = made[page]
        old = judge(authors.submission(comment, before, now))
        new = judge(authors.submission(comment, after, tried))
        found.looked_at += 1
        found.note(comment, old, new)
    return found


def _policy(chosen: DiscussionSettings, discussion: Discussion, own: Mapping[str, Any]) -> Policy:
    return policies.of(chosen, own, pre_moderation=discussions.looks_first(discussion, chosen))


class _Authors:
    """What was known of the authors of some comments, and of their words, when each was sent: three queries for all."""

    def __init__(self, comments: Sequence[ReaderComment]):
        self.past: dict[tuple, list[tuple[datetime, str]]] = defaultdict(list)
        self.sent: dict[str, list[datetime]] = defaultdict(list)
        accounts = {comment.user_id for comment in comments if comment.user_id}
        visitors = {comment.visitor for comment in comments if comment.visitor}
        emails = {comment.email_hash for comment in comments if comment.email_hash}
        wanted = Q(user_id__in=accounts) | Q(visitor__in=visitors) | Q(email_hash__in=emails)
        columns = ("user_id", "visitor", "email_hash", "status", "submitted_at")
        rows = ReaderComment.norel_objects.filter(wanted).order_by("-pk").values_list(*columns)[:MOST_ROWS]
        for user, visitor, email_hash, status, at in rows:
            self.past[_key(user, visitor, email_hash)].append((at, status))
        for past in self.past.values():
            past.sort()
        hashes = {comment.text_hash for comment in comments if comment.text_hash}
        same = ReaderComment.norel_objects.filter(text_hash__in=hashes).order_by("-pk")
        for text_hash, at in same.values_list("text_hash", "submitted_at")[:MOST_ROWS]:
            self.sent[text_hash].append(at)
        ids = [comment.pk for comment in comments]
        confirmed = Decision.objects.filter(comment_id__in=ids, decision=Decision.Verb.CONFIRM)
        self.confirmed = set(confirmed.values_list("comment_id", flat=True))
        self.bodies: dict[int, tuple[str, tuple[str, ...]]] = {}

    def submission(self, comment: ReaderComment, policy: Policy, chosen: DiscussionSettings) -> Submission:
        """Give a comment as it was sent, with what was known of its author then."""
        if comment.pk not in self.bodies:
            body = Body(comment.comment, comment.body_html)
            self.bodies = {comment.pk: (body.judged, body.links)}
        words, links = self.bodies[comment.pk]
        return submissions.of(
            words=words,
            links=links,
            name=comment.user_name,
            email=comment.user_email,
            policy=policy,
            chosen=chosen,
            known=self._known(comment, policy, chosen),
            at=comment.submitted_at,
            trusted=bool(comment.author_role),
        )

    def _known(self, comment: ReaderComment, policy: Policy, chosen: DiscussionSettings) -> submissions.Known:
        at, history, repeats = comment.submitted_at, None, 0
        if not policy.off >= histories.ASKED_BY:
            past = self.past.get(_key(comment.user_id, comment.visitor, comment.email_hash), [])
            before = past[max(0, (end := bisect_left(past, (at,))) - histories.MOST) : end]
            history = histories.counted([(status, sent) for sent, status in before], chosen, now=at)
        if "repeated" not in policy.off:
            since = at - timedelta(hours=chosen.repeat_hours)
            repeats = sum(since < sent < at for sent in self.sent.get(comment.text_hash, ()))
        verified = comment.user_id is not None or bool(comment.visitor) or comment.pk in self.confirmed
        return submissions.Known(history=history, repeats=repeats, verified=verified)


def _key(user: int | None, visitor: str, email_hash: str) -> tuple:
    if user is not None:
        return ("user", user)
    return ("visitor", visitor) if visitor else ("email", email_hash)


def latest(pages: QuerySet) -> QuerySet[ReaderComment]:
    """Give the comments of some pages that still have their words, whatever their status."""
    return ReaderComment.norel_objects.filter(page__in=pages).exclude(comment="").exclude(status=Status.UNCONFIRMED)
