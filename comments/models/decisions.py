"""The append-only log of what was decided about each comment."""

from collections.abc import Collection, Iterable

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class AppendOnly(TypeError):
    """Something tried to change or delete a row of the log."""

    def __init__(self) -> None:
        super().__init__("The log of decisions is append-only.")


class DecisionQuerySet(models.QuerySet):
    """The sets of decisions that the rest of the room speaks of. Rows are appended, and never changed or deleted.

    The one exception is what quotes a reader (without_quotes). The database's own SET NULL, when a comment or an account is
    deleted, does not come by here.
    """

    def update(self, **columns: object) -> int:
        raise AppendOnly

    def delete(self) -> tuple[int, dict[str, int]]:
        raise AppendOnly

    def without_quotes(self) -> int:
        """Empty what the rules quoted of comments whose words are let go; give how many rows that were."""
        return super().update(reasons=[])

    def telling(self, comment_ids: Collection[int]) -> "DecisionQuerySet":
        """What can be taken back of these comments, and the edits between, oldest first, each with what took it back."""
        verbs = [*Decision.TAKEN_BACK, Decision.Verb.RESTORE, Decision.Verb.EDIT]
        return self.filter(comment_id__in=comment_ids, decision__in=verbs).select_related("restored_by").order_by("pk")


def to_restore(decisions: "Iterable[Decision]") -> "dict[int, Decision]":
    """Give by comment the latest of `decisions` (telling) that can be taken back: not yet taken back, and not followed
    by an edit of its author, since it was about other words then."""
    found: dict[int, Decision] = {}
    for decision in decisions:
        if decision.decision == Decision.Verb.EDIT and decision.actor_kind == Decision.Kind.AUTHOR:
            found.pop(decision.comment_id, None)
        elif decision.decision in Decision.TAKEN_BACK and decision.from_status and not hasattr(decision, "restored_by"):
            found[decision.comment_id] = decision
    return found


class Decision(models.Model):
    """One change of a comment's status, one edit, or one answer to an objection: what, from where to where, by whom and why.

    Or something else that a moderator did, to a reader or to the rules: that has no comment, and `about` says what it was.
    It copies what it must still be able to say when comment, page and moderator are gone.
    """

    class Kind(models.TextChoices):
        MODERATOR = "moderator", _("Moderator")
        RULE = "rule", _("Rule")
        AUTHOR = "author", _("Author of the comment")
        EDITOR = "editor", _("Editor of the article")

    class Verb(models.TextChoices):
        SUBMIT = "submit", _("Submitted")
        EDIT = "edit", _("Edited")
        CONFIRM = "confirm", _("Confirmed")
        APPROVE = "approve", _("Approved")
        REJECT = "reject", _("Rejected")
        SPAM = "spam", _("Marked as spam")
        REMOVE = "remove", _("Removed")
        HIDE = "hide", _("Hidden by readers' reports")
        RESTORE = "restore", _("Restored")
        # What the article's editors did about an objection; no status changes.
        PLAN = "plan", _("To be addressed by the next change note")
        ADDRESS = "address", _("Addressed by a change note")
        DISMISS = "dismiss", _("Set aside as no objection")
        REOPEN = "reopen", _("Open again as an objection")
        # What moderators do with a comment or about its author beside deciding; no status changes either.
        FEATURE = "feature", _("Featured")
        UNFEATURE = "unfeature", _("No longer featured")
        CLOSE = "close", _("Thread closed")
        OPEN = "open", _("Thread opened again")
        # What was done about a reader, to the rules or to many comments at once.
        BAN = "ban", _("Banned")
        UNBAN = "unban", _("Ban lifted")
        TRUST = "trust", _("Trusted")
        DISTRUST = "distrust", _("Trust taken back")
        RULES = "rules", _("Rules changed")
        BULK = "bulk", _("Decided in bulk")

    TAKEN_BACK = (Verb.APPROVE, Verb.REJECT, Verb.SPAM, Verb.REMOVE, Verb.HIDE)  # by a restore

    comment = models.ForeignKey(
        "comments.ReaderComment", on_delete=models.SET_NULL, null=True, related_name="decisions"
    )
    decision = models.CharField(max_length=12, choices=Verb)
    from_status = models.CharField(max_length=11, blank=True)
    to_status = models.CharField(max_length=11, blank=True)
    version = models.PositiveIntegerField(default=0, help_text="The comment's version that this decision made.")
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    actor_kind = models.CharField(max_length=9, choices=Kind)
    actor_name = models.CharField(max_length=150, blank=True)
    reason = models.CharField(max_length=60, blank=True)
    note = models.TextField(blank=True)
    reasons = models.JSONField(default=list, help_text="What the rules said: [{code, detail}].")
    restores = models.OneToOneField("self", on_delete=models.SET_NULL, null=True, related_name="restored_by")
    at = models.DateTimeField()
    # Copies that outlive the rows they are of.
    comment_number = models.BigIntegerField(null=True, db_index=True)
    page_number = models.BigIntegerField(null=True)
    page_title = models.CharField(max_length=255, blank=True)
    block_heading = models.CharField(max_length=255, blank=True)
    about = models.CharField(max_length=255, blank=True, help_text="What it was done to, where that is no comment.")

    objects = DecisionQuerySet.as_manager()

    class Meta:
        ordering = ["at", "pk"]
        verbose_name = _("decision")
        verbose_name_plural = _("decisions")
        # The log in its order, whole and by each of its filters.
        indexes = [
            models.Index(fields=["at", "id"], name="decision_at"),
            models.Index(fields=["actor_name", "at", "id"], name="decision_by"),
            models.Index(fields=["decision", "at", "id"], name="decision_verb"),
            models.Index(fields=["page_number", "at", "id"], name="decision_page"),
            models.Index(fields=["reason", "at", "id"], name="decision_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.get_decision_display()} {self.about or f'#{self.comment_number}'}"

    def save(self, *args: object, **kwargs: object) -> None:
        if not self._state.adding:
            raise AppendOnly
        super().save(*args, **kwargs)

    def delete(self, *args: object, **kwargs: object) -> tuple[int, dict[str, int]]:
        raise AppendOnly


class FormerText(models.Model):
    """What a comment said before a moderator changed it, for moderators. It goes with the comment, and when its author
    deletes or erases that."""

    decision = models.OneToOneField(Decision, on_delete=models.CASCADE, related_name="former_text")
    comment = models.ForeignKey("comments.ReaderComment", on_delete=models.CASCADE, related_name="former_texts")
    text = models.TextField()

    wagtail_reference_index_ignore = True

    def __str__(self) -> str:
        return f"Comment {self.comment_id} before decision {self.decision_id}"
