"""Fetches readers' pictures from Gravatar, by the worker: no reader's browser asks another server for them.

Gravatar knows an address by the SHA-256 of it. That leaves this server in the request alone; what comes back is drawn anew,
small, so that nothing but a picture can be in it.
"""

import hashlib
import io
import time
from collections.abc import Sequence

from django_tasks import task
from PIL import Image

from articles import public_web
from comments import actions
from comments.models import Decision, DiscussionSettings, Status

ADDRESS = "https://gravatar.com/avatar/{hash}?s=96&d=404&r=g"
HEADERS = {"Accept": "image/*", "User-Agent": "Evident"}
SECONDS = 5  # for one picture
LARGEST = 128 * 1024  # bytes
PIXELS = 96
WIDEST = 512
AT_ONCE = 50  # comments of one task
FORMATS = ("JPEG", "PNG", "GIF", "WEBP")


class NoPicture(Exception):
    """The answer is no picture that can be shown."""


def on_decided(decisions: Sequence[Decision]) -> None:
    """Have pictures fetched of those whose comments were just approved, in the transaction of that, where a site wants them."""
    shown = [row.comment_number for row in decisions if row.to_status == Status.APPROVED != row.from_status]
    if shown and DiscussionSettings.objects.filter(avatars=True).exists():
        for start in range(0, len(shown), AT_ONCE):
            fetch.enqueue(shown[start : start + AT_ONCE])


@task(backend="later")
def fetch(comment_ids: list[int]) -> int:
    """Fetch what is missing of the pictures of who wrote these comments; give how many answers there were.

    Where there is no answer what is kept stays, and the next comment asks again.
    """
    number = 0
    for email in actions.wanted_avatars(comment_ids):
        try:
            picture = _asked(email)
        except (NoPicture, public_web.NotAllowed, *public_web.FAILURES):
            continue
        actions.keep_avatar(email, picture)
        number += 1
    return number


def _asked(email: str) -> bytes:
    """Give the picture of an address, b"" where Gravatar has none."""
    digest = hashlib.sha256(email.strip().lower().encode()).hexdigest()
    until = time.monotonic() + SECONDS
    with public_web.asked(ADDRESS.format(hash=digest), until=until, headers=HEADERS) as response:
        if response.status == 404:
            return b""
        content = response.read(LARGEST + 1)
    if response.status != 200 or len(content) > LARGEST:
        raise NoPicture
    return drawn(content)


def drawn(content: bytes) -> bytes:
    """Give a picture drawn anew as WebP of at most 96 by 96 pixels; raise NoPicture for what is none, or far too large."""
    try:
        with Image.open(io.BytesIO(content), formats=FORMATS) as image:
            if max(image.size) > WIDEST:
                raise NoPicture
            image.thumbnail((PIXELS, PIXELS))
            small = image.convert("RGBA")
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise NoPicture from error
    out = io.BytesIO()
    small.save(out, "WEBP", quality=80)
    return out.getvalue()
