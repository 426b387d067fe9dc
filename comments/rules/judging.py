"""The rules in their order, and how their opinions become one judgement."""

from collections.abc import Callable, Sequence

from comments.rules import words
from comments.rules.submission import Judgement, Reason, Submission, Verdict

Rule = Callable[[Submission], Reason | None]


def honeypot(submission: Submission) -> Reason | None:
    """A field that people cannot see was filled in."""
    if submission.honeypot:
        return Reason(code="honeypot", detail="The trap field was filled in.", verdict=Verdict.SPAM, final=True)
    return None


def closed(submission: Submission) -> Reason | None:
    """The discussion takes no more comments."""
    if not submission.is_open:
        return Reason(code="closed", detail="The discussion is closed.", verdict=Verdict.REFUSE)
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


def held_words(submission: Submission) -> Reason | None:
    """A word that a moderator wants to look at."""
    return _words("held_words", submission, submission.policy.held_words, Verdict.HOLD)


def links(submission: Submission) -> Reason | None:
    """More links than the site allows without a look."""
    count = len(submission.links)
    if count > submission.policy.max_links:
        allowed = submission.policy.max_links
        detail = f"{count} links, where {allowed} {'is' if allowed == 1 else 'are'} allowed."
        return Reason(code="links", detail=detail, verdict=Verdict.HOLD)
    return None


def pre_moderation(submission: Submission) -> Reason | None:
    """Every comment waits, but those of people whom the site trusts."""
    if submission.policy.pre_moderation and not submission.trusted:
        return Reason(code="pre_moderation", detail="Every comment waits for a moderator.", verdict=Verdict.HOLD)
    return None


RULES: tuple[Rule, ...] = (closed, honeypot, too_fast, banned_words, held_words, links, pre_moderation)


def judge(submission: Submission, rules: Sequence[Rule] = RULES) -> Judgement:
    """Give the judgement of `rules` on `submission`: each is asked in order, until one is final."""
    reasons: list[Reason] = []
    for rule in rules:
        reason = rule(submission)
        if reason is not None:
            reasons.append(reason)
            if reason.final:
                break
    verdict = max((reason.verdict for reason in reasons), default=Verdict.APPROVE)
    return Judgement(verdict=verdict, reasons=tuple(reasons))


def _words(code: str, submission: Submission, patterns: Sequence[str], verdict: Verdict) -> Reason | None:
    found = words.find(f"{submission.name}\n{submission.text}", patterns)
    if not found:
        return None
    return Reason(code=code, detail=f"word: {', '.join(found)}", verdict=verdict)
