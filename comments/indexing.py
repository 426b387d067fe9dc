"""Keeps the full-text index of comments, and asks it. Whoever writes a comment's words writes the index with them."""

from collections.abc import Iterable, Sequence

from django.db import connection
from django.db.models.expressions import RawSQL

from comments import hashing, text, wording
from comments.models import CommentWords, ReaderComment
from comments.wording import Term

AT_ONCE = 400  # rows of one statement
READ = ("user_name", "comment", "body_html", "block_heading", "reasons", "email_hash")

# Clauses that must all hold, each by one of its terms.
Clauses = Sequence[Sequence[Term]]


def words_of(comment: ReaderComment) -> list[str]:
    """Give the words that a comment is found by: as it was written, and where that differs as it is shown."""
    return wording.of_comment(
        name=comment.user_name,
        texts=[comment.comment, text.shown(comment.body_html)],
        claim=comment.block_heading,
        reasons=[row.get("code", "") for row in comment.reasons],
        email_hash=comment.email_hash,
    )


def write(comments: Iterable[ReaderComment]) -> None:
    """Index comments as these objects have them, in one statement for each 400."""
    CommentWords.objects.bulk_create(
        [CommentWords(comment_id=comment.pk, words=words_of(comment)) for comment in comments],
        batch_size=AT_ONCE,
        update_conflicts=True,
        unique_fields=["comment"],
        update_fields=["words"],
    )


def renew(ids: Iterable[int]) -> None:
    """Index comments as they are stored by now."""
    write(ReaderComment.norel_objects.filter(pk__in=ids).only(*READ).order_by())


def erase(ids: Iterable[int]) -> None:
    """Take comments out of the index."""
    CommentWords.objects.filter(pk__in=ids).delete()


def looked_for(query: str) -> Clauses:
    """Give the clauses of a search: beginnings of words, "words in quotes", and whole e-mail addresses of authors."""
    found: list[list[Term]] = []
    addresses = wording.addresses(query)
    for address in addresses:
        as_words = wording.terms(address)  # somebody may have written it into a text
        found.append([Term((wording.EMAIL + hashing.of_email(address),)), *as_words])
        query = query.replace(address, " ")
    return found + [[term] for term in wording.terms(query)]


def having(mark: str, query: str) -> Clauses:
    """Give the clauses of a search in words of one kind (wording.NAME, CLAIM)."""
    return [[term] for term in wording.terms(query, mark=mark)]


def judged(code: str) -> Clauses:
    """Give the clause of a reason by its code."""
    return [[Term((wording.reason(code),))]]


def ids(clauses: Clauses) -> RawSQL:
    """Give a subquery of the ids of the comments that all `clauses` hold for; there has to be one at least."""
    table = connection.ops.quote_name(CommentWords._meta.db_table)
    if connection.vendor == "postgresql":
        asked = " & ".join(f"({' | '.join(map(_tsquery, clause))})" for clause in clauses)
        return RawSQL(f"SELECT comment_id FROM {table} WHERE words @@ %s::tsquery", [asked])  # noqa: S611
    asked = " AND ".join(f"({' OR '.join(map(_fts5, clause))})" for clause in clauses)
    return RawSQL("SELECT rowid FROM comments_words_index WHERE comments_words_index MATCH %s", [asked])


def _tsquery(term: Term) -> str:
    return " <-> ".join(f"'{word}'" for word in term.words) + (":*" if term.is_prefix else "")


def _fts5(term: Term) -> str:
    return f'"{" ".join(term.words)}"' + (" *" if term.is_prefix else "")
