"""What tests of the joined site start from: articles as the editors make them."""

import pytest
from wagtail.models import Page, PageViewRestriction

from tests.articles.conftest import article_index, make_article, make_image, make_published, make_reference
from tests.cms import receivers

__all__ = ["article_index", "make_article", "make_image", "make_published", "make_reference"]


@pytest.fixture
def resolve(client, db):
    """Give a function that asks what a front-end path leads to: `resolve(path)` gives the response."""
    return lambda path, **headers: client.get("/api/v2/resolve/", {"path": path}, headers=headers)


@pytest.fixture
def feed(client, db):
    """Give a function that reads the changes since its last call to the end: pairs of change and path."""

    class Feed:
        since = None

        def __call__(self) -> list[tuple[str, str]]:
            return [(row["change"], row["path"]) for row in self.rows()]

        def rows(self) -> list[dict]:
            rows, more = [], True
            while more:
                answer = client.get(
                    "/api/v2/changes/", {"limit": 2} | ({"since": self.since} if self.since else {})
                ).json()
                rows += answer["items"]
                self.since, more = answer["meta"]["next_cursor"], answer["meta"]["has_more"]
            return rows

    return Feed()


@pytest.fixture
def make_private():
    """Give a function that lets only signed-in people see a page and what is below it."""

    def make(page: Page) -> PageViewRestriction:
        return PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)

    return make


@pytest.fixture
def receiver(settings):
    """Give a server that keeps what it is sent, and let webhooks be sent to this machine."""
    settings.WEBHOOKS_PRIVATE = True
    receiver, server = receivers.start()
    yield receiver
    server.shutdown()
    server.server_close()


@pytest.fixture
def make_endpoint(receiver, db):
    """Give a function that makes an endpoint at the receiver, which is told of everything unless told otherwise."""
    from cms.webhooks.models import EventType, WebhookEndpoint

    def make(**columns) -> WebhookEndpoint:
        return WebhookEndpoint.objects.create(
            **{"name": "Rebuild", "url": receiver.url, "events": EventType.values} | columns
        )

    return make
