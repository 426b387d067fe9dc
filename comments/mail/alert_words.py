"""What mails to those who work here say: never a reader's address, and with links that ask before they do anything."""

import re
from collections.abc import Sequence
from datetime import tzinfo
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from django.urls import reverse
from wagtail.admin.utils import get_admin_base_url
from wagtail.models import Site
from wagtail.users.models import UserProfile

from comments import pages, text
from comments.mail import composing, sites, tokens, words
from comments.models import Alert, ReaderComment

# It begins where a word begins, so that each letter of a long word is looked at once.
ADDRESS = re.compile(r"(?<![^\s@<>()\"',;:])[^\s@<>()\"',;:]+@[^\s@<>()\"',;:]+")
HIDDEN = "…@…"
MOST_QUOTED = 50
DECISIONS = {
    Alert.Queue.PENDING: ("approve", "reject", "spam"),
    Alert.Queue.FLAGGED: ("approve", "remove", "spam"),
    Alert.Queue.SPAM: ("approve",),
}


def compose(alert: Alert, comments: Sequence[ReaderComment]) -> tuple[composing.Message, composing.Staff, Site]:
    """Give the mail about some comments, to whom and from which site. Past MOST_QUOTED they are counted."""
    language = _profile(alert.user).get_preferred_language()
    said = words.of(language)
    first = comments[0]
    site = sites.of(first.page)
    kind = f"alert_{alert.queue}"
    if len(comments) == 1:
        subject = said[f"{kind}_subject"].format(title=first.page.title)
    else:
        subject = said[f"{kind}_many"].format(count=len(comments), site=sites.name(site, language))
    more = len(comments) - MOST_QUOTED
    account = f"{_admin('wagtailadmin_account')}#tab-notifications"
    message = composing.Message(
        subject=subject,
        paragraphs=(said[f"{kind}_intro"],),
        items=tuple(_item(alert, comment, said) for comment in comments[:MOST_QUOTED]),
        button=_queue(alert, said) if more > 0 else None,
        after=(said["alert_more"].format(count=more),) if more > 0 else (),
        footer=(said["alert_why"],),
        settings=composing.Link(text=said["alert_settings"], url=account),
    )
    return message, composing.Staff(email=alert.user.email, language=language), site


def time_zone(user) -> tzinfo:
    """Give the time zone in which somebody uses the admin."""
    return ZoneInfo(_profile(user).get_current_time_zone())


def without_addresses(written: str) -> str:
    """Give a text with what looks like an e-mail address taken out of it."""
    return ADDRESS.sub(HIDDEN, written)


def _profile(user) -> UserProfile:
    return UserProfile.objects.filter(user=user).first() or UserProfile(user=user)


def _admin(name: str, *args: object) -> str:
    return f"{(get_admin_base_url() or '').rstrip('/')}{reverse(name, args=args)}"


def _queue(alert: Alert, said: dict[str, str]) -> composing.Link | None:
    """Give where the rest is to be seen; authors have no queue."""
    if alert.queue == Alert.Queue.DISPUTED:
        return None
    return composing.Link(text=said["alert_queue"], url=f"{_admin('reader_comments:index')}?tab={alert.queue}")


def _item(alert: Alert, comment: ReaderComment, said: dict[str, str]) -> composing.Item:
    sentence = said["alert_claim" if comment.block_heading else "alert_comment"].format(
        name=without_addresses(comment.user_name), title=comment.page.title, claim=comment.block_heading
    )
    details = [str(reason.get("detail", "")) for reason in comment.reasons if reason.get("detail")]
    if alert.queue == Alert.Queue.FLAGGED:
        details.insert(0, said["alert_flags"].format(count=comment.flag_count))
    elif alert.queue == Alert.Queue.DISPUTED:
        details = [comment.cited["label"]] if comment.cited else []
    quote = composing.one_line(without_addresses(text.shown(comment.body_html)), composing.LONGEST_QUOTE)
    return composing.Item(
        text=sentence,
        quote=quote,
        points=tuple(without_addresses(detail) for detail in details),
        links=_links(alert, comment, said),
    )


def _links(alert: Alert, comment: ReaderComment, said: dict[str, str]) -> tuple[composing.Link, ...]:
    if alert.queue == Alert.Queue.DISPUTED:
        edit = composing.Link(text=said["alert_edit"], url=_admin("wagtailadmin_pages:edit", comment.page_id))
        public = pages.url(comment.page) if comment.visible else ""
        read = [composing.Link(text=said["read_comment"], url=f"{public}#c{comment.pk}")] if public else []
        return (*read, edit)
    token = tokens.of_decision(comment.pk, comment.version, alert.user_id)
    page = _admin("reader_comments:mailed")
    asks = [
        composing.Link(text=said[f"alert_{decision}"], url=f"{page}?{urlencode({'token': token, 'do': decision})}")
        for decision in DECISIONS[Alert.Queue(alert.queue)]
    ]
    return (*asks, composing.Link(text=said["alert_look"], url=_admin("reader_comments:detail", comment.pk)))
