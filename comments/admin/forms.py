"""What the desk's pages send."""

from django import forms
from django.utils.translation import gettext_lazy as _

from comments.actions import DECISIONS
from comments.actions.arranging import COLUMNS
from comments.actions.deciding import MOST_AT_ONCE
from comments.admin.rejecting import RejectionForm
from comments.models import Discussion

BIGGEST = 2**63 - 1
SEE = "see"  # no decision: it changes no status


class SelectionField(forms.Field):
    """Comments as they were shown: each `id:version`, so that a decision is about what was seen."""

    widget = forms.MultipleHiddenInput

    def clean(self, value: list[str] | None) -> dict[int, int]:
        """Give {id: version}; refuse nothing at all, what is no such pair, and more than a thousand."""
        if not value:
            raise forms.ValidationError(_("Select at least one comment first."), code="required")
        if len(value) > MOST_AT_ONCE:
            raise forms.ValidationError(_("At most 1,000 comments at once."), code="too_many")
        chosen = {}
        for pair in value:
            number, colon, version = pair.partition(":")
            if not (colon and _is_number(number) and _is_number(version)):
                raise forms.ValidationError(_("This selection is not from this list. Load it again."), code="invalid")
            chosen[int(number)] = int(version)
        return chosen


class SelectionForm(forms.Form):
    """One or more comments."""

    selected = SelectionField()


class DecisionForm(SelectionForm):
    """One decision about one or more comments."""

    decision = forms.ChoiceField(choices=[(name, name) for name in (*DECISIONS, SEE)])


class ReasonedDecisionForm(DecisionForm):
    """A decision with what the history should say about it."""

    reason = forms.CharField(
        label=_("Reason"),
        max_length=60,
        required=False,
        help_text=_("A few words, for instance “off topic”. It stays in the history; readers do not see it."),
        widget=forms.TextInput(attrs={"list": "decision-reasons", "autocomplete": "off"}),
    )
    note = forms.CharField(
        label=_("Note to the other moderators"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class DiscussionForm(forms.ModelForm):
    """How the discussion of a page is held; `actions.arrange` saves it."""

    class Meta:
        model = Discussion
        fields = COLUMNS
        widgets = {
            "openness": forms.RadioSelect,
            "moderation": forms.RadioSelect,
            "announcement": forms.Textarea(attrs={"rows": 3}),
        }
        help_texts = {"openness": _("What is closed takes no comments and no replies; those that are there stay.")}

    def __init__(self, *args: object, **kwargs: object):
        super().__init__(*args, **kwargs)
        self.fields["moderation"].required = False

    def clean_moderation(self) -> str:
        return self.cleaned_data["moderation"] or Discussion.Moderation.SITE


class BulkForm(RejectionForm):
    """One decision about all that a list shows, as the page that asked has said."""

    decision = forms.ChoiceField(choices=[(name, name) for name in (*DECISIONS, SEE) if name != "restore"])
    query = forms.CharField(max_length=2000, required=False)
    expected = forms.IntegerField(min_value=1, max_value=BIGGEST)
    last = forms.IntegerField(min_value=1, max_value=BIGGEST)
    shown_at = forms.DateTimeField()


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 20 and 0 < int(text) <= BIGGEST
