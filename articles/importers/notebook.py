"""Notes what a walk through the elements of an article meets, line by line."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from articles.importers import marks, page, sentences
from articles.importers.attachments import Attachment, Quotation
from articles.importers.document import Hint, SourceLine
from articles.importers.inline import Run

SHOWN = 300  # characters of a part that is left out
_BOLD_HEADING = 120
_LINK_NOTE = "a link without a full address is only words now: set it in the editor"
_NOT_RUNNING = {Hint.HEADING, Hint.LIST_ITEM, Hint.NUMBERED, Hint.QUESTION}


class Notebook:
    """The lines met so far, and the code and furniture between them."""

    def __init__(self, *, base: str = "", tell_lines: bool = False) -> None:
        """`base` is what relative addresses start from; with `tell_lines` elements say which lines they came from."""
        self.base = base
        self.tell_lines = tell_lines
        self.lines: list[SourceLine] = []
        self.at = self.until = 0  # the lines of the file that the element being read was
        self.ends: list[int] = []
        self.code = 0  # scripts and styles met
        self.asked = False  # whether the questions of a page with <details> are questions
        self.answering = False

    def finish(self) -> tuple[SourceLine, ...]:
        """Gives the lines."""
        if self.code and not self.tell_lines:
            parts = "1 part" if self.code == 1 else f"{self.code} parts"
            self.emit(f"Scripts and styles ({parts})", hints={Hint.LEFT_OUT}, note="code of the page")
        return tuple(self.lines)

    def emit(
        self,
        content: str,
        *,
        text: str = "",
        hints: Iterable[Hint] = (),
        note: str = "",
        attachment: Attachment | None = None,
        **more: Any,
    ) -> None:
        """Notes one line; `more` are the other fields of a `SourceLine`."""
        n = self.at if self.tell_lines else len(self.lines) + 1
        self.ends.append(self.until)
        found = frozenset(hints)
        if self.answering and not found & {Hint.LEFT_OUT, Hint.QUESTION}:
            found |= {Hint.ANSWER}
        self.lines.append(SourceLine(n, text or content, content, found, note=note, attachment=attachment, **more))

    def _leave_out(self, element: Any, reason: str) -> None:
        if element.tag in page.CODE:
            self.code += element.tag in {"script", "style"}
            return
        self.code += sum(1 for _ in element.iter("script", "style"))
        if words := page.words(element):
            self.emit(sentences.cut(words, SHOWN), hints={Hint.LEFT_OUT}, note=reason)

    def _leave_out_text(self, text: str | None) -> None:
        if text and text.strip():
            shown = sentences.cut(" ".join(text.split()), SHOWN)
            self.emit(shown, hints={Hint.LEFT_OUT}, note="stands outside of the article")

    def _read_lines(self, element: Any) -> None:
        """Takes from an element which lines of the file it was, where the reader of that format has noted them."""
        if not self.tell_lines:
            return
        holder = element.find("code") if element.tag == "pre" else None
        first, _, last = ((element if holder is None else holder).get("data-lines") or "").partition("-")
        if first.isdecimal() and last.isdecimal():
            self.at, self.until = int(first), int(last)

    def _flush(self, run: Run, hints: Iterable[Hint], depth: int = 0) -> Run:
        """Notes the words collected so far as one line; gives a new run."""
        content, found = run.words()
        if content:
            self._emit_words(content, found, set(hints), depth, note=_LINK_NOTE if run.unlinked else "")
        return Run()

    def _emit_words(
        self, content: str, found: tuple[marks.Mark, ...], hints: set[Hint], depth: int, *, note: str, level: int = 0
    ) -> None:
        href = next((mark.href for mark in found if mark.tag == "a" and marks.covers([mark], "a", content)), "")
        if href:
            hints.add(Hint.LINK)
        is_bold = marks.covers(found, "b", content) and len(content) <= _BOLD_HEADING
        if is_bold and not hints & _NOT_RUNNING and not href and content[-1] not in ".!,;":
            hints.add(Hint.HEADING)
            found = tuple(mark for mark in found if not marks.covers([mark], "b", content))
        self.emit(content, hints=hints, level=level, depth=depth, marks=found, href=href, note=note)

    def _stray(self, text: str | None, hints: set[Hint], depth: int = 0) -> None:
        """Notes words that stand where HTML has no place for them, such as beside the items of a list."""
        run = Run()
        run.add(text)
        self._flush(run, hints, depth)

    def _attach(self, attachment: Attachment) -> None:
        text = attachment.words
        content = text if isinstance(attachment, Quotation) else ""
        self.emit(content, text=text, attachment=attachment)
