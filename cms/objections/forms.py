"""What the panel sends."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from articles.models import ChangeNote
from comments.admin.forms import SelectionField

PLAN, DISMISS, REOPEN = "plan", "dismiss", "reopen"
ADDRESS = "address"


class AnswerForm(forms.Form):
    """An answer to some comments, each on the version that was shown; `note` is the change note that addresses them."""

    selected = SelectionField()
    answer = forms.ChoiceField(choices=[(name, name) for name in (ADDRESS, PLAN, DISMISS, REOPEN)])
    note = forms.ModelChoiceField(queryset=ChangeNote.objects.none(), required=False)

    def __init__(self, *args: object, page_id: int, **kwargs: object):
        super().__init__(*args, **kwargs)
        self.fields["note"].queryset = ChangeNote.objects.filter(page_id=page_id)
        self.fields["note"].error_messages["invalid_choice"] = _(
            "That change note is not in the article's history any more. Choose another one."
        )

    def clean(self) -> dict:
        cleaned = super().clean()
        if cleaned.get("answer") == ADDRESS and "note" in cleaned and cleaned["note"] is None:
            self.add_error("note", ValidationError(_("Choose the change note that addresses it."), code="required"))
        return cleaned
