"""A page's discussion: how many comments it has, whether it takes more, and what stands above it."""

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.generic import FormView
from wagtail.admin import messages
from wagtail.admin.utils import get_valid_next_url_from_request
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.models import Page

from comments import actions, authority, discussions, pages
from comments.admin.access import may_arrange, may_moderate
from comments.admin.forms import DiscussionForm
from comments.admin.page_panel import part_of_form
from comments.models import Discussion


class DiscussionView(WagtailAdminTemplateMixin, FormView):
    """Says how the discussion of one page that takes comments is held; for moderators, and who may publish the page."""

    template_name = "comments/admin/discussion.html"
    form_class = DiscussionForm
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

    def dispatch(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        if not may_arrange(request.user, self.page):  # a page that is not discussed is a 404 before anything is shown
            # A moderator of another section learns no more than of a page that is not there.
            raise Http404 if may_moderate(request.user) else PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_form_kwargs(self) -> dict:
        # The form is of the row, and does not save it.
        row = Discussion.objects.filter(page_id=self.page.pk).first() or Discussion(page=self.page)
        return super().get_form_kwargs() | {"instance": row}

    def form_valid(self, form: DiscussionForm) -> HttpResponse:
        changed, sentence = self.arrange(form)
        (messages.success if changed else messages.info)(self.request, sentence)
        return redirect(get_valid_next_url_from_request(self.request) or self.request.path)

    def arrange(self, form: DiscussionForm) -> tuple[bool, str]:
        """Save what was chosen; give whether that changed anything, and what to say of it."""
        by = actions.Moderator(user=self.request.user)
        if not actions.arrange(self.page, by=by, **form.cleaned_data):
            return False, _("Nothing to change: it already was so.")
        is_open = discussions.summary(self.page).is_open
        told = _("“%(title)s” takes new comments.") if is_open else _("“%(title)s” takes no more comments.")
        return True, told % {"title": self.page.title}

    def get_context_data(self, **kwargs: object) -> dict:
        return super().get_context_data(**kwargs) | {
            "page": self.page,
            "discussion": discussions.summary(self.page),
            "may_arrange": True,
            "may_moderate": authority.of(self.request.user).may_decide(self.page),
            "queue_url": f"{reverse('reader_comments:index')}?status=all&page={self.page.pk}",
            "public_url": pages.url(self.page),
            "rules_url": reverse("comment_rules:page", args=[self.page.pk])
            if authority.of(self.request.user).is_senior
            else "",
        }


class DiscussionPartView(DiscussionView):
    """The same within the page's own form, sent and shown again by a script (discussion_panel.js)."""

    template_name = "comments/admin/discussion_part.html"

    def form_valid(self, form: DiscussionForm) -> HttpResponse:
        _, sentence = self.arrange(form)
        again = part_of_form(self.page.pk, instance=Discussion.objects.get(page_id=self.page.pk))
        return self.render_to_response(self.get_context_data(form=again, note=sentence))

    def get_form(self, form_class: type | None = None) -> DiscussionForm:
        return part_of_form(self.page.pk, **self.get_form_kwargs())

    def form_invalid(self, form: DiscussionForm) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form), status=422)
