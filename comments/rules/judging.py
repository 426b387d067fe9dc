"""How the opinions of the rules become one judgement."""

from collections.abc import Sequence
from dataclasses import dataclass

from comments.rules.ordered import RULES, Rule
from comments.rules.submission import Judgement, Reason, Submission, Verdict


@dataclass(frozen=True, kw_only=True)
class Asked:
    """One rule and what it said: `reason` is None for silence. One that is off, or behind a final reason, was not asked."""

    code: str
    was_asked: bool
    reason: Reason | None = None


def judge(submission: Submission, rules: Sequence[Rule] = RULES) -> Judgement:
    """Give the judgement of `rules` on `submission`: each that is on is asked in order, until one is final."""
    reasons: list[Reason] = []
    for rule in rules:
        if rule.__name__ in submission.policy.off:
            continue
        reason = rule(submission)
        if reason is not None:
            reasons.append(reason)
            if reason.final:
                break
    verdict = max((reason.verdict for reason in reasons), default=Verdict.APPROVE)
    return Judgement(verdict=verdict, reasons=tuple(reasons))


def explain(submission: Submission) -> tuple[Judgement, list[Asked]]:
    """Give the judgement on `submission`, and rule by rule how it came about."""
    judgement = judge(submission)
    said = {reason.code: reason for reason in judgement.reasons}
    asked, is_over = [], False
    for code in (rule.__name__ for rule in RULES):
        reason = said.get(code)
        asked.append(Asked(code=code, was_asked=not is_over and code not in submission.policy.off, reason=reason))
        is_over = is_over or bool(reason and reason.final)
    return judgement, asked
