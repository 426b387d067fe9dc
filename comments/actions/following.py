"""Readers say what they want mail about, and that they want no more."""

from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone
from wagtail.models import Page, Site

from comments import hashing
from comments.mail import addresses, links, sites
from comments.models import Following, LinkMail, ReaderAddress, ReaderComment

MOST_FOLLOWED = 500  # of one address
THREAD, PAGE = "thread", "page"
FOLLOWED = (THREAD, PAGE)


def follow(comment: ReaderComment, what: str, *, page: Page, is_account: bool) -> None:
    """Let the author of a comment follow its thread, or the whole discussion of its page (FOLLOWED).

    An address that its owner has confirmed before, or an account's, follows at once; every other is asked by mail. In the
    transaction of the comment.
    """
    if not comment.user_email or what not in FOLLOWED:
        return
    site = sites.of(page)
    address = addresses.known(comment.user_email, language=page.locale.language_code)
    wanted = {"page_id": page.pk, "thread_id": comment.thread if what == THREAD else None}
    following = _followed(address, site, wanted)
    if following is None or following.confirmed_at:
        return
    if is_account or address.confirmed_at:
        Following.objects.filter(pk=following.pk).update(confirmed_at=timezone.now())
    else:
        links.ask(address, LinkMail.Purpose.CONFIRM, site=site)


def ask_to_confirm(comment: ReaderComment, *, page: Page) -> None:
    """Have the author of an unconfirmed comment asked by mail whether it is theirs; in its transaction."""
    address = addresses.known(comment.user_email, language=page.locale.language_code)
    links.ask(address, LinkMail.Purpose.CONFIRM, site=sites.of(page))


def subscribe(email: str, *, site: Site, labels: Iterable[str], language: str, frequency: str) -> None:
    """Note that somebody wants mail about the new pages of a site, all (a label "") or those with labels.

    Nothing is mailed before the owner of the address has confirmed it, even where it is known: anybody may give it. How
    often mail comes is taken from who gives an address for the first time, and later changed by its owner alone.
    """
    with transaction.atomic():
        address = addresses.known(email, language=language)
        if not address.confirmed_at and address.frequency != frequency:
            address.frequency = frequency
            address.save(update_fields=["frequency"])
        asked = [_followed(address, site, {"page": None, "thread": None, "label": label}) for label in labels]
        if any(following and not following.confirmed_at for following in asked):
            links.ask(address, LinkMail.Purpose.CONFIRM, site=site)


def ask_for_own(email: str, *, site: Site, language: str) -> None:
    """Have somebody mailed the link to what is kept of them, if anything is; also who wants no other mail."""
    hashed = hashing.of_email(email)
    with transaction.atomic():
        address = addresses.find(email)
        if address is None and ReaderComment.norel_objects.filter(email_hash=hashed).exists():
            address = addresses.known(email, language=language)
        if address is not None and address.email:
            links.ask(address, LinkMail.Purpose.OWN, site=site)


def unfollow(following_id: int) -> None:
    """End the mails about one thing; that it has ended before is no error."""
    Following.objects.filter(pk=following_id).delete()


def refuse(address_id: int) -> None:
    """End all mails to an address, and forget what its owner followed."""
    with transaction.atomic():
        Following.objects.filter(address_id=address_id).delete()
        ReaderAddress.objects.filter(pk=address_id, refused_at=None).update(refused_at=timezone.now())


def allow(address_id: int) -> None:
    """Let mail be sent to an address again."""
    ReaderAddress.objects.filter(pk=address_id).update(refused_at=None)


def set_frequency(address_id: int, frequency: str) -> None:
    """Say how often the owner of an address wants mail; raises ValueError for an unknown ReaderAddress.Frequency."""
    if frequency not in ReaderAddress.Frequency.values:
        raise ValueError(f"Unknown frequency {frequency!r}.")
    ReaderAddress.objects.filter(pk=address_id).update(frequency=frequency)


def _followed(address: ReaderAddress, site: Site, wanted: dict[str, object]) -> Following | None:
    """Give the row of what is wanted; None for an address that wants no mail, or follows more than anybody reads."""
    if address.refused_at or address.followings.count() >= MOST_FOLLOWED:
        return None
    if wanted.get("page_id") or wanted.get("page"):
        return Following.objects.get_or_create(address=address, **wanted, defaults={"site": site})[0]
    return Following.objects.get_or_create(address=address, site=site, **wanted)[0]
