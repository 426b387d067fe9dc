"""The rules that judge a comment before anybody sees it: an ordered tuple of pure functions over a submission."""

from comments.rules.judging import Asked, explain, judge
from comments.rules.ordered import RULES
from comments.rules.submission import History, Judgement, Opinion, Policy, Reason, Submission, Verdict

__all__ = [
    "RULES",
    "Asked",
    "History",
    "Judgement",
    "Opinion",
    "Policy",
    "Reason",
    "Submission",
    "Verdict",
    "explain",
    "judge",
]
