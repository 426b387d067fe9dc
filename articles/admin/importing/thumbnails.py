"""Small copies of the pictures in a waiting file, to be shown before any image is stored."""

from __future__ import annotations

import base64
import io

from PIL import Image

from articles.importers import pictures
from articles.importers.attachments import Picture

SIZE = (240, 180)
MOST = 12  # on one page


def of(picture: Picture) -> str:
    """Gives a picture as a small `data:` address, or an empty string where it has no bytes that may be taken."""
    if not picture.content:
        return ""
    try:
        pictures.suffix(picture.content)
        with Image.open(io.BytesIO(picture.content), formats=list(pictures.FORMATS)) as image:
            image.thumbnail(SIZE)
            small = io.BytesIO()
            image.convert("RGBA").save(small, "WEBP", quality=70)
    except (pictures.PictureRefused, OSError, ValueError):
        return ""
    return f"data:image/webp;base64,{base64.b64encode(small.getvalue()).decode()}"
