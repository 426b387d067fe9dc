"""What the desk's pages send."""

import django_filters
from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet

from comments.actions import DECISIONS
from comments.actions.deciding import MOST_AT_ONCE
from comments.models import Discussion, ReaderComment

BIGGEST = 2**63 - 1


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


class DecisionForm(forms.Form):
    """One decision about one or more comments."""

    selected = SelectionField()
    decision = forms.ChoiceField(choices=[(name, name) for name in DECISIONS])


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


class OpennessForm(forms.Form):
    """Whether a page takes new comments."""

    openness = forms.ChoiceField(
        label=_("New comments"),
        choices=Discussion.Openness.choices,
        widget=forms.RadioSelect,
        help_text=_("What is closed takes no comments and no replies; those that are there stay."),
    )


class QueueFilterSet(WagtailFilterSet):
    """The filters of the queue; comments.queue applies them."""

    article = django_filters.CharFilter(label=_("Article"), help_text=_("A part of its title."))
    author = django_filters.CharFilter(
        label=_("Author"), help_text=_("A part of the name, or the whole e-mail address.")
    )

    class Meta:
        model = ReaderComment
        fields: list[str] = []


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 20 and 0 < int(text) <= BIGGEST
