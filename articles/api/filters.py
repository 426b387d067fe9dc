"""What a list of articles can be asked: its parameters, and the rows that they choose."""

import re
from datetime import UTC, datetime, time

from django.conf import settings
from django.db.models import Exists, OuterRef, QuerySet, Value
from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from articles import review_days
from articles.models import ArticleAuthor, ArticlePage, ArticleReviewer, ArticleTopic, Citation
from articles.vocabulary import Certainty, Design

NEWEST_FIRST = "-published_at"
RELEVANCE = "relevance"
# Each ends in the primary key, so that no two articles share a place.
ORDERINGS = {
    "-published_at": ("-published_at", "-pk"),
    "published_at": ("published_at", "pk"),
    "-updated_at": ("-updated_at", "-pk"),
    "updated_at": ("updated_at", "pk"),
    "title": ("title", "pk"),
    "-title": ("-title", "-pk"),
    "-comment_count": ("-comment_total", "-pk"),
    "comment_count": ("comment_total", "pk"),
    RELEVANCE: (),
}
MAX_SEARCH = 200  # characters; what a person types, and few enough words for a database to look up at once
TRUE, FALSE = {"true", "1"}, {"false", "0"}


class StrictBooleanField(serializers.BooleanField):
    """`true` or `false`, not everything that might mean one of them."""

    TRUE_VALUES, FALSE_VALUES, NULL_VALUES = TRUE, FALSE, set()
    default_error_messages = {"invalid": "true or false."}


@extend_schema_field({"type": "string", "format": "date-time"})
class MomentField(serializers.Field):
    """An ISO 8601 time, or a date, which is its 00:00Z."""

    default_error_messages = {"invalid": "An ISO 8601 date or time, such as 2026-11-22 or 2026-11-22T04:30:00Z."}

    def to_internal_value(self, raw: str) -> datetime:
        try:
            found = parse_datetime(raw)
            day = None if found else parse_date(raw)
            # An offset may lead out of the years that there are.
            moment = found.astimezone(UTC) if found and timezone.is_aware(found) else found
        except (ValueError, OverflowError):
            moment = day = None
        if day:
            return datetime.combine(day, time.min, UTC)
        if moment is None:
            self.fail("invalid")
        return moment.replace(tzinfo=UTC)

    def to_representation(self, value: datetime) -> str:
        return value.isoformat()


class ListParameters(serializers.Serializer):
    """The query of `GET /api/v2/articles/`."""

    topic = serializers.CharField(required=False, help_text="A topic's slug.")
    author = serializers.CharField(required=False, help_text="An author's slug.")
    reviewer = serializers.CharField(required=False, help_text="The slug of somebody who has reviewed the article.")
    certainty = serializers.ChoiceField(Certainty.choices, required=False, help_text="GRADE certainty of the article.")
    study_design = serializers.ChoiceField(Design.choices, required=False, help_text="Cites a study of this design.")
    cited = StrictBooleanField(required=False, help_text="Whether every claim has a source.")
    review_overdue = StrictBooleanField(required=False, help_text="Whether its review was due before today.")
    published_after = MomentField(required=False, help_text="Published at this time or later.")
    published_before = MomentField(required=False, help_text="Published before this time.")
    locale = serializers.ChoiceField(settings.WAGTAIL_CONTENT_LANGUAGES, required=False, help_text="A language code.")
    search = serializers.CharField(
        required=False, max_length=MAX_SEARCH, help_text="Words that the article must contain."
    )
    highlight = StrictBooleanField(
        required=False,
        help_text="With `search`: adds `highlights {title, summary, text}`, HTML with the words in <mark>.",
    )
    order = serializers.ChoiceField(
        list(ORDERINGS), default=NEWEST_FIRST, help_text="`relevance` needs `search`, and is paged by `offset` only."
    )

    def validate(self, asked: dict) -> dict:
        for name in ("order", "highlight"):
            if asked.get(name) in {RELEVANCE, True} and not asked.get("search"):
                raise serializers.ValidationError({name: ["This needs a search."]})
        return asked


PAGING = ("limit", "offset", "cursor")
PARAMETERS = (*ListParameters().fields, *PAGING)


def chosen(articles: QuerySet, asked: dict) -> QuerySet:
    """Give those of `articles` that validated parameters ask for; each filter is an indexed subquery or column."""
    found = articles
    if "topic" in asked:
        found = found.filter(Exists(ArticleTopic.objects.filter(page=OuterRef("pk"), topic__slug=asked["topic"])))
    if "author" in asked:
        found = found.filter(Exists(ArticleAuthor.objects.filter(page=OuterRef("pk"), author__slug=asked["author"])))
    if "reviewer" in asked:
        found = found.filter(
            Exists(ArticleReviewer.objects.filter(page=OuterRef("pk"), author__slug=asked["reviewer"]))
        )
    if "study_design" in asked:
        citing = Citation.objects.filter(page=OuterRef("pk"), reference__design=asked["study_design"])
        found = found.filter(Exists(citing))
    if "certainty" in asked:
        found = found.filter(evidence_row__certainty=asked["certainty"])
    if "cited" in asked:
        found = found.filter(evidence_row__cited=1) if asked["cited"] else found.exclude(evidence_row__cited=1)
    if "review_overdue" in asked:
        overdue = review_days.overdue()
        found = found.filter(overdue) if asked["review_overdue"] else found.exclude(overdue)
    if "published_after" in asked:
        found = found.filter(published_at__gte=asked["published_after"])
    if "published_before" in asked:
        found = found.filter(published_at__lt=asked["published_before"])
    if "locale" in asked:
        found = found.filter(locale__language_code=asked["locale"])
    return searched(found, asked) if "search" in asked else found


def tags(asked: dict) -> set[str]:
    """Give the cache tags of what a list is filtered by: the slug of a topic that no article of the list has may change."""
    kinds = {"topic": "topics", "author": "authors", "reviewer": "authors", "study_design": "references"}
    return {kind for name, kind in kinds.items() if name in asked}


def valid_until(asked: dict) -> datetime | None:
    """Give until when a list stays as it is if nothing changes that it shows, None for ever.

    Reviews are overdue from midnight UTC on. By the number of comments, and by what a search index has in it, any article
    may come into the list at any time.
    """
    if "search" in asked or asked.get("order", "").endswith("comment_count"):
        return timezone.now()
    if "review_overdue" in asked:
        return review_days.next_change()
    return None


def searched(articles: QuerySet, asked: dict) -> QuerySet:
    """Give those of `articles` that contain all words of the search, with their `relevance` where the order needs it.

    The index is asked in a subquery, so that a search takes every filter of the list and costs no query of its own.
    """
    words = words_of(asked["search"])
    if not words:
        return articles.none().annotate(relevance=Value(0.0))
    results = ArticlePage.objects.all().search(words, operator="and", order_by_relevance=False)
    if asked.get("order") != RELEVANCE:
        return articles.filter(pk__in=results.get_queryset().order_by().values("pk"))
    scored = results.annotate_score("score").get_queryset().order_by()
    score = scored.filter(pk=OuterRef("pk")).values("score")[:1]
    return articles.filter(pk__in=scored.values("pk")).annotate(relevance=score)


def words_of(search: str) -> str:
    """Give the words of a search alone: quotes and operators mean something to databases, and nothing to readers."""
    return " ".join(re.findall(r"\w+", search))
