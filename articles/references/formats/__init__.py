"""Readers of bibliographic formats: text in, CSL-JSON items out. Pure: no database, no request.

An entry that cannot be read never stops the others: it comes out as an entry with a reason.
"""

from articles.references.formats.entries import Entry, Reading, Unreadable
from articles.references.formats.reading import MOST_BYTES, MOST_ENTRIES, decode, read

__all__ = ["MOST_BYTES", "MOST_ENTRIES", "Entry", "Reading", "Unreadable", "decode", "read"]
