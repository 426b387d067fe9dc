"""A decision about all comments that match a filter, carried out a portion at a time."""

from django.conf import settings
from django.db import models


class BulkRun(models.Model):
    """What a moderator has decided about all that a list showed, and how far that has come (actions.running).

    `query` is the list's, `expected` how many comments the decision would change of those up to `last_comment`, as was
    shown at `shown_at`; or else the run takes back what another has done.
    """

    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    decision = models.CharField(max_length=7)
    reason = models.CharField(max_length=60, blank=True)
    # What else is said with a rejection, as actions.reject_for takes it.
    rejection_reason = models.ForeignKey(
        "comments.RejectionReason", on_delete=models.SET_NULL, null=True, related_name="+"
    )
    note = models.TextField(blank=True)
    is_mailed = models.BooleanField(null=True)
    query = models.CharField(max_length=2000, blank=True)
    takes_back = models.OneToOneField("self", on_delete=models.CASCADE, null=True, related_name="taken_back_by")
    shown_at = models.DateTimeField()
    last_comment = models.BigIntegerField(default=0)
    expected = models.PositiveIntegerField()
    done = models.PositiveIntegerField(default=0)
    finished_at = models.DateTimeField(null=True)

    wagtail_reference_index_ignore = True

    def __str__(self) -> str:
        return f"{self.decision} of {self.expected}"


class BulkOutcome(models.Model):
    """What became of one comment in a run. `version` is the comment's after it."""

    run = models.ForeignKey(BulkRun, on_delete=models.CASCADE, related_name="outcomes", db_index=False)
    comment_number = models.BigIntegerField()
    outcome = models.CharField(max_length=9)
    version = models.PositiveIntegerField()

    wagtail_reference_index_ignore = True

    class Meta:
        indexes = [models.Index(fields=["run", "comment_number"], name="outcome_of_run")]

    def __str__(self) -> str:
        return f"{self.outcome}: comment {self.comment_number}"
