"""The words of the field, each once: GRADE certainty, study designs, directions of a finding.

Certainty and its reasons follow GRADE (gradeworkinggroup.org).
"""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Certainty(models.TextChoices):
    """How sure the body of evidence lets us be (GRADE), highest first."""

    HIGH = "high", _("High certainty")
    MODERATE = "moderate", _("Moderate certainty")
    LOW = "low", _("Low certainty")
    VERY_LOW = "very_low", _("Very low certainty")


class CertaintyReason(models.TextChoices):
    """Why certainty was rated down (the five GRADE domains)."""

    RISK_OF_BIAS = "risk_of_bias", _("Risk of bias")
    INCONSISTENCY = "inconsistency", _("Inconsistency")
    INDIRECTNESS = "indirectness", _("Indirectness")
    IMPRECISION = "imprecision", _("Imprecision")
    PUBLICATION_BIAS = "publication_bias", _("Publication bias")


class Direction(models.TextChoices):
    """What a source says of the claim that cites it."""

    SUPPORTS = "supports", _("Supports the claim")
    MIXED = "mixed", _("Mixed")
    NO_DIFFERENCE = "no_difference", _("Found no difference")
    CONTRADICTS = "contradicts", _("Contradicts the claim")
    UNCLEAR = "unclear", _("Unclear")


class Design(models.TextChoices):
    """How a study was made, in the order in which evidence is usually weighed."""

    SYSTEMATIC_REVIEW = "systematic_review", _("Systematic review")
    META_ANALYSIS = "meta_analysis", _("Meta-analysis")
    RANDOMIZED_TRIAL = "randomized_trial", _("Randomised trial")
    CONTROLLED_TRIAL = "controlled_trial", _("Controlled trial")
    COHORT = "cohort", _("Cohort study")
    CASE_CONTROL = "case_control", _("Case-control study")
    CROSS_SECTIONAL = "cross_sectional", _("Cross-sectional study")
    CASE_SERIES = "case_series", _("Case series")
    CASE_REPORT = "case_report", _("Case report")
    NARRATIVE_REVIEW = "narrative_review", _("Narrative review")
    GUIDELINE = "guideline", _("Guideline")
    EXPERT_OPINION = "expert_opinion", _("Expert opinion")
    ANIMAL = "animal", _("Animal study")
    IN_VITRO = "in_vitro", _("Laboratory (in vitro) study")


class CitationStyle(models.TextChoices):
    """How references are written for readers; `articles.references.styles` knows the CSL style of each."""

    AMA = "ama", _("AMA (American Medical Association, 11th edition)")
    NLM = "nlm", _("NLM / Vancouver (Citing Medicine, 2nd edition)")
    APA = "apa", _("APA (American Psychological Association, 7th edition)")
    HARVARD = "harvard", _("Harvard (Cite Them Right, 12th edition)")
    PLAIN = "plain", _("Plain: authors, year, title, journal, DOI")


class ReviewOutcome(models.TextChoices):
    """What a reviewer found of a live article."""

    CONFIRMED = "confirmed", _("The content is still right")
    CHANGES_NEEDED = "changes_needed", _("Changes are needed")


class LinkKind(models.TextChoices):
    """What a link of an article is, as the article keeps it."""

    PAGE = "page", _("Link in the text")
    CHOSEN_PAGE = "chosen_page", _("Card or button")
    DOCUMENT = "document", _("Document")


class Reach(models.TextChoices):
    """Whether a cited work could be had at its DOI or address when it was last asked for."""

    REACHABLE = "reachable", _("Reachable")
    UNSURE = "unsure", _("Not sure")
    FAILING = "failing", _("Gone once, asked again")
    UNREACHABLE = "unreachable", _("Unreachable")
