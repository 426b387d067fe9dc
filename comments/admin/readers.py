"""Settings › Readers' data: what is kept of a reader, to be downloaded for them or erased."""

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import FormView
from wagtail.admin import messages
from wagtail.admin.menu import MenuItem
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.viewsets.base import ViewSet
from wagtail.log_actions import log

from comments import actions, keeping
from comments.mail import addresses
from comments.models import ReaderAddress

PERMISSION = "comments.erase_reader"
EXPORTED = "comments.export_reader"


class ReaderForm(forms.Form):
    """Whose data it is, and what to do with it."""

    email = forms.EmailField(
        label=gettext_lazy("E-mail address"),
        max_length=254,
        help_text=gettext_lazy(
            "Make sure that its owner asks: answer to that address, or have them use /mail/own/ themselves."
        ),
    )
    sure = forms.BooleanField(label=gettext_lazy("Yes, erase all of it for good"), required=False)


class ReaderView(WagtailAdminTemplateMixin, FormView):
    """Shows how much is kept of an address, gives it as a file, or erases it. The address is posted, and in no log."""

    template_name = "comments/admin/reader.html"
    form_class = ReaderForm
    header_icon = "user"
    page_title = gettext_lazy("Readers' data")

    def dispatch(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        if not request.user.has_perm(PERMISSION):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self) -> list[dict]:
        return [*self.breadcrumbs_items, {"url": "", "label": self.page_title}]

    def form_valid(self, form: ReaderForm) -> HttpResponse:
        email, wanted = form.cleaned_data["email"], self.request.POST.get("do", "look")
        kept = keeping.of(email)
        if kept and wanted == "export":
            return self.export(email)
        if kept and wanted == "erase":
            if form.cleaned_data["sure"]:
                return self.erase(email)
            form.add_error("sure", _("Tick the box first."))
        return self.render_to_response(self.get_context_data(form=form, kept=kept, asked=True))

    def export(self, email: str) -> HttpResponse:
        # The log says of whom without the address.
        log(instance=addresses.known(email, language=""), action=EXPORTED, user=self.request.user)
        answer = JsonResponse(keeping.export(email), json_dumps_params={"ensure_ascii": False, "indent": 2})
        answer["Content-Disposition"] = 'attachment; filename="reader.json"'
        answer["Cache-Control"] = "private, no-store"
        return answer

    def erase(self, email: str) -> HttpResponse:
        erased = actions.erase(email, by=actions.Moderator(user=self.request.user))
        told = ngettext(
            "Erased %(number)s comment and the address.", "Erased %(number)s comments and the address.", erased.comments
        )
        messages.success(self.request, told % {"number": erased.comments})
        return redirect(reverse("reader_data:index"))


class ReaderDataViewSet(ViewSet):
    """The page, and its place in the menu."""

    name = "reader_data"
    url_prefix = "comments/readers"
    icon = "user"
    menu_label = gettext_lazy("Readers' data")
    add_to_settings_menu = True
    model = ReaderAddress

    @property
    def menu_item_class(self) -> type[MenuItem]:
        return ReaderDataMenuItem

    def get_urlpatterns(self) -> list:
        return [path("", self.construct_view(ReaderView), name="index")]


class ReaderDataMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return request.user.has_perm(PERMISSION)
