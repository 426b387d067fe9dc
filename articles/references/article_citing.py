"""Stores how each article is to be cited, in every style: when it is published, and when one of its authors is renamed.

A style takes milliseconds to write, and of two at once one waits, so that no answer writes any. An answer compares what
is stored with the article as it is; until a change has been written, it gives the right words in the plain order.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from html import escape, unescape
from typing import Any

import nh3
from django.db import transaction
from django.db.models import Q
from django_tasks import task

from articles import citations
from articles.models import ArticleAuthor, ArticlePage, Author, OwnCitation
from articles.references import own_citation, styles
from articles.signals import own_citations_changed
from articles.vocabulary import CitationStyle

ROWS_A_TIME = 100
# What stands for the site's name and the article's address in what is stored: a character of no text, and a host of none.
SITE_NAME = "\ue0f8"
ADDRESS = "https://address.invalid/"
NAMES_THE_PUBLISHER = {CitationStyle.NLM}  # the others leave out a publisher of the site's own name
BESIDE_THE_CITATION = ("abstract", "language")


def write(page: ArticlePage) -> bool:
    """Store how `page`, which is live, is cited, unless that stands there already; tell whether it did not."""
    item = _item(page, _authors([page.pk])[page.pk])
    row = OwnCitation.objects.filter(page=page.pk).first()
    if row and row.item == item and row.layout == styles.LAYOUT:
        return False
    written = {str(style): _formatted(item, style, page.locale.language_code) for style in styles.FILES}
    OwnCitation.objects.bulk_create(
        [OwnCitation(page_id=page.pk, item=item, html_by_style=written, layout=styles.LAYOUT)],
        update_conflicts=True,
        unique_fields=["page"],
        update_fields=["item", "html_by_style", "layout"],
    )
    return True


def request_of(author: Author) -> None:
    """Have the articles of an author, who may be called otherwise now, cited anew later."""
    ids = list(ArticleAuthor.objects.filter(author=author, page__live=True).values_list("page", flat=True))
    for start in range(0, len(ids), ROWS_A_TIME):
        cite.enqueue(ids[start : start + ROWS_A_TIME])


@task(backend="later")
def cite(ids: list[int]) -> int:
    """Store how these articles are cited; give how many were cited otherwise, or not at all, before."""
    pages = ArticlePage.objects.live().filter(pk__in=ids).select_related("locale").defer("body")
    with transaction.atomic():
        changed = {page.pk for page in pages if write(page)}
        if changed:
            own_citations_changed.send(ArticlePage, pages=changed)
    return len(changed)


@task(backend="later")
def catch_up() -> int:
    """Have the live articles cited that nobody has cited yet, or an older version; give how many those are."""
    lacking = Q(own_citation=None) | Q(own_citation__layout__lt=styles.LAYOUT)
    ids = list(ArticlePage.objects.live().filter(lacking).order_by("pk").values_list("pk", flat=True))
    for start in range(0, len(ids), ROWS_A_TIME):
        cite.enqueue(ids[start : start + ROWS_A_TIME])
    return len(ids)


def rewrite() -> Iterator[int]:
    """Write anew how every live article is cited, some at a time; give how many each part had."""
    ids = list(ArticlePage.objects.live().order_by("pk").values_list("pk", flat=True))
    for start in range(0, len(ids), ROWS_A_TIME):
        part = ids[start : start + ROWS_A_TIME]
        with transaction.atomic():
            OwnCitation.objects.filter(page__in=part).delete()
            cite.func(part)
        yield len(part)


def shown(
    page: ArticlePage, *, authors: Iterable[str], address: str, site_name: str, style: str
) -> list[dict[str, str]]:
    """Give how `page` is cited in every style, that of its site (`style`) first: `{"style", "label", "html", "text"}`."""
    item = _item(page, authors)
    stored = OwnCitation.objects.filter(page=page.pk).first()
    plain = citations.sentence(item)
    html = stored.html_by_style if stored and stored.item == item else {}
    wanted = [CitationStyle(style), *(other for other in styles.FILES if other != style)]
    made = [(each, _filled_in(html.get(each, plain), address, site_name)) for each in wanted]
    return [{"style": str(each), "label": str(each.label), "html": text, "text": _text(text)} for each, text in made]


def _item(page: ArticlePage, authors: Iterable[str]) -> dict[str, Any]:
    item = own_citation.item_of(page, authors=authors, address=ADDRESS, site_name=SITE_NAME)
    return {name: value for name, value in item.items() if name not in BESIDE_THE_CITATION}


def _formatted(item: Mapping[str, Any], style: CitationStyle, language: str) -> str:
    if style not in NAMES_THE_PUBLISHER:
        item = {name: value for name, value in item.items() if name != "publisher"}
    return styles.formatted(item, style, language=language)


def _filled_in(html: str, address: str, site_name: str) -> str:
    """Give a stored citation with the name and the address put in; a name that closes a sentence takes no full stop."""
    closed = site_name.endswith((".", "?", "!"))
    named = re.sub(rf"{SITE_NAME}((?:</i>)?)\." if closed else f"{SITE_NAME}()", rf"{SITE_NAME}\1", html)
    return named.replace(SITE_NAME, escape(site_name)).replace(ADDRESS, escape(address))


def _text(html: str) -> str:
    return unescape(nh3.clean(html, tags=set()))


def _authors(pages: Collection[int]) -> dict[int, list[str]]:
    names: dict[int, list[str]] = {page: [] for page in pages}
    rows = ArticleAuthor.objects.filter(page__in=pages).values_list("page", "sort_order", "author_id", "author__name")
    for page, _, _, name in sorted(rows, key=lambda row: (row[1] or 0, row[2])):  # as the API orders them
        names[page].append(name)
    return names
