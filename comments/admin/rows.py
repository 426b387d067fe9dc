"""Comments as the desk shows them: the documents of comments.desk, with what a person reads and presses."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from urllib.parse import urlencode

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.models import Page
from wagtail.permissions import policy_registry

from comments import authority, desk, standing, text
from comments.admin import choices
from comments.authority import Authority
from comments.models import Ban, Decision, DiscussionSettings, Flag, ReaderComment, Status
from comments.models.decisions import to_restore

QUIET_REASONS = {"pre_moderation"}  # true of every comment, so nothing to look at
LIKELY = 0.5  # a spam score from which on it is worth a look
GRAVE_REASONS = {"banned_words", "honeypot"}


@dataclass(frozen=True, kw_only=True)
class Row:
    """One comment on the desk.

    `document` is desk.documents' own. `notice` is a sentence about what just happened to it, `notice_tone` success or
    warning; a `settled` row has just been decided and offers to take that back. `authority` is the
    moderator's, `section` what of it holds the comment, None for every page.
    """

    document: dict
    choices: tuple[choices.Choice, ...]
    chips: list[dict]
    history: str
    trust: str
    latest: Decision | None
    edit_url: str
    notice: str = ""
    notice_tone: str = ""
    settled: bool = False
    authority: Authority
    section: Page | None = None

    @property
    def can_be_undone(self) -> bool:
        """Whether it was decided just now and offers to take that back."""
        return self.settled and self.choices == (choices.UNDO,)

    @property
    def status_label(self) -> str:
        return str(Status(self.document["status"]).label)

    @property
    def written_differs(self) -> bool:
        """Whether what was written is not to be seen in what readers see, markup and all."""
        return self.document["body"].split() != text.shown(self.document["body_html"]).split()

    @property
    def flags(self) -> list[dict]:
        """Give the open reports, with their reasons as people read them: {label, note, at}."""
        return [flag | {"label": Flag.Reason(flag["reason"]).label} for flag in self.document["flags"]]

    @property
    def conversation_url(self) -> str:
        """Give where the conversation around it is, empty where it stands alone."""
        alone = not self.document["parent"] and not self.document["reply_count"]
        return "" if alone else reverse("reader_comments:conversation", args=[self.document["id"]])

    @property
    def parent_status_label(self) -> str:
        parent = self.document["parent"]
        return str(Status(parent["status"]).label) if parent else ""

    @property
    def selection(self) -> str:
        """Give what a checkbox and a form send: the comment and the version that is shown here."""
        return f"{self.document['id']}:{self.document['version']}"

    @property
    def article_url(self) -> str:
        """Give where readers see the article; at this comment, where they see that too."""
        permalink = self.document["permalink"]
        return permalink if self.document["visible"] else permalink.partition("#")[0]

    @property
    def author_url(self) -> str:
        """Give the list of all that this author has written, empty where this is all."""
        author = self.document["author"]
        written = sum(number for status, number in author["history"].items() if status in Status.values)
        if not author["email"] or written < 2:
            return ""
        return f"{reverse('reader_comments:index')}?{urlencode({'status': 'all', 'author': author['email']})}"

    @property
    def ban_urls(self) -> list[dict]:
        """Give where the author is banned, by each thing that is known of them: {label, url}."""
        author = self.document["author"]
        known = [
            (Ban.Kind.USER, author["user"], _("Ban this account")),
            (Ban.Kind.VISITOR, author["visitor"], _("Ban this account")),
            (Ban.Kind.EMAIL, author["email"], _("Ban this e-mail address")),
            (Ban.Kind.IP_HASH, author["ip_hash"], _("Ban this network")),
        ]
        address = reverse("reader_bans:add")
        where = {"section": self.section.pk} if self.section else {}
        return [
            {"label": label, "url": f"{address}?{urlencode({'kind': kind, 'value': value} | where)}"}
            for kind, value, label in known
            if value and self.authority.may_ban(kind, self.section)
        ]

    @property
    def url(self) -> str:
        return reverse("reader_comments:detail", args=[self.document["id"]])


@dataclass(frozen=True, kw_only=True)
class Notice:
    """What just happened to a comment, for its row: a sentence, its tone, and whether it was decided just now."""

    sentence: str
    tone: str = "warning"
    settled: bool = False
    can_be_undone: bool = True


@dataclass
class _Known:
    """What one query each tells about all the comments of a page."""

    latest: dict[int, Decision] = field(default_factory=dict)
    undoable: dict[int, Decision] = field(default_factory=dict)


def of(
    comments: Sequence[ReaderComment],
    *,
    user,
    notices: dict[int, Notice] | None = None,
    chosen: Mapping[int, DiscussionSettings] | None = None,
) -> list[Row]:
    """Give the rows of comments (with their page and its discussion at hand) for a moderator, in a constant number of
    queries; `chosen` as desk.documents takes it."""
    comments = list(comments)
    known = _known([comment.pk for comment in comments])
    documents = desk.documents(comments, among=authority.of(user), chosen=chosen)
    return [
        _row(comment, document, known, user, (notices or {}).get(comment.pk))
        for comment, document in zip(comments, documents, strict=True)
    ]


def by_id(ids: Iterable[int], *, among: Authority) -> list[ReaderComment]:
    """Give the comments with these ids that there are and that somebody moderates, with their pages, in the order of the
    ids."""
    found = among.comments(ReaderComment.norel_objects.select_related("page__discussion")).in_bulk(list(ids))
    return [found[pk] for pk in ids if pk in found]


def _row(comment: ReaderComment, document: dict, known: _Known, user, notice: Notice | None) -> Row:
    undoable = known.undoable.get(comment.pk)
    if comment.removed_by == "author":
        offered: tuple[choices.Choice, ...] = ()
    elif notice and notice.settled and notice.can_be_undone:
        offered = (choices.UNDO,)
    else:
        taken_back_to = undoable.from_status if undoable else ""
        offered = choices.of(
            comment.status,
            taken_back_to=taken_back_to,
            is_reported=bool(comment.flag_count),
            is_unseen=bool(comment.unseen),
        )
    return Row(
        document=document,
        choices=offered,
        chips=_chips(document),
        history=_history(document["author"]["history"]),
        trust=_trust(document["author"]),
        latest=known.latest.get(comment.pk),
        edit_url=_edit_url(comment.page, user),
        notice=notice.sentence if notice else "",
        notice_tone=notice.tone if notice else "",
        settled=bool(notice and notice.settled),
        authority=authority.of(user),
        section=authority.of(user).section_of(comment.page),
    )


def _known(ids: Sequence[int]) -> _Known:
    """Give the last decision about each comment, and the one that can be taken back."""
    decisions = list(Decision.objects.telling(ids))
    latest = {row.comment_id: row for row in decisions if row.decision != Decision.Verb.EDIT}
    return _Known(latest=latest, undoable=to_restore(decisions))


def _chips(document: dict) -> list[dict]:
    chips = []
    for reason in document["reasons"]:
        code = reason.get("code", "")
        tone = "quiet" if code in QUIET_REASONS else "grave" if code in GRAVE_REASONS else "look"
        chips.append({"tone": tone, "text": str(reason.get("detail") or code).rstrip(".")})
    said = {reason.get("code") for reason in document["reasons"]}
    if document["score"] is not None and "spam_score" not in said:  # the rule tells it with the words that counted
        tone = "look" if document["score"] >= LIKELY else "quiet"
        chips.append({"tone": tone, "text": _("spam score %(score).2f") % {"score": document["score"]}})
    if number := document["flag_count"]:
        text = ngettext("%(number)d report by a reader", "%(number)d reports by readers", number)
        chips.append({"tone": "look", "text": text % {"number": number}})
    order = ["grave", "look", "quiet"]
    return sorted(chips, key=lambda chip: order.index(chip["tone"]))


def _history(history: dict) -> str:
    """Give what became of an author's comments, this one among them, in a few words."""
    counts = {status: history[status] for status in Status.values if history[status]}
    if not counts:
        return ""
    if sum(counts.values()) == 1:
        return _("First comment")
    words = {
        Status.APPROVED: _("%(number)d approved"),
        Status.REJECTED: _("%(number)d rejected"),
        Status.SPAM: _("%(number)d spam"),
        Status.REMOVED: _("%(number)d removed"),
        Status.PENDING: _("%(number)d pending"),
        Status.UNCONFIRMED: _("%(number)d unconfirmed"),
    }
    return ", ".join(words[status] % {"number": counts[status]} for status in words if status in counts)


def _trust(author: dict) -> str:
    """Give what an author's trust rests on in a few words, empty where they have none."""
    trust = author["trust"]
    if trust is None:
        return ""
    if trust["state"] == standing.EARNED:
        return _("Trusted by %(number)d approved") % {"number": trust["approved"]}
    is_granted, until = trust["state"] == standing.GRANTED, trust["until"]
    if until is None:
        return _("Trusted") if is_granted else _("Trust withdrawn")
    day = date_format(timezone.localtime(until), "DATE_FORMAT")
    return (_("Trusted until %(day)s") if is_granted else _("Trust withdrawn until %(day)s")) % {"day": day}


def _edit_url(page: Page, user) -> str:
    """Give where `user` edits the article, empty where they may not; asks no row of its own for each page."""
    policy = policy_registry.get_by_type(Page)
    if not policy.user_has_permission_for_instance(user, "change", page):
        return ""
    return reverse("wagtailadmin_pages:edit", args=[page.pk])
