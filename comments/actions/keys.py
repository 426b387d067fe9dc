"""Keeps the public keys of front ends that sign their users in; cms.token_keys fetches them."""

from datetime import timedelta
from typing import Any

from django.db.models import Q
from django.utils import timezone

from comments import visitors
from comments.models import TokenIssuer
from comments.signals import token_keys_wanted

PAUSE = timedelta(minutes=1)  # between two requests for the keys of one front end, whoever wants them


def want_keys(issuer_id: int) -> bool:
    """Have the keys of a front end fetched soon, unless they just were; gives whether they will be."""
    rows = TokenIssuer.objects.filter(pk=issuer_id, algorithm=TokenIssuer.Algorithm.RS256)
    due = rows.filter(Q(fetched_at=None) | Q(fetched_at__lt=timezone.now() - PAUSE))
    if not due.update(fetched_at=timezone.now()):
        return False
    token_keys_wanted.send(sender=TokenIssuer, issuer=issuer_id)
    return True


def keep_keys(issuer_id: int, jwks: Any) -> None:
    """Keep what can be used of a key set that was fetched; what was there before goes."""
    try:
        keys = visitors.usable(jwks)
    except ValueError as error:
        miss_keys(issuer_id, str(error))
        return
    TokenIssuer.objects.filter(pk=issuer_id).update(jwks=keys, failure="", fetched_at=timezone.now())


def miss_keys(issuer_id: int, why: str) -> None:
    """Note why keys could not be had. Those that are there stay good."""
    TokenIssuer.objects.filter(pk=issuer_id).update(failure=why[:200], fetched_at=timezone.now())
