"""The demo's library: references, people, topics and pictures, each used as it is where it exists already."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.core.files.images import ImageFile
from django.core.files.storage import Storage
from wagtail.models import Locale

from articles import references
from articles.models import ArticleImage, Author, AuthorTranslation, Reference, Topic, TopicTranslation
from home.models import User

Contents = Mapping[str, Mapping[str, Any]]


def make_references(items: Contents) -> dict[str, Reference]:
    """Give the references by key; one whose DOI, PMID or title is in the library is that one."""
    return {key: _reference(references.from_csl(item)) for key, item in items.items()}


def _reference(reference: Reference) -> Reference:
    known = references.namesake(reference, "doi") or references.namesake(reference, "pmid")
    known = known or Reference.objects.filter(title=reference.title).first()
    if known is None:
        reference.full_clean()
        reference.save()
    return known or reference


def make_people(people: Contents, users: Mapping[str, User]) -> dict[str, Author]:
    """Give authors and reviewers by slug, those with an `account` linked to it."""
    return {
        slug: Author.objects.get_or_create(
            slug=slug,
            defaults={
                "name": person["name"],
                "credentials": person["credentials"],
                "biography": person["biography"],
                "conflicts": person.get("conflicts", ""),
                "user": users.get(person.get("account", "")),
            },
        )[0]
        for slug, person in people.items()
    }


def make_topics(topics: Contents) -> dict[str, Topic]:
    """Give the topics by slug; one of the same name is taken whatever its slug."""
    return {
        slug: Topic.objects.get_or_create(
            name=topic["name"], defaults={"slug": slug, "description": topic["description"]}
        )[0]
        for slug, topic in topics.items()
    }


def translate(
    words: Mapping[str, Contents], people: Mapping[str, Author], topics: Mapping[str, Topic], locale: Locale
) -> None:
    """Give people and topics their words in a language, unless they have some."""
    for slug, person in words["people"].items():
        AuthorTranslation.objects.get_or_create(author=people[slug], locale=locale, defaults=dict(person))
    for slug, topic in words["topics"].items():
        TopicTranslation.objects.get_or_create(topic=topics[slug], locale=locale, defaults=dict(topic))


@contextmanager
def pictures(folder: Path) -> Iterator[Callable[[Mapping[str, str], User], ArticleImage]]:
    """Give the function that adds a picture of `folder`; files it wrote are deleted again where the block fails."""
    written: list[tuple[Storage, str]] = []

    def add(picture: Mapping[str, str], user: User) -> ArticleImage:
        image = ArticleImage(
            title=picture["title"],
            description=picture["alt"],
            credit="Drawn by the program cms/demo/draw.py",
            uploaded_by_user=user,
        )
        with (folder / picture["file"]).open("rb") as file:
            image.file = ImageFile(file, name=picture["file"])
            image.file_size = image.file.size
            image.save()
        written.append((image.file.storage, image.file.name))
        return image

    try:
        yield add
    except BaseException:
        for storage, name in written:
            storage.delete(name)
        raise
