"""What belongs to an article beside its body: its people, topics, related articles and change notes."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel
from wagtail.api import APIField
from wagtail.models import Orderable


class ArticleAuthor(Orderable):
    """An author of an article, in order."""

    page = ParentalKey("articles.ArticlePage", on_delete=models.CASCADE, related_name="article_authors")
    author = models.ForeignKey("articles.Author", on_delete=models.PROTECT, related_name="article_authors")

    api_fields = [APIField("author", writable=True)]
    panels = [FieldPanel("author")]


class ArticleReviewer(Orderable):
    """Somebody who has reviewed an article."""

    page = ParentalKey("articles.ArticlePage", on_delete=models.CASCADE, related_name="article_reviewers")
    author = models.ForeignKey(
        "articles.Author", verbose_name=_("reviewer"), on_delete=models.PROTECT, related_name="article_reviewers"
    )

    panels = [FieldPanel("author")]


class ArticleTopic(Orderable):
    """A topic of an article, in order."""

    page = ParentalKey("articles.ArticlePage", on_delete=models.CASCADE, related_name="article_topics")
    topic = models.ForeignKey("articles.Topic", on_delete=models.PROTECT, related_name="article_topics")

    api_fields = [APIField("topic", writable=True)]
    panels = [FieldPanel("topic")]


class RelatedArticle(Orderable):
    """Another article that readers of this one may want."""

    page = ParentalKey("articles.ArticlePage", on_delete=models.CASCADE, related_name="related_articles")
    article = models.ForeignKey("articles.ArticlePage", on_delete=models.CASCADE, related_name="+")

    api_fields = [APIField("article", writable=True)]
    panels = [FieldPanel("article")]


class ChangeNote(models.Model):
    """What changed for readers, and when."""

    page = ParentalKey("articles.ArticlePage", on_delete=models.CASCADE, related_name="change_notes")
    at = models.DateTimeField(_("date"))
    note = models.CharField(max_length=300)

    api_fields = [APIField("at", writable=True), APIField("note", writable=True)]
    panels = [FieldPanel("at"), FieldPanel("note")]

    class Meta:
        ordering = ["-at"]

    def __str__(self) -> str:
        return self.note
