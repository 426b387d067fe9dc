"""Puts a mail together: plain text with a simple HTML alternative, in one language, from the site's name."""

import hashlib
from dataclasses import dataclass
from email.utils import formataddr, parseaddr
from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse
from wagtail.models import Site

from comments import hashing
from comments.mail import sites, tokens, words
from comments.models import ReaderAddress

LONGEST_SUBJECT = 150
LONGEST_QUOTE = 300


@dataclass(frozen=True, kw_only=True)
class Link:
    text: str
    url: str


@dataclass(frozen=True, kw_only=True)
class Item:
    """One piece of news: a sentence, what it quotes, what else is to be said of it, and where to go on."""

    text: str
    quote: str = ""
    points: tuple[str, ...] = ()
    link: Link | None = None
    links: tuple[Link, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Message:
    """What a mail says. `stop` is the address of the page that ends such mails, and takes a one-click POST."""

    subject: str
    paragraphs: tuple[str, ...] = ()
    points: tuple[str, ...] = ()
    items: tuple[Item, ...] = ()
    button: Link | None = None
    after: tuple[str, ...] = ()
    footer: tuple[str, ...] = ()
    stop: Link | None = None
    settings: Link | None = None


@dataclass(frozen=True, kw_only=True)
class Staff:
    """Somebody who works here, as a mail is addressed to them."""

    email: str
    language: str

    @property
    def email_hash(self) -> str:
        return hashing.of_email(self.email)


def send(message: Message, *, to: ReaderAddress | Staff, site: Site, key: str) -> None:
    """Send a mail. `key` names it: a second one under the same key has the same Message-ID, which mail programs merge."""
    name = sites.name(site, to.language)
    context = {
        "message": message,
        "site_name": name,
        "site_url": site.root_url,
        "language": to.language,
        "direction": words.direction(to.language),
        "own": Link(text=words.of(to.language)["own_footer"], url=own_url()) if isinstance(to, ReaderAddress) else None,
    }
    host = urlsplit(settings.SITE_URL).hostname or "localhost"
    headers = {
        "Auto-Submitted": "auto-generated",
        "Message-ID": f"<{hashlib.sha256(f'{key} {to.email_hash}'.encode()).hexdigest()[:40]}@{host}>",
        "Content-Language": to.language,
    }
    if message.stop:
        headers["List-Unsubscribe"] = f"<{message.stop.url}>"
        headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"  # RFC 8058
    mail = EmailMultiAlternatives(
        one_line(message.subject, LONGEST_SUBJECT),
        render_to_string("comments/mail/message.txt", context),
        from_email=formataddr((name, parseaddr(settings.DEFAULT_FROM_EMAIL)[1])),
        to=[to.email],
        headers=headers,
    )
    mail.attach_alternative(render_to_string("comments/mail/message.html", context), "text/html")
    mail.send()


def one_line(text: str, longest: int) -> str:
    """Give a text in one line, cut where it is longer than that."""
    line = " ".join(text.split())
    return line if len(line) <= longest else line[: longest - 1].rstrip() + "…"


def own_url() -> str:
    """Give the address of the page on which readers get at what is kept of them."""
    return sites.address(reverse("mail_own"))


def page_url(name: str, purpose: tokens.Purpose, number: int) -> str:
    """Give the address of one of the pages that mailed links open (comments.links)."""
    return sites.address(f"{reverse(name)}?{urlencode({'token': tokens.make(purpose, number)})}")
