"""How one site moderates its discussions."""

from django.core.validators import MaxValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.models import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting

from comments.models.rules import RuleSettings


class SettingsForm(WagtailAdminModelForm):
    """Saves what it shows, and nothing else: the rules may have been changed meanwhile on their own page."""

    def save(self, commit: bool = True) -> models.Model:
        if commit and self.instance.pk:
            self.instance.save(update_fields=list(self.cleaned_data))
            return self.instance
        return super().save(commit)


@register_setting(icon="comment")
class DiscussionSettings(RuleSettings, BaseSiteSetting):
    """The settings of one site: who may comment and how long, what is kept; its rules stand in RuleSettings."""

    is_open = models.BooleanField(_("discussions are open"), default=True)
    close_after_days = models.PositiveSmallIntegerField(
        default=0, help_text=_("Days after an article's publication in which it takes comments. 0: for ever.")
    )
    announcement = models.TextField(
        _("announcement"),
        max_length=500,
        blank=True,
        help_text=_("Shown above the comments of every article that has none of its own, as plain text."),
    )
    guideline = models.TextField(
        _("guideline"),
        max_length=2000,
        blank=True,
        help_text=_("What moderators go by on this site, as plain text. It stands on their desk, beside the comments."),
    )
    guests = models.BooleanField(
        _("guests may comment"), default=True, help_text=_("With a name and an e-mail address, without an account.")
    )
    confirm_email = models.BooleanField(
        _("guests confirm their e-mail address"),
        default=False,
        help_text=_("Their comment waits until they have followed a mailed link."),
    )
    mail_approvals = models.BooleanField(
        _("authors are told of the approval"),
        default=True,
        help_text=_("Whoever's comment has waited for a moderator gets a mail when readers can see it."),
    )
    avatars = models.BooleanField(
        _("pictures of readers"),
        default=False,
        help_text=_(
            "Those that Gravatar has for the addresses of comments approved from now on. This server asks for them, by a "
            "hash of the address, and shows them itself. Guests may give any address, and get the picture that belongs to it. "
            "Off: readers are shown by their initials."
        ),
    )
    authors_decide = models.BooleanField(
        _("authors decide about comments on their articles"),
        default=False,
        help_text=_(
            "Whoever owns an article, or is named as its author, always sees its comments in its form under Discussion, "
            "without the readers’ addresses. With this they approve, reject and remove them there as well."
        ),
    )
    max_length = models.PositiveSmallIntegerField(
        _("longest comment"),
        default=3000,
        validators=[MaxValueValidator(3000)],
        help_text=_("In characters, at most 3,000."),
    )
    edit_minutes = models.PositiveSmallIntegerField(
        _("time to edit"), default=15, help_text=_("In minutes, in which readers may change or delete their comment.")
    )
    proof_of_work = models.BooleanField(
        _("guests' browsers prove that they are no machine"),
        default=False,
        help_text=_(
            "By half a second's work before a comment is sent; nobody has to solve a riddle. A front end with a form of "
            "its own must do it as well: see the API's comments/form/."
        ),
    )
    comments_a_minute = models.PositiveSmallIntegerField(
        _("comments a minute"),
        default=60,
        help_text=_(
            "On one article, by readers of all kinds; more are asked to come back a minute later. 0: any number."
        ),
    )
    flag_threshold = models.PositiveSmallIntegerField(
        _("reports that hide a comment"),
        default=5,
        help_text=_(
            "Then it waits for a moderator. A guest's report counts 1, that of somebody signed in 2, and 5 if they "
            "moderate or most of what they reported was taken down. 0: reports hide nothing."
        ),
    )
    network_days = models.PositiveSmallIntegerField(
        _("networks are known for"),
        default=30,
        help_text=_(
            "In days. Then a comment no longer tells from which network it came, not even by a hash. 0: for ever."
        ),
    )
    unconfirmed_days = models.PositiveSmallIntegerField(
        _("unconfirmed comments are kept for"), default=30, help_text=_("In days. 0: for ever.")
    )
    rejected_days = models.PositiveSmallIntegerField(
        _("rejected comments and spam are kept for"),
        default=180,
        help_text=_("In days. The history of decisions stays, without their words and authors. 0: for ever."),
    )

    base_form_class = SettingsForm
    panels = [
        MultiFieldPanel(
            [
                FieldPanel("is_open", heading=_("Discussions are open")),
                FieldPanel("close_after_days", heading=_("Close after")),
                FieldPanel("announcement", heading=_("Announcement")),
                FieldPanel("guests", heading=_("Guests may comment")),
                FieldPanel("confirm_email", heading=_("Guests confirm their e-mail address")),
                FieldPanel("mail_approvals", heading=_("Tell authors of the approval")),
                FieldPanel("avatars", heading=_("Show readers' pictures from Gravatar")),
            ],
            heading=_("Who may comment, and how long"),
            icon="group",
            help_text=_("One article may have it otherwise: in its form under Discussion, or under Reader comments."),
        ),
        MultiFieldPanel(
            [
                FieldPanel("guideline", heading=_("Guideline for moderators")),
                FieldPanel("authors_decide", heading=_("Let authors decide")),
                FieldPanel("flag_threshold", heading=_("Reports that hide a comment")),
            ],
            heading=_("What waits for a moderator"),
            icon="view",
            help_text=_(
                "What else holds a comment, and what marks it as spam, is said under Settings › Comment rules."
            ),
        ),
        MultiFieldPanel(
            [
                FieldPanel("max_length", heading=_("Longest comment")),
                FieldPanel("comments_a_minute", heading=_("Comments a minute on one article")),
                FieldPanel("proof_of_work", heading=_("Ask guests' browsers for some work")),
                FieldPanel("edit_minutes", heading=_("Time to change or delete one's own comment")),
            ],
            heading=_("Limits"),
            icon="sliders",
        ),
        MultiFieldPanel(
            [
                FieldPanel("network_days", heading=_("Forget networks after")),
                FieldPanel("unconfirmed_days", heading=_("Delete unconfirmed comments after")),
                FieldPanel("rejected_days", heading=_("Delete rejected comments and spam after")),
            ],
            heading=_("What is kept, and how long"),
            icon="history",
            help_text=_(
                "Looked after once a day. All that is kept of one reader is downloaded and erased under Settings › Readers' "
                "data, or by readers themselves: /mail/own/ sends them a link."
            ),
        ),
    ]

    class Meta:
        verbose_name = _("discussion settings")
