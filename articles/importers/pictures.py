"""Settles which pictures of a draft are taken, and says of each other one why it is not."""

from __future__ import annotations

import io
import warnings
from collections.abc import Callable
from dataclasses import replace

from PIL import Image, UnidentifiedImageError

from articles.importers.attachments import Picture
from articles.importers.draft import DraftArticle, DraftBlock
from articles.importers.retyping import without

MAX_BYTES = 10_000_000
MAX_PIXELS = 40_000_000
MOST = 60  # pictures of one article
FORMATS = {"JPEG": ".jpg", "PNG": ".png", "GIF": ".gif", "WEBP": ".webp", "AVIF": ".avif"}
_MODULES = ("JPEG", "PNG", "GIF", "WEBP", "AVIF")

NOT_ALLOWED = (
    "a picture on another server ({}): an administrator can allow downloads under Settings › Import settings; "
    "or upload it in the editor"
)


class PictureRefused(Exception):
    """A picture that cannot be had; the message says why, to stand in the account of the import."""


Fetch = Callable[[str], bytes]


def settle(draft: DraftArticle, *, fetch: Fetch | None = None, refusal: str = "") -> DraftArticle:
    """Gives `draft` with the bytes of every picture that is taken, and without the blocks of the others.

    `fetch` gets the bytes at an address or raises `PictureRefused`; without it nothing is asked of other servers. A
    `refusal` is why no picture is taken at all.
    """
    found: dict[int, DraftBlock] = {}
    reasons: dict[int, str] = {}
    for position, block in enumerate(draft.blocks):
        if block.picture is None:
            continue
        try:
            if refusal:
                raise PictureRefused(refusal)
            if len(found) >= MOST:
                raise PictureRefused(f"more than {MOST} pictures in one article: upload it in the editor")
            content = contents(block.picture, fetch)
            suffix(content)
        except PictureRefused as refused:
            reasons[position] = str(refused)
            continue
        found[position] = replace(block, picture=replace(block.picture, content=content))
    blocks = tuple(found.get(position, block) for position, block in enumerate(draft.blocks))
    return without(replace(draft, blocks=blocks), reasons)


def contents(picture: Picture, fetch: Fetch | None) -> bytes:
    """Gives the bytes of a picture; raises `PictureRefused` where there are none to be had."""
    if picture.content is not None:
        return picture.content
    if not picture.address.startswith(("http://", "https://")):
        raise PictureRefused("a picture beside the file, which was not sent with it: upload it in the editor")
    if fetch is None:
        raise PictureRefused(NOT_ALLOWED.format(_shown(picture.address)))
    return fetch(picture.address)


def suffix(content: bytes) -> str:
    """Gives the ending for a picture's file, by what is in it; raises `PictureRefused` for what is no safe picture."""
    if not content:
        raise PictureRefused("a picture without content")
    if len(content) > MAX_BYTES:
        raise PictureRefused(f"a picture of {len(content) / 1e6:.1f} MB; the limit is {MAX_BYTES // 1_000_000} MB")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(content), formats=_MODULES) as image:
                width, height = image.size
                if width * height > MAX_PIXELS:
                    raise PictureRefused(f"a picture of {width} × {height} pixels; the limit is 40 million")
                image.verify()
                return FORMATS[image.format or ""]
    except (UnidentifiedImageError, Image.DecompressionBombError, OSError, SyntaxError, ValueError, KeyError):
        raise PictureRefused("not a picture in JPEG, PNG, GIF, WebP or AVIF: convert it and upload it") from None


def _shown(address: str) -> str:
    return address if len(address) <= 120 else f"{address[:119]}…"
