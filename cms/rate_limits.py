"""How much one client may ask of the API in a minute, told in the RateLimit fields (IETF httpapi draft) of every answer.

A client is the network address that the connection or the trusted proxies name (an IPv6 one by its /64 network, which is
what one household has); a forged X-Forwarded-For is nobody's. Who writes and is signed in counts for themselves, wherever
they are: a clinic's whole network may be one address. A header that anybody can make up, as X-Reader, makes no client.
Counts are in the cache, so that all processes share them.
"""

import math
import re
import time
from importlib import import_module
from typing import NamedTuple

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import salted_hmac

from cms.api import errors
from cms.caching import READING
from cms.middleware import API_PREFIX
from cms.writing.middleware import is_writing
from cms.writing.problems import problem
from comments import visitors
from comments.api.clients import ip_address
from comments.networks import network

SECONDS = 60
GESTURE = re.compile(rf"{API_PREFIX}(?:comments/(?:preview|\d+/(?:reactions/\w+|flags))|articles/[^/]+/like)/")


class Policy(NamedTuple):
    """How many requests of one kind a client has in each minute."""

    name: str
    quota: int


READS = Policy("reads", 1200)
WRITES = Policy("writes", 30)
# One press of a button each, and one address may be that of a whole school: they use up nobody's comments.
GESTURES = Policy("gestures", 300)
MODERATION = Policy("moderation", 600)
TOOLS = Policy("tools", 600)
PERSONAL = {"writes", "gestures"}  # policies by name


class RateLimitMiddleware:
    """Refuses what is too much with a 429 that says when to come back; RATE_LIMITS=0 turns it off."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if not settings.RATE_LIMITS or not _is_limited(request) or request.method == "OPTIONS":
            return self.get_response(request)
        policy = policy_for(request)
        used, left_seconds = count(request, policy)
        if used > policy.quota:
            said = f"Too many requests; come back in {left_seconds} seconds."
            response = problem(429, said) if policy is TOOLS else errors.answer(429, "throttled", said)
            response["Retry-After"] = str(left_seconds)
        else:
            response = self.get_response(request)
        describe(response, policy, max(policy.quota - used, 0), left_seconds)
        return response


def _is_limited(request: HttpRequest) -> bool:
    return request.path.startswith(API_PREFIX) or is_writing(request)


def policy_for(request: HttpRequest) -> Policy:
    """Give the policy that a request falls under."""
    if is_writing(request):
        return TOOLS
    if request.path.startswith(f"{API_PREFIX}moderation/"):
        return MODERATION
    if request.method in READING:
        return READS
    return GESTURES if GESTURE.fullmatch(request.path) else WRITES


def count(request: HttpRequest, policy: Policy) -> tuple[int, int]:
    """Count one request; give how many its client has made in this minute, and the seconds until the next one begins."""
    now = time.time()
    minute = int(now // SECONDS)
    who = (policy.name in PERSONAL and person(request)) or network(ip_address(request))
    client = salted_hmac("cms.rate_limits", who, algorithm="sha256").hexdigest()
    key = f"limit:{policy.name}:{minute}:{client}"
    cache.add(key, 0, 2 * SECONDS)
    try:
        used = cache.incr(key)
    except ValueError:  # thrown out between the two, of a full cache
        used = 1
    return used, max(1, math.ceil((minute + 1) * SECONDS - now))


def person(request: HttpRequest) -> str:
    """Give who has signed in, by a session of this server or a front end's token; "" for nobody that can be proved."""
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() == "bearer" and visitors.looks_like_one(token):
        try:
            return f"visitor:{visitors.read(token).key}"
        except visitors.BadToken:
            return ""
    if key := request.COOKIES.get(settings.SESSION_COOKIE_NAME):
        user = import_module(settings.SESSION_ENGINE).SessionStore(key).get(SESSION_KEY)
        return f"user:{user}" if user else ""
    return ""


def describe(response: HttpResponse, policy: Policy, remaining: int, seconds: int) -> None:
    """Tell a client what it has left."""
    response["RateLimit-Policy"] = f'"{policy.name}";q={policy.quota};w={SECONDS}'
    response["RateLimit"] = f'"{policy.name}";r={remaining};t={seconds}'
