"""What Wagtail's own endpoint, `/api/v2/pages/`, shows of articles: the list's rows are looked up together, not one by one."""

from collections.abc import Iterable
from dataclasses import replace
from functools import cached_property
from typing import Any

from django.db.models import Q
from rest_framework.fields import Field
from wagtail.api import APIField
from wagtail.api.rich_text import APIRichText
from wagtail.api.v2.serializers import PageAliasOfField
from wagtail.models import Page
from wagtail.query import PageQuerySet

from articles import claims, questions
from articles.api import blocks, cards, images, relations, richtext, shelf
from articles.api.formats import moment
from articles.api.relations import Relations
from articles.models import ArticleIndexPage, ArticlePage, FaqEntry, Reference


class FormattedShelf(shelf.Shelf):
    """A shelf whose rich text is in one of Wagtail's formats: as it is stored (db_…), or as readers may see it."""

    def rich_text(self, stored: str) -> Any:
        if self.rich_text_format.startswith("db_"):
            return APIRichText.serialize(stored, format=self.rich_text_format)
        return super().rich_text(stored)


class Batch:
    """Pages of one answer, and what they point at: each kind is asked for once, when a field first wants it."""

    def __init__(
        self, pages: Iterable[Page], *, public: PageQuerySet, address: shelf.Address, rich_text_format: str = shelf.HTML
    ):
        self.pages = {page.pk: page for page in pages}
        self.public = public
        self.address = address
        self.rich_text_format = rich_text_format
        self.others: dict[int, Batch] = {}

    def including(self, page: Page) -> "Batch":
        """Give this batch where `page` is of it, else one for `page` alone: a parent or an original, for example."""
        if page.pk in self.pages:
            return self
        if page.pk not in self.others:
            alone = Batch([page], public=self.public, address=self.address, rich_text_format=self.rich_text_format)
            self.others[page.pk] = alone
        return self.others[page.pk]

    def tags(self) -> set[str]:
        """Give the cache tags of what the fields have looked up so far, and of what they would have found if it were public."""
        tags: set[str] = set().union(*(other.tags() for other in self.others.values()))
        known = vars(self)  # a cached property is there once it has been asked
        if "relations" in known:
            tags |= cards.tags(self.relations, [])
        if "pictures" in known:
            tags |= {f"image:{pk}" for pk in self.pictures}
        if "shelf" in known:
            tags |= {f"page:{pk}" for pk in self.wanted.pages} | {f"document:{pk}" for pk in self.wanted.documents}
            tags |= {f"image:{pk}" for pk in self.wanted.images} | {f"reference:{pk}" for pk in self.shelf.references}
            tags |= {f"question:{pk}" for pk in self.entries}
        return tags

    @cached_property
    def relations(self) -> dict[int, Relations]:
        return relations.of_published(self.pages, cards_only=True)

    @cached_property
    def originals(self) -> set[int]:
        """The ids of the public pages that pages of this answer are aliases of."""
        wanted = {page.alias_of_id for page in self.pages.values()} - {None}
        return set(self.public.filter(pk__in=wanted).values_list("pk", flat=True)) if wanted else set()

    @cached_property
    def pictures(self) -> dict[int, dict[str, Any]]:
        people = {pk for found in self.relations.values() for pk in found.image_ids()}
        return shelf.pictures(people | {getattr(page, "image_id", None) for page in self.pages.values()})

    @cached_property
    def entries(self) -> dict[int, FaqEntry]:
        """The entries of the FAQ library that the bodies refer to, by id."""
        return questions.known({entry for body in self._stored.values() for entry in questions.wanted_by(body)})

    @cached_property
    def bodies(self) -> dict[int, list[dict]]:
        """The raw bodies as readers see them, by page."""
        return {
            pk: questions.filled(body, self.entries, locale=self.pages[pk].locale_id)
            for pk, body in self._stored.items()
        }

    @cached_property
    def _stored(self) -> dict[int, list[dict]]:
        return {pk: raw_body(page) for pk, page in self.pages.items()}

    @cached_property
    def wanted(self) -> shelf.Wanted:
        """What the bodies and introductions point at."""
        wanted = shelf.wanted_by(child for page in self.pages.values() for child in self.bodies[page.pk])
        for page in self.pages.values():
            found = richtext.targets(getattr(page, "introduction", ""))
            wanted.pages |= found["page"]
            wanted.documents |= found["document"]
        return wanted

    @cached_property
    def shelf(self) -> FormattedShelf:
        bodies = [child for page in self.pages.values() for child in self.bodies[page.pk]]
        wanted = self.wanted
        linked = shelf.linked_pages(self.public, Q(pk__in=wanted.pages)) if wanted.pages else []
        cited = {source.reference for claim in claims.walk(bodies) for source in claim.sources}
        return FormattedShelf(
            base="",
            references=Reference.objects.in_bulk(cited),
            pages={page.pk: shelf.page_card(page, self.address) for page in linked},
            documents=shelf.documents(wanted.documents),
            images=shelf.pictures(wanted.images),
            rich_text_format=self.rich_text_format,
        )

    def shelf_for(self, page: Page) -> FormattedShelf:
        """Give the shelf with the references numbered as `page` cites them."""
        works = {pk: claims.Work() for pk in self.shelf.references}
        numbers = claims.numbering(claims.known_only(claims.walk(self.bodies[page.pk]), works))
        return replace(self.shelf, numbers=numbers, base=shelf.origin_of(self.address(page)))


def raw_body(page: Page) -> list[dict]:
    return page.body.get_prep_value() if isinstance(page, ArticlePage) else []


class PageField(Field):
    """A field of the page as a whole, with the batch of the view at hand."""

    def get_attribute(self, page: Page) -> Page:
        return page

    def batch(self, page: Page) -> Batch:
        return self.context["view"].batch.including(page)


class AliasOfField(PageAliasOfField):
    """The page that this one is an alias of, where the public may know of it."""

    def get_attribute(self, page: Page) -> Page | None:
        batch = self.context["view"].batch.including(page)
        return page.alias_of if page.alias_of_id in batch.originals else None


class ImageField(PageField):
    def to_representation(self, page: ArticlePage) -> dict[str, Any] | None:
        return images.of_article(page, self.batch(page).pictures)


class AuthorsField(PageField):
    def to_representation(self, page: ArticlePage) -> list[dict[str, Any]]:
        batch = self.batch(page)
        return cards.people(batch.relations[page.pk].authors, batch.pictures)


class TopicsField(PageField):
    def to_representation(self, page: ArticlePage) -> list[dict[str, str]]:
        return cards.topics(self.batch(page).relations[page.pk].topics)


class BodyField(PageField):
    def to_representation(self, page: ArticlePage) -> list[dict[str, Any]]:
        batch = self.batch(page)
        return blocks.represent_body(batch.bodies[page.pk], batch.shelf_for(page))


class IntroductionField(PageField):
    def to_representation(self, page: ArticleIndexPage) -> Any:
        return self.batch(page).shelf_for(page).rich_text(page.introduction)


class MomentField(Field):
    def to_representation(self, value: Any) -> str | None:
        return moment(value)


def of(model: type[Page]) -> list[APIField]:
    """Give the fields that pages of `model` have beside Wagtail's own."""
    if issubclass(model, ArticleIndexPage):
        return [APIField("introduction", IntroductionField())]
    if not issubclass(model, ArticlePage):
        return []
    return [
        APIField("summary"),
        APIField("image", ImageField()),
        APIField("published_at", MomentField()),
        APIField("updated_at", MomentField()),
        APIField("authors", AuthorsField()),
        APIField("topics", TopicsField()),
        APIField("body", BodyField()),
    ]
