"""Tells authors why their comments were not published, in their language, where a moderator wants that."""

from collections.abc import Sequence

from django.db.models import Q
from django.utils import timezone
from django_tasks import task

from comments.mail import addresses, composing, sites, tokens, words
from comments.mail.links import LEASE
from comments.models import RejectionMail, Status


@task(backend="later")
def send(decision_ids: Sequence[int]) -> int:
    """Send the mails of these decisions that still are true; give how many. A mail is sent once."""
    return sum(_send(number) for number in decision_ids)


def _send(decision_id: int) -> bool:
    now = timezone.now()
    rows = RejectionMail.objects.filter(decision_id=decision_id, sent_at=None)
    free = rows.filter(Q(taken_at=None) | Q(taken_at__lt=now - LEASE))
    if not free.update(taken_at=now):
        return False
    mail = rows.select_related("comment__page__locale", "reason", "decision").get()
    try:
        is_sent = _is_true(mail) and _mail(mail)
    except Exception:
        rows.update(taken_at=None)
        raise
    rows.update(sent_at=timezone.now())
    return is_sent


def _is_true(mail: RejectionMail) -> bool:
    """Tell whether the comment still is rejected by that very decision, and has an author to tell."""
    taken_back = hasattr(mail.decision, "restored_by")
    return mail.comment.status == Status.REJECTED and bool(mail.comment.user_email) and not taken_back


def _mail(mail: RejectionMail) -> bool:
    page = mail.comment.page
    address = addresses.find(mail.comment.user_email) or addresses.known(
        mail.comment.user_email, language=page.locale.language_code
    )
    if address.refused_at:
        return False
    said = words.of(address.language)
    site = sites.of(page)
    told = mail.reason.text_in(address.language) if mail.reason else ""
    message = composing.Message(
        subject=said["rejected_subject"].format(title=page.title),
        paragraphs=tuple(filter(None, (said["rejected_text"].format(title=page.title), told, mail.text))),
        footer=(said["why_approved"],),
        stop=composing.Link(
            text=said["stop_all"], url=composing.page_url("mail_stop", tokens.Purpose.STOP_ALL, address.pk)
        ),
    )
    composing.send(message, to=address, site=site, key=f"rejection {mail.decision_id}")
    return True
