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


class Duplicate(CommentError):
    status = 409
    code = "duplicate"
    message = "You have already posted this comment here."


class IdempotencyKeyReused(CommentError):
    status = 422
    code = "idempotency_key_reused"
    message = "This Idempotency-Key was sent before with another comment."


class AlreadyDecided(CommentError):
    """A decision on a version that is no longer the comment's; tells the present state and who made it."""

    status = 409
    code = "already_decided"
    message = "Somebody has decided since the version you saw."


class NotApproved(CommentError):
    status = 409
    code = "not_approved"
    message = "Only an approved comment can be removed. Reject this one instead."


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
    message = "Its author has deleted this comment for good."


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

    def __init__(self):
        super().__init__(errors={"cursor": [{"message": self.message, "code": self.code}]})
