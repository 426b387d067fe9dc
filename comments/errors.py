"""What can be wrong with a comment or a decision: exceptions with a code, and the HTTP status each one is told with."""


class CommentError(Exception):
    """A refusal with a machine word (`code`) and a human sentence.

    `errors` are rows by field, `extra` members that the answer carries beside the sentence.
    """

    status = 400
    code = "invalid"
    message = "This cannot be done."

    def __init__(self, message: str = "", *, errors: dict | None = None, **extra: object):
        super().__init__(message or self.message)
        self.errors = errors
        self.extra = extra


class InvalidComment(CommentError):
    """A field is not as it should be."""

    def __init__(self, field: str, message: str, code: str = "invalid"):
        super().__init__(f"{field}: {message}", errors={field: [{"message": message, "code": code}]})


class PageNotFound(CommentError):
    """No such public page that takes comments: the same answer whether it is private, a draft or nothing."""

    status = 404
    code = "not_found"
    message = "Nothing is here, or nothing that you may see."


class CommentNotFound(PageNotFound):
    """No such comment that the asker may see."""


class DiscussionClosed(CommentError):
    status = 403
    code = "discussion_closed"
    message = "This page takes no more comments."


class FilterNotFound(CommentError):
    """No saved filter of one's own has this id."""

    code = "not_found"
    status = 404
    message = "There is no such filter."


class SeniorsOnly(CommentError):
    status = 403
    code = "permission_denied"
    message = "Only senior moderators do what concerns more than their pages."


class Banned(CommentError):
    status = 403
    code = "banned"
    message = "You can no longer take part in the discussions of this site."


class Duplicate(CommentError):
    status = 409
    code = "duplicate"
    message = "You have already posted this comment here."


class TooManyReaders(CommentError):
    """More made-up readers from one network than are believed; `wait` is in seconds."""

    status = 429
    code = "throttled"
    message = "Too many readers at once from where you are; come back in an hour, or sign in."

    def __init__(self, *, wait: float):
        super().__init__()
        self.wait = wait


class TooManyComments(CommentError):
    """More comments in one discussion than its site wants in a minute; `wait` is in seconds."""

    status = 429
    code = "throttled"
    message = "Many are writing here just now. Your comment was not taken yet: send it again in a minute."
    wait = 60


class IdempotencyKeyReused(CommentError):
    status = 422
    code = "idempotency_key_reused"
    message = "This Idempotency-Key was sent before with another comment."


class AlreadyDecided(CommentError):
    """A decision on a version that is no longer the comment's; tells the present state and who made it."""

    status = 409
    code = "already_decided"
    message = "Somebody has decided since the version you saw."


class RulesChanged(CommentError):
    """Somebody has changed the rules since the version that the sender saw; tells the present `version`, and who did it."""

    status = 409
    code = "rules_changed"
    message = "Somebody has changed these rules since you opened them. Nothing was saved: look at them again."


class CountChanged(CommentError):
    """Another number of comments match a filter than who decides was shown; tells the present `count`."""

    status = 409
    code = "count_changed"
    message = "Another number of comments match now. Nothing was done: look at them again."


class TooManyToRestore(CommentError):
    code = "too_many"
    message = "At most 1,000 comments can be restored by a filter: narrow it."


class NotApproved(CommentError):
    status = 409
    code = "not_approved"
    message = "Only an approved comment can be removed. Reject this one instead."


class NotFeaturable(CommentError):
    status = 409
    code = "not_shown"
    message = "Only a comment that readers see can be featured. Approve it first."


class NobodyKnown(CommentError):
    status = 409
    code = "nobody_known"
    message = "Nothing is known of this author by which they would be recognised: no account and no address."


class NotAnObjection(CommentError):
    status = 409
    code = "not_an_objection"
    message = "Only the first comment of a thread about a claim can be answered so, once it is approved."


class NoteTooOld(CommentError):
    status = 409
    code = "note_too_old"
    message = "This comment was written after that change note."


class RemovedByAuthor(CommentError):
    status = 409
    code = "removed_by_author"
    message = "This comment has been deleted for good."


class NothingToRestore(CommentError):
    status = 409
    code = "nothing_to_restore"
    message = "No decision on this comment is left to take back."


class EditRefused(CommentError):
    """The edit token is wrong: told as for a comment that does not exist for the asker."""

    status = 403
    code = "edit_token_invalid"
    message = "This edit token is not this comment's."


class EditWindowClosed(CommentError):
    status = 403
    code = "edit_window_closed"
    message = "The time in which this comment could be changed is over."


class BadCursor(CommentError):
    code = "bad_cursor"
    message = "This cursor was not given by this list."

    def __init__(self, parameter: str = "cursor"):
        super().__init__(errors={parameter: [{"message": self.message, "code": self.code}]})
