"""What readers do with a click: they like or dislike a comment, like an article, or report a comment."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from comments.readers import LONGEST_KEY


class FromReader(models.Model):
    """A row of one reader's. Which reader it is, nobody can read back (readers.py)."""

    reader = models.CharField(max_length=LONGEST_KEY)
    network = models.CharField(max_length=64, blank=True, help_text="Keyed hash of where it came from.")
    at = models.DateTimeField()

    # As many as there are readers: Wagtail's reference index must not follow them.
    wagtail_reference_index_ignore = True

    class Meta:
        abstract = True


class Reaction(FromReader):
    """One reader's like or dislike of one comment; the comment's counts are written with it (actions.reacting)."""

    class Value(models.TextChoices):
        LIKE = "like", _("Like")
        DISLIKE = "dislike", _("Dislike")

    comment = models.ForeignKey("comments.ReaderComment", on_delete=models.CASCADE, related_name="+", db_index=False)
    page = models.ForeignKey(Page, on_delete=models.CASCADE, related_name="+")
    value = models.CharField(max_length=7, choices=Value)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["comment", "reader"], name="one_reaction_of_a_reader")]
        indexes = [
            models.Index(fields=["reader", "page", "comment"], name="reaction_of_reader"),
            models.Index(fields=["comment", "network", "at"], name="reaction_of_network"),
        ]

    def __str__(self) -> str:
        return f"{self.value} of comment {self.comment_id}"


class PageLike(FromReader):
    """One reader's like of one article; Discussion.likes is written with it."""

    page = models.ForeignKey(Page, on_delete=models.CASCADE, related_name="+", db_index=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["page", "reader"], name="one_like_of_a_reader")]
        indexes = [models.Index(fields=["page", "network", "at"], name="like_of_network")]

    def __str__(self) -> str:
        return f"like of page {self.page_id}"


class Flag(FromReader):
    """One reader's report of one comment. `outcome` is what a moderator made of it; until then it counts."""

    class Reason(models.TextChoices):
        SPAM = "spam", _("Spam")
        ABUSE = "abuse", _("Abuse")
        MISINFORMATION = "misinformation", _("Misinformation")
        OFF_TOPIC = "off_topic", _("Off topic")
        OTHER = "other", _("Something else")

    class Outcome(models.TextChoices):
        OPEN = "", _("Open")
        UPHELD = "upheld", _("Upheld")
        DISMISSED = "dismissed", _("Dismissed")

    comment = models.ForeignKey(
        "comments.ReaderComment", on_delete=models.CASCADE, related_name="reader_flags", db_index=False
    )
    page = models.ForeignKey(Page, on_delete=models.CASCADE, related_name="+")
    reason = models.CharField(max_length=14, choices=Reason)
    note = models.CharField(max_length=500, blank=True)
    weight = models.PositiveSmallIntegerField(help_text="How much it counts towards hiding the comment.")
    outcome = models.CharField(max_length=9, choices=Outcome, blank=True, default=Outcome.OPEN)
    answered_version = models.PositiveIntegerField(
        null=True, help_text="The comment's version after the decision that answered it; taken back with that."
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["comment", "reader"], name="one_flag_of_a_reader")]
        indexes = [
            models.Index(fields=["reader", "page", "comment"], name="flag_of_reader"),
            models.Index(fields=["reader", "outcome"], name="flag_record"),
            models.Index(fields=["comment"], condition=Q(outcome=""), name="flag_open"),
        ]

    def __str__(self) -> str:
        return f"{self.reason} of comment {self.comment_id}"
