"""Takes the decisions that the queue's buttons post, from a script in place or from a plain form."""

from django.forms import Form
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views import View
from wagtail.admin import messages
from wagtail.admin.utils import get_valid_next_url_from_request

from comments import actions, desk, queue
from comments.actions import Outcome
from comments.admin import outcomes, rejecting, rows
from comments.admin.access import ModeratorsOnly
from comments.admin.filters import ALL
from comments.admin.forms import SEE, DecisionForm, SelectionForm
from comments.admin.listing import shown_count
from comments.admin.menu import waiting_label
from comments.admin.rejecting import RejectionForm
from comments.authority import Authority
from comments.errors import CommentError
from comments.models import ReaderComment, Status


class Answering(ModeratorsOnly):
    """A view that changes comments of the queue: tells a script of their rows, and a plain form by a message."""

    def in_place(
        self,
        found: list[ReaderComment],
        notices: dict[int, rows.Notice],
        *,
        ids: list[int],
        message: str,
        ok: bool,
        outcome_of: dict[int, str] | None = None,
    ) -> JsonResponse:
        """Give the rows of `ids` as they are now; of what is not among `found` that it is not there any more.

        `outcome_of` says by id what became of each, where that is not the same of all (Outcome.outcome).
        """
        by_id = {row.document["id"]: row for row in rows.of(found, user=self.request.user, notices=notices)}
        context = {"here": self.list_url(), "show_status": True}
        items = [
            {
                "id": pk,
                "outcome": (outcome_of or {}).get(pk, "changed"),
                "status": by_id[pk].document["status"] if pk in by_id else "",
                "html": render_to_string(
                    "comments/admin/row.html", context | {"row": by_id.get(pk), "missing": pk}, request=self.request
                ),
            }
            for pk in ids
        ]
        return JsonResponse({"ok": ok, "message": message, "items": items} | counts(self.authority))

    def refused(self, sentence: str) -> HttpResponse:
        """Say why nothing was done."""
        if self.wants_json():
            return JsonResponse({"ok": False, "message": sentence}, status=400)
        messages.error(self.request, sentence)
        return redirect(self.list_url())

    @staticmethod
    def not_taken(form: Form) -> str:
        """Give why nothing was done with what a form has sent."""
        told = [error for errors in form.errors.values() for error in errors]
        return " ".join([_("Nothing was done: a field is not as it should be."), *told])

    def wants_json(self) -> bool:
        """Tell whether a script asks."""
        return self.request.headers.get("Accept", "").startswith("application/json")

    def list_url(self) -> str:
        """Give the list that was looked at, the queue where it is not told."""
        return get_valid_next_url_from_request(self.request) or reverse("reader_comments:index")


def counts(authority: Authority) -> dict:
    """Give the numbers beside the tabs and the menu's: {counts, waiting}."""
    numbers = queue.glance(authority)
    return {
        "counts": {name or ALL: shown_count(number) for name, number in numbers.items()},
        "waiting": waiting_label(numbers[Status.PENDING]),
    }


class DecideView(Answering, View):
    """Decides about the selected comments, each on the version that was shown.

    A script (`Accept: application/json`) gets {message, ok, items: [{id, outcome, status, html}], counts, waiting}, the
    `html` being the comment's row as it now is; a form gets a message and the list again, at the place it was.
    """

    http_method_names = ["post"]

    def post(self, request: HttpRequest) -> HttpResponse:
        form = DecisionForm({"selected": request.POST.getlist("selected"), "decision": request.POST.get("decision")})
        if not form.is_valid():
            return self.refused(" ".join(error for errors in form.errors.values() for error in errors))
        versions, decision = form.cleaned_data["selected"], form.cleaned_data["decision"]
        try:
            if decision == SEE:
                decided = actions.see(list(versions), by=self.moderator, versions=versions)
            else:
                decided = actions.decide_many(list(versions), decision, by=self.moderator, versions=versions)
        except CommentError as error:
            return self.refused(outcomes.conflict(error, decision))
        return self.answer(decided, decision, list(versions))

    def answer(self, decided: list[Outcome], decision: str, ids: list[int]) -> HttpResponse:
        """Tell what became of the comments `ids`."""
        comments = rows.by_id(ids, among=self.authority)
        if self.wants_json():
            return self._in_place(decided, decision, comments)
        self._tell(decided, decision, comments)
        return redirect(self.list_url())

    def _in_place(self, decided: list[Outcome], decision: str, comments: list[ReaderComment]) -> JsonResponse:
        return self.in_place(
            comments,
            outcomes.notices(decided, decision, comments),
            ids=[outcome.id for outcome in decided],
            message=self._message(decided, decision, comments),
            ok=all(outcome.error is None for outcome in decided),
            outcome_of={outcome.id: outcome.outcome for outcome in decided},
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


class RejectView(DecideView):
    """Rejects the selected comments for a reason; sent with `ask`, gives the form with the reasons for them instead.

    A script that asks (`X-Requested-With`) gets the form alone.
    """

    def post(self, request: HttpRequest) -> HttpResponse:
        selection, form = SelectionForm({"selected": request.POST.getlist("selected")}), RejectionForm(request.POST)
        if not selection.is_valid():
            return self.refused(" ".join(error for errors in selection.errors.values() for error in errors))
        versions = selection.cleaned_data["selected"]
        if "ask" in request.POST:
            return self._asked(list(versions), request.POST.getlist("selected"))
        if not form.is_valid():
            return self.refused(self.not_taken(form))
        said = rejecting.said(form.cleaned_data)
        decided = actions.reject_for(list(versions), by=self.moderator, versions=versions, **said)
        return self.answer(decided, "reject", list(versions))

    def _asked(self, ids: list[int], selection: list[str]) -> HttpResponse:
        found = rows.by_id(ids, among=self.authority)
        number = len(selection)
        title = ngettext("Reject %(number)d comment for a reason", "Reject %(number)d comments for a reason", number)
        context = rejecting.fields({comment.page_id: comment.page for comment in found}.values())
        context |= {
            "title": title % {"number": number},
            "action": reverse("reader_comments:reject"),
            "selection": selection,
            "entries": [{"row": comment, "excerpt": desk.excerpt(comment)} for comment in found],
            "next": self.list_url(),
        }
        is_part = self.request.headers.get("X-Requested-With") == "XMLHttpRequest"
        return render(self.request, f"comments/admin/moderating/reject{'' if is_part else '_many'}.html", context)
