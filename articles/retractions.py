"""Retracted references: marks them, finds the live articles that lean on them, and has their owners told once.

Whatever sets the mark (the reference's form, a check against Retraction Watch, code) passes through a save of the
reference, and that save calls `announce()`; so does the publication of an article.
"""

from collections.abc import Collection
from dataclasses import dataclass

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.db.models import QuerySet
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import override
from django_tasks import task
from wagtail.admin.mail import send_mail

from articles import claims, editing
from articles.models import ArticlePage, Citation, PublisherNotice, Reference, RetractionWarning
from articles.retraction_watch import Record


@dataclass
class Checked:
    """What a check against Retraction Watch has found, counted in references."""

    records: int = 0
    marked: int = 0
    already: int = 0
    kept: int = 0
    noted: int = 0


def citations() -> QuerySet[Citation]:
    """Give where live articles cite retracted references: a row for each block and source."""
    return Citation.objects.filter(reference__retracted=True, page__live=True)


def sources_of(page: ArticlePage) -> list[tuple[Reference, list[claims.Claim]]]:
    """Give the retracted references that `page`, live or a draft, cites in the order of the text, each with its blocks."""
    made = claims.walk(page.body.get_prep_value())
    numbers = claims.numbering(made)
    found = Reference.objects.filter(pk__in=numbers, retracted=True) if numbers else ()
    return [
        (reference, [claim for claim in made if any(source.reference == reference.pk for source in claim.sources)])
        for reference in sorted(found, key=lambda reference: numbers[reference.pk])
    ]


def note(reference: Reference, record: Record) -> str:
    """Keep what a record says of `reference` and mark it where it is retracted; give what came of it.

    That is the name of a member of Checked: "marked", "already", "noted" (no retraction), or "kept": the record is
    known, and an editor has taken the mark away since.
    """
    with transaction.atomic():
        _, is_new = PublisherNotice.objects.get_or_create(
            reference=reference,
            record=record.number[:20],
            defaults={
                "nature": record.nature[:60],
                "issued_on": record.issued_on,
                "doi": record.notice_doi[:255],
                "reasons": "\n".join(record.reasons),
            },
        )
        if not record.is_retraction:
            return "noted"
        if reference.retracted:
            return "already"
        if not is_new:
            return "kept"
        reference.retracted = True
        reference.save(update_fields=["retracted"])
    return "marked"


def announce(*, references: Collection[int] = (), pages: Collection[int] = ()) -> int:
    """Have the owners told of live articles that lean on these retracted references, or of these articles that do.

    An article and a reference that somebody was told of are not told again. Gives how many pairs are new; the rows and
    the tasks that mail them are of the caller's transaction.
    """
    leaning = citations().filter(reference__in=references) if references else citations().filter(page__in=pages)
    pairs = set(leaning.order_by().values_list("page", "reference").distinct())
    if not pairs:
        return 0
    involved = {page for page, _ in pairs}
    told = set(RetractionWarning.objects.filter(page__in=involved).values_list("page", "reference"))
    recipients = editing.owners(involved)
    warnings = [
        RetractionWarning(page_id=page, reference_id=reference, recipient=recipients[page])
        for page, reference in sorted(pairs - told)
        if page in recipients
    ]
    with transaction.atomic():
        # Two who announce at once: the rows of the first stand.
        RetractionWarning.objects.bulk_create(warnings, ignore_conflicts=True)
        for recipient in sorted({warning.recipient_id for warning in warnings}):
            mail_warnings.enqueue(recipient)
    return len(warnings)


@task(backend="later")
def mail_warnings(recipient_id: int) -> int:
    """Send somebody one mail about everything they have to be told; give how many warnings it held.

    Each row is taken before the mail is sent and given back where sending fails, so that of two workers one sends.
    """
    waiting = RetractionWarning.objects.filter(recipient=recipient_id, sent_at=None).values_list("pk", flat=True)
    now = timezone.now()
    taken = [pk for pk in list(waiting) if RetractionWarning.objects.filter(pk=pk, sent_at=None).update(sent_at=now)]
    if not taken:
        return 0
    try:
        _send(RetractionWarning.objects.filter(pk__in=taken).select_related("page", "reference", "recipient"))
    except Exception:
        RetractionWarning.objects.filter(pk__in=taken).update(sent_at=None)
        raise
    return len(taken)


def _send(warnings: QuerySet[RetractionWarning]) -> None:
    rows = list(warnings.order_by("page__title", "reference__title"))
    recipient: AbstractBaseUser = rows[0].recipient
    context = {
        "recipient": recipient,
        "rows": [(row, editing.address(row.page, _first_block(row))) for row in rows],
        "count": len({row.page_id for row in rows}),
        "site_name": settings.WAGTAIL_SITE_NAME,
    }
    with override(editing.language(recipient)):
        subject = render_to_string("articles/mail/retraction_subject.txt", context).strip()
        message = render_to_string("articles/mail/retraction.txt", context)
    send_mail(subject, message, [recipient.email])


def _first_block(warning: RetractionWarning) -> str:
    blocks = Citation.objects.filter(page=warning.page_id, reference=warning.reference_id).order_by("pk")
    return blocks.values_list("block", flat=True).first() or ""
