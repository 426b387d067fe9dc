"""The rules, in the order in which they are asked. The name of each is its code."""

from collections.abc import Callable, Sequence
from datetime import datetime

from comments.rules import domains, words
from comments.rules.submission import Policy, Reason, Submission, Verdict

Rule = Callable[[Submission], Reason | None]

FEWEST_DECIDED = 3  # of an author's comments, before their share of rejections says anything


def closed(submission: Submission) -> Reason | None:
    """The discussion takes no more comments."""
    if not submission.is_open:
        return Reason(code="closed", detail="The discussion is closed.", verdict=Verdict.REFUSE)
    return None


def honeypot(submission: Submission) -> Reason | None:
    """A field that people cannot see was filled in."""
    if submission.honeypot:
        return Reason(code="honeypot", detail="The trap field was filled in.", verdict=Verdict.SPAM, final=True)
    return None


def too_fast(submission: Submission) -> Reason | None:
    """Nobody reads and writes that quickly."""
    least = submission.policy.min_seconds
    if submission.seconds is not None and submission.seconds < least:
        detail = f"Sent {submission.seconds:.1f} s after the form was opened; at least {least} s."
        return Reason(code="too_fast", detail=detail, verdict=Verdict.REFUSE)
    return None


def banned_words(submission: Submission) -> Reason | None:
    """A word that this site takes as a sure sign of spam."""
    return _words("banned_words", submission, submission.policy.banned_words, Verdict.SPAM)


def banned_domains(submission: Submission) -> Reason | None:
    """A host that this site takes as a sure sign of spam, in a link or an e-mail address."""
    return _domains("banned_domains", submission, submission.policy.banned_domains, Verdict.SPAM)


def held_words(submission: Submission) -> Reason | None:
    """A word that a moderator wants to look at."""
    return _words("held_words", submission, submission.policy.held_words, Verdict.HOLD)


def held_domains(submission: Submission) -> Reason | None:
    """A host that a moderator wants to look at."""
    return _domains("held_domains", submission, submission.policy.held_domains, Verdict.HOLD)


def links(submission: Submission) -> Reason | None:
    """More links than the site allows without a look."""
    count = len(submission.links)
    if count > submission.policy.max_links:
        allowed = submission.policy.max_links
        detail = f"{count} links, where {allowed} {'is' if allowed == 1 else 'are'} allowed."
        return Reason(code="links", detail=detail, verdict=Verdict.HOLD)
    return None


def repeated(submission: Submission) -> Reason | None:
    """The same words were sent lately, by whomever and wherever."""
    count = submission.repeats
    if count and count >= submission.policy.repeats:
        detail = f"The same words in {count} other comment{'s' if count > 1 else ''} lately."
        return Reason(code="repeated", detail=detail, verdict=Verdict.HOLD)
    return None


def new_commenter(submission: Submission) -> Reason | None:
    """Nothing by this author has been approved yet."""
    history = submission.history
    if history is None or history.approved or submission.need_not_wait:
        return None
    return Reason(code="new_commenter", detail="None of this author's comments was approved yet.", verdict=Verdict.HOLD)


def rejections(submission: Submission) -> Reason | None:
    """Much of what this author wrote lately was rejected."""
    history = submission.history
    if history is None or submission.trusted or history.decided_lately < FEWEST_DECIDED:
        return None
    if 100 * history.rejected_lately < submission.policy.rejected_percent * history.decided_lately:
        return None
    detail = f"{history.rejected_lately} of this author's last {history.decided_lately} comments were rejected."
    return Reason(code="rejections", detail=detail, verdict=Verdict.HOLD)


def spam_score(submission: Submission) -> Reason | None:
    """It looks like what moderators have marked as spam."""
    policy, scored = submission.policy, submission.scored
    if scored is None or submission.trusted:
        return None
    detail = f"spam {scored.value:.2f}: {', '.join(scored.because)}"
    if policy.spam_score and scored.value >= policy.spam_score:
        return Reason(code="spam_score", detail=detail, verdict=Verdict.SPAM)
    if policy.hold_score and scored.value >= policy.hold_score:
        return Reason(code="spam_score", detail=detail, verdict=Verdict.HOLD)
    return None


def second_opinion(submission: Submission) -> Reason | None:
    """A scorer outside calls it spam, or gave no answer."""
    opinion = submission.opinion
    if opinion is None or submission.trusted or opinion.is_spam is False:
        return None
    is_certain = opinion.is_spam and submission.policy.second_opinion_is_spam
    verdict = Verdict.SPAM if is_certain else Verdict.HOLD
    return Reason(code="second_opinion", detail=f"{opinion.scorer}: {opinion.detail}", verdict=verdict)


def quiet_hours(submission: Submission) -> Reason | None:
    """Nobody looks at this time of the day or week."""
    policy, now = submission.policy, submission.local_time
    if now is None or submission.need_not_wait or _is_moderated(policy, now):
        return None
    hours = f"{policy.moderated_from:%H:%M} to {policy.moderated_until:%H:%M}"
    detail = f"Sent at {now:%H:%M} on a {now:%A}, outside the moderated hours ({hours})."
    return Reason(code="quiet_hours", detail=detail, verdict=Verdict.HOLD)


def earned_trust(submission: Submission) -> Reason | None:
    """Its author has had enough comments approved, so that it need not wait; it says so where that makes a difference."""
    if not submission.policy.pre_moderation or submission.trusted or submission.granted is True:
        return None
    if not submission.has_earned_trust or submission.history is None:
        return None
    detail = f"Need not wait: {submission.history.approved} of this author's comments were approved."
    return Reason(code="earned_trust", detail=detail, verdict=Verdict.APPROVE)


def pre_moderation(submission: Submission) -> Reason | None:
    """Every comment waits, but those of people whom the site trusts."""
    if submission.policy.pre_moderation and not submission.need_not_wait:
        return Reason(code="pre_moderation", detail="Every comment waits for a moderator.", verdict=Verdict.HOLD)
    return None


RULES: tuple[Rule, ...] = (
    closed, honeypot, too_fast, banned_words, banned_domains, held_words, held_domains, links, repeated, new_commenter,
    rejections, spam_score, second_opinion, quiet_hours, earned_trust, pre_moderation,
)  # fmt: skip


def _words(code: str, submission: Submission, patterns: Sequence[str], verdict: Verdict) -> Reason | None:
    text = f"{submission.name}\n{submission.text}"
    found = words.find(text, patterns, look_alikes=submission.policy.look_alikes)
    if not found:
        return None
    return Reason(code=code, detail=f"word: {', '.join(found)}", verdict=verdict)


def _domains(code: str, submission: Submission, patterns: Sequence[str], verdict: Verdict) -> Reason | None:
    found = domains.find(submission.text, submission.links, submission.email, patterns)
    if not found:
        return None
    return Reason(code=code, detail=f"domain: {', '.join(found)}", verdict=verdict)


def _is_moderated(policy: Policy, now: datetime) -> bool:
    """Tell whether it was sent in moderated hours. Those that end before they begin go on past midnight, and belong to the
    day on which they began; those that end when they begin are the whole day."""
    begin, end, at = policy.moderated_from, policy.moderated_until, now.time()
    today, yesterday = now.weekday() in policy.moderated_days, (now.weekday() - 1) % 7 in policy.moderated_days
    if begin == end:
        return today
    if begin < end:
        return today and begin <= at < end
    return (today and at >= begin) or (yesterday and at < end)
