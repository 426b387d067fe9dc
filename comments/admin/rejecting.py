"""What moderators say with a rejection, wherever they reject: a reason of the site or their own, a note, and whether to mail."""

from collections.abc import Iterable, Mapping

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page, Site

from comments import discussions
from comments.models import RejectionReason
from comments.models.rejections import MOST_OFFERED

MAIL = {"": _("as the reason says"), "yes": _("yes"), "no": _("no")}
TOLD = {"": None, "yes": True, "no": False}


class RejectionForm(forms.Form):
    """Why something is rejected, as the forms with these fields send it."""

    reason_id = forms.IntegerField(min_value=1, max_value=2**31, required=False)
    label = forms.CharField(max_length=60, required=False)
    note = forms.CharField(max_length=2000, required=False)
    mail = forms.ChoiceField(choices=list(MAIL.items()), required=False)

    def clean_reason_id(self) -> int | None:
        """Refuse a reason that somebody has deleted meanwhile: nothing is rejected without the one that was chosen."""
        chosen = self.cleaned_data["reason_id"]
        if chosen and not RejectionReason.objects.filter(pk=chosen).exists():
            raise forms.ValidationError(_("This reason is there no more: load the page again."), code="not_found")
        return chosen


def said(sent: Mapping) -> dict:
    """Give what such a form has sent (cleaned_data) as actions.reject_for takes it."""
    reason = RejectionReason.objects.filter(pk=sent["reason_id"]).first() if sent["reason_id"] else None
    return {"reason": reason, "label": sent["label"], "note": sent["note"], "is_mailed": TOLD[sent["mail"]]}


def offered(pages: Iterable[Page] | None) -> list[RejectionReason]:
    """Give the reasons to choose from for comments on `pages`, None for any: of more than one site those of all sites."""
    if pages is None:
        sites = {root.site_id for root in Site.get_site_root_paths()}
    else:
        sites = {discussions.site_of(page) for page in pages}
    return list(RejectionReason.objects.of_site(sites.pop() if len(sites) == 1 else None))


def fields(pages: Iterable[Page] | None) -> dict:
    """Give what the templates of the fields want: {reasons, mail_choices, digits}; the first reasons have a digit each."""
    return {"reasons": offered(pages), "mail_choices": MAIL.items(), "digits": MOST_OFFERED}
