"""Walks the elements of an article and gives them as lines: headings, paragraphs, list items, pictures, tables."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any
from urllib.parse import urljoin

from articles.importers import figures, inline, marks, page, sentences, tables
from articles.importers.document import Hint
from articles.importers.inline import Run
from articles.importers.notebook import SHOWN, Notebook

_BLOCKS = frozenset(
    """
    address article aside blockquote body caption center dd details dialog div dl dt fieldset figcaption figure footer
    form h1 h2 h3 h4 h5 h6 header hr iframe li main menu nav ol p pre section summary table tbody td tfoot th thead tr
    ul video
    """.split()  # noqa: SIM905
)
_HEADINGS = {f"h{level}": level for level in range(1, 7)}


class Walk(Notebook):
    """Goes through a page once, in its order, and notes a line for everything that has words or shows something."""

    def page(self, body: Any, root: Any) -> None:
        """Notes a whole page of which `root` is the article; a main heading above it is the article's title."""
        self.asked = _asks(root)
        title = None
        if next(root.iter("h1"), None) is None:
            title = next((element for element in body.iter("h1") if page.words(element)), None)
        kept = {root, title} - {None}
        above = {ancestor for element in kept for ancestor in element.iterancestors()}
        self._around(body, kept, above)

    def all(self, body: Any) -> None:
        """Notes everything in an element as the article."""
        self.asked = _asks(body)
        self._children(body, 0)

    def _around(self, element: Any, kept: set[Any], above: set[Any]) -> None:
        if element in kept:
            self._block(element, 0)
        elif element in above:
            self._leave_out_text(element.text)
            for child in element:
                self._around(child, kept, above)
                self._leave_out_text(child.tail)
        else:
            self._leave_out(element, page.reason_to_leave_out(element) or "stands outside of the article")

    def _block(self, element: Any, depth: int) -> None:
        """Notes one block element, whatever it is."""
        tag = element.tag
        self._read_lines(element)
        if tag in page.CODE:
            self._leave_out(element, "")
        elif reason := page.reason_to_leave_out(element):
            self._leave_out(element, reason)
        elif tag in _HEADINGS:
            self._heading(element)
        elif tag in {"ul", "ol"}:
            self._list(element, depth)
        elif tag == "table":
            self._table(element, depth)
        elif tag == "blockquote":
            self._quote(element)
        elif tag == "figure":
            self._figure(element)
        elif tag == "details":
            self._details(element)
        elif tag in {"iframe", "video"}:
            self._player(element)
        elif tag == "dl":
            self._terms(element)
        else:
            self._children(element, depth)

    def _children(self, element: Any, depth: int, hints: Iterable[Hint] = (), first: Run | None = None) -> None:
        """Notes what is in an element: runs of words as paragraphs, and the blocks among them."""
        run = first or Run()
        self._add_text(run, element, element.text)
        for child in element:
            if not isinstance(child.tag, str):
                pass
            elif child.tag == "br" and _is_break(child):
                run = self._flush(run, hints, depth)
            elif child.tag in _BLOCKS or _holds_blocks(child):
                run = self._flush(run, hints, depth)
                self._block(child, depth)
            else:
                run.add_element(child, self._resolve, aside=self._taking(run))
            self._add_text(run, element, child.tail)
        self._flush(run, hints, depth)

    @staticmethod
    def _add_text(run: Run, element: Any, text: str | None) -> None:
        """Adds text; in preformatted text the ends of lines are breaks."""
        if element.tag != "pre" or not text:
            run.add(text)
            return
        for number, line in enumerate(text.splitlines()):
            if number:
                run.add_break()
            run.add(line)

    def _heading(self, element: Any) -> None:
        run = Run()
        run.add(element.text)
        for child in element:
            run.add_element(child, self._resolve, aside=self._taking(run))
            run.add(child.tail)
        content, found = run.words()
        if content:
            plain = tuple(mark for mark in found if mark.tag != "b")
            level = _HEADINGS[element.tag]
            self._emit_words(content, plain, {Hint.HEADING}, 0, note="", level=level)

    def _list(self, element: Any, depth: int) -> None:
        hint = Hint.NUMBERED if element.tag == "ol" else Hint.LIST_ITEM
        self._stray(element.text, {hint}, depth)
        for child in element:
            if child.tag == "li":
                self._item(child, depth, hint)
            elif child.tag in {"ul", "ol"}:
                self._list(child, depth + 1)
            elif child.tag in _BLOCKS or _holds_blocks(child):
                self._block(child, depth)
            else:
                run = Run()
                run.add_element(child, self._resolve, aside=self._taking(run))
                self._flush(run, {hint}, depth)
            self._stray(child.tail, {hint}, depth)

    def _item(self, element: Any, depth: int, hint: Hint) -> None:
        """Notes a list item: its paragraphs are lines of one item, lists in it are one deeper."""
        self._read_lines(element)
        if reason := page.reason_to_leave_out(element):
            self._leave_out(element, reason)
            return
        run = Run()
        run.add(element.text)
        for child in element:
            if child.tag in {"p", "div"} and not _holds_blocks(child):
                run.add_break()
                run.add(child.text)
                for part in child:
                    run.add_element(part, self._resolve, aside=self._taking(run))
                    run.add(part.tail)
            elif child.tag in {"ul", "ol"}:
                run = self._flush(run, {hint}, depth)
                self._list(child, depth + 1)
            elif child.tag in _BLOCKS or _holds_blocks(child):
                run = self._flush(run, {hint}, depth)
                self._block(child, depth)
            else:
                run.add_element(child, self._resolve, aside=self._taking(run))
            run.add(child.tail)
        self._flush(run, {hint}, depth)

    def _terms(self, element: Any) -> None:
        """A list of terms: a question with its answer, or an item that begins with the term."""
        self._stray(element.text, {Hint.LIST_ITEM})
        term: Any = None
        for child in element:
            if child.tag == "dt":
                self._term(term)
                term = child
            elif child.tag == "dd" and term is not None and page.words(term).endswith("?"):
                self.emit(page.words(term), hints={Hint.QUESTION})
                self._answer(child)
                term = None
            elif child.tag == "dd":
                run = Run()
                if term is not None and (words := page.words(term)):
                    run.add(words)
                    run.marks.append(marks.Mark(0, run.length, "b"))
                    run.add(": ")
                self._children(child, 0, {Hint.LIST_ITEM}, first=run)
                term = None
            else:
                self._term(term)
                term = None
                self._block(child, 0)
            self._stray(child.tail, {Hint.LIST_ITEM})
        self._term(term)

    def _term(self, term: Any) -> None:
        """Notes a term that nothing explains."""
        if term is not None:
            self._children(term, 0, {Hint.LIST_ITEM})

    def _details(self, element: Any) -> None:
        summary = element.find("summary")
        words = page.words(summary) if summary is not None else ""
        if words:
            hint = Hint.QUESTION if self.asked else Hint.HEADING
            self.emit(words, hints={hint}, level=0 if self.asked else 6)
            element.remove(summary)
        if words and self.asked:
            self._answer(element)
        else:
            self._children(element, 0)

    def _answer(self, element: Any) -> None:
        self.answering = True
        self._children(element, 0)
        self.answering = False

    def _quote(self, element: Any) -> None:
        quoted = figures.quotation(element)
        if quoted is None:
            self._children(element, 0)
        elif quoted.text:
            self._attach(quoted)

    def _figure(self, element: Any) -> None:
        picture, quoted = figures.figure(element, self._resolve), element.find(".//blockquote")
        if picture is not None:
            self._attach(picture)
            return
        if quoted is not None and (found := figures.quotation(quoted, around=element)) and found.text:
            self._attach(found)
            quoted.text, quoted[:] = "", []  # and on with what else is said in the figure
        self._children(element, 0)

    def _table(self, element: Any, depth: int) -> None:
        found = tables.read(element, self._resolve)
        if found is not None:
            self._attach(found)
            for image in element.iter("img"):
                self._picture(image)
            return
        self._children(element, depth)

    def _player(self, element: Any) -> None:
        film = figures.film(element, self._resolve)
        if film is not None:
            self._attach(film)
        else:
            address = element.get("src") or next((part.get("src") for part in element.iter("source")), "") or ""
            what = (
                "a frame of another site" if element.tag == "iframe" else "a video file: give its address in an embed"
            )
            self.emit(f"{element.tag}: {address[:SHOWN]}", hints={Hint.LEFT_OUT}, note=what)

    def _taking(self, run: Run) -> Callable[[Any], bool]:
        return lambda element: self._aside(element, run)

    def _aside(self, element: Any, run: Run) -> bool:
        """Takes what is not words out of a run: pictures, players, code, and what is no part of the article."""
        if element.tag in page.CODE:
            self._leave_out(element, "")
            return True
        if element.tag == "img":
            self._picture(element, run)
            return True
        if element.tag in {"iframe", "video"}:
            self._player(element)
            return True
        if element.tag == "svg":
            if words := page.words(element):
                self.emit(sentences.cut(words, SHOWN), hints={Hint.LEFT_OUT}, note="a drawing (SVG), not imported")
            return True
        if reason := page.reason_to_leave_out(element):
            self._leave_out(element, reason)
            return True
        return False

    def _picture(self, element: Any, run: Run | None = None) -> None:
        picture = figures.picture(element, self._resolve)
        if figures.is_decoration(element):
            alt = picture.alt if picture else ""
            if alt and run is not None:
                run.add(alt)  # an emoji, or a letter that is drawn
            elif picture is not None:
                self.emit(picture.words, hints={Hint.LEFT_OUT}, note="an icon or a counter of the page")
            return
        if picture is not None:
            self._attach(picture)

    def _resolve(self, href: str) -> str:
        """Gives the full address of a link, or an empty string where there is none that may be kept."""
        try:
            return inline.address(urljoin(self.base, href) if self.base else href)
        except ValueError:
            return ""


def _holds_blocks(element: Any) -> bool:
    """Whether an inline element is wrapped around blocks, as links around whole cards are."""
    if element.tag in {"svg", "button", "select", "object"}:
        return False
    return any(child.tag in _BLOCKS for child in element.iterdescendants())


def _is_break(element: Any) -> bool:
    """Whether a line break is one of two in a row, which is how some editors end a paragraph."""
    after = element.getnext()
    return after is not None and after.tag == "br" and not (element.tail or "").strip()


def _asks(root: Any) -> bool:
    """Whether what unfolds on a page are questions."""
    return any(page.words(summary).endswith("?") for summary in root.iter("summary"))
