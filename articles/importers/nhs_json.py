"""Reads a page of the NHS website's content API (schema.org in JSON): bytes in, a `SourceDocument` out."""

from __future__ import annotations

import html as entities
import json
import re
from dataclasses import replace
from typing import Any

from articles.importers import html, metadata, sentences
from articles.importers.document import Facts, Hint, SourceDocument, SourceLine
from articles.importers.elements import Walk
from articles.importers.refusals import SourceRefused

MAX_BYTES = 5_000_000
MAX_DEPTH = 20
MOST_PARTS = 2_000
_SHOWN = 300
_TAG = re.compile(r"<[^>]{0,500}>")
_WORD = re.compile(r"\w+")
_NAVIGATION = "navigation"


def looks_like(content: bytes) -> bool:
    """Whether JSON is a page of schema.org's kind."""
    return b"schema.org" in content[:MAX_BYTES] and b'"@type"' in content


def read(content: bytes, *, name: str = "") -> SourceDocument:
    """Gives the page in `content`: the parts of its main entity in their order, then parts that only its topics have.

    Raises `SourceRefused` with the code `too_large`, `too_deep`, `not_json`, `unsupported_format` or `empty`.
    """
    label = f"“{name}”" if name else "The file"
    page = _loaded(content, label)
    facts = _facts(page)
    walk = Walk()
    if facts.title:
        walk.emit(facts.title, hints={Hint.TITLE})
    for text, note in metadata.said(facts):
        walk.emit(text, hints={Hint.FACT}, note=note)
    _Reading(walk, label).page(page)
    _leave_out_rest(page, walk)
    lines = walk.finish()
    if not any(line.content and not line.hints & {Hint.FACT, Hint.LEFT_OUT, Hint.TITLE} for line in lines):
        raise SourceRefused(f"{label} has no text in its parts: there is nothing to import.", code="empty")
    return SourceDocument(lines=lines, name=name, facts=facts)


def _loaded(content: bytes, label: str) -> dict[str, Any]:
    if len(content) > MAX_BYTES:
        raise SourceRefused(
            f"{label} is {len(content) / 1_000_000:.1f} MB; the limit for JSON is {MAX_BYTES // 1_000_000} MB.",
            code="too_large",
        )
    if not content.strip():
        raise SourceRefused(f"{label} is empty: there is nothing to import.", code="empty")
    try:
        page = json.loads(content.decode("utf-8-sig"))
    except RecursionError:
        raise SourceRefused(f"{label} has parts within parts too deep to be read.", code="too_deep") from None
    except ValueError as error:
        raise SourceRefused(f"{label} is not valid JSON: {error}.", code="not_json") from None
    if not isinstance(page, dict) or not (page.get("hasPart") or page.get("mainEntityOfPage")):
        raise SourceRefused(
            f"{label} is JSON, but no page with parts (“hasPart” or “mainEntityOfPage”) as the NHS content API gives.",
            code="unsupported_format",
        )
    return page


def _facts(page: dict[str, Any]) -> Facts:
    return Facts(
        title=_plain(page.get("name")) or _plain(page.get("headline")),
        byline=metadata.authors(page.get("author")),
        summary=sentences.cut(_plain(page.get("description")), 400),
        published=metadata.day(page.get("datePublished")),
        updated=metadata.day(page.get("dateModified")),
        **metadata.reviews(page.get("lastReviewed")),
    )


class _Reading:
    """Goes through the parts of a page; a text that was read already is not read twice."""

    def __init__(self, walk: Walk, label: str) -> None:
        self.walk = walk
        self.label = label
        self.seen: set[str] = set()
        self.said: list[str] = []  # the same as words, to find what a description only repeats
        self.parts = 0

    def page(self, page: dict[str, Any]) -> None:
        """Reads the main entity, which is the page as readers see it, then the parts by topic."""
        main = page.get("mainEntityOfPage")
        for part in _list(main):
            self._part(part, level=2, depth=1)
        for part in _list(page.get("hasPart")):
            self._part(part, level=2, depth=1, is_topic=bool(main))

    def _part(self, part: dict[str, Any], *, level: int, depth: int, is_topic: bool = False) -> None:
        self.parts += 1
        if depth > MAX_DEPTH:
            raise SourceRefused(f"{self.label} has parts more than {MAX_DEPTH} deep.", code="too_deep")
        if self.parts > MOST_PARTS:
            raise SourceRefused(f"{self.label} has more than {MOST_PARTS:,} parts. Split it.", code="too_large")
        if _is_image(part):
            self._image(part)
            return
        headline, text = _plain(part.get("headline")), part.get("text") or ""
        inner = [*_list(part.get("mainEntityOfPage")), *_list(part.get("hasPart")), *_list(part.get("image"))]
        news = [child for child in inner if self._is_news(child)]
        is_label = bool(headline) and isinstance(text, str) and "<" not in text and len(text.split()) < 5 and is_topic
        if is_label and not news:
            label = f"{headline}: {_plain(text)}".rstrip(": ")
            self.walk.emit(
                label, hints={Hint.LEFT_OUT}, note="a heading used already, or a label of the page's own menu"
            )
            return
        if headline and (news or self._is_new(text)):
            self.walk.emit(headline, hints={Hint.HEADING}, level=min(level, 6))
        self._text(text, level)
        for child in inner:
            self._part(child, level=level + bool(headline), depth=depth + 1, is_topic=is_topic)
        self._description(part)

    def _is_news(self, part: dict[str, Any]) -> bool:
        if _is_image(part):
            return str(part.get("url")) not in self.seen
        inner = [*_list(part.get("mainEntityOfPage")), *_list(part.get("hasPart")), *_list(part.get("image"))]
        return self._is_new(part.get("text")) or any(map(self._is_news, inner))

    def _is_new(self, text: object) -> bool:
        return isinstance(text, str) and bool(words := _key(text)) and words not in self.seen

    def _text(self, text: object, level: int) -> None:
        if not isinstance(text, str) or not self._is_new(text):
            return
        self.seen.add(_key(text))
        self.said.append(_key(text))
        before = len(self.walk.lines)
        self.walk.all(html.parsed(f"<div>{text}</div>", self.label))
        for at in range(before, len(self.walk.lines)):
            self.walk.lines[at] = _deeper(self.walk.lines[at], level)

    def _description(self, part: dict[str, Any]) -> None:
        """What a part says of itself in short is on no page; it is named in the account, once."""
        text = _plain(part.get("description"))
        if text and _key(text) not in self.seen:
            self.seen.add(_key(text))
            reason = "a short form of its section, made for lists of search results"
            self.walk.emit(sentences.cut(text, _SHOWN), hints={Hint.LEFT_OUT}, note=reason)

    def _image(self, part: dict[str, Any]) -> None:
        address = str(part.get("url") or part.get("contentUrl") or "")
        if not address or address in self.seen:
            return
        self.seen.add(address)
        credit = _plain(part.get("credit") or part.get("license") or part.get("provider"))
        figure = (
            f'<figure><img src="{entities.escape(address)}" alt="{entities.escape(_plain(part.get("name")))}" '
            f'data-credit="{entities.escape(credit[:200])}">'
            f"<figcaption>{entities.escape(_plain(part.get('caption')))}</figcaption></figure>"
        )
        self.walk.all(html.parsed(figure, self.label))


def _deeper(line: SourceLine, level: int) -> SourceLine:
    """Gives a heading inside of a text the level below its part's."""
    return replace(line, level=min(level + 1, 6)) if line.level else line


def _leave_out_rest(page: dict[str, Any], walk: Walk) -> None:
    """Accounts for what a page has beside its parts."""
    for link in _list(page.get("relatedLink")):
        name, url = _plain(link.get("name")), str(link.get("url") or "")
        if str(link.get("linkRelationship") or "").lower() == _NAVIGATION:
            walk.emit(f"Link: {name}", hints={Hint.LEFT_OUT}, note="navigation of the source's own site")
        elif name and url.startswith(("http://", "https://")):
            walk.all(html.parsed(f'<p><a href="{entities.escape(url)}">{entities.escape(name)}</a></p>'))
    for name, reason in (
        ("copyrightHolder", "whose text it is: name them where the terms ask for it"),
        ("license", "the terms of the source: name them where they ask for it"),
        ("webpage", "the page's address on its own site"),
        ("genre", "how the source sorts it: choose topics in the editor"),
        ("keywords", "how the source sorts it: choose topics in the editor"),
    ):
        value = page.get(name)
        text = ", ".join(map(_plain, value)) if isinstance(value, list) else _plain(value)
        if text:
            walk.emit(f"{name}: {text[:_SHOWN]}", hints={Hint.LEFT_OUT}, note=reason)


def _list(value: object) -> list[dict[str, Any]]:
    values = value if isinstance(value, list) else [value]
    found = [item for item in values if isinstance(item, dict)]
    return sorted(found, key=_position) if all("position" in item for item in found) else found


def _position(part: dict[str, Any]) -> float:
    position = part.get("position")
    return position if isinstance(position, int | float) else 0


def _is_image(part: dict[str, Any]) -> bool:
    return part.get("@type") == "ImageObject"


def _plain(value: object) -> str:
    """Gives a text without its tags, an organisation or person by its name."""
    if isinstance(value, dict):
        value = value.get("name")
    return " ".join(entities.unescape(_TAG.sub(" ", value)).split()) if isinstance(value, str) else ""


def _key(text: str) -> str:
    return " ".join(_WORD.findall(_plain(text).casefold()))
