"""Everything that can happen to a comment, each a plain function: the only code that writes comments.

Each is one transaction: locks of the threads concerned, compare-and-swap on `version`, an appended Decision, counts and
visibility, and last the signal that tells who listens.
"""

from comments.actions.authoring import delete, edit
from comments.actions.deciding import (
    DECISIONS,
    Moderator,
    Outcome,
    approve,
    decide,
    decide_many,
    reject,
    remove,
    restore,
    spam,
)
from comments.actions.objecting import Note, address, address_planned, dismiss, plan, reopen
from comments.actions.opening import set_openness
from comments.actions.submitting import Submitted, Writer, submit, told_status

__all__ = [
    "DECISIONS",
    "Moderator",
    "Note",
    "Outcome",
    "Submitted",
    "Writer",
    "address",
    "address_planned",
    "approve",
    "decide",
    "decide_many",
    "delete",
    "dismiss",
    "edit",
    "plan",
    "reject",
    "remove",
    "reopen",
    "restore",
    "set_openness",
    "spam",
    "submit",
    "told_status",
]
