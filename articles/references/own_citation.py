"""An article of ours as a work that others cite."""

from collections.abc import Iterable
from typing import Any

from bibtexparser.middlewares.names import parse_single_name_into_parts

from articles.models import ArticlePage
from articles.references.formats.entries import filled

MOST_WORDS_OF_A_NAME = 4


def item_of(page: ArticlePage, *, authors: Iterable[str], address: str, site_name: str) -> dict[str, Any]:
    """Give the CSL-JSON item of an article: a page of its site, by its authors, of its day of publication."""
    published = page.published_at or page.first_published_at
    return filled(
        {
            "id": page.slug,
            "type": "webpage",
            "title": page.title,
            "author": [name_of(author) for author in authors],
            "container-title": site_name,
            "publisher": site_name,
            "issued": {"date-parts": [[published.year, published.month, published.day]]} if published else None,
            "abstract": page.summary,
            "language": page.locale.language_code,
            "URL": address,
        }
    )


def name_of(author: str) -> dict[str, str]:
    """Give the CSL name of a by-line: given and family name of "Ana de Silva", a literal where it is no such name."""
    words = author.split()
    if not 2 <= len(words) <= MOST_WORDS_OF_A_NAME or "," in author or not all(word[:1].isalpha() for word in words):
        return {"literal": author}
    parts = parse_single_name_into_parts(" ".join(words), strict=False)
    family, given = " ".join([*parts.von, *parts.last]), " ".join(parts.first)
    return {"family": family, "given": given} if given and family else {"literal": author}
