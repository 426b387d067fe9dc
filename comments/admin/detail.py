"""One comment with everything that is known of it, and the form to decide about it with a reason."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from comments import actions, desk, discussions
from comments.admin import outcomes, rejecting, rows, timeline
from comments.admin.access import ModeratorsOnly
from comments.admin.forms import DiscussionForm, ReasonedDecisionForm
from comments.admin.moderating import TITLES
from comments.errors import CommentError
from comments.models import Discussion, Flag, ReaderComment, Status


class CommentView(ModeratorsOnly, WagtailAdminTemplateMixin, TemplateView):
    """A comment, the conversation around it, and its history."""

    template_name = "comments/admin/detail.html"
    header_icon = "comment"

    @cached_property
    def comment(self) -> ReaderComment:
        found = rows.by_id([self.kwargs["pk"]], among=self.authority)
        if not found:
            raise Http404
        return found[0]

    def get_page_title(self) -> str:
        return self.comment.user_name or _("A reader")

    def get_page_subtitle(self) -> str:
        return self.comment.page.title

    def get_breadcrumbs_items(self) -> list[dict]:
        return [
            *self.breadcrumbs_items,
            {"url": reverse("reader_comments:index"), "label": _("Reader comments")},
            {"url": "", "label": self.get_page_title(), "sublabel": self.get_page_subtitle()},
        ]

    def post(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        """Decide, and come back; what was written is not lost when somebody else was faster."""
        form = ReasonedDecisionForm(request.POST)
        if self.comment and not form.is_valid():
            return self._again(form, _("Nothing was decided: see below what is missing."), status=400)
        sent = form.cleaned_data
        try:
            outcome = actions.decide(
                self.comment.pk,
                sent["decision"],
                by=self.moderator,
                version=sent["selected"].get(self.comment.pk, 0),
                reason=sent["reason"],
                note=sent["note"],
            )
        except CommentError as error:
            del self.comment
            return self._again(form, outcomes.conflict(error, sent["decision"]), status=error.status)
        del self.comment
        notice = outcomes.notices([outcome], sent["decision"], [self.comment])[self.comment.pk]
        messages.success(request, notice.sentence)
        return redirect(self.comment_url)

    @property
    def comment_url(self) -> str:
        return reverse("reader_comments:detail", args=[self.comment.pk])

    def _again(self, form: ReasonedDecisionForm, sentence: str, *, status: int) -> HttpResponse:
        messages.warning(self.request, sentence)
        return self.render_to_response(self.get_context_data(form=form), status=status)

    def get_context_data(self, **kwargs: object) -> dict:
        kwargs.setdefault("form", ReasonedDecisionForm())
        context = super().get_context_data(**kwargs)
        comment = self.comment
        (row,) = rows.of([comment], user=self.request.user)
        around, choosable = desk.conversation(comment), rejecting.fields([comment.page])
        return context | {
            "row": row,
            "comment": comment,
            "flags": [flag | {"reason_label": Flag.Reason(flag["reason"]).label} for flag in row.document["flags"]],
            "conversation": [turn | {"status_label": Status(turn["status"]).label} for turn in around[1:] and around],
            "history": timeline.entries(desk.decisions(comment.pk)),
            "reasons": [row.label for row in choosable["reasons"]],
            "here": self.comment_url,
            "rejecting": choosable | {"title": TITLES["reject"]},
            "reject_url": reverse("reader_comments:moderating", args=[comment.pk, "reject"]),
            "may_reject": any(choice.decision == "reject" for choice in row.choices),
            "article_queue_url": f"{reverse('reader_comments:index')}?status=all&page={comment.page_id}",
            "discussion": discussions.summary(comment.page),
            "openness_form": DiscussionForm(instance=Discussion.objects.filter(page_id=comment.page_id).first()),
            "openness_url": reverse("reader_comments:discussion", args=[comment.page_id]),
        }
