"""The signed tokens of mailed links."""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from django.core import signing


class Purpose(StrEnum):
    """What a mailed link lets its holder do, each with a signature of its own: none is good for another."""

    CONFIRM = "comments.mail.confirm"
    STOP_FOLLOWING = "comments.mail.stop-following"
    STOP_ALL = "comments.mail.stop-all"
    OWN = "comments.mail.own"
    DECIDE = "comments.mail.decide"


# A link to stop mails must work as long as the mail is kept.
DAYS = {Purpose.CONFIRM: 3, Purpose.STOP_FOLLOWING: 400, Purpose.STOP_ALL: 400, Purpose.OWN: 2, Purpose.DECIDE: 30}


@dataclass(frozen=True)
class BadToken(Exception):
    """The token was not signed here for this purpose, or has expired; `code` says which."""

    code: str


def make(purpose: Purpose, number: int) -> str:
    """Give the token of a mailed link: `number` is an address's, or of what is followed."""
    return signing.TimestampSigner(salt=purpose).sign(str(number))


def read(purpose: Purpose, token: str) -> int:
    """Give the number that `token` was made for; raise BadToken for any other token."""
    return int(_unsigned(purpose, token))


def of_decision(comment_id: int, version: int, user_id: int) -> str:
    """Give the token of a link to decide about a comment: for one moderator, about the version that the mail told of."""
    return signing.TimestampSigner(salt=Purpose.DECIDE).sign(f"{comment_id}.{version}.{user_id}")


def read_decision(token: str) -> tuple[int, int, int]:
    """Give the comment, its version and the moderator that `token` was made for; raise BadToken for any other token."""
    comment_id, version, user_id = map(int, _unsigned(Purpose.DECIDE, token).split("."))
    return comment_id, version, user_id


def _unsigned(purpose: Purpose, token: str) -> str:
    try:
        return signing.TimestampSigner(salt=purpose).unsign(token, max_age=timedelta(days=DAYS[purpose]))
    except signing.SignatureExpired:
        raise BadToken("expired") from None
    except signing.BadSignature:
        raise BadToken("invalid") from None
