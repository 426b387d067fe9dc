"""Puts a draft into an article page, and reads back what of a page an import is answerable for."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime, time

from django.db.models.functions import Lower
from django.utils.text import slugify

from articles import library
from articles.importers import identity
from articles.importers.attachments import Picture
from articles.importers.cleaning import cleaned
from articles.importers.draft import DraftArticle, DraftBlock
from articles.models import ArticleAuthor, ArticlePage, Author

Images = Callable[[Picture], int | None]
DATES = ("published_at", "updated_at")  # what a source may leave out, and publishing or editors then fill in


def apply(draft: DraftArticle, page: ArticlePage, *, images: Images) -> None:
    """Sets the fields, authors and blocks that `draft` gives; what it does not speak of stays as it is.

    `images` gives the image for each picture.
    """
    page.title = draft.title
    page.draft_title = draft.title
    page.summary = draft.summary
    if draft.published_at:
        page.published_at = _midnight(draft.published_at)
    if draft.updated_at:
        page.updated_at = _midnight(draft.updated_at)
    _set_reviews(draft, page)
    people = [_author(name) for name in draft.authors]
    if people and [author.pk for author in people] != _author_ids(page):
        page.article_authors = [ArticleAuthor(author=author, sort_order=n) for n, author in enumerate(people)]
    existing = raw_blocks(page) if page.pk else []
    article = f"{identity.key(draft.title)}\n{identity.key(draft.byline)}"
    blocks = [cleaned(_with_image(block, images)) for block in _with_targets(draft.blocks, page)]
    body = identity.raw_body(blocks, existing, article=article)
    page.body = page.body.stream_block.to_python(body)


def of(page: ArticlePage) -> dict[str, object]:
    """Gives the content of a page that an import writes, to see whether it is still what the import wrote."""
    return {
        "title": page.title,
        "summary": page.summary,
        "authors": _author_ids(page),
        "body": raw_blocks(page),
        **{name: value.isoformat() if (value := getattr(page, name)) else None for name in DATES},
    }


def raw_blocks(page: ArticlePage) -> list[dict[str, object]]:
    """Gives the blocks of a page as they are stored, every field filled in."""
    body = page.body
    for child in body:
        child.value  # noqa: B018 (a block that was not looked at is given back as it was stored, gaps included)
    return [dict(block) for block in body.get_prep_value()]


def free_slug(title: str) -> str:
    """Gives a slug for `title` that no article has yet; front ends look articles up by it."""
    stem = slugify(title, allow_unicode=True)[:200].strip("-") or "article"
    stem = f"article-{stem}" if stem.isdigit() else stem
    taken = set(ArticlePage.objects.filter(slug__startswith=stem).values_list("slug", flat=True))
    slug, number = stem, 2
    while slug in taken:
        slug, number = f"{stem}-{number}", number + 1
    return slug


def reviews(page: ArticlePage) -> tuple[date | None, date | None]:
    """Gives the days of the last and the next review, which are not part of the content an editor owns."""
    return page.reviewed_at, page.review_due_at


def _set_reviews(draft: DraftArticle, page: ArticlePage) -> None:
    """Takes the source's review where it is newer than the one the article has."""
    if draft.reviewed_at and (page.reviewed_at is None or draft.reviewed_at > page.reviewed_at):
        page.reviewed_at = draft.reviewed_at
        page.review_due_at = draft.review_due_at or page.review_due_at


def _with_image(block: DraftBlock, images: Images) -> DraftBlock:
    if block.picture is None:
        return block
    return DraftBlock(block.type, {**block.value, "image": images(block.picture)})


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), tzinfo=UTC)


def authors(page: ArticlePage) -> tuple[str, ...]:
    """Gives the authors of a page as a by-line would name them: "Ana Lee, PhD"."""
    people = Author.objects.in_bulk(ids := _author_ids(page))
    return tuple(", ".join(filter(None, (people[pk].name, people[pk].credentials))) for pk in ids if pk in people)


def _author_ids(page: ArticlePage) -> list[int]:
    return [author.author_id for author in page.article_authors.all()]


def _author(name: str) -> Author:
    """Gives the author of that name, whatever its case; letters after a comma are credentials."""
    name, _, credentials = name.partition(", ")
    name = name.strip()[:200]
    return library.add(
        Author(name=name, credentials=credentials.strip()[:200]),
        known=lambda: Author.objects.filter(name__iexact=name).order_by("pk").first(),
    )


def _with_targets(blocks: Iterable[DraftBlock], page: ArticlePage) -> list[DraftBlock]:
    """Points each card at the article that has its label for a title, where there is one."""
    blocks = list(blocks)
    labels = [block.name.lower() for block in blocks if block.type == "related_article"][:500]
    if not labels:
        return blocks
    others = ArticlePage.objects.exclude(pk=page.pk).annotate(lower_title=Lower("title"))
    targets = dict(others.filter(lower_title__in=labels).order_by("-pk").values_list("lower_title", "pk"))
    return [
        DraftBlock(block.type, {**block.value, "page": targets[block.name.lower()]})
        if block.type == "related_article" and block.name.lower() in targets
        else block
        for block in blocks
    ]
