"""The whole article in one answer."""

from dataclasses import replace
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import Q
from django.urls import reverse
from wagtail.models import Page
from wagtail.query import PageQuerySet

from articles import claims, questions
from articles.api import blocks, cards, images, seo, shelf
from articles.api.formats import absolute, moment
from articles.api.relations import Relations
from articles.api.visibility import pages_below
from articles.models import ArticlePage, Reference
from prepared import Prepared

SLUG_IN_TAG = 80  # characters; two long slugs that begin alike share a tag, which costs no more than a rendering
NO_DISCUSSION = {
    "is_open": False,
    "closes_at": None,
    "comment_count": 0,
    "comments_url": None,
    "by_block": {},
    "likes": 0,
    "announcement": "",
}


def build(
    page: ArticlePage,
    *,
    relations: Relations,
    site: tuple[str, ...],
    address: shelf.Address,
    detail_url: str,
    discussion: dict[str, Any],
    style: str = "",
    site_name: str = "",
    rich_text_format: str = shelf.HTML,
) -> tuple[dict[str, Any], set[str]]:
    """Give the document of `page`, live or a revision, and the cache tags of all that it shows.

    `site` is where the pages begin that may be linked to (see visibility.root_paths), `address` gives where readers see a
    page, `detail_url` is the document's own address without the host, `style` the citation style where it is not the
    default site's, `site_name` what the publisher is called. It asks five queries at most: entries of the FAQ library,
    references, pages, images, documents.
    """
    entries = questions.known(questions.wanted_by(raw := page.body.get_prep_value()))
    body = questions.filled(raw, entries, locale=page.locale_id)
    made = claims.walk(body)
    works = shelf.works({source.reference for claim in made for source in claim.sources})
    made = claims.known_only(made, {pk: claims.Work() for pk in works})
    wanted = shelf.wanted_by(body)
    neighbours = _neighbours(page, wanted.pages | set(relations.related), site)
    pictures = shelf.pictures({page.image_id, *wanted.images, *relations.image_ids()})
    loaded = shelf.Shelf(
        base=shelf.origin_of(address(page)),
        numbers=claims.numbering(made),
        references=works,
        pages={other.pk: shelf.page_card(other, address) for other in neighbours},
        documents=shelf.documents(wanted.documents),
        images=pictures,
    )
    words = claims.word_count(body)
    document = {
        "id": page.pk,
        "slug": page.slug,
        "meta": _meta(page, neighbours, address, absolute(detail_url)),
        "title": page.title,
        "summary": page.summary,
        "image": images.of_article(page, pictures),
        "authors": cards.people(relations.authors, pictures),
        "reviewed_by": cards.reviewers(relations.reviewers, pictures),
        "topics": cards.topics(relations.topics),
        "published_at": moment(page.published_at),
        "updated_at": moment(page.updated_at),
        "change_history": [{"at": moment(at), "note": note} for at, note in relations.changes],
        "reviewed_at": moment(page.reviewed_at),
        "review_due_at": moment(page.review_due_at),
        "word_count": words,
        "reading_time_minutes": claims.reading_time_minutes(words),
        "body": blocks.represent_body(body, loaded),
        "evidence": evidence(made, works),
        "references": references(made, works, style, page.locale.language_code),
        "related": [_related(loaded.pages[pk]) for pk in relations.related if pk in loaded.pages],
        "discussion": NO_DISCUSSION | discussion,
    }
    document["seo"] = seo.described(
        document,
        seo_title=page.seo_title,
        search_description=page.search_description,
        works={pk: work.csl | {"title": work.title} for pk, work in works.items()},
        trail=[(above.title, address(above)) for above in _above(page, neighbours)],
        site_name=site_name or settings.WAGTAIL_SITE_NAME,
        default_language=settings.LANGUAGE_CODE,
    )
    if rich_text_format != shelf.HTML:
        document["body"] = blocks.represent_body(body, replace(loaded, rich_text_format=rich_text_format))
    return document, _tags(page, relations, loaded, wanted) | {f"question:{pk}" for pk in entries}


def evidence(made: list[claims.Claim], works: dict[int, Reference]) -> dict[str, Any]:
    """Give the article's coverage as the API words it."""
    coverage = claims.coverage(made, {pk: claims.Work(work.design, work.retracted) for pk, work in works.items()})
    return {
        "claims": coverage.claims,
        "cited_claims": coverage.cited_claims,
        "declared_unsupported": coverage.declared_unsupported,
        "uncited": list(coverage.uncited),
        "certainty": coverage.certainty,
        "by_design": coverage.by_design,
        "retracted": coverage.retracted,
    }


def references(
    made: list[claims.Claim], works: dict[int, Reference], style: str = "", language: str = ""
) -> list[dict[str, Any]]:
    """Give what the article cites in the order of the numbers, in its language, each with the blocks that cite it."""
    citing = claims.cited_by(made)
    return [
        {
            "id": pk,
            "number": number,
            "citation_html": works[pk].citation_in(style, language),
            "doi": works[pk].doi,
            "pmid": works[pk].pmid,
            "url": works[pk].address,
            "design": works[pk].design or None,
            "retracted": works[pk].retracted,
            "cited_by_blocks": citing[pk],
        }
        for pk, number in claims.numbering(made).items()
    ]


def _neighbours(page: ArticlePage, ids: set[int], site: tuple[str, ...]) -> list[Page]:
    """Give every public page that the answer may name: linked ones, translations, those above."""
    above = [page.path[:end] for end in range(page.steplen, len(page.path), page.steplen)] if page.path else []
    return NEIGHBOURS(list(ids) or [0], page.translation_key, above or [""], known=(site,))


def _around(ids: list[int], work: UUID, above: list[str], site: tuple[str, ...]) -> PageQuerySet:
    chosen = Q(pk__in=ids) | Q(translation_key=work) | Q(path__in=above)
    return shelf.as_linked(pages_below(site).filter(chosen))


NEIGHBOURS = Prepared(_around)


def _above(page: ArticlePage, neighbours: list[Page]) -> list[Page]:
    """Give the public pages above `page`, the home page first."""
    above = [other for other in neighbours if page.path and other.pk != page.pk and page.path.startswith(other.path)]
    return sorted(above, key=lambda other: other.path)


def _meta(page: ArticlePage, neighbours: list[Page], address: shelf.Address, detail_url: str) -> dict[str, Any]:
    parent = next((other for other in neighbours if page.path and other.path == page.path[: -page.steplen]), None)
    return {
        "type": "articles.ArticlePage",
        "detail_url": detail_url,
        "html_url": address(page),
        "locale": page.locale.language_code,
        "translations": [
            {
                "id": other.pk,
                "locale": other.locale.language_code,
                "title": other.title,
                "slug": other.slug,
                "html_url": address(other),
                "detail_url": absolute(reverse("article", args=[other.pk])),
            }
            for other in sorted(neighbours, key=lambda other: other.locale.language_code)
            if other.translation_key == page.translation_key and other.pk != page.pk and other.alias_of_id is None
        ],
        "parent": {"id": parent.pk, "title": parent.title} if parent else None,
    }


def _related(card: dict[str, Any]) -> dict[str, Any]:
    return {name: card[name] for name in ("id", "title", "slug", "html_url")}


def _tags(page: ArticlePage, relations: Relations, loaded: shelf.Shelf, wanted: shelf.Wanted) -> set[str]:
    """Give the tags of what the document shows, and of what it would show if it were public."""
    return {
        f"page:{page.pk}",
        f"comments:{page.pk}",
        *place_tags(page),
        "site",
        *(f"page:{pk}" for pk in {*loaded.pages, *wanted.pages, *relations.related}),
        *(f"image:{pk}" for pk in {*loaded.images, *wanted.images}),
        *(f"document:{pk}" for pk in wanted.documents),
        *(f"reference:{pk}" for pk in loaded.references),
        *relations.tags(),
    }


def place_tags(page: Page) -> set[str]:
    """Give the tags of the places that an article takes: among the articles of its slug, and among its translations."""
    return {f"slug:{page.slug[:SLUG_IN_TAG]}", f"translations:{page.translation_key}"}
