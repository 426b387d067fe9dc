"""What the spam score has learnt."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Scorer(models.Model):
    """The one row of the model: its weights by feature, and how far it has read the log of decisions.

    Weights stand under hashes of words: they can be made again from the log, and the words cannot be read from them.
    """

    weights = models.JSONField(default=dict)
    stamp = models.CharField(max_length=32, blank=True, help_text="Another one with each change of the weights.")
    learnt_through = models.BigIntegerField(default=0, help_text="The last decision that it has learnt from.")
    told_through = models.BigIntegerField(
        null=True, help_text="The last decision that outside scorers were told of; null before there was one."
    )
    spam_count = models.PositiveIntegerField(default=0, help_text="Comments it has learnt as spam when it was built.")
    other_count = models.PositiveIntegerField(default=0)
    measures = models.JSONField(default=dict, help_text="scoring.Measures, by cross-validation, of when it was built.")
    built_at = models.DateTimeField(null=True)

    ONLY = 1  # its primary key

    class Meta:
        verbose_name = _("spam score")

    def __str__(self) -> str:
        return str(self._meta.verbose_name)


class Unlearning(models.Model):
    """A batch of decisions from which the score learns no more: what one moderator decided in a span of time.

    The decisions themselves stay as they are, and so do the comments. To delete the row is to learn from them again.
    """

    # Where the account is gone, its decisions are known by the name that the log has kept as well.
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+", verbose_name=_("moderator")
    )
    actor_name = models.CharField(max_length=150, blank=True)
    since = models.DateTimeField(_("from"))
    until = models.DateTimeField(_("until"))
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")

    wagtail_reference_index_ignore = True

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("unlearnt batch")
        verbose_name_plural = _("unlearnt batches")
        constraints = [models.UniqueConstraint(fields=["actor", "since", "until"], name="one_unlearning_of_each")]

    def __str__(self) -> str:
        return f"{self._meta.verbose_name} #{self.pk}"
