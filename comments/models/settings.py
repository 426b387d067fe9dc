"""How one site moderates its discussions."""

from django.core.validators import MaxValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting


@register_setting(icon="comment")
class DiscussionSettings(BaseSiteSetting):
    """The rules' settings of one site: who may comment, what is held, what is refused."""

    is_open = models.BooleanField(_("discussions are open"), default=True)
    close_after_days = models.PositiveSmallIntegerField(
        default=0, help_text=_("Days after an article's publication in which it takes comments. 0: for ever.")
    )
    guests = models.BooleanField(
        _("guests may comment"), default=True, help_text=_("With a name and an e-mail address, without an account.")
    )
    confirm_email = models.BooleanField(
        _("guests confirm their e-mail address"),
        default=False,
        help_text=_("Their comment waits until they have followed a mailed link."),
    )
    pre_moderation = models.BooleanField(
        default=True, help_text=_("Every comment waits until a moderator has approved it.")
    )
    max_length = models.PositiveSmallIntegerField(
        _("longest comment"),
        default=3000,
        validators=[MaxValueValidator(3000)],
        help_text=_("In characters, at most 3,000."),
    )
    min_seconds = models.PositiveSmallIntegerField(
        _("shortest time to write"), default=3, help_text=_("In seconds. Whoever is faster is taken for a program.")
    )
    edit_minutes = models.PositiveSmallIntegerField(
        _("time to edit"), default=15, help_text=_("In minutes, in which readers may change or delete their comment.")
    )
    max_links = models.PositiveSmallIntegerField(default=2, help_text=_("A comment with more links is held."))
    held_words = models.TextField(
        blank=True,
        help_text=_("A comment with one of these is held. One word or phrase a line; * stands for any letters."),
    )
    banned_words = models.TextField(
        blank=True,
        help_text=_(
            "A comment with one of these is marked as spam. One word or phrase a line; * stands for any letters."
        ),
    )

    # `confirm_email` has no panel until addresses are confirmed by mail.
    panels = [
        MultiFieldPanel(
            [
                FieldPanel("is_open", heading=_("Discussions are open")),
                FieldPanel("close_after_days", heading=_("Close after")),
                FieldPanel("guests", heading=_("Guests may comment")),
            ],
            heading=_("Who may comment, and how long"),
            icon="group",
            help_text=_("The discussion of one article can be opened or closed on its own, under Reader comments."),
        ),
        MultiFieldPanel(
            [
                FieldPanel("pre_moderation", heading=_("Hold every comment")),
                FieldPanel("max_links", heading=_("Links allowed")),
                FieldPanel("held_words", heading=_("Words that hold a comment")),
                FieldPanel("banned_words", heading=_("Words that mark a comment as spam")),
            ],
            heading=_("What waits for a moderator"),
            icon="view",
            help_text=_("Every rule is asked, and moderators see each reason beside the comment."),
        ),
        MultiFieldPanel(
            [
                FieldPanel("max_length", heading=_("Longest comment")),
                FieldPanel("min_seconds", heading=_("Shortest time to write")),
                FieldPanel("edit_minutes", heading=_("Time to change or delete one's own comment")),
            ],
            heading=_("Limits"),
            icon="sliders",
        ),
    ]

    class Meta:
        verbose_name = _("discussion settings")
