"""Takes the decisions that the queue's buttons post, from a script in place or from a plain form."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views import View
from wagtail.admin import messages
from wagtail.admin.utils import get_valid_next_url_from_request

from comments import actions, queue
from comments.actions import Outcome
from comments.admin import outcomes, rows
from comments.admin.access import ModeratorsOnly
from comments.admin.forms import DecisionForm
from comments.admin.listing import ALL, shown_count
from comments.admin.menu import waiting_label
from comments.errors import CommentError
from comments.models import ReaderComment, Status


class DecideView(ModeratorsOnly, View):
    """Decides about the selected comments, each on the version that was shown.

    A script (`Accept: application/json`) gets {message, ok, items: [{id, outcome, status, html}], counts, waiting}, the
    `html` being the comment's row as it now is; a form gets a message and the list again, at the place it was.
    """

    http_method_names = ["post"]

    def post(self, request: HttpRequest) -> HttpResponse:
        form = DecisionForm({"selected": request.POST.getlist("selected"), "decision": request.POST.get("decision")})
        if not form.is_valid():
            return self._refused(" ".join(error for errors in form.errors.values() for error in errors))
        versions, decision = form.cleaned_data["selected"], form.cleaned_data["decision"]
        try:
            decided = actions.decide_many(list(versions), decision, by=self.moderator, versions=versions)
        except CommentError as error:
            return self._refused(outcomes.conflict(error, decision))
        comments = rows.by_id(versions)
        if self._wants_json():
            return self._in_place(decided, decision, comments)
        self._tell(decided, decision, comments)
        return redirect(self._list_url())

    def _in_place(self, decided: list[Outcome], decision: str, comments: list[ReaderComment]) -> JsonResponse:
        notices = outcomes.notices(decided, decision, comments)
        found = {row.document["id"]: row for row in rows.of(comments, user=self.request.user, notices=notices)}
        context = {"here": self._list_url(), "show_status": True}
        items = [
            {
                "id": outcome.id,
                "outcome": outcome.outcome,
                "status": outcome.status,
                "html": render_to_string(
                    "comments/admin/row.html",
                    context | {"row": found.get(outcome.id), "missing": outcome.id},
                    request=self.request,
                ),
            }
            for outcome in decided
        ]
        counts = queue.glance()
        return JsonResponse(
            {
                "ok": all(outcome.error is None for outcome in decided),
                "message": self._message(decided, decision, comments),
                "items": items,
                "counts": {name or ALL: shown_count(number) for name, number in counts.items()},
                "waiting": waiting_label(counts[Status.PENDING]),
            }
        )

    def _message(self, decided: list[Outcome], decision: str, comments: list[ReaderComment]) -> str:
        if len(decided) > 1 or not comments:
            return outcomes.summary(decided, decision)
        (comment,) = comments
        notice = outcomes.notices(decided, decision, comments)[comment.pk]
        return f"{comment.user_name}: {notice.sentence}"

    def _tell(self, decided: list[Outcome], decision: str, comments: list[ReaderComment]) -> None:
        buttons = []
        if len(comments) == 1:
            url = reverse("reader_comments:detail", args=[comments[0].pk])
            buttons = [messages.button(url, _("See the comment"))]
        say = messages.success if all(outcome.error is None for outcome in decided) else messages.warning
        say(self.request, format_html("{}", self._message(decided, decision, comments)), buttons=buttons)

    def _refused(self, sentence: str) -> HttpResponse:
        if self._wants_json():
            return JsonResponse({"ok": False, "message": sentence}, status=400)
        messages.error(self.request, sentence)
        return redirect(self._list_url())

    def _wants_json(self) -> bool:
        return self.request.headers.get("Accept", "").startswith("application/json")

    def _list_url(self) -> str:
        return get_valid_next_url_from_request(self.request) or reverse("reader_comments:index")
