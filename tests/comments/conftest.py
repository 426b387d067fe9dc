"""What the tests of discussions start from: an article that takes comments, people, and short ways to talk."""

import itertools
import smtplib

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.core.mail.backends.locmem import EmailBackend as LocMemBackend
from django.test import Client
from django.utils import timezone
from wagtail.models import APIToken, Site

from articles.models.pages import ArticleIndexPage, ArticlePage
from comments import actions, tokens
from comments.models import DiscussionSettings, ReaderComment
from tests.replays import Replay

BLOCKS = ("11111111-1111-4111-8111-111111111111", "22222222-2222-4222-8222-222222222222")
COMMENTS = "/api/v2/comments/"
MODERATION = "/api/v2/moderation/comments/"
BULK = "/api/v2/moderation/decisions/"

_numbers = itertools.count(1)


def new_article(title: str = "Acupuncture and multiple sclerosis", *, live: bool = True) -> ArticlePage:
    """Give a new article with two benefits that can be commented on."""
    body = [
        {"type": "benefit", "id": block, "value": {"heading": f"Benefit {number}", "text": "<p>It helps.</p>"}}
        for number, block in enumerate(BLOCKS, start=1)
    ]
    published = timezone.now() if live else None
    page = ArticlePage(
        title=title,
        slug=f"article-{next(_numbers)}",
        body=body,
        live=live,
        published_at=published,
        first_published_at=published,
        last_published_at=published,
    )
    ArticleIndexPage.objects.first().add_child(instance=page)
    return ArticlePage.objects.get(pk=page.pk)


_article = Replay(new_article)


@pytest.fixture
def article(db) -> ArticlePage:
    return _article()


@pytest.fixture
def rules(db):
    """Set the rules of the site: `rules(pre_moderation=False)`. Without limits unless told otherwise."""

    def change(**values: object) -> DiscussionSettings:
        site = Site.objects.get(is_default_site=True)
        row, _ = DiscussionSettings.objects.update_or_create(site=site, defaults=values)
        return row

    change(min_seconds=0)
    return change


class Discussion:
    """Talks on one article, as readers and moderators do, by the actions."""

    def __init__(self, page: ArticlePage):
        self.page = page

    def submit(self, body: str = "", *, name: str = "Ana", email: str = "", parent=None, **more: object):
        number = next(_numbers)
        writer = more.pop("writer", None) or actions.Writer(
            name=name, email=email or f"reader{number}@example.org", ip_address="192.0.2.7"
        )
        return actions.submit(
            self.page,
            writer=writer,
            body=body or f"A considered remark, number {number}.",
            parent=getattr(parent, "pk", parent),
            **more,
        )

    def pending(self, body: str = "", **more: object) -> ReaderComment:
        return self.submit(body, **more).comment

    def approved(self, body: str = "", **more: object) -> ReaderComment:
        comment = self.pending(body, **more)
        actions.approve(comment.pk, by=actions.Moderator())
        return self.again(comment)

    def decide(self, comment: ReaderComment, *decisions: str) -> ReaderComment:
        for decision in decisions:
            actions.decide(comment.pk, decision, by=actions.Moderator())
        return self.again(comment)

    @staticmethod
    def again(comment: ReaderComment) -> ReaderComment:
        """Give the comment as it is stored now."""
        return ReaderComment.objects.get(pk=comment.pk)


@pytest.fixture
def discussion(article, rules) -> Discussion:
    return Discussion(article)


def new_user(name: str, *codenames: str, **more: object):
    """Give a user with these permissions, whose password is `secret`."""
    user = get_user_model().objects.create_user(name, f"{name}@example.org", "secret", **more)
    user.user_permissions.set(Permission.objects.filter(codename__in=codenames))
    return user


@pytest.fixture
def moderator(db):
    return new_user(
        "moderator", "moderate_comment", "senior_moderator", "access_admin", first_name="Mona", last_name="Deer"
    )


@pytest.fixture
def by(moderator) -> actions.Moderator:
    return actions.Moderator(user=moderator)


@pytest.fixture
def reader(db):
    return new_user("rita", first_name="Rita", last_name="Reader")


class Api:
    """Speaks JSON with the API, as one client."""

    def __init__(self, token: str = "", **options: object):
        self.client = Client(raise_request_exception=False, **options)
        self.headers = {"Authorization": f"Bearer {token}"} if token else {}

    def request(self, method: str, path: str, body: object = None, **headers: str):
        names = {name.replace("_", "-"): value for name, value in headers.items()}
        return self.client.generic(
            method,
            path,
            b"" if body is None else body if isinstance(body, bytes) else _json(body),
            content_type="application/json",
            headers=self.headers | names,
        )

    def get(self, path: str, **headers: str):
        return self.request("GET", path, **headers)

    def post(self, path: str, body: object = None, **headers: str):
        return self.request("POST", path, {} if body is None else body, **headers)

    def put(self, path: str, body: object = None, **headers: str):
        return self.request("PUT", path, body, **headers)

    def patch(self, path: str, body: object = None, **headers: str):
        return self.request("PATCH", path, {} if body is None else body, **headers)

    def delete(self, path: str, body: object = None, **headers: str):
        return self.request("DELETE", path, {} if body is None else body, **headers)


def _json(body: object) -> bytes:
    import json

    return json.dumps(body).encode()


@pytest.fixture
def api(db) -> Api:
    """An anonymous client."""
    return Api()


def signed_in(user, **options: object) -> Api:
    """Give a client with a session of `user`."""
    api = Api(**options)
    api.client.force_login(user)
    return api


def with_token(user) -> Api:
    """Give a client that sends one of Wagtail's API tokens of `user`."""
    _, token = APIToken.create_token(user=user, name="tests")
    return Api(token)


@pytest.fixture
def moderation(moderator) -> Api:
    """A client that moderates, by token."""
    return with_token(moderator)


@pytest.fixture
def form(article, rules):
    """Give the fields of a post: `form(body="…")`."""

    def fields(**values: object) -> dict:
        number = next(_numbers)
        sent = {
            "page": article.pk,
            "name": "Ana",
            "email": f"ana{number}@example.org",
            "body": f"A considered remark, number {number}.",
            "form_token": tokens.form_token(values.get("page", article.pk)),
            tokens.HONEYPOT: "",
        }
        return {key: value for key, value in (sent | values).items() if value is not None}

    return fields


def assert_error(answer, status: int, code: str, *fields: str) -> dict:
    """Check that an answer is an error in the one shape, about exactly these fields, and give it."""
    body = answer.json()
    assert (answer.status_code, body["code"]) == (status, code), body
    assert set(body) == {"message", "code"} | ({"errors"} if fields else set()), body
    assert isinstance(body["message"], str)
    assert body["message"]
    if fields:
        assert set(body["errors"]) == set(fields)
        assert all(set(row) == {"message", "code"} for rows in body["errors"].values() for row in rows)
    return body


@pytest.fixture
def dead(monkeypatch):
    """The mail server is away until `dead()` is called."""
    away = [True]
    send_messages = LocMemBackend.send_messages

    def refuse(backend, messages):
        if away:
            raise smtplib.SMTPServerDisconnected("please run connect() first")
        return send_messages(backend, messages)

    monkeypatch.setattr(LocMemBackend, "send_messages", refuse)
    return away.clear
