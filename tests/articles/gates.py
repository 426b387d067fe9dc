"""Articles that the publish gate stops, and what is asked of them afterwards."""

from django.urls import reverse

from articles.models import ArticlePage
from tests.articles.bodies import block

NEEDS = "“Less pain”"


def uncited(heading="Less pain", **fields):
    """Give a raw benefit without a source."""
    return block("benefit", heading=heading, text="<p>It helps.</p>", sources=[], **fields)


def is_live(page) -> bool:
    return ArticlePage.objects.get(pk=page.pk).live


def messages_of(response) -> str:
    """Give the messages that a response shows, in one string."""
    return " | ".join(str(message) for message in response.context["messages"])


def edit_url(page) -> str:
    return reverse("wagtailadmin_pages:edit", args=[page.pk])
