"""Asks, about once a week, whether the works that live articles cite can still be had at their DOI or address.

Nothing is asked unless the site allows looking up. That a work is gone is believed only once it was gone twice in a row.
"""

import socket
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import quote, urlsplit

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils import timezone
from django_tasks import task

from articles import public_web
from articles.models import Citation, Reference, SourceCheck
from articles.references import looking_up
from articles.vocabulary import Reach

EVERY = timedelta(days=7)
AGAIN = timedelta(days=1)  # where a work was gone once
APART = timedelta(hours=1)  # at least, between the two answers that make a work unreachable
PAUSE = timedelta(minutes=5)  # no reference is asked for more often than this, whoever wants to
AT_ONCE = 10  # references of one task: others have their turn between two
SECONDS = 6.0  # for one answer, its redirects included
MOST_REDIRECTS = 8  # publishers send their readers round several servers
LEAST_URGENT = -10
GONE = frozenset({404, 410})
RESOLVER = "doi.org"
HEADERS = {"User-Agent": "Evident (link check)", "Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}


@dataclass(frozen=True)
class Answer:
    """What came of asking: `is_there` is None where the answer says neither that a work is there nor that it is gone."""

    is_there: bool | None
    detail: str


def address_of(reference: Reference) -> str:
    """Give where a work is to be had: at its DOI, else at its address, else ""."""
    return f"https://{RESOLVER}/{quote(reference.doi, safe='/:;()._-')}" if reference.doi else reference.url


def ask(address: str, *, allowed: Callable[[str], bool] = public_web.is_public) -> Answer:
    """Ask a server whether there is something at an address: by HEAD, and by GET where that does not say yes."""
    answer = _asked(address, "HEAD", allowed)
    return answer if answer.is_there else _asked(address, "GET", allowed)


def _asked(address: str, method: str, allowed: Callable[[str], bool]) -> Answer:
    until = time.monotonic() + SECONDS
    try:
        for _ in range(MOST_REDIRECTS + 1):
            host = urlsplit(address).hostname or ""
            # No body is ever read.
            with public_web.asked(address, until=until, headers=HEADERS, method=method, allowed=allowed) as response:
                status, onward = response.status, public_web.redirect(response, address)
            if onward is None:
                return Answer(_meaning(status), f"{status} from {host}"[:200])
            address = onward
        return Answer(None, f"More than {MOST_REDIRECTS} redirects")
    except public_web.NotAllowed as refusal:
        return Answer(None, f"Leads to {refusal}"[:200])
    except socket.gaierror as error:
        is_gone = error.errno == socket.EAI_NONAME and _has_network()
        return Answer(False if is_gone else None, f"No such server: {host}"[:200])
    except public_web.FAILURES as error:
        return Answer(None, f"{host}: {public_web.named(error)}"[:200])


def _meaning(status: int) -> bool | None:
    if status in GONE:
        return False
    return True if 200 <= status < 300 else None


def _has_network() -> bool:
    """Tell whether names are resolved at all: where not even the DOI's are, it is we who are cut off."""
    try:
        return bool(socket.getaddrinfo(RESOLVER, 443))
    except OSError:
        return False


def record(reference: Reference, address: str, answer: Answer) -> SourceCheck:
    """Keep what came of asking for a reference.

    An answer that says nothing leaves a work unreachable that was so before, and starts the count anew for one that was
    gone once.
    """
    now = timezone.now()
    before = SourceCheck.objects.filter(reference=reference, address=address).first()
    outcome, since = Reach.REACHABLE, None
    if answer.is_there is False:
        since = (before and before.failing_since) or now
        was_gone = before is not None and before.outcome in {Reach.FAILING, Reach.UNREACHABLE}
        outcome = Reach.UNREACHABLE if was_gone and now - since >= APART else Reach.FAILING
    elif answer.is_there is None:
        outcome = Reach.UNSURE
        if before and before.outcome == Reach.UNREACHABLE:
            outcome, since = Reach.UNREACHABLE, before.failing_since
    found, _ = SourceCheck.objects.update_or_create(
        reference=reference,
        defaults={
            "address": address,
            "outcome": outcome,
            "detail": answer.detail,
            "checked_at": now,
            "failing_since": since,
        },
    )
    return found


def forget_other_addresses(reference: Reference) -> None:
    """Forget what was found at an address that a reference no longer has."""
    SourceCheck.objects.filter(reference=reference).exclude(address=address_of(reference)).delete()


def due() -> QuerySet[Reference]:
    """Give the references that live articles cite and that are to be asked for, those first that never were."""
    now = timezone.now()
    is_late = Q(source_check=None) | Q(source_check__checked_at__lte=now - EVERY)
    is_late |= Q(source_check__outcome=Reach.FAILING, source_check__checked_at__lte=now - AGAIN)
    cited = Citation.objects.filter(reference=OuterRef("pk"), page__live=True)
    found = Reference.objects.filter(is_late, Q(doi__gt="") | Q(url__gt=""))
    return found.filter(Exists(cited)).order_by(F("source_check__checked_at").asc(nulls_first=True), "pk")


@task(backend="later", priority=LEAST_URGENT)
def check_due() -> int:
    """Ask for some of the references that are due, and have the rest asked for next; give how many were."""
    if not looking_up.is_allowed():
        return 0
    found = list(due()[:AT_ONCE])
    _check(found)
    if len(found) == AT_ONCE:
        check_due.enqueue()
    return len(found)


@task(backend="later", priority=LEAST_URGENT)
def check(ids: list[int]) -> int:
    """Ask for these references, but for those that just were; give how many were."""
    if not looking_up.is_allowed():
        return 0
    just = SourceCheck.objects.filter(reference=OuterRef("pk"), checked_at__gt=timezone.now() - PAUSE)
    found = list(Reference.objects.filter(~Exists(just), pk__in=ids).order_by("pk"))
    _check(found)
    return len(found)


def _check(references: Iterable[Reference]) -> None:
    for reference in references:
        if address := address_of(reference):
            record(reference, address, ask(address))


def request(ids: Iterable[int]) -> int:
    """Have these references asked for soon; give how many tasks that takes. Nothing is asked here."""
    wanted = sorted(set(ids))
    parts = [wanted[start : start + AT_ONCE] for start in range(0, len(wanted), AT_ONCE)]
    for part in parts:
        check.enqueue(part)
    return len(parts)
