"""What one site's rules go by. Written by actions.rules alone, as the columns of DiscussionSettings that they are."""

from datetime import time

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

OFF_AT_FIRST = (
    "repeated", "new_commenter", "rejections", "second_opinion", "quiet_hours", "earned_trust",
)  # fmt: skip


def off_at_first() -> list[str]:
    """Give the codes of the rules that are off until somebody turns them on."""
    return list(OFF_AT_FIRST)


def every_day() -> list[int]:
    """Give the days of the week, 0 for Monday."""
    return list(range(7))


class RuleSettings(models.Model):
    """The rules' settings of one site: which are on, and what each goes by."""

    off_rules = models.JSONField(default=off_at_first, editable=False, help_text="Codes of the rules that are off.")
    rules_version = models.PositiveIntegerField(default=0, editable=False, help_text="Grows with every change of them.")

    pre_moderation = models.BooleanField(
        default=True, help_text=_("Every comment waits until a moderator has approved it.")
    )
    min_seconds = models.PositiveSmallIntegerField(
        _("shortest time to write"), default=3, help_text=_("In seconds. Whoever is faster is taken for a program.")
    )
    max_links = models.PositiveSmallIntegerField(
        _("links allowed"), default=2, help_text=_("A comment with more links is held.")
    )
    held_words = models.TextField(
        _("suspect words"),
        blank=True,
        help_text=_("A comment with one of these is held. One word or phrase a line; * stands for any letters."),
    )
    banned_words = models.TextField(
        _("banned words"),
        blank=True,
        help_text=_(
            "A comment with one of these is marked as spam. One word or phrase a line; * stands for any letters."
        ),
    )
    look_alikes = models.BooleanField(
        _("also in disguise"),
        default=True,
        help_text=_(
            "Finds listed words in look-alike letters, as in “саsino”, and with digits for letters, as in “c4sino”."
        ),
    )
    held_domains = models.TextField(
        _("suspect domains"),
        blank=True,
        help_text=_("One a line: example.org means mail.example.org as well. * stands for one part, as in *.example."),
    )
    banned_domains = models.TextField(
        _("banned domains"),
        blank=True,
        help_text=_("One a line: example.org means mail.example.org as well. * stands for one part, as in *.example."),
    )
    repeats = models.PositiveSmallIntegerField(
        _("comments with the same words"),
        default=1,
        validators=[MinValueValidator(1), MaxValueValidator(20)],
        help_text=_("So many others, by anybody on any article, hold the next one."),
    )
    repeat_hours = models.PositiveSmallIntegerField(
        _("in the last hours"), default=24, validators=[MinValueValidator(1), MaxValueValidator(720)]
    )
    rejected_percent = models.PositiveSmallIntegerField(
        _("share of rejections"),
        default=50,
        validators=[MinValueValidator(1), MaxValueValidator(100)],
        help_text=_("In per cent of the author's decided comments, spam among them; counted from the third on."),
    )
    rejection_days = models.PositiveSmallIntegerField(
        _("in the last days"), default=90, validators=[MinValueValidator(1), MaxValueValidator(730)]
    )
    trust_after = models.PositiveSmallIntegerField(
        _("approved comments"),
        default=3,
        validators=[MinValueValidator(1), MaxValueValidator(100)],
        help_text=_("After so many an author's comments no longer wait, if no other rule holds them."),
    )
    hold_score = models.PositiveSmallIntegerField(
        _("spam score that holds a comment"),
        default=80,
        validators=[MaxValueValidator(100)],
        help_text=_(
            "From 1 to 100. The score learns from moderators; Reports › Spam score proposes numbers. 0: it holds nothing."
        ),
    )
    spam_score = models.PositiveSmallIntegerField(
        _("spam score that marks a comment as spam"),
        default=0,
        validators=[MaxValueValidator(100)],
        help_text=_("From 1 to 100, without a moderator. 0: no score alone makes spam of a comment."),
    )
    second_opinion_is_spam = models.BooleanField(
        _("mark as spam what it calls spam"),
        default=False,
        help_text=_("Without a moderator. Otherwise it is held. Where it gives no answer, a comment is always held."),
    )
    akismet_key = models.CharField(_("Akismet key"), max_length=100, blank=True)
    moderated_from = models.TimeField(_("moderated from"), default=time(8))
    moderated_until = models.TimeField(_("until"), default=time(18))
    moderated_days = models.JSONField(_("on these days"), default=every_day, help_text="Numbers, 0 for Monday.")
    time_zone = models.CharField(
        _("time zone"), max_length=64, blank=True, help_text=_("Of the site; as in Europe/Berlin. Empty: the server's.")
    )

    class Meta:
        abstract = True
