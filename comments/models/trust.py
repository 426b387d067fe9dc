"""Whom moderators trust, or no longer trust."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class TrustQuerySet(models.QuerySet):
    """The sets of trusts that the rest of the room speaks of."""

    def in_force(self) -> "TrustQuerySet":
        """Those that have not run out."""
        return self.filter(Q(until=None) | Q(until__gt=timezone.now()))


class Trust(models.Model):
    """A moderator's word about one account or address: trusted, or not to be trusted whatever it has earned.

    Written by actions.trusting; asked by comments.trust. What is trusted is not held by pre-moderation; every other rule
    still reads it.
    """

    class Kind(models.TextChoices):
        """A subset of Ban.Kind, in the same spelling (bans.normal)."""

        EMAIL = "email", _("E-mail address")
        USER = "user", _("Account of this site")
        VISITOR = "visitor", _("Account of a front end")

    kind = models.CharField(_("who"), max_length=7, choices=Kind)
    value = models.CharField(_("address or account"), max_length=254)
    is_granted = models.BooleanField(
        _("trusted"), default=True, help_text=_("Off: never trusted, however many comments were approved.")
    )
    until = models.DateTimeField(null=True, blank=True, help_text=_("When it ends. Empty: never."))
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, editable=False, related_name="+"
    )

    objects = TrustQuerySet.as_manager()

    wagtail_reference_index_ignore = True

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("trusted reader")
        verbose_name_plural = _("trusted readers")
        constraints = [models.UniqueConstraint(fields=["kind", "value"], name="one_trust_of_each")]

    def __str__(self) -> str:
        # Stands in Wagtail's logs, where no address belongs.
        return f"{self.get_kind_display()} #{self.pk}"

    @property
    def is_in_force(self) -> bool:
        return self.until is None or self.until > timezone.now()
