"""What the roof adds to the mail that readers get: how sites and topics are called, and which articles are new."""

from datetime import timedelta

from django.utils import timezone
from wagtail.models import Site

from articles.models import ArticlePage, Topic, TopicTranslation
from articles.signals import article_changed
from cms.api.site import words_of
from cms.mailbox import keeping
from comments.mail import news, sites
from comments.signals import reader_erased

TOPIC = "topic:"  # the labels of new pages are topics
NEW = timedelta(days=7)


def site_name(site: Site, language: str) -> str:
    """Give the title of a site in a language."""
    return words_of(site, language)[0]


def label_of(topic: int) -> str:
    """Give the label that stands for a topic."""
    return f"{TOPIC}{topic}"


def topic_name(label: str, language: str) -> str:
    """Give the name of the topic that a label stands for, empty where it is gone."""
    number = label.removeprefix(TOPIC)
    if number == label or not number.isdecimal():
        return ""
    own = TopicTranslation.objects.filter(topic=number, locale__language_code=language).values_list("name", flat=True)
    return own.first() or Topic.objects.filter(pk=number).values_list("name", flat=True).first() or ""


def on_article(page: ArticlePage, live: bool, **kwargs: object) -> None:
    """Have those told of an article who asked for it, when it is new: who was told once is not told again."""
    if live and not page.alias_of_id and is_new(page):
        topics = page.article_topics.values_list("topic", flat=True)
        news.new_page(page, labels=[label_of(topic) for topic in topics])


def is_new(page: ArticlePage) -> bool:
    """Tell whether readers see an article since a week at most: by its own date, which an imported one brings along, and
    by when it came here."""
    since = timezone.now() - NEW
    return all(at is not None and at >= since for at in (page.published_at, page.first_published_at))


def on_erased(email: str, **kwargs: object) -> None:
    """Of an erased reader no mail is kept either."""
    keeping.forget(email)


def connect() -> None:
    sites.ask(name=site_name, label=topic_name)
    reader_erased.connect(on_erased, dispatch_uid="cms.mailing.on_erased")
    article_changed.connect(on_article, dispatch_uid="cms.mailing.on_article")
