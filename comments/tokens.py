"""Signed tokens: proof that a form was asked for, and proof of having written a comment."""

import time
from dataclasses import dataclass

from django.core import signing

FORM_SALT = "comments.form"
EDIT_SALT = "comments.edit"
FORM_SECONDS = 24 * 60 * 60
HONEYPOT = "contact_address"


@dataclass(frozen=True)
class BadFormToken(Exception):
    """The token was not signed here, is another page's, or has expired; `code` says which."""

    code: str


def form_token(page_id: int) -> str:
    """Give a token for posting comments on a page, good for 24 hours, as often as the reader likes."""
    return signing.Signer(salt=FORM_SALT).sign(f"{page_id}.{time.time_ns() // 1_000_000}")


def seconds_since_form(token: str, page_id: int) -> float:
    """Give the seconds since `token` was given out for `page_id`; raise BadFormToken for any other token."""
    try:
        page, _, milliseconds = signing.Signer(salt=FORM_SALT).unsign(token).partition(".")
    except signing.BadSignature:
        raise BadFormToken("invalid") from None
    if page != str(page_id):
        raise BadFormToken("invalid")
    # A signer that stamps knows whole seconds only, and would let through up to one too early, or keep one too long.
    seconds = time.time() - int(milliseconds) / 1000
    if seconds > FORM_SECONDS:
        raise BadFormToken("expired")
    return max(0.0, seconds)


def edit_token(comment_id: int) -> str:
    """Give the token of a comment's author; the same each time, so that a retried post gives the same answer."""
    return signing.Signer(salt=EDIT_SALT).sign(str(comment_id))


def is_edit_token(token: str, comment_id: int) -> bool:
    """Tell whether `token` is the edit token of this comment."""
    return comment_of_edit_token(token) == comment_id


def comment_of_edit_token(token: str) -> int | None:
    """Give the comment whose edit token this is, None for any other words."""
    try:
        return int(signing.Signer(salt=EDIT_SALT).unsign(token))
    except signing.BadSignature:
        return None
