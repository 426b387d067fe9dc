"""Signed tokens that stand for the right to see a draft. What they say can be read by anybody, and forged by nobody."""

import time
from dataclasses import dataclass

from django.core import signing

LIVE_SALT = "articles.previews.live"
SHARED_SALT = "articles.previews.shared"
LIVE_SECONDS = 60 * 60


class BadToken(Exception):
    """The token was not signed here, or its time is over."""


@dataclass(frozen=True)
class Live:
    """An editor's own look at a page: at its latest saved state, or for good at one revision of it.

    `session` is a fingerprint of what the editor's sessions hang on, `expires` in seconds since 1970.
    """

    page: int
    user: int
    session: str
    revision: int | None
    expires: int


@dataclass(frozen=True)
class Shared:
    """A link that somebody was given; `key` is that of its row, which knows the rest."""

    key: str


def live(*, page: int, user: int, session: str, revision: int | None = None) -> str:
    """Give a token for an editor, good for LIVE_SECONDS."""
    parts = [page, user, session, revision, int(time.time()) + LIVE_SECONDS]
    return signing.Signer(salt=LIVE_SALT).sign_object(parts)


def shared(key: str) -> str:
    """Give the token of a shared link; the same each time, so that it can be copied again."""
    return signing.Signer(salt=SHARED_SALT).sign(key)


def read(token: str) -> Live | Shared:
    """Give what a token stands for; raise BadToken for one that was never given, was changed, or is over."""
    try:
        found = Live(*signing.Signer(salt=LIVE_SALT).unsign_object(token))
    except signing.BadSignature:
        try:
            return Shared(signing.Signer(salt=SHARED_SALT).unsign(token))
        except signing.BadSignature:
            raise BadToken from None
    if found.expires <= time.time():
        raise BadToken
    return found
