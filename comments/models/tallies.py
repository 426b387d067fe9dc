"""What moderators did on each day, counted once the day is over, so that a report reads days and not decisions."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Tally(models.Model):
    """The counts of one day (UTC): of everything, of one moderator, article, reason or claim. Written by `comments.tallying`.

    A day is counted where its row of everything is there, also when nothing happened.
    """

    class Kind(models.TextChoices):
        ALL = "all", _("Everything")
        MODERATOR = "moderator", _("Moderator")
        ARTICLE = "article", _("Article")
        REASON = "reason", _("Reason")
        CLAIM = "claim", _("Claim")

    day = models.DateField()
    kind = models.CharField(max_length=9, choices=Kind)
    key = models.CharField(
        max_length=150, blank=True, help_text="A name, an article's number, a reason, or number and block of a claim."
    )
    label = models.CharField(max_length=255, blank=True, help_text="What it was called that day.")
    page_number = models.BigIntegerField(null=True, help_text="Of an article or a claim.")

    submitted = models.PositiveIntegerField(
        default=0, help_text="Comments written; of a claim: about it, that begin a thread."
    )
    held = models.PositiveIntegerField(default=0, help_text="Of these, how many waited for a moderator.")
    caught = models.PositiveIntegerField(default=0, help_text="Of these, how many the rules marked as spam.")
    hidden = models.PositiveIntegerField(default=0, help_text="Taken down by readers' reports.")
    approved = models.PositiveIntegerField(default=0, help_text="By moderators, as are the next four.")
    rejected = models.PositiveIntegerField(default=0)
    spam = models.PositiveIntegerField(default=0)
    removed = models.PositiveIntegerField(default=0)
    restored = models.PositiveIntegerField(default=0)
    disputed = models.PositiveIntegerField(default=0, help_text="Threads about a claim that readers came to see.")
    overturned = models.PositiveIntegerField(
        default=0, help_text="Decisions that somebody else took back or decided otherwise on this day."
    )
    corrected = models.PositiveIntegerField(
        default=0, help_text="Decisions that their own maker took back on this day."
    )
    waited = models.PositiveIntegerField(default=0, help_text="Decisions about comments that had waited.")
    waited_seconds = models.BigIntegerField(default=0)
    waits = models.JSONField(default=dict, help_text="How many of these waited how long: {step: count} (durations.py).")
    shares = models.JSONField(
        default=dict, help_text="Of an article: who decided and why, {kind: {key: {count's name: number}}}."
    )

    COUNTS = (
        "submitted", "held", "caught", "hidden", "approved", "rejected", "spam", "removed", "restored", "disputed",
        "overturned", "corrected", "waited", "waited_seconds",
    )  # fmt: skip

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("tally")
        verbose_name_plural = _("tallies")
        constraints = [models.UniqueConstraint(fields=["kind", "day", "key"], name="one_tally_of_a_day")]
        indexes = [
            models.Index(fields=["kind", "key", "day"], name="tally_of_one"),
            models.Index(fields=["page_number", "kind", "day"], name="tally_of_page"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.label or self.key} on {self.day}"
