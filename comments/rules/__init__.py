"""The rules that judge a comment before anybody sees it: an ordered tuple of pure functions over a submission."""

from comments.rules.judging import RULES, judge
from comments.rules.submission import Judgement, Policy, Reason, Submission, Verdict

__all__ = ["RULES", "Judgement", "Policy", "Reason", "Submission", "Verdict", "judge"]
