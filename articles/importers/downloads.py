"""Downloads a picture from a public server: never from a private address, never more or longer than is stated here."""

from __future__ import annotations

import http.client
import time
from collections.abc import Callable

from articles import public_web
from articles.importers.pictures import MAX_BYTES, PictureRefused
from articles.public_web import is_public

DEADLINE = 15.0  # seconds for one picture, redirects included
MOST_REDIRECTS = 3
_HEADERS = {"User-Agent": "Evident-importer", "Accept": "image/*"}
_CHUNK = 1 << 16


class Downloads:
    """Fetches the pictures of one import; together they have a deadline too."""

    def __init__(self, *, allowed: Callable[[str], bool] = is_public, seconds: float = 60.0) -> None:
        """`allowed` says whether an IP address may be asked; `seconds` is for all pictures together."""
        self._allowed = allowed
        self._until = time.monotonic() + seconds

    def fetch(self, address: str) -> bytes:
        """Gives the bytes at an address; raises `PictureRefused` with the reason where they are not to be had."""
        until = min(time.monotonic() + DEADLINE, self._until)
        try:
            for _ in range(MOST_REDIRECTS + 1):
                content, location = self._ask(address, until)
                if location is None:
                    return content
                address = location
        except public_web.NotAllowed as refusal:
            raise PictureRefused(f"a picture at {refusal}") from None
        except public_web.FAILURES as error:
            reason = public_web.named(error)
            raise PictureRefused(f"a picture that could not be downloaded ({reason}): {address[:120]}") from None
        raise PictureRefused(f"a picture behind more than {MOST_REDIRECTS} redirects: {address[:120]}")

    def _ask(self, address: str, until: float) -> tuple[bytes, str | None]:
        """Gives the body, or where the server redirects to."""
        with public_web.asked(address, until=until, headers=_HEADERS, allowed=self._allowed) as response:
            location = public_web.redirect(response, address)
            if location is not None:
                return b"", location
            if response.status != 200:
                raise PictureRefused(f"a picture whose server answered {response.status}: {address[:120]}")
            kind = (response.getheader("Content-Type") or "").split(";")[0].strip().lower()
            if not kind.startswith("image/") and kind != "application/octet-stream":
                raise PictureRefused(f"no picture but {kind or 'something unnamed'}: {address[:120]}")
            return _body(response, address, until), None


def _body(response: http.client.HTTPResponse, address: str, until: float) -> bytes:
    length = response.getheader("Content-Length") or ""
    if length.isdecimal() and int(length) > MAX_BYTES:
        raise PictureRefused(f"a picture of {int(length) / 1e6:.0f} MB; the limit is {MAX_BYTES // 1_000_000} MB")
    content = bytearray()
    while chunk := response.read1(_CHUNK):
        content += chunk
        if len(content) > MAX_BYTES:
            raise PictureRefused(f"a picture of more than {MAX_BYTES // 1_000_000} MB: {address[:120]}")
        public_web.left(until)
    return bytes(content)
