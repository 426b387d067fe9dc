"""What is known of each page's discussion without reading its comments."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page


class Discussion(models.Model):
    """The comments of one page: whether it takes more, and how many there are."""

    class Openness(models.TextChoices):
        SITE = "site", _("As the site's settings say")
        OPEN = "open", _("Open")
        CLOSED = "closed", _("Closed")

    class Moderation(models.TextChoices):
        SITE = "site", _("As the site's settings say")
        PRE = "pre", _("Wait until a moderator has approved them")
        POST = "post", _("Are shown at once, if no rule holds them")

    page = models.OneToOneField(Page, on_delete=models.CASCADE, related_name="discussion")
    # These four are written by actions.arrange alone. The database knows their defaults: counting makes rows, too.
    openness = models.CharField(_("new comments"), max_length=6, choices=Openness, default=Openness.SITE)
    close_after_days = models.PositiveSmallIntegerField(
        _("close after"),
        null=True,
        blank=True,
        help_text=_(
            "Days after the publication in which it takes comments; 0: for ever. Empty: as the site's settings say."
        ),
    )
    moderation = models.CharField(
        _("comments of readers"), max_length=4, choices=Moderation, default=Moderation.SITE, db_default="site"
    )
    announcement = models.TextField(
        _("announcement"),
        max_length=500,
        blank=True,
        default="",
        db_default="",
        help_text=_("Shown above the comments, as plain text. Empty: the site's announcement, if it has one."),
    )
    # What this page's rules have otherwise than its site's (rules_of.py), by actions.rules.
    own_rules = models.JSONField(default=dict, db_default={}, editable=False)
    rules_version = models.PositiveIntegerField(default=0, db_default=0, editable=False)
    # Written by visibility.add_to_totals alone. Signed, because a difference is offered as a row before it is added.
    comment_count = models.IntegerField(default=0, editable=False)
    thread_count = models.IntegerField(default=0, editable=False)
    # Of the article itself, by actions.reacting. The database's default serves those who insert only the totals above.
    likes = models.IntegerField(default=0, db_default=0, editable=False)
    # By actions.marking: how many of its comments are marked so, whether readers see them or not.
    featured = models.IntegerField(default=0, db_default=0, editable=False)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("discussion")
        verbose_name_plural = _("discussions")

    def __str__(self) -> str:
        return str(self.page)


class BlockCount(models.Model):
    """How many comments and threads about one block of a page readers see."""

    page = models.ForeignKey(Page, on_delete=models.CASCADE, related_name="+")
    block = models.CharField(max_length=36)
    comment_count = models.IntegerField(default=0)
    thread_count = models.IntegerField(default=0)

    wagtail_reference_index_ignore = True

    class Meta:
        constraints = [models.UniqueConstraint(fields=["page", "block"], name="unique_block_count")]

    def __str__(self) -> str:
        return f"{self.comment_count} on block {self.block}"
