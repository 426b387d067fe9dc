"""What a rule is given, and what it may say."""

from dataclasses import dataclass
from enum import IntEnum


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
    """A site's settings, as the rules need them."""

    pre_moderation: bool = True
    min_seconds: int = 3
    max_links: int = 2
    held_words: tuple[str, ...] = ()
    banned_words: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Submission:
    """A comment as it was sent.

    `seconds` is the time from asking for the form to posting it, None where there was no form (an edit, an import).
    `trusted` writers (the article's author, moderators) are lifted over pre-moderation and nothing else.
    """

    text: str
    name: str = ""
    links: tuple[str, ...] = ()
    is_open: bool = True
    honeypot: str = ""
    seconds: float | None = None
    trusted: bool = False
    policy: Policy = Policy()


@dataclass(frozen=True, kw_only=True)
class Judgement:
    """What all rules said together: the strictest verdict, and every reason for the moderator to read."""

    verdict: Verdict
    reasons: tuple[Reason, ...] = ()

    def as_json(self) -> list[dict[str, str]]:
        """Give the reasons as they are stored and shown: [{code, detail}]."""
        return [{"code": reason.code, "detail": reason.detail} for reason in self.reasons]
