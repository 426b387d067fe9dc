"""News to those who asked for it: first a letter for each of them, then one mail for all letters to one address."""

from collections.abc import Iterable, Sequence
from datetime import timedelta

from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone
from django_tasks import task
from wagtail.models import Page

from comments import discussions, pages, text
from comments.mail import addresses, composing, sites, tokens, words
from comments.mail.links import LEASE
from comments.models import Following, Letter, ReaderAddress, ReaderComment, Status

Kind = Letter.Kind
MOST_IN_A_MAIL = 50
NEWS_DAYS = 30  # a comment that is approved later than that is no news to others
TRIED_DAYS = 7  # how long a letter is tried: its address may be no address any more
AT_ONCE = 100


@task(backend="later")
def announce(comment_ids: list[int], by_moderator: bool = False) -> int:
    """Write the letters about comments that readers see now, to their authors if a moderator has approved them, and to
    who follows their threads or pages; give how many are new."""
    since = timezone.now() - timedelta(days=NEWS_DAYS)
    comments = (
        ReaderComment.norel_objects.counted()
        .filter(pk__in=comment_ids)
        .select_related("page__locale", "in_reply_to")
        .order_by("pk")
    )
    letters: list[Letter] = []
    for comment in comments:
        if by_moderator:
            letters += _approved(comment)
        if comment.submitted_at >= since:
            letters += _followed(comment)
    return _write(letters)


def new_page(page: Page, *, labels: Sequence[str]) -> None:
    """Have those told of a page who asked for new ones of its site, if anybody did; a row of the transaction."""
    site = sites.of(page)
    if Following.objects.confirmed().filter(site=site, page=None).exists():
        announce_page.enqueue(page.pk, site.pk, list(labels))


@task(backend="later")
def announce_page(page_id: int, site_id: int, labels: list[str]) -> int:
    """Write the letters about a new page to who asked for all new ones of its site, or for those with one of `labels`."""
    page = _public_pages([page_id]).first()
    if page is None:
        return 0
    followings = (
        Following.objects.confirmed()
        .filter(site=site_id, page=None, label__in=["", *labels], address__language=page.locale.language_code)
        .order_by("label", "pk")
    )
    return _write(
        [
            Letter(address_id=following.address_id, kind=Kind.PAGE, page_id=page_id, following=following)
            for following in followings
        ]
    )


@task(backend="later")
def deliver(address_id: int) -> int:
    """Mail somebody every letter that waits for them; give how many there were."""
    address = ReaderAddress.objects.filter(pk=address_id, refused_at=None).first()
    if address is None:
        return 0
    now = timezone.now()
    free = address.letters.unsent().filter(Q(taken_at=None) | Q(taken_at__lt=now - LEASE))
    first = list(free.order_by("pk").values_list("pk", flat=True)[: MOST_IN_A_MAIL + 1])
    # Guarded by what was read: of two workers who see the same letter one takes it.
    taken = [pk for pk in first[:MOST_IN_A_MAIL] if free.filter(pk=pk).update(taken_at=now)]
    rows = Letter.objects.filter(pk__in=taken)
    try:
        _send(address, _still_true(rows))
    except Exception:
        rows.update(taken_at=None)
        raise
    with transaction.atomic():
        rows.update(sent_at=timezone.now())
        if len(first) > MOST_IN_A_MAIL:
            deliver.enqueue(address_id)
    return len(taken)


@task(backend="later")
def catch_up() -> int:
    """Have the letters of the day mailed to who wants them once a day, and those that a mail server refused; give to how
    many addresses. To be run once a day, and to be run twice is no harm: a letter is sent once."""
    since = timezone.now() - timedelta(days=TRIED_DAYS)
    left = Letter.objects.unsent().filter(created_at__gte=since, address__refused_at=None)
    people = sorted(set(left.values_list("address_id", flat=True)))
    for person in people:
        deliver.enqueue(person)
    return len(people)


def _approved(comment: ReaderComment) -> list[Letter]:
    if not comment.user_email or comment.author_role or not discussions.site_settings(comment.page).mail_approvals:
        return []
    address = addresses.known(comment.user_email, language=comment.page.locale.language_code)
    return (
        [] if address.refused_at else [Letter(address=address, kind=Kind.APPROVED, page=comment.page, comment=comment)]
    )


def _followed(comment: ReaderComment) -> list[Letter]:
    followings = (
        Following.objects.confirmed()
        .filter(Q(thread_id=comment.thread) | Q(page_id=comment.page_id, thread=None))
        .exclude(address__email_hash=comment.email_hash)
        .annotate(email_hash=F("address__email_hash"))
        .order_by(F("thread").asc(nulls_last=True))
    )
    answered = comment.in_reply_to.email_hash if comment.in_reply_to else ""
    return [
        Letter(
            address_id=following.address_id,
            kind=Kind.REPLY if answered and following.email_hash == answered else Kind.COMMENT,
            page_id=comment.page_id,
            comment=comment,
            following=following,
        )
        for following in followings
    ]


def _write(letters: Sequence[Letter]) -> int:
    """Add the letters that nobody has got yet, then the tasks that mail them to who wants them at once; give how many
    letters are new.

    In portions, so that thousands of followers keep nobody else from writing. A run that is cut off is made good by the
    next: it enqueues a task for whatever is unsent, and a letter is sent once however many tasks there are.
    """
    wanted = {(letter.address_id, letter.comment_id, letter.page_id): letter for letter in reversed(letters)}
    rows = list(reversed(wanted.values()))
    number = 0
    for start in range(0, len(rows), AT_ONCE):
        some = rows[start : start + AT_ONCE]
        people = {letter.address_id for letter in some}
        unsent = Letter.objects.unsent().filter(address__in=people, page__in={letter.page_id for letter in some})
        with transaction.atomic():
            before = unsent.count()
            Letter.objects.bulk_create(some, ignore_conflicts=True)
            number += unsent.count() - before
            instant = unsent.filter(taken_at=None, address__frequency=ReaderAddress.Frequency.INSTANT)
            for person in sorted(set(instant.values_list("address_id", flat=True))):
                deliver.enqueue(person)
    return number


def _public_pages(ids: Iterable[int]) -> QuerySet[Page]:
    return Page.objects.live().public().filter(pk__in=ids).select_related("locale")


def _still_true(letters: QuerySet[Letter]) -> list[Letter]:
    """Give the letters about what readers can still see, with all that is said of it."""
    rows = list(letters.select_related("comment", "following").order_by("pk"))
    public = _public_pages({row.page_id for row in rows}).in_bulk()
    for row in rows:
        row.page = public.get(row.page_id) or row.page
    return [
        row
        for row in rows
        if row.page_id in public
        and (row.comment is None or (row.comment.visible and row.comment.status == Status.APPROVED))
        and (row.kind == Kind.APPROVED or row.following)
    ]


def _send(address: ReaderAddress, letters: Sequence[Letter]) -> None:
    if not letters:
        return
    said = words.of(address.language)
    site = sites.of(letters[0].page)
    items = tuple(_item(letter, said) for letter in letters)
    alone = letters[0] if len(letters) == 1 else None
    if alone:
        subject = said[f"{alone.kind}_subject"].format(title=alone.page.title)
    else:
        subject = said["many_subject"].format(count=len(letters), site=sites.name(site, address.language))
    followings = {letter.following_id: letter.following for letter in letters if letter.following}
    message = composing.Message(
        subject=subject,
        paragraphs=() if alone else (said["many_intro"].format(site=sites.name(site, address.language)),),
        items=items,
        footer=(said["why_following" if followings else "why_approved"],),
        stop=_stop(address, list(followings.values()), said),
    )
    composing.send(message, to=address, site=site, key=f"letters {' '.join(str(letter.pk) for letter in letters)}")


def _stop(address: ReaderAddress, followings: Sequence[Following], said: dict[str, str]) -> composing.Link:
    """Give the link that ends such mails: those about the one thing that this is about, or all."""
    if len(followings) == 1:
        url = composing.page_url("mail_stop", tokens.Purpose.STOP_FOLLOWING, followings[0].pk)
        return composing.Link(text=said["stop_this"], url=url)
    url = composing.page_url("mail_stop", tokens.Purpose.STOP_ALL, address.pk)
    return composing.Link(text=said["stop_this" if followings else "stop_all"], url=url)


def _item(letter: Letter, said: dict[str, str]) -> composing.Item:
    url = pages.url(letter.page)
    comment = letter.comment
    if comment is None:
        link = composing.Link(text=said["read_page"], url=url)
        return composing.Item(text=said["page_text"].format(title=letter.page.title), link=link)
    link = composing.Link(text=said["read_comment"], url=f"{url}#c{comment.pk}")
    sentence = said[f"{letter.kind}_text"].format(name=comment.user_name, title=letter.page.title)
    quote = "" if letter.kind == Kind.APPROVED else text.shown(comment.body_html)
    return composing.Item(text=sentence, quote=composing.one_line(quote, composing.LONGEST_QUOTE), link=link)
