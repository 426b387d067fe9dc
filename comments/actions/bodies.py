"""A comment's words, cleaned, checked and rendered once, and the source that they cite."""

from dataclasses import dataclass

from comments import sources, text
from comments.errors import InvalidComment


@dataclass(frozen=True)
class Body:
    """Words as they are kept (`text`) and as readers see them (`html`)."""

    text: str
    html: str

    @property
    def links(self) -> tuple[str, ...]:
        """The addresses in it, written out or linked to."""
        return tuple(text.links(self.text, self.html))

    @property
    def judged(self) -> str:
        """What the rules read: the words as written and as shown, since markup may hide a word in either."""
        shown = text.shown(self.html)
        return self.text if shown == self.text else f"{self.text}\n{shown}"


def read(body: str, max_length: int) -> Body:
    """Give the words of a comment; raise InvalidComment where they show nothing, or more than `max_length` characters."""
    cleaned = text.clean(body)
    if len(cleaned) > max_length:
        raise InvalidComment("body", f"At most {max_length} characters; this has {len(cleaned)}.", "max_length")
    html = text.render(cleaned)
    if text.is_blank(text.shown(html)):
        raise InvalidComment("body", "Write something first.", "blank")
    return Body(cleaned, html)


def cited(source: str) -> str:
    """Give the address of the source that a comment cites, "" for none; raise InvalidComment for what is no source."""
    try:
        return sources.read(source)
    except sources.BadSource as error:
        raise InvalidComment("source", str(error), "invalid") from None
