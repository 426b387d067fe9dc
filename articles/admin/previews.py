"""The side panel in which an article's draft is shared by link, its requests, and how the history words them."""

from datetime import datetime
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.loader import render_to_string
from django.urls import URLPattern, path
from django.utils.dateparse import parse_datetime
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import View
from wagtail.admin.ui.side_panels import BaseSidePanel, PreviewSidePanel
from wagtail.log_actions import LogFormatter

from articles.admin.side_panel import ArticleSidePanel
from articles.models import ArticlePage, SharedPreview
from articles.previews import addresses, drafts, sharing
from articles.previews.sharing import Lifetime

SHARE = "articles_share_preview"
REVOKE = "articles_revoke_preview"
CONTENT = "articles/admin/sharing.html"


class ShareForm(forms.Form):
    """What is asked before a link is made."""

    lifetime = forms.TypedChoiceField(
        choices=Lifetime.choices, coerce=lambda value: Lifetime(int(value)), initial=Lifetime.WEEK.value
    )


class SharingSidePanel(ArticleSidePanel):
    """Makes links to the saved draft for people without an account, lists them and takes them back."""

    name = "sharing"
    title = gettext_lazy("Shared previews")
    toggle_label = gettext_lazy("Toggle shared previews")
    icon_name = "link"
    template_name = "articles/admin/sharing_panel.html"
    order = 410
    styles = ("articles/admin/sharing.css",)
    scripts = ("articles/admin/to_block.js", "articles/admin/live_preview.js", "articles/admin/sharing.js")

    def content(self) -> dict[str, Any]:
        return content(self.object)


class OutsidePreviewSidePanel(PreviewSidePanel):
    """Wagtail's panel, where a front end of another origin shows the preview: it says what that origin has to allow."""

    template_name = "articles/admin/outside_preview_panel.html"

    @classmethod
    def instead_of(cls, panel: BaseSidePanel) -> BaseSidePanel:
        """Give the panel to show in the place of one of Wagtail's: itself, but for a preview from outside."""
        front_end = addresses.outside(panel.object, panel.request) if isinstance(panel, PreviewSidePanel) else ""
        if not front_end:
            return panel
        outside = cls(panel.object, panel.request, preview_url=panel.preview_url)
        outside.front_end = front_end
        return outside

    def get_context_data(self, parent_context: dict) -> dict[str, Any]:
        own = f"{self.request.scheme}://{self.request.get_host()}"
        return super().get_context_data(parent_context) | {
            "front_end": self.front_end,
            "directive": f"Content-Security-Policy: frame-ancestors {own}",
        }


class SharingView(View):
    """Takes what is asked in the panel, and answers with the panel's new content."""

    http_method_names = ["post"]

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.page = get_object_or_404(ArticlePage.objects.filter(alias_of=None), pk=kwargs["page_id"])
        if not drafts.may_see(request.user, self.page):
            raise PermissionDenied

    def shown(self, *, status: int = 200, **told: str) -> HttpResponse:
        return HttpResponse(render_to_string(CONTENT, content(self.page) | told, request=self.request), status=status)


class ShareView(SharingView):
    """Makes a link."""

    def post(self, request: HttpRequest, page_id: int) -> HttpResponse:
        form = ShareForm(request.POST)
        if not form.is_valid():
            return self.shown(status=422, problem=_("Choose for how long the link is to work."))
        try:
            made = sharing.share(self.page, by=request.user, lifetime=form.cleaned_data["lifetime"])
        except sharing.CannotShare as error:
            return self.shown(status=422, problem=str(error))
        return self.shown(done=_("The link is ready to be copied."), made=made.pk)


class RevokeView(SharingView):
    """Takes a link back."""

    def post(self, request: HttpRequest, page_id: int, pk: int) -> HttpResponse:
        row = get_object_or_404(SharedPreview.objects.filter(page=self.page), pk=pk)
        sharing.revoke(row, by=request.user)
        return self.shown(done=_("The link leads nowhere from now on."))


class PreviewLogFormatter(LogFormatter):
    """Words in the page's history which version was shared, and until when."""

    def format_message(self, log_entry: Any) -> str:
        words = {
            sharing.SHARED: _("Shared a preview of the version of %(saved_at)s until %(expires_at)s"),
            sharing.REVOKED: _("Revoked the shared preview of the version of %(saved_at)s"),
        }[log_entry.action]
        return words % {name: _moment(parse_datetime(value)) for name, value in log_entry.data.items()}


class ShareLogFormatter(PreviewLogFormatter):
    label = gettext_lazy("Share a preview")


class RevokeLogFormatter(PreviewLogFormatter):
    label = gettext_lazy("Revoke a shared preview")


def content(page: ArticlePage) -> dict[str, Any]:
    """Give what the panel's content shows of `page`, which may be one that was never saved."""
    if page._state.adding:
        return {"page": page, "is_saved": False}
    rows = sharing.of_page(page)
    links = addresses.shared(page, [row.key for row in rows])
    return {
        "page": page,
        "is_saved": True,
        "links": [
            (row, link, row.revision_id == page.latest_revision_id) for row, link in zip(rows, links, strict=True)
        ],
        "is_full": len(rows) >= sharing.AT_MOST,
        "lifetimes": Lifetime.choices,
        "usual_lifetime": ShareForm.base_fields["lifetime"].initial,
    }


def _moment(value: datetime) -> str:
    return date_format(localtime(value), "SHORT_DATETIME_FORMAT")


def urls() -> list[URLPattern]:
    return [
        path("articles/<int:page_id>/previews/", ShareView.as_view(), name=SHARE),
        path("articles/<int:page_id>/previews/<int:pk>/revoke/", RevokeView.as_view(), name=REVOKE),
    ]
