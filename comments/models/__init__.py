"""Comments, the decisions about them, and what is counted and set for their discussions."""

from comments.models.comments import Objection, PathField, ReaderComment, Status
from comments.models.decisions import Decision
from comments.models.discussions import BlockCount, Discussion
from comments.models.idempotency import IdempotencyKey
from comments.models.settings import DiscussionSettings

__all__ = [
    "BlockCount",
    "Decision",
    "Discussion",
    "DiscussionSettings",
    "IdempotencyKey",
    "Objection",
    "PathField",
    "ReaderComment",
    "Status",
]
