"""Reads what stands above an article's first paragraph: its title, its by-line and its dates."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from articles.importers import cues, dates, furniture, sentences
from articles.importers.document import Hint, Passage

TITLE_LIMIT = 255  # Wagtail's own limit for a page title
_TITLE_LINE = 160  # a first line longer than this is a paragraph, not a title
_REACH = 12  # how many passages below the title may still belong to it
_STANDFIRST = 300

_BY = re.compile(
    r"(?:(?:written|posted|words|story|article|text|published|contributed)\s+by|by|authors?|writer)"
    r"\s*[:–-]?\s+(?P<name>.+)",
    re.IGNORECASE,
)
_DOMAIN = re.compile(r"(?:https?://)?(?:[a-z0-9-]{1,63}\.){1,4}[a-z]{2,24}/?", re.IGNORECASE)
_HONORIFIC = re.compile(r"^(?:dr|prof|professor|mr|mrs|ms|sir|dame)\b\.?\s", re.IGNORECASE)
_CREDENTIAL = re.compile(r",\s*(?:[A-Z][A-Za-z]{0,5}\.?){1,3}(?:[,\s(]|$)")
_NAME_WORD = re.compile(r"(?:[A-ZÀ-ÖØ-Þ][\w'’.-]*|d[aei]|de[lrn]?|van|von|der|bin|al|la|le)")
_PARTS = re.compile(r"\s+[·•–—-]\s+|\s*\|\s*")
_DATE_BY = re.compile(r"(?P<dates>.{6,80}?)\s+by:?\s+(?P<name>\S.*)", re.IGNORECASE)


@dataclass
class Masthead:
    """The facts of the masthead, and for each passage that gave one, its place in the list and the reason to show."""

    title: str = ""
    byline: str = ""
    published: date | None = None
    updated: date | None = None
    placed: dict[int, str] = field(default_factory=dict)
    dropped: dict[int, str] = field(default_factory=dict)
    standfirst: int | None = None
    title_is_text: bool = False

    @property
    def authors(self) -> tuple[str, ...]:
        """The people named in the by-line, one by one."""
        return people(self.byline)


def read(passages: Sequence[Passage], *, title: str = "") -> Masthead:
    """Gives the masthead of an article; passages it does not name belong to the body.

    `title` is what the format says it is called, and is used where no passage is marked as the title.
    """
    head = Masthead()
    start = _read_title(head, passages, title)
    waiting: list[int] = []
    for index in range(start, min(start + _REACH, len(passages))):
        passage = passages[index]
        if passage.attachment:
            continue
        if passage.level:
            break
        neighbour = passages[index + 1] if index + 1 < len(passages) else None
        if _read_line(head, index, passage, neighbour):
            if waiting:
                head.standfirst = waiting[0]
            continue
        waiting.append(index)
        if len(waiting) > 1 or len(passage.text) > _STANDFIRST:
            break
    _read_foot(head, passages, start)
    return head


def is_address(byline: str) -> bool:
    """Tells whether a by-line is a web address, which names a site and nobody who writes."""
    return bool(_DOMAIN.fullmatch(byline.strip()))


def people(byline: str) -> tuple[str, ...]:
    """Gives the names in a by-line: "Ana Lee, PhD and Bo Chen" are two; a clinic's or a site's name stays whole."""
    byline = byline.strip()
    if not byline:
        return ()
    names: list[str] = []
    for part in re.split(r"\s+(?:and|&|with)\s+", byline):
        pieces = part.split(",")
        for piece in pieces:
            piece = piece.strip()
            if names and pieces[0].strip() != piece and len(piece.split()) < 2:
                names[-1] = f"{names[-1]}, {piece}"
            elif piece:
                names.append(piece)
    return tuple(names) if len(names) > 1 and all(_is_person(name) for name in names) else (byline,)


def _is_person(name: str) -> bool:
    words = _HONORIFIC.sub("", name.split(",")[0]).split()
    return 2 <= len(words) <= 5 and all(_NAME_WORD.fullmatch(word) for word in words)


def _read_title(head: Masthead, passages: Sequence[Passage], title: str) -> int:
    """Takes the first line that is not the page's menu; gives the place of the passage after it."""
    if not passages:
        return 0
    marked = next((i for i, p in enumerate(passages) if p.has(Hint.TITLE)), None)
    if marked is not None:
        whole = passages[marked].text
        head.title = sentences.cut(whole, TITLE_LIMIT)
        cut = "" if head.title == whole else f", cut to {TITLE_LIMIT} characters"
        head.placed[marked] = f"the article's title{cut}"
        _read_above(head, passages, marked)
        return marked + 1
    if title:
        head.title = title[:TITLE_LIMIT]
        return 0
    index = next((i for i, p in enumerate(passages) if _has_words(p) and not furniture.is_navigation(p.text)), 0)
    for before in range(index):
        head.dropped[before] = furniture.line_reason(passages[before].text) or "no words in it"
    text = passages[index].text.strip()
    if len(text) > _TITLE_LINE:
        head.title = sentences.cut(sentences.split(text)[0], 120)
        head.title_is_text = True
        return index
    head.title = re.sub(r"^title\s*:\s*(?=\S)", "", text, flags=re.IGNORECASE)[:TITLE_LIMIT]
    head.placed[index] = "the article's title"
    return index + 1


def _read_above(head: Masthead, passages: Sequence[Passage], title_at: int) -> None:
    """Takes by-line and dates that stand above a marked title, and leaves out what else belongs to the old page."""
    for index in range(max(0, title_at - 4), title_at):
        passage = passages[index]
        if passage.attachment or passage.level or _read_line(head, index, passage, None):
            continue
        if len(passage.text) <= 60:
            head.dropped[index] = "a label above the title"


def _has_words(passage: Passage) -> bool:
    return any(character.isalnum() for character in passage.text)


def _read_line(head: Masthead, index: int, passage: Passage, neighbour: Passage | None) -> bool:
    """Takes one passage below the title; False where it is not part of the masthead."""
    if reason := furniture.line_reason(passage.text):
        head.dropped[index] = reason
        return True
    if len(passage.text) > 200:
        return False
    notes: list[str] = []
    before = (head.byline, head.published, head.updated)
    for part in (part.strip(" -–—,") for part in _PARTS.split(passage.text)):
        if not part or furniture.line_reason(part):
            continue
        note = _read_part(head, part)
        if note is None:
            if not _is_bare_name(part, passage, neighbour) or head.byline:
                head.byline, head.published, head.updated = before
                return False
            head.byline, note = part, "the by-line"
        notes.append(note)
    _settle(head, index, notes)
    return True


def _read_part(head: Masthead, part: str) -> str | None:
    if found := dates.only_dates(part):
        return "; ".join(_take_date(head, printed) for printed in found)
    dated = _DATE_BY.fullmatch(part)
    if dated and (found := dates.only_dates(dated.group("dates"))) and not head.byline:
        head.byline = dated.group("name").strip(" ,")
        return "; ".join(["the by-line", *(_take_date(head, printed) for printed in found)])
    if cues.REVIEWER.match(part):
        return "names a reviewer: choose the person under Reviewers in the editor"
    if _DOMAIN.fullmatch(part) and not head.byline:
        head.byline = part
        return "the by-line"
    by = _BY.fullmatch(part)
    if not by or len(by.group("name")) > 120:
        return None
    found, name = dates.extract(by.group("name"))
    name = re.sub(r"(?:\s+on|[\s,|·•–—-])+$", "", name)
    if not name or head.byline or not _reads_as_byline(name):
        return None
    head.byline = name
    return "; ".join(["the by-line", *(_take_date(head, printed) for printed in found)])


def _reads_as_byline(name: str) -> bool:
    """Keeps "By choosing rest over pills, patients …" out: a by-line is short and names somebody."""
    words = len(name.split())
    if words > 12 or (words > 6 and name.endswith((".", "!", "?", ":"))):
        return False
    return words <= 4 or name[0].isupper() or name[0].isdigit()


def _take_date(head: Masthead, printed: dates.PrintedDate) -> str:
    """Puts a printed date into its field; gives the reason to show for its line."""
    if printed.role is dates.Role.REVIEWED:
        return "date of a review: set it in the editor"
    field_name = "updated" if printed.role is dates.Role.UPDATED else "published"
    if printed.day is None:
        return f"{printed.problem}: set the date in the editor"
    if getattr(head, field_name) is not None:
        return f"a second date; {field_name} is already set"
    setattr(head, field_name, printed.day)
    return f"the {field_name} date"


def _settle(head: Masthead, index: int, notes: list[str]) -> None:
    reason = "; ".join(notes)
    told = any(note.startswith("the ") for note in notes)
    (head.placed if told else head.dropped)[index] = reason or "furniture of the page"


def _is_bare_name(part: str, passage: Passage, neighbour: Passage | None) -> bool:
    """A name without "by": next to the date, or with a title or letters that only a person carries."""
    words = _HONORIFIC.sub("", part.split(",")[0]).split()
    if not 1 <= len(words) <= 5 or len(part) > 80 or not all(_NAME_WORD.fullmatch(word) for word in words):
        return False
    if part.endswith(":") or passage.has(Hint.HEADING) or cues.heading_kind(part):
        return False
    if len(words) > 1 and (_HONORIFIC.match(part) or _CREDENTIAL.search(part)):
        return True
    beside_facts = part != passage.text or (neighbour is not None and _is_fact(neighbour.text))
    return beside_facts and (len(words) > 1 or passage.has(Hint.LIST_ITEM) or part != passage.text)


def _is_fact(text: str) -> bool:
    first = _PARTS.split(text)[0].strip(" -–—,")
    return bool(dates.only_dates(first)) or furniture.line_reason(first).startswith("reading time")


def _read_foot(head: Masthead, passages: Sequence[Passage], start: int) -> None:
    """Takes labelled dates from the last lines, where many pages print when they were updated."""
    for index in range(max(start, len(passages) - 6), len(passages)):
        if index in head.placed or index in head.dropped:
            continue
        found = dates.only_dates(passages[index].text)
        if found and all(printed.role is not dates.Role.UNSAID for printed in found):
            _settle(head, index, [_take_date(head, printed) for printed in found])
