"""Reports › Spam score › Unlearn: takes back what a wrong batch of decisions has taught, and nothing else."""

from datetime import timedelta

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.widgets import AdminDateTimeInput

from comments import authority, learning, staff
from comments.admin.access import SeniorsOnly
from comments.models import Unlearning

SAMPLE = 10
MOST_BATCHES = 50


class ModeratorField(forms.ModelChoiceField):
    def label_from_instance(self, user) -> str:
        return staff.public_name(user)


class BatchForm(forms.Form):
    """Whose decisions, from when until when."""

    actor = ModeratorField(label=gettext_lazy("Moderator"), queryset=None)
    since = forms.DateTimeField(label=gettext_lazy("From"), widget=AdminDateTimeInput)
    until = forms.DateTimeField(label=gettext_lazy("Until"), widget=AdminDateTimeInput)

    def __init__(self, *args: object, **kwargs: object):
        super().__init__(*args, **kwargs)
        users = authority.moderators()
        self.fields["actor"].queryset = users.model._default_manager.filter(pk__in=users.values("pk")).order_by("pk")

    def clean(self) -> dict:
        sent = super().clean()
        if sent.get("since") and sent.get("until") and sent["since"] >= sent["until"]:
            self.add_error("until", _("Later than its beginning."))
        return sent


class UnlearnView(SeniorsOnly, WagtailAdminTemplateMixin, FormView):
    """Shows how many decisions a batch has, and some of them, before it is unlearnt; and those that were, to learn them again."""

    template_name = "comments/admin/unlearn.html"
    form_class = BatchForm
    page_title = gettext_lazy("Unlearn a batch")
    header_icon = "crosshairs"

    def get_breadcrumbs_items(self) -> list[dict]:
        report = {"url": reverse("spam_score:index"), "label": _("Spam score")}
        return [*self.breadcrumbs_items, report, {"url": "", "label": self.page_title}]

    def get_initial(self) -> dict:
        now = timezone.localtime()
        return {"since": now - timedelta(days=1), "until": now + timedelta(minutes=1)}

    def post(self, request, *args: object, **kwargs: object) -> HttpResponse:
        asked = request.POST.get("again", "")
        if not asked:
            return super().post(request, *args, **kwargs)
        if asked.isascii() and asked.isdigit() and len(asked) < 19 and learning.learn_again(int(asked)):
            messages.success(request, _("It is being learnt again. Come back in a minute."))
        return redirect(request.path)

    def form_valid(self, form: BatchForm) -> HttpResponse:
        sent = form.cleaned_data
        batch = {"actor": sent["actor"].pk, "since": sent["since"], "until": sent["until"]}
        taught = learning.taught(**batch)
        count = taught.count()
        if self.request.POST.get("do") == "unlearn" and count:
            if learning.unlearn(**batch, by=self.request.user):
                told = _("Nothing is learnt any more from %(count)d decisions. The comments stay as they are.")
                messages.success(self.request, told % {"count": count})
            else:
                messages.info(self.request, _("This batch was unlearnt before."))
            return redirect(self.request.path)
        sample = taught.select_related("comment")[:SAMPLE]
        return self.render_to_response(self.get_context_data(form=form, asked=True, count=count, sample=sample))

    def get_context_data(self, **kwargs: object) -> dict:
        rows = Unlearning.objects.select_related("actor", "created_by")[:MOST_BATCHES]
        batches = [{"row": row, "actor": staff.public_name(row.actor) if row.actor else row.actor_name} for row in rows]
        context = super().get_context_data(**kwargs) | {"batches": batches}
        context["media"] = context["form"].media
        return context
