"""Who may no longer take part."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page


class BanQuerySet(models.QuerySet):
    """The sets of bans that the rest of the room speaks of."""

    def in_force(self) -> "BanQuerySet":
        """Those that have not run out."""
        return self.filter(Q(until=None) | Q(until__gt=timezone.now()))


class Ban(models.Model):
    """One address, domain, network or account that can neither post, edit, react nor report, on all pages or those of a
    section; written by actions.banning."""

    class Kind(models.TextChoices):
        EMAIL = "email", _("E-mail address")
        DOMAIN = "domain", _("All addresses of a domain")
        USER = "user", _("Account of this site")
        VISITOR = "visitor", _("Account of a front end")
        IP_HASH = "ip_hash", _("Network")

    WIDE = (Kind.DOMAIN, Kind.IP_HASH)  # what hits many at once: for senior moderators alone

    kind = models.CharField(_("who"), max_length=7, choices=Kind)
    value = models.CharField(
        _("address, domain, account or network"),
        max_length=254,
        help_text=_(
            "An e-mail address, a domain such as example.org, the number of an account, or what a comment's page calls the "
            "network or account that it came from."
        ),
    )
    section = models.ForeignKey(
        Page,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("where"),
        help_text=_("A page: there and on all pages below it."),
    )
    reason = models.CharField(max_length=200, blank=True, help_text=_("For other moderators. The reader is not told."))
    until = models.DateTimeField(null=True, blank=True, help_text=_("When it ends. Empty: never."))
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, editable=False, related_name="+"
    )

    objects = BanQuerySet.as_manager()

    wagtail_reference_index_ignore = True

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("ban")
        verbose_name_plural = _("bans")
        constraints = [
            models.UniqueConstraint(fields=["kind", "value"], condition=Q(section=None), name="one_ban_of_each"),
            models.UniqueConstraint(fields=["kind", "value", "section"], name="one_ban_of_each_in_a_section"),
        ]

    def __str__(self) -> str:
        # Stands in Wagtail's logs, where no address belongs.
        return f"{self.get_kind_display()} #{self.pk}"

    @property
    def where(self) -> str:
        """Give the title of the section, or that there is none."""
        return self.section.title if self.section else _("All pages")

    @property
    def is_in_force(self) -> bool:
        return self.until is None or self.until > timezone.now()
