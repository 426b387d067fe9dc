"""`/feeds/articles.rss`, `.atom` and `.json`: the newest articles of one language, whole."""

from urllib.parse import urlencode

from django.conf import settings
from django.db.models import OuterRef
from django.http import Http404, HttpRequest, HttpResponse
from rest_framework import serializers

from articles.api import filters
from articles.api.relations import first_of
from articles.api.visibility import without_mirrors
from articles.models import ArticlePage, Topic, TopicTranslation
from articles.references import citing
from cms.api.site import words_of
from cms.discovery import entries
from cms.discovery.entries import Channel
from cms.discovery.files import PublicFile, clean
from cms.discovery.formats import WRITERS
from home import words

DEFAULT_LIMIT, MAX_LIMIT = 20, 100


class FeedParameters(serializers.Serializer):
    """What a feed may be asked; parameters of others, such as those that count visits, are left alone."""

    topic = serializers.CharField(required=False, max_length=100)
    locale = serializers.ChoiceField(settings.WAGTAIL_CONTENT_LANGUAGES, default=settings.LANGUAGE_CODE)
    limit = serializers.IntegerField(min_value=1, max_value=MAX_LIMIT, default=DEFAULT_LIMIT)


class ArticleFeed(PublicFile):
    """A feed in one of its formats."""

    def get(self, request: HttpRequest, kind: str) -> HttpResponse:
        parameters = FeedParameters(data=request.GET.dict())
        if not parameters.is_valid():
            wrong = "\n".join(f"{name}: {rows[0]}" for name, rows in parameters.errors.items())
            return HttpResponse(f"{wrong}\n", status=400, content_type="text/plain; charset=utf-8")
        asked = parameters.validated_data
        topic = self.topic(asked.get("topic"), asked["locale"])
        found, tags = self.newest(asked)
        write, content_type = WRITERS[kind]
        channel = self.channel(asked, topic, kind, found)
        tags |= {f"topic:{topic.pk}"} if topic else set()
        newest = channel.updated if found else None
        return self.answer(write(channel), content_type, tags={"articles", *tags}, last_modified=newest)

    def topic(self, slug: str | None, locale: str) -> Topic | None:
        """Give the topic with this slug and its words in a language, None for none asked; raise Http404 for one that is not."""
        if slug is None:
            return None
        own = TopicTranslation.objects.filter(topic=OuterRef("pk"), locale__language_code=locale)
        rows = Topic.objects.annotate(**{f"told_{word}": first_of(own, word, word) for word in ("name", "description")})
        topic = rows.filter(slug=slug).first()
        if topic is None:
            raise Http404
        return topic

    def newest(self, asked: dict) -> tuple[list[entries.Entry], set[str]]:
        wanted = {name: asked[name] for name in ("topic", "locale") if name in asked}
        articles = filters.chosen(without_mirrors(self.public_pages(ArticlePage)), wanted).select_related("locale")
        pages = list(articles.order_by(*filters.ORDERINGS[filters.NEWEST_FIRST])[: asked["limit"]])
        return entries.of(self, pages, style=citing.style_for(self.request))

    def channel(self, asked: dict, topic: Topic | None, kind: str, found: list[entries.Entry]) -> Channel:
        locale = asked["locale"]
        site_title, tagline = words_of(self.site, locale)
        query = urlencode(sorted((name, str(asked[name])) for name in self.request.GET if name in asked))
        return Channel(
            title=clean(f"{topic.told_name} · {site_title}" if topic else site_title),
            description=clean((topic.told_description if topic else "") or tagline or words.title(locale)),
            home_url=self.home_url() if locale == settings.LANGUAGE_CODE else f"{self.home_url()}{locale}/",
            feed_url=self.own_url(f"/feeds/articles.{kind}{'?' if query else ''}{query}"),
            language=locale,
            entries=found,
        )
