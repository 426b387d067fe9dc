"""Mail about the queues: each account's choice, in Wagtail's account settings under Notifications."""

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.views.account import BaseSettingsPanel, notifications_tab

from comments import authority
from comments.mail import alerts
from comments.models import Alert

Queue = Alert.Queue
HELP = {
    Queue.PENDING: _("Each mail has links that ask before they approve or reject."),
    Queue.FLAGGED: _("When the first reader reports a comment, or reports have hidden it."),
    Queue.DISPUTED: _("Once for each thread that readers begin about a claim of an article of yours."),
}


class AlertsForm(forms.Form):
    """How often each queue is mailed; `instance` is the account."""

    def __init__(self, *args: object, instance, **kwargs: object):
        super().__init__(*args, **kwargs)
        self.user = instance
        chosen = alerts.choices_of(instance)
        moderates = authority.of(instance).moderates
        for queue in Queue if moderates else [Queue.DISPUTED]:
            self.fields[queue] = forms.ChoiceField(
                label=queue.label,
                choices=Alert.Frequency.choices,
                initial=chosen[queue],
                help_text=HELP.get(queue, ""),
            )

    def save(self) -> None:
        alerts.choose(self.user, self.cleaned_data)


class AlertsPanel(BaseSettingsPanel):
    """Shown to everybody with an account here: whoever does not moderate may still write articles."""

    name = "reader_comments"
    title = _("Mail about reader comments")
    tab = notifications_tab
    order = 200
    form_class = AlertsForm
