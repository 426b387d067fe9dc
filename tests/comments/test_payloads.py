"""The collected payloads, posted and edited as comments and names, and read back from every place that shows them."""

import contextlib
import time
from collections import Counter
from html.parser import HTMLParser
from xml.etree import ElementTree

import pytest
from django.test.client import ClientHandler
from django.urls import reverse

from bench.payloads import packets
from comments import actions
from comments.actions import bodies
from comments.errors import InvalidComment
from comments.models import FormerText, ReaderComment
from tests.comments.conftest import COMMENTS, MODERATION, new_user, signed_in
from tests.comments.test_text import assert_safe

# Of this process's own time: far more than any payload takes (`make bench` says how much), and far less than one that stalls.
STALLED_SECONDS = 5
RUNNING = {"script", "iframe", "object", "embed", "base", "style", "img", "video", "audio", "math", "meta", "marquee"}
EVERY = 12  # each is rendered by itself in test_text.py; here one in so many packets makes the whole way


class Loading(HTMLParser):
    """Counts what a page would load or run, and notes every address and every handler in it."""

    def __init__(self, html: str):
        super().__init__()
        self.tags: Counter[str] = Counter()
        self.suspect: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, attrs):
        if tag in RUNNING:
            self.tags[tag] += 1
        for name, value in attrs:
            address = "".join((value or "").split()).lower()
            if name.startswith("on") or address.startswith(("javascript:", "data:text", "vbscript:")):
                self.suspect.append(f"{tag} {name}={value}")


@pytest.fixture
def times(monkeypatch) -> list[float]:
    """The seconds of this process that each answer took."""
    taken: list[float] = []
    get_response = ClientHandler.get_response

    def timed(handler, request):
        began = time.process_time()
        try:
            return get_response(handler, request)
        finally:
            taken.append(time.process_time() - began)

    monkeypatch.setattr(ClientHandler, "get_response", timed)
    return taken


@pytest.fixture
def written(api, form, rules, settings, inputs, times) -> list[int]:
    """Comments that were posted with payloads as words and name, and edited to others; those that show nothing are not."""
    rules(pre_moderation=False, max_links=1000, edit_minutes=60)
    settings.RATE_LIMITS = False
    api.post(COMMENTS, form())  # what is loaded once, at the first post, is no payload's doing
    times.clear()
    packed, ids = packets(inputs), []
    for words, others in zip(packed[::EVERY], packed[EVERY // 2 :: EVERY], strict=False):
        name = others.strip().partition("\n")[0][:50]
        answer = api.post(COMMENTS, form(name=name, body=words))
        if answer.status_code == 400:
            assert set(answer.json()["errors"]) <= {"body", "name"}
            continue
        posted = answer.json()
        edited = api.patch(f"{COMMENTS}{posted['id']}/", {"body": others, "edit_token": posted["edit_token"]})
        assert_safe(posted["body_html"])
        if edited.status_code != 400:
            assert_safe(edited.json()["body_html"])
        ids.append(posted["id"])
    assert len(ids) > 10
    # The same as a moderator changes a comment to it, and answers with it.
    by = actions.Moderator(user=new_user("editor", "moderate_comment"))
    for pk, others in zip(ids[::3], packed[3::EVERY], strict=False):
        with contextlib.suppress(InvalidComment):
            assert_safe(actions.edit_as_moderator(pk, body=others, by=by, note=others[:200]).body_html)
    assert FormerText.objects.count() > 3
    assert max(times) < STALLED_SECONDS
    ReaderComment.objects.filter(pk__in=ids).update(status="approved", visible=1)
    return ids


def test_nothing_but_allowed_markup_comes_out(api, article, written, client, moderator, moderation, discussion):
    shown = api.get(f"{COMMENTS}?page={article.pk}&limit=100").json()["items"]
    assert {*written} <= {row["id"] for row in shown}
    for row in shown:
        assert_safe(row["body_html"])
    feed = ElementTree.fromstring(client.get(f"/feeds/comments/{article.pk}.rss").content)  # noqa: S314
    items = [item.findtext("description") or "" for item in feed.iter("item")]
    assert len(items) > 10
    for text in items:
        assert (Loading(text).suspect, Loading(text).tags) == ([], {})

    desk = signed_in(moderator).client
    usual = Loading(desk.get(reverse("reader_comments:detail", args=[discussion.approved().pk])).content.decode())
    for pk in written[::4]:
        assert_safe(moderation.get(f"{MODERATION}{pk}/").json()["body_html"])
        page = Loading(desk.get(reverse("reader_comments:detail", args=[pk])).content.decode())
        assert (page.suspect, page.tags) == ([], usual.tags)
    queue = desk.get(f"{reverse('reader_comments:index')}?status=all").content.decode()
    empty = desk.get(f"{reverse('reader_comments:index')}?status=removed").content.decode()
    assert Loading(queue).suspect == []
    assert Loading(queue).tags == Loading(empty).tags


def test_no_payload_stalls(inputs):
    slowest = 0.0
    for body in packets(inputs):
        began = time.process_time()
        with contextlib.suppress(InvalidComment):
            bodies.read(body, 3000)
        slowest = max(slowest, time.process_time() - began)
    assert slowest < STALLED_SECONDS
