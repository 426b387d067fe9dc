"""What a rule is given, and what it may say."""

from dataclasses import dataclass
from datetime import datetime, time
from enum import IntEnum

from comments.scoring import Score


class Verdict(IntEnum):
    """What should become of a comment, the strictest last."""

    APPROVE = 0
    HOLD = 1
    SPAM = 2
    REFUSE = 3


@dataclass(frozen=True, kw_only=True)
class Reason:
    """Why a rule has an opinion: a machine word, a sentence for the moderator, and the verdict it asks for."""

    code: str
    detail: str
    verdict: Verdict
    final: bool = False  # no further rule is asked


@dataclass(frozen=True, kw_only=True)
class Policy:
    """A site's settings, as the rules need them; those of one article where it has its own."""

    off: frozenset[str] = frozenset()  # codes of rules that are not asked
    pre_moderation: bool = True
    min_seconds: int = 3
    max_links: int = 2
    held_words: tuple[str, ...] = ()
    banned_words: tuple[str, ...] = ()
    look_alikes: bool = False  # listed words are found in look-alike letters as well
    held_domains: tuple[str, ...] = ()
    banned_domains: tuple[str, ...] = ()
    repeats: int = 1  # so many others with the same words hold a comment
    rejected_percent: int = 50  # of an author's lately decided comments, from which on the next one is held
    trust_after: int = 3  # approved comments, after which an author does not wait; 0: never
    hold_score: float = 0.0  # spam scores, 0 to 1, from which on a comment is held or taken for spam; 0: never
    spam_score: float = 0.0
    second_opinion_is_spam: bool = False  # what an outside scorer calls spam is spam, not held
    moderated_from: time = time(8)  # the hours in which somebody looks, and the days (0 is Monday)
    moderated_until: time = time(18)
    moderated_days: frozenset[int] = frozenset(range(7))


@dataclass(frozen=True, kw_only=True)
class History:
    """What became of an author's latest comments here: how many were approved in all, and how many were decided and
    rejected lately."""

    approved: int = 0
    decided_lately: int = 0
    rejected_lately: int = 0


@dataclass(frozen=True, kw_only=True)
class Opinion:
    """What a scorer outside says, by its name; `is_spam` is None where it gave no answer, and `detail` says why."""

    scorer: str
    is_spam: bool | None
    detail: str = ""


@dataclass(frozen=True, kw_only=True)
class Submission:
    """A comment as it was sent.

    `seconds` is the time from asking for the form to posting it, None where there was no form (an edit, an import).
    `scored` is how likely the text is spam by what moderators have decided, None where that is not known. `trusted`
    writers (the article's author, moderators) are lifted over pre-moderation and the score, and nothing else. `granted`
    says that a moderator trusts this author (True), or wants no trust in them (False). `verified` authors are known to be
    who they say: signed in, or the owners of their address. `repeats` is the number of comments with the same words lately,
    `local_time` the site's own time; it, `history` and `opinion` are None where no rule that is on wants to know.
    """

    text: str
    name: str = ""
    email: str = ""
    links: tuple[str, ...] = ()
    is_open: bool = True
    honeypot: str = ""
    seconds: float | None = None
    trusted: bool = False
    granted: bool | None = None
    verified: bool = False
    history: History | None = None
    repeats: int = 0
    local_time: datetime | None = None
    scored: Score | None = None
    opinion: Opinion | None = None
    policy: Policy = Policy()

    @property
    def has_earned_trust(self) -> bool:
        """Whether this author has had enough comments approved, and is known to be who they were then."""
        after = self.policy.trust_after
        if "earned_trust" in self.policy.off or not after or self.granted is False or not self.verified:
            return False
        return self.history is not None and self.history.approved >= after

    @property
    def need_not_wait(self) -> bool:
        """Whether this author's comments are shown without a look, if no other rule holds them."""
        return self.trusted or self.granted is True or self.has_earned_trust


@dataclass(frozen=True, kw_only=True)
class Judgement:
    """What all rules said together: the strictest verdict, and every reason for the moderator to read."""

    verdict: Verdict
    reasons: tuple[Reason, ...] = ()

    def as_json(self) -> list[dict[str, str]]:
        """Give the reasons as they are stored and shown: [{code, detail}]."""
        return [{"code": reason.code, "detail": reason.detail} for reason in self.reasons]
