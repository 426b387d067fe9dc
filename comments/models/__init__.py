"""Comments, the decisions about them, and what is counted and set for their discussions."""

from comments.models.alerts import Alert, AlertLetter
from comments.models.avatars import Avatar
from comments.models.bans import Ban
from comments.models.comments import Objection, PathField, ReaderComment, Status
from comments.models.decisions import Decision, FormerText
from comments.models.discussions import BlockCount, Discussion
from comments.models.handling import Handling
from comments.models.idempotency import IdempotencyKey
from comments.models.issuers import TokenIssuer
from comments.models.mail import Following, Letter, LinkMail, ReaderAddress
from comments.models.reactions import Flag, PageLike, Reaction
from comments.models.rejections import RejectionMail, RejectionReason, RejectionText
from comments.models.rules import RuleSettings
from comments.models.runs import BulkOutcome, BulkRun
from comments.models.saved_filters import SavedFilter
from comments.models.scorer import Scorer, Unlearning
from comments.models.sections import ModeratedSection
from comments.models.settings import DiscussionSettings
from comments.models.tallies import Tally
from comments.models.trust import Trust
from comments.models.words import CommentWords

__all__ = [
    "Alert",
    "AlertLetter",
    "Avatar",
    "Ban",
    "BlockCount",
    "BulkOutcome",
    "BulkRun",
    "CommentWords",
    "Decision",
    "Discussion",
    "DiscussionSettings",
    "Flag",
    "Following",
    "FormerText",
    "Handling",
    "IdempotencyKey",
    "Letter",
    "LinkMail",
    "ModeratedSection",
    "Objection",
    "PageLike",
    "PathField",
    "Reaction",
    "ReaderAddress",
    "ReaderComment",
    "RejectionMail",
    "RejectionReason",
    "RejectionText",
    "RuleSettings",
    "SavedFilter",
    "Scorer",
    "Status",
    "Tally",
    "TokenIssuer",
    "Trust",
    "Unlearning",
]
