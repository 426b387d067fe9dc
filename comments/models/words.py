"""The full-text index of comments: one row for each, kept in the transaction of whoever writes the comment (indexing.py)."""

import re
from collections.abc import Sequence

from django.db import models

from comments.wording import GAP

LEXEME = re.compile(r"'([^']+)':([\d,]+)")


class WordsField(models.Field):
    """Words in their order: a tsvector on PostgreSQL, elsewhere a text with spaces between them.

    Takes and gives a sequence of words as `wording` makes them; none has a space, a quote or a backslash in it.
    """

    def db_type(self, connection) -> str:
        return "tsvector" if connection.vendor == "postgresql" else "text"

    def get_db_prep_value(self, value: Sequence[str] | str, connection, prepared: bool = False) -> str:
        listed = value.split() if isinstance(value, str) else value
        if connection.vendor != "postgresql":
            return " ".join(listed)
        return " ".join(f"'{word}':{place}" for place, word in enumerate(listed, start=1) if word != GAP)

    def from_db_value(self, value: str, expression, connection) -> list[str]:
        if connection.vendor != "postgresql":
            return value.split()
        placed = {int(at): word for word, places in LEXEME.findall(value) for at in places.split(",")}
        return [placed.get(at, GAP) for at in range(1, max(placed, default=0) + 1)]

    def value_to_string(self, obj: models.Model) -> str:
        return " ".join(self.value_from_object(obj))

    def to_python(self, value: Sequence[str] | str) -> list[str]:
        return value.split() if isinstance(value, str) else list(value)


class CommentWords(models.Model):
    """The words that one comment is found by.

    PostgreSQL searches this table by a GIN index; on SQLite triggers of this table keep an FTS5 table of it. A migration
    that makes this table anew there has to make its triggers anew as well.
    """

    comment = models.OneToOneField(
        "comments.ReaderComment", on_delete=models.CASCADE, primary_key=True, related_name="indexed_words"
    )
    words = WordsField()

    wagtail_reference_index_ignore = True

    def __str__(self) -> str:
        return f"words of comment {self.comment_id}"
