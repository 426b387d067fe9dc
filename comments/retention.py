"""Lets go, once a day, of what each site's settings say is kept no longer. To run it again changes nothing."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import CharField, Exists, F, OuterRef, QuerySet, Value
from django.db.models.functions import Cast, Concat
from django.utils import timezone
from django_tasks import task
from wagtail.models import Page, Site

from comments import actions, discussions, readers
from comments.mail import addresses
from comments.models import (
    Decision,
    DiscussionSettings,
    Flag,
    Letter,
    PageLike,
    Reaction,
    ReaderAddress,
    ReaderComment,
    Status,
)
from comments.models.mail import WAITING_DAYS

AT_ONCE = 500
LETTER_DAYS = 90  # so long nobody is told the same again
FORGOTTEN = "forgotten"  # a reader's key that was a network's hash


@task(backend="later")
def let_go() -> dict[str, int]:
    """Empty hashes of networks, delete comments that nobody confirmed or that were rejected, and what mail leaves behind;
    give how many of each. Each portion is a transaction, so that a run that is cut off is gone on with by the next."""
    now = timezone.now()
    counts = {"networks": 0, "unconfirmed": 0, "rejected": 0}
    for chosen, pages in _sites():
        for name, days in (("unconfirmed", chosen.unconfirmed_days), ("rejected", chosen.rejected_days)):
            statuses = [Status.UNCONFIRMED] if name == "unconfirmed" else [Status.REJECTED, Status.SPAM]
            counts[name] += _delete(pages, statuses, now - timedelta(days=days)) if days else 0
        if chosen.network_days:
            counts["networks"] += _forget_networks(pages, now - timedelta(days=chosen.network_days))
    # What the rules quoted of comments that went with their page. Nobody is shown it any more.
    Decision.objects.filter(comment=None).exclude(reasons=[]).without_quotes()
    Letter.objects.filter(created_at__lt=now - timedelta(days=LETTER_DAYS)).delete()
    old = ReaderAddress.objects.filter(created_at__lt=now - timedelta(days=WAITING_DAYS))
    hashes = list(old.values_list("email_hash", flat=True))
    counts["addresses"] = sum(
        addresses.let_go(hashes[start : start + AT_ONCE]) for start in range(0, len(hashes), AT_ONCE)
    )
    actions.forget_handlings()
    actions.forget_runs()
    return counts


def _sites() -> Iterator[tuple[DiscussionSettings, QuerySet[Page]]]:
    """Give the settings of each site with its pages."""
    stored = {row.site_id: row for row in DiscussionSettings.objects.all()}
    for site in Site.objects.all():
        yield stored.get(site.pk) or DiscussionSettings(site=site), discussions.pages_of(site)


def _delete(pages: QuerySet[Page], statuses: list[str], before: datetime) -> int:
    """Delete old comments in some statuses; of those that somebody has answered the words, names and addresses alone."""
    rows = ReaderComment.norel_objects.filter(status__in=statuses, submitted_at__lt=before, page__in=pages)
    kept = rows.exclude(email_hash="", text_hash="")
    answered = ReaderComment.norel_objects.filter(parent_comment=OuterRef("pk"))
    number = 0
    for wanted, do in ((rows.filter(~Exists(answered)), actions.forget), (kept, actions.empty)):
        while ids := list(wanted.order_by("-pk").values_list("pk", flat=True)[:AT_ONCE]):
            done = do(ids)
            number += done
            if not done:
                break
    return number


def _forget_networks(pages: QuerySet[Page], before: datetime) -> int:
    rows = ReaderComment.norel_objects.exclude(ip_hash="").filter(submitted_at__lt=before, page__in=pages)
    number = _in_portions(rows, ip_hash="")
    for model in (Reaction, PageLike, Flag):
        seen = model.objects.filter(at__lt=before, page__in=pages)
        _in_portions(seen.exclude(network=""), network="")
        by_network = seen.filter(reader__startswith=f"{readers.NETWORK}:")
        forgotten = Concat(Value(f"{FORGOTTEN}:"), Cast(F("pk"), CharField()))
        _in_portions(by_network, reader=forgotten)
    return number


def _in_portions(rows: QuerySet, **columns: object) -> int:
    number = 0
    while ids := list(rows.order_by().values_list("pk", flat=True)[:AT_ONCE]):
        with transaction.atomic():
            number += rows.model._base_manager.filter(pk__in=ids).update(**columns)
    return number
