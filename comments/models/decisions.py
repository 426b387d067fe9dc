"""The append-only log of what was decided about each comment."""

from collections.abc import Collection, Iterable

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class DecisionQuerySet(models.QuerySet):
    """The sets of decisions that the rest of the room speaks of."""

    def telling(self, comment_ids: Collection[int]) -> "DecisionQuerySet":
        """Moderators' decisions about comments and the edits between them, oldest first, each with what took it back."""
        verbs = [*Decision.TAKEN_BACK, Decision.Verb.RESTORE, Decision.Verb.EDIT]
        return self.filter(comment_id__in=comment_ids, decision__in=verbs).select_related("restored_by").order_by("pk")


def to_restore(decisions: "Iterable[Decision]") -> "dict[int, Decision]":
    """Give by comment the latest of `decisions` (telling) that can be taken back: not yet taken back, and not followed
    by an edit, since it was about other words then."""
    found: dict[int, Decision] = {}
    for decision in decisions:
        if decision.decision == Decision.Verb.EDIT:
            found.pop(decision.comment_id, None)
        elif decision.decision in Decision.TAKEN_BACK and decision.from_status and not hasattr(decision, "restored_by"):
            found[decision.comment_id] = decision
    return found


class Decision(models.Model):
    """One change of a comment's status, one edit, or one answer to an objection: what, from where to where, by whom and why.

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
        RESTORE = "restore", _("Restored")
        # What the article's editors did about an objection; no status changes.
        PLAN = "plan", _("To be addressed by the next change note")
        ADDRESS = "address", _("Addressed by a change note")
        DISMISS = "dismiss", _("Set aside as no objection")
        REOPEN = "reopen", _("Open again as an objection")

    TAKEN_BACK = (Verb.APPROVE, Verb.REJECT, Verb.SPAM, Verb.REMOVE)  # by a restore

    comment = models.ForeignKey(
        "comments.ReaderComment", on_delete=models.SET_NULL, null=True, related_name="decisions"
    )
    decision = models.CharField(max_length=7, choices=Verb)
    from_status = models.CharField(max_length=11, blank=True)
    to_status = models.CharField(max_length=11)
    version = models.PositiveIntegerField(help_text="The comment's version that this decision made.")
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    actor_kind = models.CharField(max_length=9, choices=Kind)
    actor_name = models.CharField(max_length=150, blank=True)
    reason = models.CharField(max_length=60, blank=True)
    note = models.TextField(blank=True)
    reasons = models.JSONField(default=list, help_text="What the rules said: [{code, detail}].")
    restores = models.OneToOneField("self", on_delete=models.SET_NULL, null=True, related_name="restored_by")
    at = models.DateTimeField(db_index=True)
    # Copies that outlive the rows they are of.
    comment_number = models.BigIntegerField(db_index=True)
    page_number = models.BigIntegerField(db_index=True)
    page_title = models.CharField(max_length=255)
    block_heading = models.CharField(max_length=255, blank=True)

    objects = DecisionQuerySet.as_manager()

    class Meta:
        ordering = ["at", "pk"]
        verbose_name = _("decision")
        verbose_name_plural = _("decisions")

    def __str__(self) -> str:
        return f"{self.get_decision_display()} #{self.comment_number}"
