"""A page's discussion: how many comments it has, and whether it takes more."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.generic import FormView
from wagtail.admin import messages
from wagtail.admin.utils import get_valid_next_url_from_request
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.models import Page

from comments import actions, discussions, pages
from comments.admin.access import ModeratorsOnly
from comments.admin.forms import OpennessForm
from comments.models import Discussion


class DiscussionView(ModeratorsOnly, WagtailAdminTemplateMixin, FormView):
    """Opens and closes the discussion of one page that takes comments."""

    template_name = "comments/admin/discussion.html"
    form_class = OpennessForm
    header_icon = "comment"

    @cached_property
    def page(self) -> Page:
        discussed = Page.objects.filter(depth__gt=1).select_related("content_type")
        page = get_object_or_404(discussed, pk=self.kwargs["page_id"])
        return page if pages.takes_comments(page) else get_object_or_404(discussed.none())

    def get_page_title(self) -> str:
        return _("Discussion")

    def get_page_subtitle(self) -> str:
        return self.page.title

    def get_breadcrumbs_items(self) -> list[dict]:
        return [
            *self.breadcrumbs_items,
            {"url": reverse("reader_comments:index"), "label": _("Reader comments")},
            {"url": "", "label": self.get_page_title(), "sublabel": self.get_page_subtitle()},
        ]

    def get(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        self.page  # noqa: B018 - a page that is not discussed is a 404 before anything is shown
        return super().get(request, *args, **kwargs)

    def get_initial(self) -> dict:
        openness = Discussion.objects.filter(page_id=self.page.pk).values_list("openness", flat=True).first()
        return {"openness": openness or Discussion.Openness.SITE}

    def form_valid(self, form: OpennessForm) -> HttpResponse:
        if actions.set_openness(self.page, form.cleaned_data["openness"], by=self.moderator):
            is_open = discussions.summary(self.page).is_open
            told = _("“%(title)s” takes new comments.") if is_open else _("“%(title)s” takes no more comments.")
            messages.success(self.request, told % {"title": self.page.title})
        else:
            messages.info(self.request, _("Nothing to change: it already was so."))
        return redirect(get_valid_next_url_from_request(self.request) or self.request.path)

    def get_context_data(self, **kwargs: object) -> dict:
        return super().get_context_data(**kwargs) | {
            "page": self.page,
            "discussion": discussions.summary(self.page),
            "queue_url": f"{reverse('reader_comments:index')}?status=all&page={self.page.pk}",
            "public_url": pages.url(self.page),
        }
