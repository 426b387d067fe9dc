"""Puts the library's questions and answers where an article's FAQ blocks refer to them, and says which articles do.

Everything that reads a body as readers see it (the API, word counts, links, reports) reads it filled in.
"""

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import ngettext
from django_tasks import task
from wagtail.models import ReferenceIndex

from articles import claims
from articles.models import ArticlePage, FaqEntry

RawBody = Iterable[Mapping[str, Any]]
Entries = Mapping[int, FaqEntry]


class InUse(ValidationError):
    """An entry that articles use is not deleted; the message says how many use it."""


def body_of(page: ArticlePage) -> list[dict[str, Any]]:
    """Give the raw body of `page` as readers see it; asks two queries where it refers to the library, else none."""
    return filled(body := page.body.get_prep_value(), known(wanted_by(body)), locale=page.locale_id)


def wanted_by(body: RawBody) -> set[int]:
    """Give the ids of the entries that a raw body refers to."""
    return {item["entry"] for item in _items(body) if isinstance(item.get("entry"), int)}


def known(ids: Collection[int]) -> dict[int, FaqEntry]:
    """Give entries by id, those that are there, with their words in other languages; asks nothing for none."""
    return FaqEntry.objects.prefetch_related("translations").in_bulk(ids) if ids else {}


def filled(body: RawBody, entries: Entries, *, locale: int | None = None) -> list[dict[str, Any]]:
    """Give a raw body whose questions stand in it as if they had been written there; what is gone is left out.

    `locale` is the id of the language that the body is in.
    """
    return [_filled_block(block, entries, locale) if block.get("type") == "faq" else dict(block) for block in body]


def _filled_block(block: Mapping[str, Any], entries: Entries, locale: int | None) -> dict[str, Any]:
    value = block.get("value")
    if not isinstance(value, Mapping):
        return dict(block)
    items = [
        _filled_item(item, entries, locale) for item in claims.items(value.get("items")) if isinstance(item, Mapping)
    ]
    return {**block, "value": {**value, "items": [item for item in items if item]}}


def _filled_item(item: Mapping[str, Any], entries: Entries, locale: int | None) -> dict[str, Any] | None:
    if not isinstance(item.get("entry"), int):
        return {"question": item.get("question") or "", "answer": item.get("answer") or ""}
    entry = entries.get(item["entry"])
    if entry is None:
        return None
    words = entry.words_in(locale)
    return {"question": words.question, "answer": words.answer}


def _items(body: RawBody) -> Iterable[Mapping[str, Any]]:
    for block in body:
        value = block.get("value")
        if block.get("type") == "faq" and isinstance(value, Mapping):
            yield from (item for item in claims.items(value.get("items")) if isinstance(item, Mapping))


def pages_using(entry: FaqEntry) -> set[int]:
    """Give the ids of the pages whose stored body refers to `entry`."""
    return {int(row.object_id) for row in ReferenceIndex.get_references_to(entry) if row.object_id.isdecimal()}


def guard(entries: Iterable[FaqEntry]) -> None:
    """Raise InUse where articles use one of `entries`."""
    for entry in entries:
        count = len(pages_using(entry))
        if count:
            message = ngettext(
                "“%(question)s” is used by %(count)d article. Take it out there, or copy its text into the article, first.",
                "“%(question)s” is used by %(count)d articles. Take it out there, or copy its text into them, first.",
                count,
            )
            raise InUse(message % {"question": entry.question, "count": count}, code="in_use")


def changed(entry: FaqEntry) -> None:
    """Have the rows and the search index of the articles that use `entry` written anew, later."""
    with transaction.atomic():
        refresh.enqueue(entry.pk)


@task(backend="later")
def refresh(entry_id: int) -> int:
    """Write anew what is derived from the text of the live articles that use an entry; give how many these are."""
    from wagtail.search import index as search

    from articles import evidence
    from articles.signals import article_changed

    entry = FaqEntry.objects.filter(pk=entry_id).first()
    count = 0
    for pk in sorted(pages_using(entry)) if entry else ():
        with transaction.atomic():
            # As it is now, and held: an older body must not be written over the rows of one that goes live meanwhile.
            page = ArticlePage.objects.live().select_for_update(of=("self",)).filter(pk=pk).first()
            if page is None:
                continue
            evidence.index(page)
            article_changed.send(sender=ArticlePage, page=page, live=True)
            search.insert_or_update_object(page)
        count += 1
    return count
