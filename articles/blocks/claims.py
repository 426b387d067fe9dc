"""The blocks that make an article evidence-first: benefits, mechanisms, and the evidence as a whole."""

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.struct_block import BlockGroup

from articles.blocks import previews
from articles.blocks.sources import SourceBlock
from articles.blocks.structure import CLAIMS_AND_EVIDENCE, RICH_TEXT, ArticleBlock
from articles.vocabulary import Certainty, CertaintyReason

CERTAINTY_HELP = _("How sure the body of evidence lets us be (GRADE). Leave it empty where nobody has judged it.")


class ClaimValue(blocks.StructValue):
    """A claim, or the evidence as a whole, with its words for people."""

    @property
    def certainty_label(self) -> str:
        certainty = self.get("certainty")
        return str(Certainty(certainty).label) if certainty in Certainty.values else ""

    @property
    def certainty_reason_labels(self) -> list[str]:
        return [
            str(CertaintyReason(reason).label)
            for reason in self.get("certainty_reasons") or []
            if reason in CertaintyReason.values
        ]


class GradedBlock(ArticleBlock):
    """Text with GRADE's certainty and the sources that it rests on."""

    heading = blocks.CharBlock(max_length=200, label=_("Heading"))
    text = blocks.RichTextBlock(features=RICH_TEXT, label=_("Text"))
    certainty = blocks.ChoiceBlock(
        choices=Certainty.choices, required=False, label=_("Certainty"), help_text=CERTAINTY_HELP
    )
    certainty_reasons = blocks.MultipleChoiceBlock(
        choices=CertaintyReason.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        label=_("Rated down for"),
    )
    sources = blocks.ListBlock(
        SourceBlock(),
        default=[],
        collapsed=True,
        label=_("Sources"),
    )

    def api_value(self, members: dict) -> dict:
        """Give null, not an empty string, where nobody has judged the certainty."""
        return members | {"certainty": members["certainty"] or None}

    class Meta:
        group = CLAIMS_AND_EVIDENCE
        value_class = ClaimValue
        summary = ("heading", "sources", "certainty")
        summary_counts = {"sources": (_("no source"), _("1 source"), _("%d sources"))}


class ClaimBlock(GradedBlock):
    """A claim: something that the article says is so, and that a source should stand behind."""

    no_evidence_found = blocks.BooleanBlock(
        required=False,
        default=False,
        label=_("No evidence was found for this claim, and the article says so"),
        help_text=_("Tick it where a search found no study. The claim then counts as declared, not as forgotten."),
    )

    class Meta:
        summary = ("heading", "sources", "no_evidence_found", "certainty")
        summary_flags = {"no_evidence_found": _("no evidence found")}


CERTAINTY_GROUP = BlockGroup(
    ["certainty", "certainty_reasons"],
    heading="Certainty of the evidence",
    icon="certainty",
    label_format="{certainty}",
)


class BenefitBlock(ClaimBlock):
    """What a therapy may do for people: for whom, and for which outcome."""

    population = blocks.CharBlock(
        required=False,
        max_length=200,
        label=_("Population"),
        help_text=_("Who was studied, for example: adults with relapsing-remitting multiple sclerosis."),
    )
    outcome = blocks.CharBlock(
        required=False,
        max_length=200,
        label=_("Outcome"),
        help_text=_("What was measured, for example: fatigue on the Fatigue Severity Scale."),
    )

    def api_value(self, members: dict) -> dict:
        members = super().api_value(members)
        return members | {"population": members["population"] or None, "outcome": members["outcome"] or None}

    def api_properties(self, properties: dict) -> dict:
        return properties | {"population": {"type": ["string", "null"]}, "outcome": {"type": ["string", "null"]}}

    class Meta:
        label = _("Benefit")
        icon = "benefit"
        description = _(
            "A claim about what helps: for whom, for which outcome, how certain it is and which studies say so."
        )
        template = "articles/blocks/claim.html"
        preview_value = staticmethod(previews.benefit)
        form_layout = BlockGroup(
            [
                "heading",
                "text",
                BlockGroup(
                    ["population", "outcome"],
                    heading="Who and what was studied",
                    icon="group",
                    label_format="{population} {outcome}",
                ),
                CERTAINTY_GROUP,
                "sources",
                "no_evidence_found",
            ]
        )


class MechanismBlock(ClaimBlock):
    """How a therapy may work."""

    class Meta:
        label = _("Mechanism")
        icon = "mechanism"
        description = _("A claim about how something may work, with the studies that it rests on.")
        template = "articles/blocks/claim.html"
        preview_value = staticmethod(previews.mechanism)
        form_layout = BlockGroup(["heading", "text", CERTAINTY_GROUP, "sources", "no_evidence_found"])


class EvidenceBlock(GradedBlock):
    """What the studies say as a whole, and where they fall short."""

    limitations = blocks.ListBlock(
        blocks.CharBlock(max_length=300, label=_("Limitation")),
        default=[],
        label=_("Limitations"),
        help_text=_("One for each, for example: small sample sizes."),
    )

    class Meta:
        label = _("Evidence")
        icon = "evidence"
        description = _("The state of the evidence as a whole: how certain it is, and its limitations.")
        template = "articles/blocks/claim.html"
        preview_value = staticmethod(previews.evidence)
        form_layout = BlockGroup(["heading", "text", CERTAINTY_GROUP, "limitations", "sources"])
