"""Posts one event to one address: over https, to a public address only, following nothing, and never for long."""

import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.http import parse_http_date_safe

from articles import public_web

SECONDS = 10.0  # for all of it; public_web.TIMEOUT of them without a sign
EXCERPT_BYTES = 1024
EXCERPT = 300  # characters
MOST_PATIENCE = timedelta(days=1)  # whatever Retry-After asks for
ANY_PORT = range(1, 65536)
HEADERS = {"Content-Type": "application/json", "User-Agent": "Evident-Webhooks", "Accept": "*/*"}


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What came of an attempt: a status and how the answer begins, or why there was none.

    `retry_after` is how long the receiver asks to be left alone, by that header (RFC 9110), a day at most.
    """

    milliseconds: int
    status: int | None = None
    error: str = ""
    excerpt: str = ""
    retry_after: timedelta = timedelta(0)

    @property
    def is_taken(self) -> bool:
        return self.status is not None and 200 <= self.status < 300


def post(address: str, *, body: str, headers: Mapping[str, str]) -> Answer:
    """Post `body` to `address` and give what came of it; raises nothing that a receiver can cause."""
    start = time.monotonic()
    status, error, excerpt, retry_after = None, "", "", timedelta(0)
    try:
        if urlsplit(address).scheme not in schemes():
            raise public_web.NotAllowed("an address that is not https")
        with public_web.asked(
            address,
            until=start + SECONDS,
            headers={**HEADERS, **headers},
            method="POST",
            body=body.encode(),
            allowed=_is_allowed,
            ports=ANY_PORT,
        ) as response:
            status, retry_after = response.status, patience(response.getheader("Retry-After") or "")
            if status in public_web.REDIRECTS:
                error = "It leads elsewhere, and redirects are not followed: enter the address that it leads to."
            excerpt = _excerpt(response)
    except public_web.NotAllowed as refusal:
        error = f"Not sent: this is {refusal}."
    except public_web.FAILURES as failure:
        if status is None:  # else only the rest of the answer is missing
            error = f"{public_web.named(failure).capitalize()}."
    milliseconds = int((time.monotonic() - start) * 1000)
    return Answer(milliseconds=milliseconds, status=status, error=error[:200], excerpt=excerpt, retry_after=retry_after)


def patience(retry_after: str) -> timedelta:
    """Give how long a Retry-After asks to wait, in seconds or until a date; none for what is neither."""
    asked = retry_after.strip()
    is_number = asked.isascii() and asked.isdecimal()
    seconds = int(asked[:10]) if is_number else (parse_http_date_safe(asked) or 0) - int(time.time())
    return max(timedelta(0), min(timedelta(seconds=seconds), MOST_PATIENCE))


def schemes() -> tuple[str, ...]:
    """Give the schemes that an address may have."""
    return ("https", "http") if settings.WEBHOOKS_PRIVATE else ("https",)


def _is_allowed(address: str) -> bool:
    return settings.WEBHOOKS_PRIVATE or public_web.is_public(address)


def _excerpt(response) -> str:
    """Give how an answer begins, as one line of what can be shown."""
    text = response.read(EXCERPT_BYTES).decode(errors="replace")
    return " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())[:EXCERPT]
