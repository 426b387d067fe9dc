"""Reads a table of figures or facts; a table that only lays out a page is no table."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from articles.importers import marks, page
from articles.importers.attachments import Table
from articles.importers.inline import Run

MOST_COLUMNS = 20
MOST_ROWS = 300
_LAYOUT = ("details", "dl", "h1", "h2", "h3", "h4", "table", "iframe", "blockquote", "figure")
_PARTS = frozenset({"caption", "colgroup", "col", "thead", "tbody", "tfoot", "tr", "td", "th", "script", "style"})
_LONGEST_CELL = 1_500


def read(element: Any, resolve: Callable[[str], str]) -> Table | None:
    """Gives the table, every row as long as its headings; None where it lays out other content or is too large."""
    if (element.get("role") or "") in {"presentation", "none"} or _holds_more(element):
        return None
    rows = _grid(element)
    width = max((len(row) for row in rows), default=0)
    if not 2 <= width <= MOST_COLUMNS or not 2 <= len(rows) <= MOST_ROWS:
        return None
    if any(len(page.words(cell)) > _LONGEST_CELL for row in rows for cell in row if cell is not None):
        return None
    has_head = all(cell is None or cell.tag == "th" for cell in rows[0]) or element.find("thead") is not None
    headings = tuple(_words(cell) for cell in rows[0]) if has_head else ()
    body = rows[1:] if has_head else rows
    cells = [[_cell(cell, resolve) for cell in row] + [("", ())] * (width - len(row)) for row in body]
    formatted = tuple(any(found for _, found in column) for column in zip(*cells, strict=True))
    return Table(
        headings=(*headings, *[""] * (width - len(headings))),
        rows=tuple(
            tuple(
                f"<p>{marks.render(text, found)}</p>" if formatted[place] and text else text
                for place, (text, found) in enumerate(row)
            )
            for row in cells
        ),
        caption=next((page.words(caption) for caption in element.iter("caption")), ""),
        formatted=formatted,
    )


def _holds_more(element: Any) -> bool:
    """Whether there are parts in a table that no cell can hold, or words beside its cells."""
    if next(element.iterdescendants(*_LAYOUT), None) is not None:
        return True
    for part in element.iter("table", "thead", "tbody", "tfoot", "tr", "colgroup"):
        beside = [part.text, *(child.tail for child in part)]
        if any(text and text.strip() for text in beside) or any(child.tag not in _PARTS for child in part):
            return True
    return False


def _grid(element: Any) -> list[list[Any]]:
    """Gives the rows; a cell over several columns is followed by empty ones, one over several rows is in the first."""
    rows: list[list[Any]] = []
    below: dict[int, int] = {}  # by column, how many more rows a cell above takes
    for row in list(element.iter("tr"))[: MOST_ROWS + 1]:
        found: list[Any] = []
        for cell in (cell for cell in row if cell.tag in {"td", "th"}):
            while below.get(len(found), 0) > 0:
                below[len(found)] -= 1
                found.append(None)
            columns, deep = _span(cell, "colspan"), _span(cell, "rowspan")
            for offset in range(columns):
                if deep > 1:
                    below[len(found)] = deep - 1
                found.append(None if offset else cell)
        while below.get(len(found), 0) > 0:
            below[len(found)] -= 1
            found.append(None)
        if found:
            rows.append(found)
    return rows


def _span(cell: Any, name: str) -> int:
    value = cell.get(name) or "1"
    return min(max(int(value), 1), MOST_COLUMNS) if value.isdecimal() and len(value) < 6 else 1


def _words(cell: Any) -> str:
    return "" if cell is None else page.words(cell)


def _cell(cell: Any, resolve: Callable[[str], str]) -> tuple[str, tuple[marks.Mark, ...]]:
    if cell is None:
        return "", ()
    run = Run()
    run.add(cell.text)
    for child in cell:
        if child.tag in {"p", "div", "li", "ul", "ol"}:
            run.add_break()
        run.add_element(child, resolve, aside=lambda found: found.tag in page.CODE or found.tag == "img")
        run.add(child.tail)
    text, found = run.words()
    if cell.tag == "th":
        found = tuple(mark for mark in found if mark.tag != "b")
    return text, found
