"""What a moderator asks the queue for: its tabs, orders and filters, as the list's address says them."""

from collections.abc import Mapping
from datetime import datetime
from urllib.parse import urlencode

import django_filters
from django.core.cache import cache
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.coreutils import get_content_languages

from comments import pages, queue
from comments.admin.rules.catalogue import CATALOGUE, HOLDS, MARKS_SPAM
from comments.models import ReaderComment, Status

ALL = "all"
TABS = [
    (Status.PENDING.value, _("Pending")),
    (queue.FLAGGED, _("Flagged")),
    (queue.NEW, _("New")),
    (Status.SPAM.value, _("Spam")),
    (ALL, _("All")),
]
ORDERS = {"oldest": "submitted_at", "newest": "-submitted_at", "score": "-score", "flags": "-flags"}
ORDER_LABELS = {
    "oldest": _("Oldest first"),
    "newest": _("Newest first"),
    "score": _("Likeliest spam first"),
    "flags": _("Most reports first"),
}
AGES = {
    "1h": _("Written in the last hour"),
    "24h": _("Written in the last 24 hours"),
    "7d": _("Written in the last 7 days"),
    "30d": _("Written in the last 30 days"),
    "over-24h": _("Older than 24 hours"),
    "over-7d": _("Older than 7 days"),
    "over-30d": _("Older than 30 days"),
}
# What a comment that was taken may have been held or marked for.
REASONS = {code: rule.name for code, rule in CATALOGUE.items() if {HOLDS, MARKS_SPAM} & {*rule.effects}} | {
    "banned": _("Author is banned")
}
NARROWING = (
    "status",
    "q",
    "article",
    "claim",
    "topic",
    "author",
    "reason",
    "score_min",
    "score_max",
    "age",
    "language",
)
PARAMETERS = ("tab", "order", "page", *NARROWING)
TOPICS_KEPT = 60  # seconds; a new topic can wait that long to be filtered by


def topics() -> list[tuple[str, str]]:
    """Give the topics to choose from, kept for a minute."""
    found = cache.get_or_set("comments.topics", pages.topics, TOPICS_KEPT)
    return sorted(found.items(), key=lambda topic: topic[1].casefold())


def languages() -> list[tuple[str, str]]:
    return list(get_content_languages().items())


class QueueFilterSet(WagtailFilterSet):
    """The filters of the queue; comments.queue applies them."""

    status = django_filters.ChoiceFilter(label=_("Status"), choices=Status.choices)
    article = django_filters.CharFilter(label=_("Article"), help_text=_("A part of its title."))
    claim = django_filters.CharFilter(
        label=_("Claim"), help_text=_("Words of the benefit or mechanism that the comment is about.")
    )
    topic = django_filters.ChoiceFilter(label=_("Topic"), choices=topics, help_text=_("Of the article."))
    author = django_filters.CharFilter(
        label=_("Author"), help_text=_("Beginnings of the name, or the whole e-mail address.")
    )
    reason = django_filters.ChoiceFilter(
        label=_("Reason"), choices=list(REASONS.items()), help_text=_("What the rules said of it.")
    )
    score = django_filters.RangeFilter(label=_("Spam score"), help_text=_("From 0 to 1, for instance 0.8 to 1."))
    age = django_filters.ChoiceFilter(label=_("Age"), choices=list(AGES.items()))
    language = django_filters.ChoiceFilter(label=_("Language"), choices=languages, help_text=_("Of the article."))

    class Meta:
        model = ReaderComment
        fields: list[str] = []


def read(params: Mapping[str, str]) -> QueryDict:
    """Give the parameters of a list that are known and not empty. A status has a tab of its own or stands under All."""
    asked = QueryDict(mutable=True)
    for name in PARAMETERS:
        if value := params.get(name, "").strip()[:254]:
            asked[name] = value
    status = asked.get("status", "")
    if status in (Status.PENDING, Status.SPAM, ALL) and "tab" not in asked:
        asked["tab"] = asked.pop("status")[0]
    elif status and asked.get("tab") not in (queue.FLAGGED, queue.NEW):
        asked["tab"] = ALL
    if asked.get("tab") not in dict(TABS):
        asked["tab"] = Status.PENDING.value
    return asked


def order_of(asked: Mapping[str, str]) -> str:
    """Give the name of the order: what waits is looked at from its oldest on, everything else from its newest."""
    default = "oldest" if asked["tab"] == Status.PENDING else "newest"
    return asked["order"] if asked.get("order") in ORDERS else default


def wanted(
    asked: Mapping[str, str], cleaned: Mapping, *, page: int | None, now: datetime | None = None
) -> queue.Filters:
    """Give what the queue is asked for: `asked` as read, `cleaned` by the filter form, ages counted from `now`."""
    tab, score = asked["tab"], cleaned.get("score")
    status = tab if tab in (Status.PENDING, Status.SPAM) else cleaned.get("status") or ""
    after, before = queue.span(cleaned.get("age") or "", now or timezone.now())
    words = {name: cleaned.get(name) or "" for name in ("article", "claim", "topic", "author", "reason", "language")}
    return queue.Filters(
        status=status,
        flagged=True if tab == queue.FLAGGED else None,
        unseen=tab == queue.NEW,
        page=page,
        search=asked.get("q", "")[:200],
        score_min=float(score.start) if score and score.start is not None else None,
        score_max=float(score.stop) if score and score.stop is not None else None,
        submitted_after=after,
        submitted_before=before,
        **words,
    )


def address(asked: Mapping[str, str], **changes: str) -> str:
    """Give the query of a list with some parameters changed; empty ones are left out, and so is the first tab."""
    kept = {name: value for name, value in ({**dict(asked.items()), **changes}).items() if value}
    if kept.get("tab") == Status.PENDING:
        del kept["tab"]
    return urlencode(kept)
