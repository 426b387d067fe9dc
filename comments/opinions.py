"""Asks Akismet what it makes of a comment, and tells it later where moderators saw it otherwise.

A post waits for the answer no longer than AKISMET_SECONDS, whatever the service does; without one the comment is held. The
asking is done before the comment's transaction, so that nobody else waits. What is sent: the text, the author's name, e-mail
and network address, the article's address and the site's language; with what moderators decided, no network address.
"""

import logging
from collections.abc import Callable
from datetime import timedelta
from queue import Empty, SimpleQueue
from threading import BoundedSemaphore, Thread
from typing import Any

from django.conf import settings
from django.db import transaction
from django_tasks import task
from wagtail.models import Page

from comments import discussions, pages
from comments.models import Decision, DiscussionSettings, ReaderComment, Scorer
from comments.rules import Opinion, Policy

NAME = "Akismet"
RULE = "second_opinion"
SPAM, CERTAIN = "calls it spam", "is sure that it is spam"
AT_ONCE = 4  # questions that are under way in one process
BATCH = 50
PAUSE = timedelta(seconds=30)  # longer than a decision can be undone in place: nobody outside hears of a slip
UNKNOWN_NETWORK = "127.0.0.1"  # where the comment came from is not kept

log = logging.getLogger(__name__)
_free = BoundedSemaphore(AT_ONCE)


class _NoAnswer(Exception):
    """What went wrong, in words that may be shown: never the library's own, which hold the key."""


def key_of(chosen: DiscussionSettings) -> str:
    """Give the key of a site, or else the server's; empty for none."""
    return chosen.akismet_key or settings.AKISMET_KEY


def ask(
    page: Page,
    chosen: DiscussionSettings,
    policy: Policy,
    *,
    text: str,
    name: str,
    email: str,
    ip_address: str,
    is_reply: bool,
) -> Opinion | None:
    """Give Akismet's opinion of a comment; None where a site does not want it, has no key, or nobody knows where it is from.

    Never raises: without an answer the opinion says why.
    """
    if RULE in policy.off or not key_of(chosen) or not ip_address:
        return None
    sent = _about(page, text=text, name=name, email=email, is_reply=is_reply)
    try:
        answer = _in_time(_call(page, chosen, "comment_check", user_ip=ip_address, **sent))
    except _NoAnswer as error:
        return Opinion(scorer=NAME, is_spam=None, detail=str(error))
    return Opinion(scorer=NAME, is_spam=bool(answer), detail=CERTAIN if answer > 1 else SPAM if answer else "")


@task(backend="later")
def tell() -> int:
    """Tell Akismet of the decisions since the last time that it did not foresee; give how many it took.

    One is told at most once. Where Akismet gives no answer this stops, and the next run begins there.
    """
    if not is_wanted():
        return 0
    Scorer.objects.get_or_create(pk=Scorer.ONLY)
    latest = _decided().order_by("-pk").values_list("pk", flat=True).first() or 0
    if Scorer.objects.filter(pk=Scorer.ONLY, told_through=None).update(told_through=latest):
        return 0  # what was decided before there was an Akismet stays here
    told, through = 0, Scorer.objects.values_list("told_through", flat=True).get(pk=Scorer.ONLY)
    rows = _decided().filter(pk__gt=through).order_by("pk").select_related("comment__page")[:BATCH]
    for row in rows:
        if not Scorer.objects.filter(pk=Scorer.ONLY, told_through=through).update(told_through=row.pk):
            return told  # another worker is at it
        try:
            told += _tell(row)
        except _NoAnswer:
            Scorer.objects.filter(pk=Scorer.ONLY, told_through=row.pk).update(told_through=through)
            return told
        through = row.pk
    if len(rows) == BATCH:
        with transaction.atomic():
            tell.enqueue()
    return told


def is_wanted() -> bool:
    """Tell whether any site asks Akismet."""
    return any(
        RULE not in row.off_rules and key_of(row) for row in DiscussionSettings.objects.only("off_rules", "akismet_key")
    )


def _decided():
    verbs = [Decision.Verb.APPROVE, Decision.Verb.SPAM]
    return Decision.objects.filter(decision__in=verbs, actor_kind=Decision.Kind.MODERATOR, comment__isnull=False)


def _tell(row: Decision) -> bool:
    """Tell of one decision, if it still stands, about these words, Akismet has seen it otherwise and the site wants that."""
    comment: ReaderComment = row.comment
    if comment.status != row.to_status or (comment.edited_at and comment.edited_at > row.at):
        return False
    chosen = discussions.site_settings(comment.page)
    is_spam = row.decision == Decision.Verb.SPAM
    foreseen = any(one["code"] == RULE and one["detail"].endswith((SPAM, CERTAIN)) for one in comment.reasons)
    if is_spam == foreseen or RULE in chosen.off_rules or not key_of(chosen) or not comment.comment:
        return False
    sent = _about(
        comment.page,
        text=comment.comment,
        name=comment.user_name,
        email=comment.user_email,
        is_reply=comment.depth > 0,
    )
    call = "submit_spam" if is_spam else "submit_ham"
    return bool(_in_time(_call(comment.page, chosen, call, user_ip=UNKNOWN_NETWORK, **sent)))


def _about(page: Page, *, text: str, name: str, email: str, is_reply: bool) -> dict[str, str]:
    return {
        "comment_type": "reply" if is_reply else "comment",
        "comment_content": text,
        "comment_author": name,
        "comment_author_email": email,
        "permalink": pages.url(page),
        "blog_lang": page.locale.language_code,
        "blog_charset": "UTF-8",
    }


def _call(page: Page, chosen: DiscussionSettings, method: str, **sent: str) -> Callable[[], Any]:
    """Give a function that makes one call, and asks no database: it runs in a thread of its own."""
    root = page.get_url_parts()
    url = root[1] if root else settings.SITE_URL
    key = key_of(chosen)
    return lambda: _request(key, url, method, sent)


def _request(key: str, url: str, method: str, sent: dict[str, str]) -> Any:
    import akismet  # here, because it takes a tenth of a second, and few sites want it
    import httpx

    here = httpx.URL(settings.AKISMET_URL)

    def lead(request: httpx.Request) -> None:
        request.url = request.url.copy_with(scheme=here.scheme, host=here.host, port=here.port)
        request.headers["Host"] = here.netloc.decode()

    headers = {"User-Agent": f"Evident | {akismet.USER_AGENT}"}
    with httpx.Client(headers=headers, timeout=settings.AKISMET_SECONDS, event_hooks={"request": [lead]}) as client:
        asking = akismet.SyncClient(config=akismet.Config(key=key, url=url), http_client=client)
        try:
            return getattr(asking, method)(**sent)
        except akismet.APIKeyError:
            log.warning("Akismet refuses the key.")
            raise _NoAnswer("refuses the key") from None
        except Exception as error:
            log.warning("Akismet gave no answer: %s", type(error).__name__)
            if isinstance(error.__cause__, httpx.TimeoutException):
                raise _too_late() from None
            raise _NoAnswer("gave no answer") from None


def _in_time(call: Callable[[], Any]) -> Any:
    """Give what `call` gives; raise _NoAnswer where that takes longer than AKISMET_SECONDS.

    A timeout of the connection alone would begin anew with each byte.
    """
    if not _free.acquire(blocking=False):
        raise _NoAnswer("is too slow to be asked about this one")
    answers: SimpleQueue[tuple[Any, _NoAnswer | None]] = SimpleQueue()

    def run() -> None:
        try:
            answers.put((call(), None))
        except _NoAnswer as error:
            answers.put((None, error))
        except Exception:
            log.warning("Akismet could not be asked.")  # not with its trace, which may hold the key
            answers.put((None, _NoAnswer("could not be asked")))
        finally:
            _free.release()

    Thread(target=run, name="akismet", daemon=True).start()
    try:
        answer, error = answers.get(timeout=settings.AKISMET_SECONDS)
    except Empty:
        log.warning("Akismet gave no answer in time.")
        raise _too_late() from None
    if error:
        raise error
    return answer


def _too_late() -> _NoAnswer:
    return _NoAnswer(f"gave no answer within {settings.AKISMET_SECONDS:g} s")
