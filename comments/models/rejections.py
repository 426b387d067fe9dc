"""Why comments are rejected: the reasons that a site's moderators choose from, and the mails that tell authors."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel, InlinePanel
from wagtail.models import Site

MOST_OFFERED = 9  # as many as there are digits on a keyboard to choose one by
LANGUAGES = settings.WAGTAIL_CONTENT_LANGUAGES


class RejectionReasonQuerySet(models.QuerySet):
    """The sets of reasons that the rest of the room speaks of."""

    def of_site(self, site_id: int | None) -> "RejectionReasonQuerySet":
        """Those that moderators of a site choose from, in their order: its own, and those of all sites."""
        return self.filter(Q(site=None) | Q(site_id=site_id)).order_by("position", "pk")


class RejectionReason(ClusterableModel):
    """One reason to reject a comment, in the words that moderators choose and the words that its author is told."""

    site = models.ForeignKey(
        Site,
        verbose_name=_("site"),
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
        help_text=_("Where it is offered. Empty: at every site."),
    )
    label = models.CharField(
        _("reason"), max_length=60, help_text=_("What moderators choose. It stands in the comment's history.")
    )
    is_mailed = models.BooleanField(
        _("tell the author by mail"),
        default=False,
        help_text=_("Unless whoever rejects the comment says otherwise. Nobody is mailed about spam."),
    )
    position = models.PositiveSmallIntegerField(
        _("place"), default=100, help_text=_("The nine with the smallest numbers are chosen by the keys 1 to 9.")
    )

    objects = RejectionReasonQuerySet.as_manager()

    panels = [
        FieldPanel("label"),
        FieldPanel("is_mailed"),
        FieldPanel("site"),
        FieldPanel("position"),
        InlinePanel(
            "texts",
            heading=_("What the author is told"),
            label=_("text"),
            help_text=_(
                "One text for each language. An author whose language has none gets the first one; without any, the "
                "mail says that the comment was not published, and no more."
            ),
        ),
    ]

    class Meta:
        ordering = ["position", "pk"]
        verbose_name = _("reason to reject")
        verbose_name_plural = _("reasons to reject")

    def __str__(self) -> str:
        return self.label

    def text_in(self, language: str) -> str:
        """Give what an author is told, in their language where there is a text in it, else in the first one."""
        texts = {row.language: row.text for row in self.texts.all()}
        return texts.get(language) or next(iter(texts.values()), "")


class RejectionText(models.Model):
    """What an author is told of a reason, in one language."""

    reason = ParentalKey(RejectionReason, on_delete=models.CASCADE, related_name="texts")
    language = models.CharField(_("language"), max_length=12, choices=LANGUAGES, default=LANGUAGES[0][0])
    text = models.TextField(
        _("text"), max_length=1000, help_text=_("Plain text, to the author: what to change to be published.")
    )

    panels = [FieldPanel("language"), FieldPanel("text")]

    class Meta:
        ordering = ["pk"]
        verbose_name = _("text for the author")
        verbose_name_plural = _("texts for the author")
        constraints = [models.UniqueConstraint(fields=["reason", "language"], name="one_rejection_text_of_a_language")]

    def __str__(self) -> str:
        return f"{self.reason_id} {self.language}"


class RejectionMail(models.Model):
    """The mail that tells an author why a comment was rejected: once for each decision (mail/rejections.py)."""

    decision = models.OneToOneField("comments.Decision", on_delete=models.CASCADE, related_name="mail")
    # Deleted with its comment or its reason, so that no mail speaks of what is gone.
    comment = models.ForeignKey("comments.ReaderComment", on_delete=models.CASCADE, related_name="+")
    reason = models.ForeignKey(RejectionReason, on_delete=models.SET_NULL, null=True, related_name="+")
    text = models.TextField(blank=True, help_text="The moderator's own words, where there are any.")
    taken_at = models.DateTimeField(null=True, blank=True, help_text="Since when a worker is sending it.")
    sent_at = models.DateTimeField(null=True, blank=True)

    wagtail_reference_index_ignore = True

    def __str__(self) -> str:
        return f"Mail of decision {self.decision_id}"
