"""What one site asks of its articles before readers see them."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.contrib.settings.models import register_setting

from articles import gate
from articles.models.site_settings import ReadSiteSetting

STRONG_WORDS = """\
cure
cures
cured
proven
proves
prove
guarantee
guarantees
guaranteed
miracle
miraculous
always works
100%
completely safe
no side effects
risk-free
scientifically proven
heals
eliminates
reverses
breakthrough
"""


class GatePolicy(models.TextChoices):
    """What happens when an article with uncited claims is published."""

    OFF = gate.OFF, _("Publish without a word")
    WARN = gate.WARN, _("Publish, and name the claims that have no source")
    REQUIRE = gate.REQUIRE, _("Do not publish until each claim has a source or says that none was found")


@register_setting(icon="evidence")
class EditorialStandards(ReadSiteSetting):
    """The publish gate of one site, and the words that its claims must have earned."""

    publish_gate = models.CharField(
        max_length=8,
        choices=GatePolicy,
        default=GatePolicy.WARN,
        help_text=_(
            "Claims are the benefit and mechanism blocks. Articles that are live already stay as they are; they can still "
            "be edited, locked, moved and unpublished."
        ),
    )
    strong_words = models.TextField(
        blank=True,
        default=STRONG_WORDS,
        help_text=_(
            "One word or phrase a line. Editors are warned where a claim uses one of them although its certainty is not "
            "high. Nothing is ever refused for it."
        ),
    )

    panels = [
        FieldPanel("publish_gate", heading=_("When a claim has no source")),
        FieldPanel("strong_words", heading=_("Words stronger than the evidence")),
    ]

    class Meta:
        verbose_name = _("editorial standards")
