"""Groups the passages of the body into sections, each of a kind, by its headings and by what announces them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from articles.importers import announcements, calls, cues, furniture, sentences
from articles.importers.announced import RUN_IN
from articles.importers.announcements import Announcement
from articles.importers.cues import Kind
from articles.importers.document import Hint, Passage
from articles.importers.roles import Role
from articles.importers.section import Section, as_sentence, clean_heading

_CLAIMS = frozenset({Kind.BENEFIT, Kind.MECHANISM, Kind.EVIDENCE})
# Whose text goes on below a heading one deeper, which then is a line in bold.
_HOLDS_DEEPER = _CLAIMS | {Kind.CONCLUSION, Kind.DISCLAIMER, Kind.REFERENCES}
_AFTERWARDS = frozenset({Kind.REFERENCES, Kind.RELATED, Kind.DISCLAIMER, Kind.FAQ})


class Outline:
    """Walks the passages once and opens a section wherever the text does."""

    def __init__(
        self, passages: Sequence[Passage], roles: Sequence[Role], kinds: Mapping[int, Kind], *, title: str = ""
    ) -> None:
        self.passages = passages
        self.roles = roles
        self.kinds = kinds
        self.sections: list[Section] = []
        self.numbered: Kind | None = None  # what the title says its numbered headings are
        self.group: Kind | None = None  # what headings that say nothing of their own are, for now
        self.group_level = 0  # the level of the heading over them, where the format has levels
        self.left: int | None = None  # how many of them were announced
        self.under: list[int] = []
        self.current: Section | None = None  # the last section that is not a card
        self.in_related = False  # under a title such as "Related articles", with nothing but cards since
        self.listed: Kind | None = None  # what the labelled items of the list being read are
        # The last heading of the text itself; what follows a conclusion (references, other articles) does not count.
        self.last_heading = max(
            (i for i, role in enumerate(roles) if role is Role.HEADING and self._is_of_text(i)), default=-1
        )
        announcement = announcements.read(f"{title}:") if cues.counted(title) else None
        if announcement:
            self.numbered = announcement.kind

    def read(self) -> list[Section]:
        """Gives the sections in the order of the text."""
        for index, role in enumerate(self.roles):
            if role is Role.HEADING:
                self._open(index)
            elif role is Role.CARD:
                self._card(index)
            elif role in {Role.PARAGRAPH, Role.ITEM}:
                self._add(index)
        self._flush_under()
        return self.sections

    def _is_of_text(self, index: int) -> bool:
        return cues.heading_kind(self.passages[index].text) not in _AFTERWARDS

    def _open(self, index: int) -> None:
        passage = self.passages[index]
        self.listed = None
        self._leave_group(passage.level)
        if self._goes_on(index):
            assert self.current is not None
            self.current.body.append(index)
            return
        if self.current and self.current.kind is Kind.FAQ and self._is_question(passage):
            self.current.body.append(index)
            return
        if self.in_related and self._is_teaser(index):
            self._card(index)
            return
        run_in = RUN_IN.fullmatch(passage.text) if index in self.kinds and not passage.text.endswith(":") else None
        heading = run_in.group("heading") if run_in else passage.text
        said = cues.heading_kind(heading)
        if not run_in and self._stands_over_others(index, said):
            self.group, self.left, self.group_level = said, None, passage.level
            if self._below(index) is Role.HEADING:
                self.under.append(index)
            else:
                self._start(Section(Kind.SECTION, clean_heading(heading), index, under=self.under))
                self.under = []
            return
        kind = self._kind(index, said)
        section = Section(
            kind or Kind.SECTION,
            clean_heading(heading),
            index,
            under=self.under,
            recognised=kind is not None or passage.level > 0,
            level=passage.level,
        )
        self.under = []
        if run_in:
            section.run_in[index] = as_sentence(run_in.group("text"))
            section.body.append(index)
        self._start(section)

    def _start(self, section: Section) -> None:
        self.sections.append(section)
        self.current = section
        self.in_related = section.kind is Kind.RELATED

    def _leave_group(self, level: int) -> None:
        """A heading as high as the one over a group ends the group."""
        if level and self.group_level and level <= self.group_level:
            self.group, self.left, self.group_level = None, None, 0

    def _goes_on(self, index: int) -> bool:
        """Whether a heading is one within the section being read: deeper than its own, and of no other kind."""
        passage = self.passages[index]
        if self.current is None or not self.current.level or passage.level <= self.current.level:
            return False
        if self.current.kind is Kind.FAQ:
            return True
        said = cues.heading_kind(passage.text)
        return self.current.kind in _HOLDS_DEEPER and said in {None, self.current.kind, Kind.CONCLUSION}

    def _is_teaser(self, index: int) -> bool:
        passage = self.passages[index]
        if passage.level and self.current and self.current.level >= passage.level:
            return False
        return (
            self._below(index) is not Role.PARAGRAPH
            and not passage.text.endswith(":")
            and cues.heading_kind(passage.text) is None
        )

    @staticmethod
    def _is_question(passage: Passage) -> bool:
        return passage.text.rstrip("\"'”’").endswith("?")

    def _stands_over_others(self, index: int, said: Kind | None) -> bool:
        """A heading such as "Benefits" with another heading directly under it only says what those are."""
        if said not in {Kind.BENEFIT, Kind.MECHANISM} or index in self.kinds:
            return False
        if not cues.is_group_heading(self.passages[index].text):
            return False
        if level := self.passages[index].level:
            return self._next_level(index) > level
        return self._below(index) is Role.HEADING

    def _next_level(self, index: int) -> int:
        """Gives the level of the next heading after a position, 0 where there is none."""
        ahead = range(index + 1, len(self.roles))
        return next((self.passages[at].level for at in ahead if self.roles[at] is Role.HEADING), 0)

    def _below(self, index: int) -> Role | None:
        return next((role for role in self.roles[index + 1 : index + 6] if role is not Role.FURNITURE), None)

    def _kind(self, index: int, said: Kind | None) -> Kind | None:
        """Evidence, questions and the like go by their own words; claims by what announced them first."""
        if said is not None and said not in {Kind.BENEFIT, Kind.MECHANISM}:
            self._end_group(self.passages[index].level)
            return said
        if index in self.kinds:
            return self.kinds[index]
        if said is not None:
            self._end_group(self.passages[index].level)
            return said
        if (
            self.group
            and self.left != 0
            and not self._is_question(self.passages[index])
            and not self._about_harm(index)
        ):
            self.left = self.left - 1 if self.left else None
            kind = self.group
            if self.left == 0:
                self.group = None
            return kind
        return self.numbered if self.passages[index].has(Hint.NUMBERED) and not self._about_harm(index) else None

    def _end_group(self, level: int) -> None:
        """Without levels a heading that says its own kind ends a group; with them only one that is not below it."""
        if not (level and self.group_level and level > self.group_level):
            self.group, self.left, self.group_level = None, None, 0

    def _about_harm(self, index: int) -> bool:
        return cues.speaks_of_harm(self.passages[index].text)

    def _card(self, index: int) -> None:
        self.sections.append(Section(None, clean_heading(self.passages[index].text, keep_stop=True), index))

    def _add(self, index: int) -> None:
        passage = self.passages[index]
        if passage.hints & {Hint.QUESTION, Hint.ANSWER}:
            self._add_to_questions(index)
            return
        if self._are_questions():
            self._start(Section(Kind.SECTION, recognised=True))
        if passage.attachment:
            self._host().body.append(index)
            return
        if self.in_related and passage.href.startswith(("http://", "https://")) and len(passage.text) <= 200:
            self._card(index)
            return
        if self.roles[index] is Role.ITEM and self._open_item(index):
            return
        found = self._announcement(self.passages[index].text)
        if self._starts_anew(index, found):
            self._start(Section(Kind.SECTION))
        if found and found.points_ahead and self._below(index) is not Role.ITEM and not self._was_matched(index, found):
            self.group, self.left = found.kind, found.count
        if self.roles[index] is not Role.ITEM:
            self.listed = None
        self._host().body.append(index)
        self.in_related = False

    def _add_to_questions(self, index: int) -> None:
        """A question that the format marks as one opens a list of them, or goes on with the list above it."""
        if not (self.current and self.current.kind is Kind.FAQ):
            self._start(Section(Kind.FAQ))
        assert self.current is not None
        self.current.body.append(index)
        self.in_related = False

    def _are_questions(self) -> bool:
        """Whether what is being read is a list of questions that the format itself marks and ends."""
        current = self.current
        return bool(
            current and current.kind is Kind.FAQ and any(self.passages[at].has(Hint.QUESTION) for at in current.body)
        )

    def _host(self) -> Section:
        """The section that takes the next paragraph: a card never does, the section before it goes on."""
        if self.current is None or self.current.kind is Kind.RELATED:
            self._start(Section(Kind.SECTION, recognised=not self.sections))
        assert self.current is not None
        return self.current

    def _open_item(self, index: int) -> bool:
        """A list item "Label: text" directly under "Benefits" is a benefit of its own."""
        text = self.passages[index].text
        run_in = RUN_IN.match(text[:400])
        if not run_in or len(run_in.group("heading").split()) > 8:
            return False
        over = self.current
        if over and self._only_names_a_group(over):
            self.listed = over.kind
            self.under = [*over.under, *([] if over.heading_at is None else [over.heading_at])]
            self.sections.pop()
        if self.listed is None:
            return False
        section = Section(self.listed, clean_heading(run_in.group("heading")), index, [index], under=self.under)
        section.run_in[index] = as_sentence(text[run_in.start("text") :])
        self.under = []
        self._start(section)
        return True

    def _only_names_a_group(self, section: Section) -> bool:
        is_last = self.sections[-1] is section
        return is_last and section.kind in _CLAIMS and not section.body and cues.is_group_heading(section.heading)

    def _announcement(self, text: str) -> Announcement | None:
        return next((found for sentence in sentences.split(text) if (found := announcements.read(sentence))), None)

    def _was_matched(self, index: int, found: Announcement) -> bool:
        """Whether its headings were found by name, so that no others may be taken for them."""
        ahead = {
            at: self.passages[at].text
            for at in range(index + 1, min(index + 200, len(self.passages)))
            if at in self.kinds
        }
        return bool(announcements.matched(found, ahead))

    def _starts_anew(self, index: int, found: Announcement | None) -> bool:
        """Whether a paragraph ends the section above it: it announces the next ones, or it closes the article."""
        if self.current is None:
            return not self.sections
        if not self.current.body:
            return False
        if self.current.kind not in _CLAIMS:
            return self._leaves(index)
        announces = found is not None and found.items and any(at in self.kinds for at in range(index + 1, index + 4))
        return bool(announces) or self._closes(index)

    def _leaves(self, index: int) -> bool:
        """Whether a paragraph has nothing to do with the heading of a section that makes no claims."""
        if self.roles[index] is Role.ITEM or self.current is None:
            return False
        text = self.passages[index].text
        concludes = bool(index > self.last_heading and self.current.heading and cues.CONCLUDES.match(text))
        asks = any(calls.asks(part) for part in sentences.split(text))
        if self.current.kind is Kind.FAQ:
            # The first paragraph under a question answers it, whatever it asks of the reader.
            answers = self.current.body[-1] == index - 1 and self.roles[index - 1] is Role.HEADING
            return (concludes or asks) and not answers
        return concludes or (asks and self.current.kind in {Kind.DISCLAIMER, Kind.REFERENCES})

    def _closes(self, index: int) -> bool:
        if index < self.last_heading:
            return False
        text = self.passages[index].text
        parts = sentences.split(text)
        pulled = [part for part in parts if calls.asks(part) or furniture.sentence_reason(part)]
        return bool(cues.CONCLUDES.match(text)) or 0 < len(pulled) < len(parts)

    def _flush_under(self) -> None:
        """Headings over nothing at the end of a text are kept as words."""
        for index in self.under:
            self.sections.append(Section(Kind.SECTION, body=[index], recognised=False))
        self.under = []
