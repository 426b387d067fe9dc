"""Reads the pictures, players and quotations of a page into values; fetches nothing."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Callable
from typing import Any
from urllib.parse import unquote_to_bytes, urlsplit

from articles.importers import page
from articles.importers.attachments import Film, Picture, Quotation

# Whose players an embed can show: host of the frame.
_PLAYERS = frozenset({"youtube.com", "youtube-nocookie.com", "youtu.be", "vimeo.com"})
_DATA = re.compile(r"data:(?P<type>[\w.+-]+/[\w.+-]+)?(?P<more>(?:;[\w.=+-]+)*),", re.IGNORECASE)
_LATE = ("data-src", "data-lazy-src", "data-original", "data-orig-file")
_DECORATION = re.compile(r"emoji|wp-smiley|icon|avatar|spacer|tracking|pixel|latex", re.IGNORECASE)
_QUOTE_LIMIT = 3_000
_CAPTION_LIMIT = 300
_BY = re.compile(r"\s*[—–-]+\s*(?P<by>[^.!?]{2,100})$")

Resolve = Callable[[str], str]


def picture(element: Any, resolve: Resolve) -> Picture | None:
    """Gives the picture of an `<img>`, or None where it has no source."""
    source = (element.get("src") or "").strip()
    late = next((found for name in _LATE if (found := (element.get(name) or "").strip())), "")
    if late and (not source or source.startswith("data:")):
        source = late
    if not source:
        source = (element.get("srcset") or "").split(",")[0].strip().split(" ")[0]
    if not source:
        return None
    alt = " ".join((element.get("alt") or "").split())
    decorative = element.get("alt") == "" or element.get("role") == "presentation"
    credit = " ".join((element.get("data-credit") or "").split())
    caption = " ".join((element.get("title") or "").split())[:_CAPTION_LIMIT]
    caption = "" if caption == alt else caption
    if source.startswith("data:"):
        return Picture("", inline_content(source), alt, decorative, caption, credit)
    return Picture(resolve(source) or source[:2000], None, alt, decorative, caption, credit)


def inline_content(source: str) -> bytes:
    """Gives the bytes of a `data:` address; empty where it is broken."""
    found = _DATA.match(source)
    if not found:
        return b""
    body = source[found.end() :]
    if ";base64" not in found.group("more").lower():
        return unquote_to_bytes(body)
    try:
        return base64.b64decode(re.sub(r"\s+", "", body), validate=True)
    except (binascii.Error, ValueError):
        return b""


def is_decoration(element: Any) -> bool:
    """Whether an image is an icon, a smiley or a counter, and no picture of the article."""
    sizes = [element.get(name) or "" for name in ("width", "height")]
    tiny = any(size.removesuffix("px").isdecimal() and int(size.removesuffix("px")) <= 24 for size in sizes)
    return tiny or bool(_DECORATION.search(f"{element.get('class') or ''} {element.get('id') or ''}"))


def figure(element: Any, resolve: Resolve) -> Picture | None:
    """Gives the one picture of a `<figure>` with its caption, or None where it shows something else."""
    images = list(element.iter("img"))
    if len(images) != 1 or any(True for _ in element.iter("table", "blockquote", "iframe", "video")):
        return None
    found = picture(images[0], resolve)
    if found is None:
        return None
    caption = next((page.words(part) for part in element.iter("figcaption")), "")
    if len(caption) > _CAPTION_LIMIT:
        return None  # a text of its own below the picture
    return Picture(
        found.address,
        found.content,
        found.alt,
        found.decorative and not caption,
        caption or found.caption,
        found.credit,
    )


def film(element: Any, resolve: Resolve) -> Film | None:
    """Gives the video of a frame, where it is one that an embed can show."""
    address = resolve((element.get("src") or element.get("data-src") or "").strip())
    if address.startswith("http:"):
        address = f"https:{address[5:]}"
    host = (urlsplit(address).hostname or "").removeprefix("www.").removeprefix("player.")
    return Film(address, " ".join((element.get("title") or "").split())[:200]) if host in _PLAYERS else None


def quotation(element: Any, *, around: Any = None) -> Quotation | None:
    """Gives a `<blockquote>`; None where it holds more than somebody's words (lists, tables, headings, pictures)."""
    if any(True for _ in element.iter("ul", "ol", "table", "h1", "h2", "h3", "h4", "img", "iframe")):
        return None
    by = ""
    for holder in (element, around):
        parts = [] if holder is None else list(holder.iter("cite", "footer", "figcaption"))
        if parts and not by:
            by = page.words(parts[0])
            signature, words = parts[0], (parts[0].text, list(parts[0]))
            signature.text, signature[:] = "", []
    text = page.words(element)
    if len(text) > _QUOTE_LIMIT:
        if by:
            signature.text, signature[:] = words
        return None
    if not text:  # a signature under nothing: whoever is named there said no word, but no word is lost
        by, text = "", by
    if not by and (signed := _BY.search(text)) and signed.start() > 20:
        by, text = signed.group("by"), text[: signed.start()]
    source = (element.get("cite") or "").strip()
    source = source if source.startswith(("http://", "https://")) else ""
    return Quotation(text.strip(' "“”„«»'), by.strip(" —–-")[:200], source[:200])
