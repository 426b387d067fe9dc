"""Front ends whose own users take part here, and the keys by which their tokens are known."""

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import Site

from comments.sealing import SealedField

SHORTEST_SECRET = 32  # bytes: as many as the hash of HS256 has (RFC 7518, 3.2)


class TokenIssuer(models.Model):
    """One front end that signs its users in: what its tokens say of themselves, and the one algorithm that is taken.

    The keys of `jwks_url` are fetched by the worker and kept (actions.keys); no request waits for another server.
    """

    class Algorithm(models.TextChoices):
        HS256 = "HS256", _("HS256, a shared secret")
        RS256 = "RS256", _("RS256, public keys")

    site = models.ForeignKey(Site, on_delete=models.CASCADE, related_name="+", verbose_name=_("site"))
    name = models.CharField(_("name"), max_length=80, help_text=_("For you: which front end this is."))
    issuer = models.CharField(
        _("issuer"), max_length=200, unique=True, help_text=_("What its tokens have as “iss”, letter by letter.")
    )
    audience = models.CharField(
        _("audience"),
        max_length=200,
        help_text=_("What they have as “aud”: a name for this site that nobody else uses."),
    )
    algorithm = models.CharField(_("algorithm"), max_length=5, choices=Algorithm, default=Algorithm.RS256)
    secret = SealedField(_("shared secret"), max_length=500, blank=True)
    jwks_url = models.URLField(
        _("address of the public keys"),
        max_length=500,
        blank=True,
        validators=[URLValidator(schemes=["https"])],
        help_text=_("For RS256: a JSON Web Key Set, as https://login.example.org/.well-known/jwks.json."),
    )
    is_active = models.BooleanField(_("its users may take part"), default=True)
    jwks = models.JSONField(default=dict, editable=False)
    fetched_at = models.DateTimeField(null=True, editable=False, help_text="When the keys were last asked for.")
    failure = models.CharField(max_length=200, blank=True, editable=False, help_text="Why they could not be had.")

    wagtail_reference_index_ignore = True

    class Meta:
        ordering = ["name", "pk"]
        verbose_name = _("sign-in of a front end")
        verbose_name_plural = _("sign-ins of front ends")

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        if self.algorithm == self.Algorithm.HS256 and len(self.secret.encode()) < SHORTEST_SECRET:
            raise ValidationError({"secret": _("At least 32 characters, from a generator of random ones.")})
        if self.algorithm == self.Algorithm.RS256 and not self.jwks_url:
            raise ValidationError({"jwks_url": _("RS256 needs the address of the public keys.")})

    @property
    def key_state(self) -> str:
        """Give in a few words whether its tokens can be read."""
        if self.algorithm == self.Algorithm.HS256:
            return _("shared secret") if self.secret else _("cannot be read: enter the secret again")
        if self.failure:
            return self.failure
        number = len(self.jwks.get("keys", []))
        return _("%(number)d public keys") % {"number": number} if number else _("not fetched yet")
