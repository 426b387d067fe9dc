"""The reasons an import is refused, each with a code for programs and a sentence for people."""

from __future__ import annotations


class ImportRefused(Exception):
    """A source or an article that cannot be imported as asked; `code` is a machine word, `message` says what to do."""

    code = "import_refused"

    def __init__(self, message: str, *, code: str = "") -> None:
        super().__init__(message)
        self.message = message
        if code:
            self.code = code


class SourceRefused(ImportRefused):
    """The file itself cannot be read.

    Codes: `missing`, `unreadable`, `empty`, `too_large`, `not_text`, `wrong_encoding`, `unsupported_format`.
    """

    code = "source_refused"


class EditedSince(ImportRefused):
    """Somebody changed the article after it was last imported, and nobody asked for that to be overwritten."""

    code = "edited_since"


class NowhereToPut(ImportRefused):
    """There is no article index page to put the article under, or the one named is not such a page."""

    code = "no_parent"


class NotPublishable(ImportRefused):
    """The article was mapped, but the site does not let it be published as it stands."""

    code = "not_publishable"
