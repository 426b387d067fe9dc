"""What the links in moderators' mails open: shows the comment and asks; nothing happens before a button is pressed."""

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as translate
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from comments import actions, authority
from comments.admin import outcomes
from comments.admin.access import ModeratorsOnly
from comments.errors import CommentError
from comments.mail import tokens
from comments.models import Decision, ReaderComment, Status

LONGEST_TOKEN = 200
BUTTONS = {
    "approve": _("Approve"),
    "reject": _("Reject"),
    "spam": _("Spam"),
    "remove": _("Remove"),
}
OFFERED = {
    Status.PENDING: ("approve", "reject", "spam"),
    Status.APPROVED: ("approve", "remove", "spam"),
    Status.SPAM: ("approve",),
}


class MailedView(ModeratorsOnly, WagtailAdminTemplateMixin, TemplateView):
    """One comment as a mail told of it. The token in the address is bound to the comment, its version and one moderator;
    whoever opens it has to be signed in as that one."""

    template_name = "comments/admin/mailed.html"
    page_title = _("Decide about a comment")
    header_icon = "mail"
    http_method_names = ["get", "head", "post", "options"]

    def dispatch(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        try:
            return super().dispatch(request, *args, **kwargs)
        except tokens.BadToken as error:
            words = {
                "expired": translate("This link is too old. What still waits is in the queue."),
                "invalid": translate("This link is not complete. Open it from the mail once more."),
            }
            context = self.frame() | {"problem": words[error.code]}
            return self.render_to_response(context, status=410 if error.code == "expired" else 400)

    @cached_property
    def asked(self) -> tuple[int, int]:
        """Give the comment and the version that the link is about; raise BadToken, and PermissionDenied for anybody else."""
        comment_id, version, user_id = tokens.read_decision(self.request.GET.get("token", "")[:LONGEST_TOKEN])
        if user_id != self.request.user.pk:
            raise PermissionDenied
        return comment_id, version

    @cached_property
    def comment(self) -> ReaderComment:
        rows = authority.of(self.request.user).comments(ReaderComment.norel_objects.filter(pk=self.asked[0]))
        found = rows.select_related("page").first()
        if found is None:
            raise Http404
        return found

    @property
    def offered(self) -> tuple[str, ...]:
        """Give what can be decided: nothing where somebody has decided since the mail was sent, or its author changed it."""
        return OFFERED.get(Status(self.comment.status), ()) if self.comment.version == self.asked[1] else ()

    def get_breadcrumbs_items(self) -> list:
        queue = {"url": reverse("reader_comments:index"), "label": translate("Reader comments")}
        return [*super().get_breadcrumbs_items(), queue, {"url": "", "label": self.get_page_title()}]

    def frame(self) -> dict:
        return super().get_context_data() | {"queue_url": reverse("reader_comments:index")}

    def get_context_data(self, **kwargs: object) -> dict:
        wanted = self.request.GET.get("do", "")
        offered = self.offered
        first = wanted if wanted in offered else next(iter(offered), "")
        return self.frame() | {
            "comment": self.comment,
            "status": Status(self.comment.status).label,
            "buttons": [
                (name, BUTTONS[name], name == first) for name in sorted(offered, key=lambda name: name != first)
            ],
            "changed": "" if offered else self.what_happened(),
            "detail_url": reverse("reader_comments:detail", args=[self.comment.pk]),
        }

    def what_happened(self) -> str:
        """Say who has decided since the mail was sent."""
        last = Decision.objects.filter(comment_id=self.comment.pk).order_by("-pk").first()
        return outcomes.by_others(last) if last else translate("This comment has changed since the mail was sent.")

    def post(self, request: HttpRequest) -> HttpResponse:
        decision = request.POST.get("decision", "")
        comment_id, version = self.asked
        if self.comment and decision not in self.offered and self.comment.version == version:
            return self.render_to_response(self.get_context_data(), status=400)
        try:
            done = actions.decide_many([comment_id], decision, by=self.moderator, versions={comment_id: version})
        except ValueError:
            return self.render_to_response(self.get_context_data(), status=400)
        error: CommentError | None = done[0].error
        comment = ReaderComment.norel_objects.filter(pk=comment_id).first()
        notice = outcomes.notices(done, decision, [comment] if comment else []).get(comment_id)
        if notice:
            (messages.error if error else messages.success)(request, notice.sentence)
        return redirect("reader_comments:detail", comment_id)
