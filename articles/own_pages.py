"""The pages of topics and people: each has one in every language that has a public article naming it.

They are no rows of the page tree: a topic's page is where a front end lists its articles, a person's where it says who
wrote and reviewed them. Where such a page is depends on its slug and language alone.
"""

from collections.abc import Collection, Mapping
from typing import NamedTuple, Self

from django.conf import settings
from django.db.models import CharField, F, Q, QuerySet, Value
from django.http import HttpRequest
from django.utils.encoding import iri_to_uri
from wagtail.models import Site

from articles.models import ArticleAuthor, ArticleReviewer, ArticleTopic, Author, Topic

AUTHORS, TOPICS = "authors", "topics"
MODELS: dict[str, type[Author] | type[Topic]] = {AUTHORS: Author, TOPICS: Topic}
NAMED_BY = [(ArticleAuthor, "author", AUTHORS), (ArticleReviewer, "author", AUTHORS), (ArticleTopic, "topic", TOPICS)]
AT_ONCE = 500  # articles of one question
PARTS = 2  # of a path below the language's prefix


class OwnPage(NamedTuple):
    """The page of a topic or a person in one language; in this order they are listed."""

    kind: str
    id: int
    language: str
    slug: str

    @property
    def type(self) -> str:
        """The name of what it is about, as the API writes it: `articles.Topic`."""
        return MODELS[self.kind]._meta.label

    @property
    def path(self) -> str:
        """Its path on every front end, as it stands in an address."""
        return path_of(self.kind, self.slug, self.language)

    def url(self, request: HttpRequest) -> str:
        """Give where readers see it."""
        return f"{front_end(request)}{self.path}"

    @classmethod
    def of(cls, row: Author | Topic, language: str) -> Self:
        """Give the page of a topic or a person in a language, whether or not there is one."""
        kind = AUTHORS if isinstance(row, Author) else TOPICS
        return cls(kind, row.pk, language, row.slug)


def path_of(kind: str, slug: str, language: str) -> str:
    """Give the path of a page: `/topics/fatigue/`, `/de/authors/mara-ellison/`."""
    return iri_to_uri(f"{prefix_of(language)}/{kind}/{slug}/")


def prefix_of(language: str) -> str:
    """Give what the paths of a language begin with: nothing for the default one."""
    return "" if language == settings.LANGUAGE_CODE else f"/{language}"


def front_end(request: HttpRequest) -> str:
    """Give scheme and host of the request's site as readers see it."""
    site = Site.find_for_request(request)
    return site.root_url if site else ""


def listed(
    articles: QuerySet, *, after: tuple[str, int, str] | None = None, only: Mapping[str, Collection[int]] | None = None
) -> QuerySet:
    """Give the rows of OwnPage for all that `articles` name, each once and in their order.

    `after` is the kind, id and language behind which to go on; `only` whose are wanted: ids
    by kind.
    """
    parts = []
    for model, column, kind in NAMED_BY:
        rows = model.objects.filter(page__in=articles.order_by().values("pk")).order_by()
        if only is not None:
            rows = rows.filter(**{f"{column}__in": only[kind]}) if only.get(kind) else rows.none()
        if after:
            rows = rows.filter(_behind(after, column)) if kind == after[0] else rows if kind > after[0] else rows.none()
        named_so = rows.annotate(
            kind=Value(kind, output_field=CharField()),
            subject=F(f"{column}_id"),
            language=F("page__locale__language_code"),
            slug=F(f"{column}__slug"),
        )
        # Distinct by itself: where all other parts are none(), Django leaves out the union that would see to it.
        parts.append(named_so.values_list("kind", "subject", "language", "slug").distinct())
    first, *others = parts
    return first.union(*others).order_by("kind", "subject", "language")


def _behind(place: tuple[str, int, str], column: str) -> Q:
    _, pk, language = place
    return Q(**{f"{column}__gt": pk}) | Q(**{column: pk, "page__locale__language_code__gt": language})


def naming(articles: QuerySet) -> dict[int, list[tuple[str, int, str]]]:
    """Give by article the kind, id and language of each page that it is listed on, in order.

    One query asks which articles there are, and one who is named by each portion of them: asked in one, the
    question which articles are public would be put together three times.
    """
    languages = dict(articles.order_by().values_list("pk", "locale__language_code"))
    found: dict[int, list[tuple[str, int, str]]] = {}
    for start in range(0, len(languages), AT_ONCE):
        some = list(languages)[start : start + AT_ONCE]
        first, *others = (
            model.objects.filter(page__in=some)
            .order_by()
            .annotate(kind=Value(kind, output_field=CharField()), subject=F(f"{column}_id"))
            .values_list("page_id", "kind", "subject")
            for model, column, kind in NAMED_BY
        )
        for page, kind, subject in sorted(first.union(*others)):
            found.setdefault(page, []).append((kind, subject, languages[page]))
    return found


def find(articles: QuerySet, parts: list[str], language: str) -> OwnPage | None:
    """Give the page at a path, in any case, if one of `articles` has that language and names it; one query or two."""
    if len(parts) != PARTS or parts[0].lower() not in MODELS:
        return None
    kind, slug = parts[0].lower(), parts[1]
    written = Q(slug=slug) | Q(slug=slug.lower()) | Q(slug__iexact=slug)
    row = named(kind, articles.filter(locale__language_code=language)).filter(written).order_by("pk").first()
    return OwnPage.of(row, language) if row else None


def named(kind: str, articles: QuerySet) -> QuerySet:
    """Give the topics, or the people, whom `articles` name."""
    pages = articles.order_by().values("pk")
    if kind == TOPICS:
        return Topic.objects.filter(pk__in=ArticleTopic.objects.filter(page__in=pages).values("topic"))
    wrote = ArticleAuthor.objects.filter(page__in=pages).values("author")
    reviewed = ArticleReviewer.objects.filter(page__in=pages).values("author")
    return Author.objects.filter(Q(pk__in=wrote) | Q(pk__in=reviewed))
