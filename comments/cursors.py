"""Opaque, URL-safe positions in a keyset list."""

import base64
import binascii
import json
import math

from comments.errors import BadCursor

LONGEST = 2000  # a title of 255 characters, each of four bytes, fits
BIGGEST = 2**63 - 1


def encode(*keys: int | float | str) -> str:
    """Give a cursor for the row with these sort keys."""
    packed = json.dumps(keys, separators=(",", ":"), ensure_ascii=False).encode()
    return base64.urlsafe_b64encode(packed).decode().rstrip("=")


def decode(cursor: str, *types: type) -> tuple:
    """Give the sort keys in `cursor`, of these types; raise BadCursor for anything this list did not give out."""
    try:
        if len(cursor) > LONGEST:
            raise BadCursor
        keys = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        if not isinstance(keys, list) or [type(key) for key in keys] != list(types):
            raise BadCursor
    except (binascii.Error, ValueError, RecursionError):
        raise BadCursor from None
    numbers = [key for key in keys if not isinstance(key, str)]
    if not all(abs(key) <= BIGGEST and math.isfinite(key) for key in numbers):
        raise BadCursor
    return tuple(keys)
