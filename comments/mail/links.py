"""Mails with a link that lets the owner of an address do something: asked for by anybody, so sent now and then at most.

Whoever asks gets the same answer, whether the address is known or not, and whether a mail goes out for it.
"""

from datetime import datetime, timedelta

from django.db.models import Q
from django.utils import timezone
from django_tasks import task
from wagtail.models import Site

from comments.mail import addresses, composing, sites, tokens, words
from comments.models import LinkMail, ReaderAddress

LEASE = timedelta(minutes=2)  # longer than any sending takes, shorter than a worker is given up after
PAUSE = {LinkMail.Purpose.CONFIRM: timedelta(days=1), LinkMail.Purpose.OWN: timedelta(hours=1)}
TOLERANCE = timedelta(minutes=1)  # between the clocks of several machines
MOST_POINTS = 20


def ask(address: ReaderAddress, purpose: str, *, site: Site) -> None:
    """Have a mail sent, at once or when the last one is old enough; a row of the transaction, unless one is due already."""
    link, _ = LinkMail.objects.get_or_create(address=address, purpose=purpose, defaults={"site": site})
    LinkMail.objects.filter(pk=link.pk).exclude(site=site).update(site=site)
    _enqueue(link, _earliest(link))


def _earliest(link: LinkMail) -> datetime:
    now = timezone.now()
    return max(now, link.sent_at + PAUSE[link.purpose]) if link.sent_at else now


def _enqueue(link: LinkMail, due_at: datetime) -> None:
    if LinkMail.objects.filter(pk=link.pk, due_at=None).update(due_at=due_at):
        later = due_at > timezone.now()
        (send_link.using(run_after=due_at) if later else send_link).enqueue(link.pk)


@task(backend="later")
def send_link(link_id: int) -> bool:
    """Send the mail if it is due and still has a point; give whether it was sent."""
    now = timezone.now()
    free = Q(taken_at=None, due_at__lte=now + TOLERANCE) | Q(taken_at__lt=now - LEASE)
    rows = LinkMail.objects.filter(pk=link_id)
    if not rows.filter(free).update(taken_at=now, due_at=None):
        return False
    link = rows.select_related("address", "site").get()
    message = _message(link)
    if message is None:
        rows.update(taken_at=None)
        return False
    due_at = _earliest(link)
    if due_at > now + TOLERANCE:  # asked for while the last one was on its way
        rows.update(taken_at=None)
        _enqueue(link, due_at)
        return False
    try:
        composing.send(message, to=link.address, site=link.site, key=f"{link.purpose} {link.sent_at}")
    except Exception:
        rows.update(taken_at=None, due_at=now)
        raise
    rows.update(taken_at=None, sent_at=now)
    return True


@task(backend="later")
def catch_up() -> int:
    """Have those sent whose task was given up, after a mail server was away for days; give how many there are."""
    before = timezone.now() - timedelta(days=1)
    left = LinkMail.objects.filter(Q(due_at__lt=before) | Q(taken_at__lt=before)).values_list("pk", flat=True)
    for pk in left:
        send_link.enqueue(pk)
    return len(left)


def _message(link: LinkMail) -> composing.Message | None:
    """Give what the mail says, None where there is no point in it."""
    address = link.address
    said = words.of(address.language)
    site = sites.name(link.site, address.language)
    if link.purpose == LinkMail.Purpose.OWN:
        url = composing.page_url("mail_own", tokens.Purpose.OWN, address.pk)
        return composing.Message(
            subject=said["own_subject"].format(site=site),
            paragraphs=(said["own_intro"].format(site=site),),
            button=composing.Link(text=said["own_button"], url=url),
            after=(said["own_expires"].format(days=tokens.DAYS[tokens.Purpose.OWN]), said["own_else"]),
        )
    waiting = None if address.refused_at else addresses.waiting(address)
    if not waiting:
        return None
    url = composing.page_url("mail_confirm", tokens.Purpose.CONFIRM, address.pk)
    stop = composing.page_url("mail_stop", tokens.Purpose.STOP_ALL, address.pk)
    points = dict.fromkeys(addresses.waiting_points(waiting, address.language))
    return composing.Message(
        subject=said["confirm_subject"],
        paragraphs=(said["confirm_intro"].format(site=site),),
        points=tuple(points)[:MOST_POINTS],
        button=composing.Link(text=said["confirm_button"], url=url),
        after=(said["confirm_expires"].format(days=tokens.DAYS[tokens.Purpose.CONFIRM]), said["confirm_else"]),
        stop=composing.Link(text=said["stop_all"], url=stop),
    )
