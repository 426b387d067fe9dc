"""What hangs on articles in rows of its own, for one article or a page of them in one query."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from math import inf
from typing import Any

from django.db.models import CharField, DateTimeField, F, IntegerField, OuterRef, QuerySet, Subquery, TextField, Value
from django.db.models.functions import Cast, Coalesce, NullIf
from django.utils.dateparse import parse_datetime

from articles.models import (
    ArticleAuthor,
    ArticleReviewer,
    ArticleTopic,
    Author,
    AuthorTranslation,
    ChangeNote,
    RelatedArticle,
    Topic,
    TopicTranslation,
)
from prepared import Prepared


@dataclass(frozen=True)
class Person:
    id: int
    name: str
    slug: str
    credentials: str
    image: int | None
    orcid: str = ""
    conflicts: str = ""


@dataclass(frozen=True)
class Subject:
    id: int
    name: str
    slug: str


@dataclass(frozen=True)
class Relations:
    """The people, topics, changes and related articles of one article, each in its order."""

    authors: list[Person] = field(default_factory=list)
    reviewers: list[Person] = field(default_factory=list)
    topics: list[Subject] = field(default_factory=list)
    changes: list[tuple[datetime, str]] = field(default_factory=list)  # newest first
    related: list[int] = field(default_factory=list)

    def image_ids(self) -> set[int]:
        return {person.image for person in (*self.authors, *self.reviewers) if person.image}

    def tags(self) -> set[str]:
        """Give the cache tags of the people and topics, each of which can change without the article."""
        people = {f"author:{person.id}" for person in (*self.authors, *self.reviewers)}
        return people | {f"topic:{topic.id}" for topic in self.topics}


def first_of(words: QuerySet, column: str, otherwise: str) -> Coalesce:
    """Give a column of the first of `words` that has something in it, else the column `otherwise` of the row itself."""
    text = TextField()  # which some of the columns are, and none may be mixed with others
    own = NullIf(Subquery(words.values(column)[:1]), Value(""), output_field=text)
    return Coalesce(own, F(otherwise), output_field=text)


def _in_language_of_page(translations: type, of: str, column: str) -> Coalesce:
    """Give a column in the words of the page's language, where there is a row of them for what `of` names."""
    words = translations.objects.filter(**{of: OuterRef(f"{of}_id"), "locale": OuterRef("page__locale_id")})
    return first_of(words, column, f"{of}__{column}")


TOPIC_NAME = _in_language_of_page(TopicTranslation, "topic", "name")
CREDENTIALS = _in_language_of_page(AuthorTranslation, "author", "credentials")


def of_published(page_ids: Iterable[int], *, cards_only: bool = False) -> dict[int, Relations]:
    """Give the relations of articles as they are live, by page id, in one query; cards need authors and topics only."""
    found = {pk: Relations() for pk in page_ids}
    rows = ROWS_OF_PAGES(list(found), known=(cards_only,)) if found else ()
    for kind, page, _order, pk, name, slug, extra, image, orcid, conflicts, at in sorted(rows, key=_in_order):
        into = getattr(found[page], kind)
        if kind in {"authors", "reviewers"}:
            into.append(Person(pk, name, slug, extra, image, orcid or "", conflicts or ""))
        elif kind == "topics":
            into.append(Subject(pk, name, slug))
        elif kind == "changes":
            into.insert(0, (at, name))
        else:
            into.append(pk)
    return found


def _rows_of(ids: list[int], cards_only: bool) -> QuerySet:
    """Give the rows of all that hangs on these pages, as one query."""
    parts = [
        _rows(ArticleAuthor, ids, "authors", id="author_id", name="author__name", slug="author__slug",
              extra=CREDENTIALS, image="author__image_id"),
        _rows(ArticleTopic, ids, "topics", id="topic_id", name=TOPIC_NAME, slug="topic__slug"),
    ]  # fmt: skip
    if not cards_only:
        parts += [
            _rows(ArticleReviewer, ids, "reviewers", id="author_id", name="author__name", slug="author__slug",
                  extra=CREDENTIALS, image="author__image_id", orcid="author__orcid",
                  conflicts="author__conflicts"),
            _rows(ChangeNote, ids, "changes", id="id", name="note", at="at"),
            _rows(RelatedArticle, ids, "related", id="article_id"),
        ]  # fmt: skip
    first, *others = parts
    return first.union(*others, all=True)


ROWS_OF_PAGES = Prepared(_rows_of)


def of_content(content: dict[str, Any]) -> Relations:
    """Give the relations of an article as a revision's content has them, in two queries; what is gone is left out."""
    names = {name: _ordered(content.get(name, [])) for name in ("article_authors", "article_reviewers")}
    people = _told_in(content.get("locale"), Author, AuthorTranslation, "credentials").in_bulk(
        {row["author"] for rows in names.values() for row in rows}
    )
    authors, reviewers = (
        [_person(people[row["author"]]) for row in rows if row["author"] in people] for rows in names.values()
    )
    chosen = [row["topic"] for row in _ordered(content.get("article_topics", []))]
    topics = _told_in(content.get("locale"), Topic, TopicTranslation, "name").in_bulk(chosen)
    changes = sorted(
        ((parse_datetime(row["at"]), row["pk"] or inf, row["note"]) for row in content.get("change_notes", [])),
        reverse=True,
    )
    return Relations(
        authors=authors,
        reviewers=reviewers,
        topics=[Subject(pk, topics[pk].told, topics[pk].slug) for pk in chosen if pk in topics],
        changes=[(at, note) for at, _, note in changes],
        related=[row["article"] for row in _ordered(content.get("related_articles", [])) if row["article"]],
    )


def _told_in(locale: int | None, model: type, translations: type, column: str) -> QuerySet:
    """Give rows with `told`, a column in the words of a language where they have some."""
    words = translations.objects.filter(**{model._meta.model_name: OuterRef("pk"), "locale": locale})
    return model.objects.annotate(told=first_of(words, column, column))


def _ordered(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return sorted(rows, key=lambda row: row["sort_order"] or 0)


def _person(author: Author) -> Person:
    return Person(author.pk, author.name, author.slug, author.told, author.image_id, author.orcid, author.conflicts)


def _in_order(row: tuple) -> tuple:
    kind, page, order, pk, *_, at = row
    return kind, page, at.timestamp() if at else 0, order or 0, pk


def _rows(model: type, pages: list[int], kind: str, **columns: str | Coalesce) -> QuerySet:
    """Give one part of the union: every part has the same columns, empty where it has nothing to say."""
    text, number, time = CharField(), IntegerField(), DateTimeField()
    ordered = any(column.name == "sort_order" for column in model._meta.fields)

    def column(name: str, kind_of_field: CharField | IntegerField | DateTimeField):
        chosen = columns.get(name, Value(None))
        return Cast(F(chosen) if isinstance(chosen, str) else chosen, kind_of_field)

    return (
        model.objects.filter(page__in=pages)
        .order_by()
        .annotate(
            _kind=Value(kind, output_field=text),
            _position=Cast(F("sort_order") if ordered else Value(0), number),
            _id=column("id", number),
            _name=column("name", text),
            _slug=column("slug", text),
            _extra=column("extra", text),
            _image=column("image", number),
            _orcid=column("orcid", text),
            _conflicts=column("conflicts", text),
            _at=column("at", time),
        )
        .values_list(
            "_kind", "page_id", "_position", "_id", "_name", "_slug", "_extra", "_image", "_orcid", "_conflicts", "_at"
        )
    )
