"""Titles with markup in them: CSL-JSON knows italics, bold, raised and lowered text, and nothing else."""

import html
import re

KEPT = ("i", "b", "sub", "sup")
_SAME = {"em": "i", "italic": "i", "strong": "b", "bold": "b", "sc": "", "scp": ""}
_TAG = re.compile(r"<(/?)(?:jats:)?([A-Za-z][\w:-]*)((?:\s[^<>]*)?)(/?)>")
_CSL = re.compile(r"</?(?:i|b|sub|sup)>|<span class=\"nocase\">|<span style=\"font-variant:\s?small-caps;\">|</span>")


def csl(text: str) -> str:
    """Give a title as CSL-JSON writes it, from HTML or JATS: entities resolved, other tags left out."""

    def keep(tag: re.Match[str]) -> str:
        closing, name = tag.group(1), tag.group(2).lower()
        name = _SAME.get(name, name)
        return f"<{closing}{name}>" if name in KEPT else ""

    # Escaped markup ("&lt;i&gt;") is markup in what publishers deposit; what is left of entities is text.
    return " ".join(_TAG.sub(keep, html.unescape(text)).split())


def plain(text: str) -> str:
    """Give a CSL title without its markup."""
    return _CSL.sub("", text)
