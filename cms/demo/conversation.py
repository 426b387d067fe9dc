"""What readers of the demo have written, through the same actions as any comment."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone
from wagtail.models import Page, Site

from cms.demo.content import block_id
from comments import actions, readers
from comments.models import Decision, Discussion, DiscussionSettings, ReaderComment, Status
from home.models import User

Content = Mapping[str, Any]
PAUSE = timedelta(minutes=25)  # between a comment and the first decision about it, and between two decisions


def set_rules(content: Mapping[str, Sequence[str]], site: Site) -> None:
    """Give the site its word lists and its guideline, unless its settings were saved before."""
    DiscussionSettings.objects.get_or_create(
        site=site, defaults={name: "\n".join(words) for name, words in content.items()}
    )


def hold(content: Content, pages: Mapping[str, Page], users: Mapping[str, User]) -> None:
    """Let the readers write, oldest first, and the moderator decide, so that the log reads as if it had happened.

    Raises CommentError where the settings of a site in use do not let them, for example because discussions are closed.
    """
    talk = _Talk(content["readers"], pages, users, timezone.now())
    entries = sorted(content["comments"], key=talk.written_at)
    for entry in entries:
        talk.write(entry)
        talk.decide(entry["key"], entry.get("decide") or talk.due(entry))
    for entry in entries:
        talk.decide(entry["key"], entry.get("afterwards", []))
        if "addressed_by" in entry:
            talk.address(entry)
        talk.mark(entry)
    for slug, entry in content["afterwards"].items():
        talk.write_after(slug, entry)
    for name, saved in content["filters"].items():
        actions.save_filter(name, by=talk.moderator, query=saved, is_shared=True)


class _Talk:
    """A discussion under way: which comments there are by their keys, and when what was decided."""

    def __init__(self, readers: Content, pages: Mapping[str, Page], users: Mapping[str, User], now: datetime):
        self.readers, self.pages, self.users, self.now = readers, pages, users, now
        self.moderator = actions.Moderator(user=users["moderator"])
        self.comments: dict[str, ReaderComment] = {}
        self.articles: dict[str, str] = {}
        self.decided_at: dict[int, datetime] = {}

    def written_at(self, entry: Content) -> datetime:
        """Give the time of a comment: days before now, or a date where it belongs to the article's own history."""
        return entry["at"] if "at" in entry else self.now - timedelta(days=entry["days_ago"])

    def write(self, entry: Content) -> None:
        parent = entry.get("parent")
        slug = self.articles[parent] if parent else entry["article"]
        submitted = actions.submit(
            self.pages[slug],
            writer=self.writer(self.readers[entry["reader"]]),
            body=entry["text"],
            parent=self.comments[parent].pk if parent else None,
            block=self.block(slug, entry["block"]) if "block" in entry else "",
            submitted_at=self.written_at(entry),
        )
        self.comments[entry["key"]], self.articles[entry["key"]] = submitted.comment, slug
        if not entry.get("confirmed", True):
            _leave_unconfirmed(submitted.comment)

    def block(self, slug: str, key: str) -> str:
        """Give the id of a block, which a translation has in common with what it translates."""
        page = self.pages[slug]
        original = next(one for one in self.pages.values() if one.translation_key == page.translation_key)
        return block_id(original.slug, key)

    def writer(self, reader: Content) -> actions.Writer:
        if "account" in reader:
            return actions.Writer.signed_in(self.users[reader["account"]])
        return actions.Writer(**reader)

    def decide(self, key: str, decisions: Sequence[Content]) -> None:
        comment = self.comments[key]
        for entry in decisions:
            usual = self.decided_at.get(comment.pk, comment.submitted_at) + PAUSE
            at = self.now - timedelta(days=entry["days_ago"]) if "days_ago" in entry else usual
            said = {name: entry.get(name, "") for name in ("reason", "note")}
            actions.decide(comment.pk, entry["decision"], by=self.moderator, at=at, **said)
            self.decided_at[comment.pk] = at

    def address(self, entry: Content) -> None:
        """Let the change note of the date that the entry names address the comment, on the day of that note."""
        page, comment = self.pages[entry["article"]], self.comments[entry["key"]]
        note = page.change_notes.get(at=entry["addressed_by"])
        by = actions.Moderator(user=self.users["editor"], kind=Decision.Kind.EDITOR)
        actions.address(page.pk, [comment.pk], note=actions.Note(text=note.note, at=note.at), by=by, at=note.at + PAUSE)

    def mark(self, entry: Content) -> None:
        """Let readers flag the comment, and the moderator trust its author or feature it, where the entry says so."""
        comment = self.comments[entry["key"]]
        for flag in entry.get("flags", []):
            reader = readers.of_network(self.readers[flag["reader"]]["ip_address"])
            actions.flag(comment.pk, reader=reader, reason=flag["reason"], note=flag["note"])
        if entry.get("trusted"):
            actions.trust_author(comment.pk, by=self.moderator)
        if entry.get("featured"):
            actions.feature(comment.pk, by=self.moderator)

    def write_after(self, slug: str, entry: Content) -> None:
        """Have the moderator look at an article's comments afterwards from now on, and a reader write one that is new to them."""
        actions.arrange(self.pages[slug], by=self.moderator, moderation=Discussion.Moderation.POST)
        actions.submit(self.pages[slug], writer=self.writer(self.readers[entry["reader"]]), body=entry["text"])

    def due(self, entry: Content) -> Sequence[Content]:
        """Give the decision that lets an account of the clinic be answered where the site's rules held its comment.

        They trust the article's author by the account linked to that person, which on a site in use may be missing.
        """
        held = self.comments[entry["key"]].status == Status.PENDING and "account" in self.readers[entry["reader"]]
        return [{"decision": "approve"}] if held else []


def _leave_unconfirmed(comment: ReaderComment) -> None:
    """Make a comment one whose e-mail address waits to be confirmed, as on a site that asks its guests for that."""
    ReaderComment.norel_objects.filter(pk=comment.pk).update(status=Status.UNCONFIRMED)
    Decision._base_manager.filter(comment_id=comment.pk).update(to_status=Status.UNCONFIRMED)
