"""Finds the headings of a text that its sentences announce, and what they are announced as."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from articles.importers import announcements, furniture, sentences
from articles.importers.announcements import Announcement
from articles.importers.cues import Kind
from articles.importers.document import Hint, Passage
from articles.importers.roles import is_structured, looks_like_heading

# A heading with its text on the same line: "Symptom relief: Acupuncture has …".
RUN_IN = re.compile(r"(?P<heading>[^:.!?]{3,80}):\s+(?P<text>\S.{20,})", re.DOTALL)


def kinds(passages: Sequence[Passage]) -> dict[int, Kind]:
    """Gives the kind of each passage that some sentence before it announces as a heading."""
    structured = is_structured(passages)
    candidates = {
        index: name
        for index, passage in enumerate(passages)
        if (not structured or passage.level or passage.has(Hint.LIST_ITEM))
        and (name := _possible_heading(passage))
        and not furniture.line_reason(passage.text)
    }
    found_kinds: dict[int, Kind] = {}
    for index, passage in enumerate(passages):
        if looks_like_heading(passage) or passage.attachment:
            continue
        found = [
            with_items
            for sentence in sentences.split(passage.text)
            if (read := announcements.read(sentence)) and (with_items := _with_items(read, passages, index)).items
        ]
        if not found:
            continue
        ahead = _ahead(candidates, index)
        for announcement in found:
            for position, kind in announcements.matched(announcement, ahead).items():
                found_kinds.setdefault(position, kind)
    return found_kinds


def _with_items(announcement: Announcement, passages: Sequence[Passage], index: int) -> Announcement:
    """Where the items stand in a list below the sentence ("These benefits include:"), takes them from there."""
    if announcement.items or not passages[index].text.endswith(":"):
        return announcement
    listed: list[str] = []
    for passage in passages[index + 1 : index + 12]:
        if not (passage.has(Hint.LIST_ITEM) or passage.has(Hint.NUMBERED)) or len(passage.text) > 80:
            break
        listed.append(passage.text)
    return replace(announcement, items=tuple(listed)) if len(listed) > 1 else announcement


def _ahead(candidates: Mapping[int, str], index: int) -> dict[int, str]:
    """The next candidates after a position; only a stretch of passages is looked at, so that long texts stay cheap."""
    return {at: candidates[at] for at in range(index + 1, index + 200) if at in candidates}


def _possible_heading(passage: Passage) -> str:
    if passage.has(Hint.LIST_ITEM) and not RUN_IN.fullmatch(passage.text[:400]):
        return ""
    if looks_like_heading(passage) or (passage.text.endswith(":") and len(passage.text) <= 100):
        return passage.text
    run_in = RUN_IN.fullmatch(passage.text[:400])
    return run_in.group("heading") if run_in and len(run_in.group("heading").split()) <= 8 else ""
