"""Stored answers of the public API: rendered once, given until anything that they show has changed.

An answer is stored with its tags, the sum of their versions as it was before the rendering, and the moment until which it
is true where it depends on the clock. It is given again while that sum is the same, so that no process can give a stale
one, and a hit costs one indexed SELECT.

The versions have to be read before the rendering, and which tags an answer has is known only after it. So the first
rendering of an address leaves its tags alone behind, and the next one is stored; after a change, whose tags are known,
it is one. Addresses that are asked once take no room by that, and cost nothing more than without a store.
"""

import hashlib
import secrets
import time
from collections.abc import Mapping
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import NamedTuple

from django.apps import apps
from django.conf import settings
from django.core.cache import caches
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from cms import compression, tags

ROOMS = ("cms", "home", "articles", "comments")
LARGEST = 1024 * 1024  # bytes of an answer that is stored
KEPT_SECONDS = 24 * 60 * 60
DECLINED_SECONDS = 5
TURN_SECONDS = 10  # after which one who never came back from rendering is waited for no more
PATIENCE_SECONDS = 3  # how long a request waits while another renders the same answer
PAUSE_SECONDS = 0.01
ACCEPTABLE = ("*/*", "application/*", "application/json")


class Answer(NamedTuple):
    """What is stored of an address: `version` is None where only its tags are known, which are none if it is never stored."""

    tags: frozenset[str]
    version: int | None = None
    valid_until: datetime | None = None
    headers: Mapping[str, str] = {}
    content: bytes = b""
    compressed: bytes = b""


class Visit:
    """What one request asks of the store: `find()` before the rendering, `keep()` what came of it, `leave()` at the end."""

    def __init__(self, request: HttpRequest):
        self.store = caches["answers"]
        self.key = key_of(request)
        self.turn = f"{self.key}:turn"
        self.name = secrets.token_hex(8)
        self.has_turn = False
        self.before = Answer(frozenset())
        self.version: int | None = None
        self.changed_at: datetime | None = None

    def find(self) -> HttpResponse | None:
        """Give the stored answer, or None to the one whose turn it is to render it; others wait for that one a while."""
        deadline = time.monotonic() + PATIENCE_SECONDS
        while True:
            known = self.store.get(self.key)
            if known is not None:
                if not known.tags:
                    return None
                self.before = known
                self.version, self.changed_at = tags.state({*known.tags, tags.ALL})
                if self._is_true(known):
                    response = HttpResponse(known.content, headers=dict(known.headers))
                    response.compressed = known.compressed
                    return response
            if self.has_turn:
                return None
            if self._take_turn():
                if self.store.get(self.key) == known:
                    return None
                continue  # somebody has rendered it between the look and the turn
            while self.store.get(self.turn):
                if time.monotonic() > deadline:
                    return None
                time.sleep(PAUSE_SECONDS)

    def _take_turn(self) -> bool:
        self.has_turn = self.store.add(self.turn, self.name, TURN_SECONDS)
        return self.has_turn

    def _is_true(self, known: Answer) -> bool:
        return known.version is not None and known.version == self.version and not _is_past(known.valid_until)

    def keep(self, response: HttpResponse) -> bool:
        """Store a rendered answer, or what is known of it by now; tell whether it can be given again."""
        answer = self._answer(response)
        # Before the turn passes on, so that whoever waits for it finds this.
        self.store.set(self.key, answer, KEPT_SECONDS)
        return answer.version is not None

    def _answer(self, response: HttpResponse) -> Answer:
        shown = frozenset(getattr(response, "cache_tags", ()))
        valid_until = getattr(response, "valid_until", None)
        if len(response.content) > LARGEST or _is_past(valid_until):
            return Answer(frozenset())
        if shown != self.before.tags or self.version is None:
            return Answer(shown)
        response.compressed = compression.compressed(response.content)  # once for all to whom it is given
        return Answer(shown, self.version, valid_until, dict(response.items()), response.content, response.compressed)

    def last_change(self, response: HttpResponse) -> datetime | None:
        """Give when anything that a rendered answer shows was last changed; None of one that is never stored."""
        shown = frozenset(getattr(response, "cache_tags", ()))
        if not shown or _is_past(getattr(response, "valid_until", None)):
            return None
        return self.changed_at if shown == self.before.tags else tags.state({*shown, tags.ALL})[1]

    def decline(self) -> None:
        """Remember for a moment that the address has nothing to store (a 404), so that nobody waits for a turn at it."""
        self.store.set(self.key, Answer(frozenset()), DECLINED_SECONDS)

    def leave(self) -> None:
        """Let others have their turn, whatever came of this one; a turn that ran out meanwhile is somebody else's."""
        if self.has_turn and self.store.get(self.turn) == self.name:
            self.store.delete(self.turn)


def _is_past(moment: datetime | None) -> bool:
    return moment is not None and moment <= timezone.now()


def may_be_stored(request: HttpRequest) -> bool:
    """Tell whether a request is asked of everybody alike: one that names who asks is rendered anew."""
    return "Authorization" not in request.headers


def is_accepted(request: HttpRequest) -> bool:
    """Tell whether a client takes JSON; one that does not is refused by the view."""
    accepted = request.headers.get("Accept", "*/*")
    return any(kind in accepted for kind in ACCEPTABLE)


def key_of(request: HttpRequest) -> str:
    """Give the name of an answer: its address, whatever the order of the parameters, and the code that renders it."""
    query = sorted((name, value) for name, values in request.GET.lists() for value in values)
    parts = (_fingerprint(), request.scheme, request.get_host(), request.path, query)
    return hashlib.sha256(repr(parts).encode()).hexdigest()


@cache
def _fingerprint() -> str:
    """Give a hash of the code and of the settings that answers are made of: after an upgrade all are rendered anew."""
    digest = hashlib.sha256(repr((settings.SITE_URL, settings.FRONTEND_URL, settings.MEDIA_URL)).encode())
    for room in ROOMS:
        for source in sorted(Path(apps.get_app_config(room).path).rglob("*.py")):
            digest.update(source.read_bytes())
    for name in ("prepared/__init__.py", "requirements.txt"):
        digest.update((settings.BASE_DIR / name).read_bytes())
    return digest.hexdigest()
