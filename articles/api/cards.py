"""Articles as a list shows them: what a card needs, and no more."""

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from articles import claims
from articles.api import images, shelf
from articles.api.formats import absolute, moment
from articles.api.relations import Person, Relations, Subject
from articles.models import ArticleEvidence, ArticlePage

NO_DISCUSSION = {"is_open": False, "comment_count": 0}


def card(
    page: ArticlePage,
    *,
    relations: Relations,
    pictures: Mapping[int, dict[str, Any]],
    address: shelf.Address,
    detail_url: str,
    discussion: dict[str, Any],
) -> dict[str, Any]:
    """Give the card of one article; `page` has its evidence row selected."""
    row = getattr(page, "evidence_row", None) or ArticleEvidence()
    return {
        "id": page.pk,
        "slug": page.slug,
        "title": page.title,
        "summary": page.summary,
        "html_url": address(page),
        "detail_url": absolute(detail_url),
        "image": images.of_article(page, pictures),
        "authors": people(relations.authors, pictures),
        "topics": topics(relations.topics),
        "published_at": moment(page.published_at),
        "updated_at": moment(page.updated_at),
        "reading_time_minutes": claims.reading_time_minutes(row.word_count),
        "evidence": {"claims": row.claims, "cited_claims": row.cited_claims, "certainty": row.certainty or None},
        "discussion": {name: discussion.get(name, value) for name, value in NO_DISCUSSION.items()},
    }


def people(persons: Collection[Person], pictures: Mapping[int, dict[str, Any]]) -> list[dict[str, Any]]:
    """Give authors or reviewers as the API shows them."""
    return [
        {
            "id": person.id,
            "name": person.name,
            "credentials": person.credentials,
            "slug": person.slug,
            "image": images.shown(pictures.get(person.image)),
        }
        for person in persons
    ]


def reviewers(persons: Collection[Person], pictures: Mapping[int, dict[str, Any]]) -> list[dict[str, Any]]:
    """Give reviewers as the API shows them: as people, and with what tells readers how far to trust them."""
    return [
        shown | {"orcid": f"https://orcid.org/{person.orcid}" if person.orcid else None, "conflicts": person.conflicts}
        for person, shown in zip(persons, people(persons, pictures), strict=True)
    ]


def topics(subjects: Iterable[Subject]) -> list[dict[str, str]]:
    """Give topics as the API shows them."""
    return [{"name": subject.name, "slug": subject.slug} for subject in subjects]


def tags(related: Mapping[int, Relations], items: Iterable[dict[str, Any]]) -> set[str]:
    """Give the cache tags of all that a list of cards shows; `related` are the relations of its articles, by id."""
    found = {"articles", "site", *(f"page:{pk}" for pk in related), *(f"comments:{pk}" for pk in related)}
    for relations in related.values():
        found |= relations.tags()
    for item in items:
        found |= {f"image:{picture['id']}" for picture in _pictures(item)}
    return found


def _pictures(item: dict[str, Any]) -> list[dict[str, Any]]:
    return [picture for picture in (item["image"], *(person["image"] for person in item["authors"])) if picture]
