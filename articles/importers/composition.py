"""Makes blocks of sections, and enters in the ledger where the words of each passage went."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from articles.importers import calls, cues, limitations, marks, richtext, sentences, wording
from articles.importers.attached import block_of
from articles.importers.attachments import Table
from articles.importers.cues import Kind
from articles.importers.document import Hint, Passage
from articles.importers.draft import DraftBlock
from articles.importers.ledger import Ledger
from articles.importers.questions import Question, pairs
from articles.importers.richtext import Part
from articles.importers.section import Section

_QUOTE = re.compile(r"[“\"](?P<text>[^“”\"]{20,1500})[”\"]\s*(?:[—–-]+\s*(?P<by>[^.!?]{2,100}))?")
_NO_TARGET = "a card without a target: choose the article in the editor"
_UNRECOGNISED = "no rule knows this heading: kept as a section"
# Kinds whose text may be cut in two by a picture or table, so that everything stays in its order.
_DIVISIBLE = frozenset({Kind.SECTION, Kind.CONCLUSION, Kind.REFERENCES, Kind.RELATED})


class Composition:
    """Collects the blocks of an article, section by section, in the order of the text."""

    def __init__(self, passages: Sequence[Passage], places: Sequence[int], ledger: Ledger) -> None:
        """`places` gives, for each passage of the body, its position in the ledger."""
        self.passages = passages
        self.places = places
        self.ledger = ledger
        self.blocks: list[DraftBlock] = []
        self._extras: list[tuple[int, DraftBlock]] = []
        self._asked: list[tuple[int, list[str], str]] = []  # the passage, its requests, and where they lead
        self._opened: list[int] = []  # passages that only announce the blocks to come
        self.opening: list[str] = []  # what the article says first, for its summary

    def add(self, section: Section) -> None:
        """Adds the blocks of one section."""
        self._opened += section.under
        if section.kind is None:
            self._add_card(section)
        elif section.kind is Kind.RELATED and not section.body:
            self._opened += [] if section.heading_at is None else [section.heading_at]
        elif section.kind is Kind.FAQ:
            self._add_questions(section)
        elif section.kind is Kind.DISCLAIMER:
            self._add_disclaimer(section)
        elif section.kind in _DIVISIBLE:
            for part in self._divided(section):
                self._add_text(part)
        else:
            self._add_text(section)

    def _divided(self, section: Section) -> Iterator[Section]:
        """Gives a section in pieces, each ending with what is not text in it; only the first has the heading."""
        heading, heading_at, body = section.heading, section.heading_at, list[int]()
        for at in section.body:
            attachment = self.passages[at].attachment
            if isinstance(attachment, Table) and heading and not body and not attachment.caption:
                # A heading over nothing but a table is what the table shows.
                self._attach(at, heading, heading_at)
                heading, heading_at = "", None
                continue
            body.append(at)
            if attachment:
                yield replace(section, heading=heading, heading_at=heading_at, body=body, under=[])
                heading, heading_at, body = "", None, []
        if body or heading_at is not None or not section.body:
            yield replace(section, heading=heading, heading_at=heading_at, body=body, under=[])

    def _attach(self, at: int, heading: str = "", heading_at: int | None = None) -> None:
        """Adds the block of a picture, table, video or quotation; a heading may stand for its caption."""
        attachment = self.passages[at].attachment
        assert attachment is not None
        block = block_of(attachment, caption=heading)
        position = self._append(block)
        self.ledger.place(self.places[at], position)
        if heading_at is not None:
            self.ledger.place(self.places[heading_at], position, "the caption of the table")

    def finish(self) -> list[DraftBlock]:
        """Gives all blocks; headings over nothing are kept as the words they are."""
        if self._opened:
            parts = [Part(self.passages[at].text) for at in self._opened]
            waiting, self._opened = self._opened, []
            block = self._append(DraftBlock("section", {"heading": "", "text": richtext.paragraphs(parts)}))
            for at in waiting:
                self.ledger.keep(self.places[at], block, "a heading with nothing under it")
        return self.blocks

    def _append(self, block: DraftBlock) -> int:
        self.blocks.append(block)
        position = len(self.blocks) - 1
        for at in self._opened:
            self.ledger.place(self.places[at], position, "says what the blocks below are")
        self._opened = []
        return position

    def _add_card(self, section: Section) -> None:
        at = section.heading_at
        href = self.passages[at].href if at is not None else ""
        url = href if href.startswith(("http://", "https://")) and len(href) <= 200 else ""
        block = self._append(DraftBlock("related_article", {"page": None, "url": url, "label": section.heading[:200]}))
        if at is not None and url:
            self.ledger.place(self.places[at], block)
        elif at is not None:
            self.ledger.keep(self.places[at], block, _NO_TARGET)

    def _add_text(self, section: Section) -> None:
        """A section, benefit, mechanism or evidence block; what it asks and quotes becomes blocks after it."""
        says, holders = self._read_body(section)
        heading_at = section.heading_at
        if not says and heading_at is None:
            pass  # nothing but what stands apart
        elif not says and section.kind in {Kind.SECTION, Kind.CONCLUSION, Kind.REFERENCES, Kind.CONTENTS, Kind.RELATED}:
            self._add_bare_heading(section)
        else:
            block = self._append(_text_block(section, says))
            if not self.opening:
                self.opening = [part.text for part in says if not part.hints - {Hint.LINK}]
            self._enter(section, holders, block, has_text=bool(says))
            if heading_at is not None and heading_at not in holders:
                reason = "" if section.recognised and says else _UNRECOGNISED if says else "no text below it: write it"
                (self.ledger.keep if reason else self.ledger.place)(self.places[heading_at], block, reason)
        self._add_extras()

    def _enter(self, section: Section, holders: list[int], block: int, *, has_text: bool) -> None:
        for at in holders:
            if section.recognised:
                self.ledger.place(self.places[at], block)
            else:
                self.ledger.keep(self.places[at], block, _UNRECOGNISED if section.heading else "kept as text")

    def _add_bare_heading(self, section: Section) -> None:
        """A heading with no text: its words are kept as text, because a section cannot be without."""
        if section.heading_at is None:
            return
        block = self._append(
            DraftBlock("section", {"heading": "", "text": richtext.paragraphs([Part(section.heading)])})
        )
        self.ledger.keep(self.places[section.heading_at], block, "a heading with no text below it")

    def _read_body(self, section: Section) -> tuple[list[Part], list[int]]:
        """Gives the texts of a section, and the passages that have words among them; sets the rest aside."""
        says: list[Part] = []
        holders: list[int] = []
        for at in section.body:
            passage = self.passages[at]
            if passage.attachment:
                self._extras.append((at, block_of(passage.attachment)))
                continue
            text = section.run_in.get(at, passage.text)
            if at in section.run_in:
                cut = richtext.tail(passage, text)
                passage = replace(passage, text=text, hints=frozenset(), marks=cut.marks)
            if section.kind is Kind.REFERENCES or passage.has(Hint.HEADING):
                found = wording.Sorted(says=[text])
            elif self._set_aside(at, text):
                continue
            else:
                found = wording.sort(text)
            for sentence, reason in found.left_out:
                shown = "" if [sentence] == sentences.split(text) else f" (“{sentences.cut(sentence, 60)}”)"
                self.ledger.drop(self.places[at], reason + shown)
            if found.asks:
                there = marks.links(marks.of_parts(text, passage.marks, found.asks))
                self._asked.append((at, found.asks, next((href for href in there if href.startswith("http")), "")))
            if found.says:
                says.append(richtext.part(passage, found.says))
                holders.append(at)
        return says, holders

    def _set_aside(self, at: int, text: str) -> bool:
        """Takes a passage that is wholly a quotation or a disclaimer out of its section."""
        quote = _QUOTE.fullmatch(text) if len(text) <= 1700 else None
        if quote:
            value: dict[str, object] = {
                "text": quote.group("text"),
                "attribution": quote.group("by") or "",
                "source_url": "",
            }
            self._extras.append((at, DraftBlock("quote", value)))
            return True
        if any(len(sentence) <= 500 and cues.DISCLAIMS.search(sentence) for sentence in sentences.split(text)[:2]):
            self._extras.append((at, _disclaimer([richtext.tail(replace(self.passages[at], hints=frozenset()), text)])))
            return True
        return False

    def _add_extras(self) -> None:
        for at, block in self._extras:
            self.ledger.place(self.places[at], self._append(block))
        self._extras = []
        for at, asks, address in self._asked:
            self.ledger.place(self.places[at], self._add_call(" ".join(asks), address))
        self._asked = []

    def _add_call(self, text: str, address: str) -> int:
        """Adds a call to action, or joins it to the one just before; one that repeats another is that one."""
        for position, block in enumerate(self.blocks[-50:], max(0, len(self.blocks) - 50)):
            if block.type == "call_to_action" and text.casefold() in str(block.value["text"]).casefold():
                return position
        if self.blocks and self.blocks[-1].type == "call_to_action":
            text = f"{self.blocks[-1].value['text']} {text}"
            self.blocks[-1] = _call(text, str(self.blocks[-1].value["url"]) or address)
            return len(self.blocks) - 1
        return self._append(_call(text, address))

    def _add_questions(self, section: Section) -> None:
        apart = [at for at in section.body if self.passages[at].attachment]
        asked = pairs([(at, self.passages[at]) for at in section.body if at not in apart])
        if not asked:
            section.kind = Kind.SECTION
            self._add_text(section)
            return
        block = self._append(DraftBlock("faq", {"items": [_question(question) for question in asked]}))
        for at in [*([] if section.heading_at is None else [section.heading_at]), *section.body]:
            if at not in apart:
                self.ledger.place(self.places[at], block)
        for at in apart:
            self._attach(at)

    def _add_disclaimer(self, section: Section) -> None:
        if not section.body:
            self._add_bare_heading(section)
            return
        block = self._append(
            _disclaimer(
                [
                    richtext.tail(self.passages[at], section.run_in.get(at, self.passages[at].text))
                    for at in section.body
                    if not self.passages[at].attachment
                ]
            )
        )
        for at in [*([] if section.heading_at is None else [section.heading_at]), *section.body]:
            if self.passages[at].attachment:
                self._attach(at)
            else:
                self.ledger.place(self.places[at], block)


def _text_block(section: Section, says: list[Part]) -> DraftBlock:
    value: dict[str, object] = {"heading": section.heading, "text": richtext.paragraphs(says)}
    rated: dict[str, object] = {"certainty": "", "certainty_reasons": [], "sources": []}
    if section.kind is Kind.BENEFIT:
        return DraftBlock("benefit", {**value, "population": "", "outcome": "", **rated})
    if section.kind is Kind.MECHANISM:
        return DraftBlock("mechanism", {**value, **rated})
    if section.kind is Kind.EVIDENCE:
        return DraftBlock("evidence", {**value, "limitations": limitations.find(part.text for part in says), **rated})
    return DraftBlock("section", value)


def _call(text: str, address: str) -> DraftBlock:
    value: dict[str, object] = {
        "text": text,
        "label": calls.label(text),
        "url": (address or calls.url(text))[:200],
        "page": None,
        "style": "primary",
    }
    return DraftBlock("call_to_action", value)


def _disclaimer(parts: list[Part]) -> DraftBlock:
    return DraftBlock("disclaimer", {"text": richtext.paragraphs(parts)})


def _question(question: Question) -> dict[str, object]:
    return {"question": question.question, "answer": richtext.paragraphs(question.answer)}
