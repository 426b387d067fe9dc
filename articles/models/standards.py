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


GERMAN_STRONG_WORDS = """\
heilt
heilen
geheilt
Heilung
bewiesen
erwiesen
nachgewiesen
nachweislich
beweist
beweisen
wissenschaftlich bewiesen
wissenschaftlich erwiesen
garantiert
garantieren
Garantie
Wunder
Wundermittel
wirkt immer
hilft immer
100%
100 %
völlig sicher
absolut sicher
nebenwirkungsfrei
ohne Nebenwirkungen
keine Nebenwirkungen
risikofrei
ohne Risiko
beseitigt
macht rückgängig
Durchbruch
"""

SPANISH_STRONG_WORDS = """\
cura
curan
curado
curada
curación
demostrado
demostrada
demuestra
comprobado
probado
científicamente demostrado
científicamente probado
garantiza
garantizado
garantizada
milagro
milagroso
milagrosa
funciona siempre
100%
100 %
totalmente seguro
sin efectos secundarios
sin riesgos
elimina
revierte
revolucionario
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

    strong_words_german = models.TextField(
        blank=True, default=GERMAN_STRONG_WORDS, help_text=_("The same for articles in German.")
    )
    strong_words_spanish = models.TextField(
        blank=True, default=SPANISH_STRONG_WORDS, help_text=_("The same for articles in Spanish.")
    )

    panels = [
        FieldPanel("publish_gate", heading=_("When a claim has no source")),
        FieldPanel("strong_words", heading=_("Words stronger than the evidence")),
        FieldPanel("strong_words_german", heading=_("Words stronger than the evidence, in German")),
        FieldPanel("strong_words_spanish", heading=_("Words stronger than the evidence, in Spanish")),
    ]

    class Meta:
        verbose_name = _("editorial standards")

    def strong_words_in(self, language: str) -> str:
        """Give the list for a language such as "de" or "de-at"; in one without a list no word is too strong."""
        lists = {"en": self.strong_words, "de": self.strong_words_german, "es": self.strong_words_spanish}
        return lists.get(language.partition("-")[0].lower(), "")
