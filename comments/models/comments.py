"""One reader's comment: a row of its own on top of django-comments' and xtd's."""

from django.db import models
from django.db.models import Q, Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _
from django_comments.managers import CommentManager
from django_comments_xtd.models import XtdComment, XtdCommentManager
from wagtail.models import Page

UNSCORED = -1.0  # what no scorer has judged comes last


class Status(models.TextChoices):
    """Where a comment stands with the moderators."""

    UNCONFIRMED = "unconfirmed", _("Unconfirmed")
    PENDING = "pending", _("Pending")
    APPROVED = "approved", _("Approved")
    REJECTED = "rejected", _("Rejected")
    SPAM = "spam", _("Spam")
    REMOVED = "removed", _("Removed")


class Objection(models.TextChoices):
    """How a claim's editors have answered a thread about it; a thread without any of these is an open objection."""

    PLANNED = "planned", _("To be addressed by the next change note")
    ADDRESSED = "addressed", _("Addressed by a change note")
    DISMISSED = "dismissed", _("No objection")


class PathField(models.CharField):
    """A path of fixed-width ids that sorts byte by byte, so that a thread in the order of its paths is depth-first."""

    def db_parameters(self, connection):
        parameters = super().db_parameters(connection)
        if connection.vendor == "postgresql":
            parameters["collation"] = "C"  # a language's collation would sort letters before digits, or ignore case
        return parameters


class ReaderCommentQuerySet(models.QuerySet):
    """The sets of comments that the rest of the room speaks of."""

    def shown(self):
        """What readers see: approved comments, and the tombstones that hold up approved replies."""
        return self.filter(visible=1)

    def counted(self):
        """Shown comments that still have a text: what totals count."""
        return self.filter(visible=1, status=Status.APPROVED)

    def roots(self):
        """First comments of threads."""
        return self.filter(depth=0)

    def objections(self):
        """Threads about a claim, by their first comment: what a reader begins there asks the article for an answer."""
        return self.filter(depth=0, block__gt="")

    def waiting(self):
        """Comments that a moderator still has to decide about."""
        return self.filter(status=Status.PENDING)

    def reported(self):
        """Comments with readers' reports that no moderator has answered."""
        return self.filter(flag_count__gt=0)

    def unseen(self):
        """Comments that the rules have let through and no moderator has seen yet."""
        return self.filter(unseen=1, status=Status.APPROVED)


class ReaderCommentManager(XtdCommentManager.from_queryset(ReaderCommentQuerySet)):
    """xtd's manager with our sets, so that its tags and its tree work on these rows."""


class ReaderComment(XtdComment):
    """A comment on a Wagtail page, in its place in a thread.

    Everything that is filtered or sorted stands in this table; django-comments keeps the words, the name and the e-mail
    address, xtd its own view of the tree. Only `comments.actions` and what it calls write these rows.
    """

    page = models.ForeignKey(Page, on_delete=models.CASCADE, related_name="reader_comments")
    status = models.CharField(max_length=11, choices=Status, default=Status.PENDING)
    # 1 where readers see it: itself approved and every ancestor approved or removed, or removed with such replies below
    # it (a tombstone). An integer, because SQLite cannot use `WHERE boolean` in a longer index.
    visible = models.PositiveSmallIntegerField(default=0)
    thread = models.BigIntegerField(help_text="The id of the thread's first comment.")
    path = PathField(max_length=80, help_text="The ids from the thread's first comment down to this one (threads.py).")
    depth = models.PositiveSmallIntegerField(default=0)
    # Not named `parent`, because xtd's integer column already is `parent_id`.
    parent_comment = models.ForeignKey(
        "self", on_delete=models.CASCADE, null=True, blank=True, related_name="direct_replies", db_index=False
    )
    in_reply_to = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    block = models.CharField(max_length=36, blank=True, help_text="The id of the block that the thread is about.")
    block_heading = models.CharField(
        max_length=255, blank=True, help_text="That block's heading when this was written."
    )

    source = models.CharField(
        max_length=500,
        blank=True,
        help_text="The address of what its author cites (sources.py), for moderators and editors.",
    )
    objection = models.CharField(max_length=9, choices=Objection, blank=True)
    # Copies of the change note. They stay as they were when the article's history is edited later: readers were told so.
    addressed_note = models.CharField(max_length=300, blank=True)
    addressed_at = models.DateTimeField(null=True, blank=True, help_text="The date of that change note.")

    version = models.PositiveIntegerField(default=1, help_text="Grows with every decision and edit.")
    submitted_at = models.DateTimeField()
    edited_at = models.DateTimeField(null=True, blank=True)
    removed_by = models.CharField(max_length=9, blank=True, help_text="`author` or `moderator`.")
    edited_by = models.CharField(
        max_length=9, blank=True, default="", db_default="", help_text="`moderator` where one changed it last."
    )
    # Of a thread's first comment: nobody can reply in the thread any more.
    is_closed = models.BooleanField(default=False, db_default=False)
    featured = models.PositiveSmallIntegerField(default=0, db_default=0, help_text="1: shown first on its page.")
    author_role = models.CharField(max_length=9, blank=True, help_text="`author` of the article, or `moderator`.")

    body_html = models.TextField(blank=True, help_text="The text as readers see it, rendered and cleaned once.")
    # Keyed hashes: enough to recognise the same text, address or machine, not to learn which it was.
    text_hash = models.CharField(max_length=64, blank=True)
    email_hash = models.CharField(max_length=64, blank=True)
    ip_hash = models.CharField(max_length=64, blank=True)
    visitor = models.CharField(
        max_length=80, blank=True, help_text="Keyed hash of the account of a front end that wrote it (readers.py)."
    )
    reasons = models.JSONField(default=list, help_text="Why the rules judged it so: [{code, detail}].")
    score = models.FloatField(null=True, blank=True, help_text="The spam score, 0 to 1.")
    # The score as the queue sorts by it: never null, which the databases sort differently.
    rank = models.GeneratedField(
        expression=Coalesce("score", Value(UNSCORED)), output_field=models.FloatField(), db_persist=True
    )
    # 1 from when the rules approve it until a moderator decides about it or marks it as seen (actions.see). An integer,
    # as `visible` is.
    unseen = models.PositiveSmallIntegerField(default=0, db_default=0)

    reply_count = models.PositiveIntegerField(default=0, help_text="Approved and shown comments below this one.")
    likes = models.PositiveIntegerField(default=0)
    dislikes = models.PositiveIntegerField(default=0)
    points = models.IntegerField(default=0, help_text="Likes less dislikes, for the order `top`.")
    flag_count = models.PositiveIntegerField(default=0, help_text="Readers' reports that no moderator has answered.")

    has_locked_thread = False  # True on an object that was read under its thread's lock, while that is held

    objects = ReaderCommentManager()
    norel_objects = CommentManager.from_queryset(ReaderCommentQuerySet)()

    # A million comments must not be followed by Wagtail's reference index.
    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("reader comment")
        verbose_name_plural = _("reader comments")
        permissions = [
            ("moderate_comment", _("Can moderate reader comments")),
            ("decide_as_author", _("Can decide about reader comments on articles of their own")),
            ("senior_moderator", _("Can also ban domains and networks, change the rules and read the log")),
        ]
        indexes = [
            # A page's threads, oldest or newest first, and by points: roots only, however long the threads are.
            models.Index(fields=["page", "visible", "thread"], condition=Q(depth=0), name="comment_roots"),
            models.Index(
                fields=["page", "visible", "points", "thread"], condition=Q(depth=0), name="comment_top_roots"
            ),
            models.Index(
                fields=["page", "block", "visible", "thread"], condition=Q(depth=0), name="comment_block_roots"
            ),
            models.Index(
                fields=["page", "block", "visible", "points", "thread"], condition=Q(depth=0), name="comment_block_top"
            ),
            # What readers object to at each claim, reported comments first (objections.py). Threads about no claim are in
            # it as well: SQLite would take the condition that leaves them out for a range, and look at every claim.
            models.Index(
                fields=["page", "block", "status", "objection", "flag_count", "xtdcomment_ptr"],
                condition=Q(depth=0),
                name="comment_objections",
            ),
            # The comments below one, in order (DESIGN: the keyset), and the place of a new one.
            models.Index(fields=["page", "visible", "thread", "path"], name="comment_keyset"),
            models.Index(fields=["thread", "path"], name="comment_thread_path"),
            models.Index(fields=["parent_comment", "visible", "xtdcomment_ptr"], name="comment_replies"),
            # The moderators' queue in each of its orders.
            models.Index(fields=["status", "submitted_at", "xtdcomment_ptr"], name="comment_queue"),
            models.Index(fields=["page", "status", "submitted_at", "xtdcomment_ptr"], name="comment_page_queue"),
            models.Index(fields=["submitted_at", "xtdcomment_ptr"], name="comment_all"),
            models.Index(fields=["status", "rank", "xtdcomment_ptr"], name="comment_queue_rank"),
            models.Index(fields=["status", "flag_count", "xtdcomment_ptr"], name="comment_queue_flags"),
            models.Index(fields=["rank", "xtdcomment_ptr"], name="comment_all_rank"),
            models.Index(fields=["flag_count", "xtdcomment_ptr"], name="comment_all_flags"),
            # The tabs of what readers have reported and of what nobody has seen: short ones.
            models.Index(
                fields=["submitted_at", "xtdcomment_ptr"], condition=Q(flag_count__gt=0), name="comment_flagged_age"
            ),
            models.Index(fields=["rank", "xtdcomment_ptr"], condition=Q(flag_count__gt=0), name="comment_flagged_rank"),
            models.Index(fields=["submitted_at", "xtdcomment_ptr"], condition=Q(unseen=1), name="comment_unseen_age"),
            models.Index(fields=["rank", "xtdcomment_ptr"], condition=Q(unseen=1), name="comment_unseen_rank"),
            models.Index(fields=["flag_count", "xtdcomment_ptr"], condition=Q(unseen=1), name="comment_unseen_flags"),
            # An author's history, and the same text twice.
            models.Index(fields=["email_hash", "status"], name="comment_author_history"),
            # What is to be let go of (retention.py): it shrinks to the comments of the last weeks.
            models.Index(fields=["submitted_at"], condition=~Q(ip_hash=""), name="comment_networks"),
            models.Index(fields=["visitor"], condition=~Q(visitor=""), name="comment_visitor"),
            models.Index(fields=["page", "text_hash"], name="comment_same_text"),
            # What a page shows first: a handful of rows of all.
            models.Index(fields=["page", "xtdcomment_ptr"], condition=Q(featured=1), name="comment_featured"),
            # The same words lately, wherever (histories.py).
            models.Index(fields=["text_hash", "submitted_at"], name="comment_repeated"),
        ]

    def __str__(self) -> str:
        return f"{self.name}: {self.comment[:50]}"

    def save(self, *args: object, **kwargs: object) -> None:
        """Put a new comment in its place in the thread (placement.py); save an old one without xtd's side effects."""
        if self._state.adding:
            from comments import placement

            placement.insert(self)
        else:
            self.save_base(*args, **kwargs)

    @property
    def addressed(self) -> dict | None:
        """Give the change note that addresses this, as readers are told of it: {note, at}."""
        return {"note": self.addressed_note, "at": self.addressed_at} if self.addressed_at else None

    @property
    def shown_html(self) -> str:
        """Give the text as readers see it: what is kept, with links where it has addresses written out."""
        from comments import text

        return text.linked(self.body_html)

    @property
    def cited(self) -> dict | None:
        """Give what its author cites, for people: {kind, label, url}."""
        from comments import sources

        return sources.describe(self.source)

    def get_absolute_url(self, anchor_pattern: str = "#c%(id)s") -> str:
        """Give the address of this comment on the page that readers see."""
        from comments import pages

        return pages.url(self.page) + anchor_pattern % {"id": self.pk}
