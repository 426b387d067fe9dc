"""Opens the file an article is imported from, and chooses the reader for its format."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from articles.importers import formats, identity
from articles.importers.document import SourceDocument
from articles.importers.refusals import SourceRefused


@dataclass(frozen=True)
class Source:
    """A file's document, its name, and the SHA-256 of its bytes."""

    document: SourceDocument
    name: str
    digest: str


def read(path: Path) -> Source:
    """Gives the document in the file at `path`; raises `SourceRefused` where there is none."""
    try:
        with path.open("rb") as file:
            content = file.read(formats.MAX_BYTES + 1)
    except FileNotFoundError:
        raise SourceRefused(f"There is no file “{path}”.", code="missing") from None
    except IsADirectoryError:
        raise SourceRefused(f"“{path}” is a folder: name the files in it.", code="unreadable") from None
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or str(error)
        raise SourceRefused(f"“{path}” cannot be read: {why}.", code="unreadable") from None
    return source(content, path.name)


def source(content: bytes, name: str) -> Source:
    """Gives the source in a file's bytes; raises `SourceRefused`."""
    return Source(formats.read(content, name=name), name, identity.source_digest(content))
