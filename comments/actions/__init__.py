"""Everything that can happen to a comment, each a plain function: the only code that writes comments.

Each is one transaction: locks of the threads concerned, compare-and-swap on `version`, an appended Decision, counts and
visibility, and last the signal that tells who listens.
"""

from comments.actions.arranging import arrange, set_openness
from comments.actions.authoring import delete, edit, told_after_edit, told_statuses
from comments.actions.authors import ban_and_reject, ban_author, forget_author_trust, trust_author
from comments.actions.avatars import keep_avatar, wanted_avatars
from comments.actions.banning import ban, lift
from comments.actions.confirming import Confirmed, confirm
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
from comments.actions.editing import edit_as_moderator
from comments.actions.erasing import Erased, empty, erase, forget
from comments.actions.flagging import flag
from comments.actions.following import FOLLOWED, allow, ask_for_own, refuse, set_frequency, subscribe, unfollow
from comments.actions.handling import forget_handlings, handle, release
from comments.actions.keys import keep_keys, miss_keys, want_keys
from comments.actions.marking import close, feature, reopen_thread, unfeature
from comments.actions.matching import Matched, decide_matching
from comments.actions.objecting import Note, address, address_planned, dismiss, plan, reopen
from comments.actions.reacting import like_page, likes_of, react, take_back, unlike_page
from comments.actions.replying import reply
from comments.actions.retries import Submitted, told_status
from comments.actions.ruling import set_own_rules, set_rules
from comments.actions.running import affected, carry_on, forget_runs, start
from comments.actions.running import take_back as take_back_run
from comments.actions.saving import forget_filter, save_filter
from comments.actions.seeing import see
from comments.actions.submitting import submit
from comments.actions.telling import reject_for
from comments.actions.trusting import forget_trust, trust
from comments.actions.writers import Writer

__all__ = [
    "DECISIONS",
    "FOLLOWED",
    "Confirmed",
    "Erased",
    "Matched",
    "Moderator",
    "Note",
    "Outcome",
    "Submitted",
    "Writer",
    "address",
    "address_planned",
    "affected",
    "allow",
    "approve",
    "arrange",
    "ask_for_own",
    "ban",
    "ban_and_reject",
    "ban_author",
    "carry_on",
    "close",
    "confirm",
    "decide",
    "decide_many",
    "decide_matching",
    "delete",
    "dismiss",
    "edit",
    "edit_as_moderator",
    "empty",
    "erase",
    "feature",
    "flag",
    "forget",
    "forget_author_trust",
    "forget_filter",
    "forget_handlings",
    "forget_runs",
    "forget_trust",
    "handle",
    "keep_avatar",
    "keep_keys",
    "lift",
    "like_page",
    "likes_of",
    "miss_keys",
    "plan",
    "react",
    "refuse",
    "reject",
    "reject_for",
    "release",
    "remove",
    "reopen",
    "reopen_thread",
    "reply",
    "restore",
    "save_filter",
    "see",
    "set_frequency",
    "set_openness",
    "set_own_rules",
    "set_rules",
    "spam",
    "start",
    "submit",
    "subscribe",
    "take_back",
    "take_back_run",
    "told_after_edit",
    "told_status",
    "told_statuses",
    "trust",
    "trust_author",
    "unfeature",
    "unfollow",
    "unlike_page",
    "want_keys",
    "wanted_avatars",
]
