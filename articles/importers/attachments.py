"""What of a source is not text: pictures, tables, films, quotations. Pure values; nothing is fetched or stored here."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Picture:
    """An image: its bytes where the source holds them, else the address they are at."""

    address: str = ""
    content: bytes | None = None
    alt: str = ""
    decorative: bool = False
    caption: str = ""
    credit: str = ""

    @property
    def words(self) -> str:
        """What an account of the import calls it by."""
        return f"Image: {self.alt or self.caption or self.address[:200] or 'without a description'}"


@dataclass(frozen=True)
class Table:
    """Rows of cells under column headings; every row has as many cells as there are headings."""

    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    caption: str = ""
    formatted: tuple[bool, ...] = ()  # by column, whether its cells are HTML

    @property
    def words(self) -> str:
        """What an account of the import calls it by."""
        shown = self.caption or ", ".join(heading for heading in self.headings if heading)
        return f"Table of {len(self.rows)} rows{f': {shown}' if shown else ''}"


@dataclass(frozen=True)
class Film:
    """A video at the address of its player."""

    address: str
    title: str = ""

    @property
    def words(self) -> str:
        """What an account of the import calls it by."""
        return f"Video: {self.title or self.address}"


@dataclass(frozen=True)
class Quotation:
    """Somebody's words set apart, with who said them and where."""

    text: str
    attribution: str = ""
    source_url: str = ""

    @property
    def words(self) -> str:
        """What an account of the import calls it by."""
        return f"“{self.text}”{f' — {self.attribution}' if self.attribution else ''}"


Attachment = Picture | Table | Film | Quotation
