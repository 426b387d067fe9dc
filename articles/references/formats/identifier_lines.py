"""DOIs and PMIDs typed alone, one a line: each becomes an item that has nothing else yet, to be looked up."""

import re
from collections.abc import Iterator

from articles import identifiers
from articles.identifiers import BadIdentifier
from articles.references.formats.entries import Entry, Item, labelled

MOST_LINES = 50
_ADDRESS = re.compile(r"https?://(?:www\.)?(?:pubmed\.ncbi\.nlm\.nih\.gov|ncbi\.nlm\.nih\.gov/pubmed)/(\d+)/?", re.I)


def is_all(text: str) -> bool:
    """Tell whether each line of `text` is a DOI or a PMID."""
    lines = _lines(text)
    return bool(lines) and len(lines) <= MOST_LINES and all(item_of(line) for line in lines)


def read(text: str) -> Iterator[Entry]:
    """Give an entry for each line."""
    for number, line in enumerate(_lines(text), 1):
        yield Entry(number, labelled(line), item_of(line))


def item_of(line: str) -> Item | None:
    """Give the item of a line that is a DOI (in any spelling) or a PMID (digits, "PMID: …" or its address)."""
    address = _ADDRESS.fullmatch(line)
    try:
        return {"PMID": identifiers.pmid(address.group(1) if address else line)}
    except BadIdentifier:
        pass
    try:
        return {"DOI": identifiers.doi(line)}
    except BadIdentifier:
        return None


def _lines(text: str) -> list[str]:
    return [line.strip(" \t,;") for line in text.split("\n") if line.strip(" \t,;")]
