"""Sources: what a published work found about the claim that cites it."""

from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.snippets.blocks import SnippetChooserBlock
from wagtail.snippets.widgets import AdminSnippetChooser

from articles.blocks.structure import ArticleBlock
from articles.vocabulary import Direction


class EffectValue(blocks.StructValue):
    """An effect as it is read aloud."""

    @property
    def is_empty(self) -> bool:
        return all(self.get(name) in (None, "") for name in self.block.child_blocks)

    @property
    def interval(self) -> str:
        """The 95% confidence interval, "-1.36 to -0.47", or nothing where one end is missing."""
        low, high = self.get("ci_low"), self.get("ci_high")
        return "" if low is None or high is None else f"{low:g} to {high:g}"


class EffectBlock(ArticleBlock):
    """The size of an effect with its 95% confidence interval."""

    api_nullable = True

    measure = blocks.CharBlock(
        required=False,
        max_length=80,
        label=_("Measure"),
        help_text=_("For example: mean difference, standardised mean difference, risk ratio, odds ratio."),
    )
    value = blocks.FloatBlock(required=False, label=_("Value"))
    ci_low = blocks.FloatBlock(required=False, label=_("95% CI from"))
    ci_high = blocks.FloatBlock(required=False, label=_("95% CI to"))
    p = blocks.RegexBlock(
        regex=r"^\s*[<>=≤≥]?\s*(0|1(\.0+)?|0?\.\d+)\s*$",
        required=False,
        max_length=12,
        label=_("p value"),
        help_text=_("As reported, for example 0.04 or <0.001."),
        error_messages={"invalid": _("Write a p value between 0 and 1, for example 0.04 or <0.001.")},
    )

    def api_value(self, members: dict) -> dict | None:
        """Give the effect, its numbers as numbers; None where nothing of it is known."""
        if all(value in (None, "") for value in members.values()):
            return None
        return members | {"measure": members["measure"] or None, "p": p_value(members["p"])}

    def api_properties(self, properties: dict) -> dict:
        return properties | {
            "measure": {"type": ["string", "null"]},
            "p": {"type": ["number", "string", "null"], "description": "A number, or as reported, such as <0.001."},
        }

    class Meta:
        label = _("Effect")
        icon = "decimal"
        value_class = EffectValue
        summary = ("measure", "value")
        collapsed = True


def p_value(reported: object) -> float | str | None:
    """Give a reported p value as a number, as it stands where it is a bound ("<0.001"), or None."""
    text = str(reported if reported is not None else "").strip().removeprefix("=").strip()
    if not text:
        return None
    try:
        return float(text)
    except ValueError:
        return text.replace(" ", "")


class SourceValue(blocks.StructValue):
    """A source with its words for people."""

    @property
    def direction_label(self) -> str:
        direction = self.get("direction")
        return str(Direction(direction).label) if direction in Direction.values else ""


class ReferenceChooserBlock(SnippetChooserBlock):
    """Chooses a reference; the editor knows its short name as well as its title."""

    @cached_property
    def widget(self) -> AdminSnippetChooser:
        from articles.admin.reference_chooser import ReferenceChooser

        super().widget  # noqa: B018 - which finds the icon as well
        return ReferenceChooser(self.target_model, icon=self.meta.icon)


class SourceBlock(ArticleBlock):
    """A reference and what it found about this claim."""

    reference = ReferenceChooserBlock(
        "articles.Reference", label=_("Reference"), help_text=_("The published work. New ones go into the library.")
    )
    finding = blocks.TextBlock(
        required=False,
        rows=2,
        label=_("Finding"),
        help_text=_("What it found about this claim, in one or two sentences, not claiming more than it does."),
    )
    direction = blocks.ChoiceBlock(choices=Direction.choices, default=Direction.UNCLEAR, label=_("Direction"))
    participants = blocks.IntegerBlock(required=False, min_value=1, label=_("Participants"))
    effect = EffectBlock(required=False)

    class Meta:
        label = _("Source")
        icon = "reference"
        value_class = SourceValue
        summary = ("reference", "direction")
