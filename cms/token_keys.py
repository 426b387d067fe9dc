"""Fetches the public keys of front ends that sign their users in, by the worker and from the public Internet alone."""

import json
import time
from datetime import timedelta

from django.utils import timezone
from django_tasks import task

from articles import public_web
from comments import actions
from comments.models import TokenIssuer

SECONDS = 10
LARGEST = 256 * 1024  # bytes
HEADERS = {"Accept": "application/json", "User-Agent": "Evident"}


class NoKeys(Exception):
    """The answer is no key set; the message says why."""


@task(backend="later")
def fetch(issuer_id: int) -> None:
    """Fetch the keys of one front end. A failure is told in the admin, and the old keys stay."""
    issuer = TokenIssuer.objects.filter(pk=issuer_id, algorithm=TokenIssuer.Algorithm.RS256).first()
    if issuer is None:
        return
    try:
        actions.keep_keys(issuer_id, _asked(issuer.jwks_url))
    except public_web.NotAllowed as refusal:
        actions.miss_keys(issuer_id, f"The address leads to {refusal}.")
    except NoKeys as error:
        actions.miss_keys(issuer_id, str(error))
    except public_web.FAILURES as error:
        actions.miss_keys(issuer_id, f"No keys: {public_web.named(error)}.")


@task(backend="later")
def refresh() -> None:
    """Fetch the keys of all front ends anew, so that those which were taken back are known to be."""
    stale = TokenIssuer.objects.filter(algorithm=TokenIssuer.Algorithm.RS256, is_active=True)
    for pk in stale.exclude(fetched_at__gt=timezone.now() - timedelta(hours=1)).values_list("pk", flat=True):
        fetch.enqueue(pk)


def on_wanted(issuer: int, **kwargs: object) -> None:
    fetch.enqueue(issuer)


def _asked(address: str) -> object:
    until = time.monotonic() + SECONDS
    with public_web.asked(address, until=until, headers=HEADERS) as response:
        if response.status != 200:
            raise NoKeys(f"The server answered {response.status}.")
        content = response.read(LARGEST + 1)
    if len(content) > LARGEST:
        raise NoKeys("The answer is far too large.")
    try:
        return json.loads(content)
    except (ValueError, RecursionError):
        raise NoKeys("The answer is not JSON.") from None
