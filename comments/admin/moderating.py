"""What a row of the queue offers beside deciding: reasons to reject, a reply, other words, and the author.

Each is a small form that a script opens in the row, and a page of its own without one.
"""

from collections.abc import Callable

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views import View
from wagtail.admin import messages

from comments import actions
from comments.actions import authors
from comments.admin import outcomes, rejecting, rows
from comments.admin.deciding import Answering
from comments.admin.rejecting import RejectionForm
from comments.errors import AlreadyDecided, CommentError
from comments.models import ReaderComment

TITLES = {
    "reject": gettext_lazy("Reject for a reason"),
    "reply": gettext_lazy("Reply as a moderator"),
    "edit": gettext_lazy("Change the text"),
    "more": gettext_lazy("This comment and its author"),
}
TERMS = [
    (1, gettext_lazy("1 day")),
    (7, gettext_lazy("7 days")),
    (30, gettext_lazy("30 days")),
    (0, gettext_lazy("for ever")),
]
WRITTEN = {"reply", "edit"}  # where somebody has written what must not be lost


class ModeratingForm(RejectionForm):
    """What any of the forms sends; the words of a rejection are those of a ban and of an edit as well."""

    version = forms.IntegerField(min_value=1)
    body = forms.CharField(max_length=20_000, required=False, strip=False)
    days = forms.TypedChoiceField(choices=TERMS, coerce=int, empty_value=0, required=False)
    expected_count = forms.IntegerField(min_value=0, required=False)


class ModeratingView(Answering, View):
    """One of these forms (`what`), and what it posts. A script gets what DecideView gives it."""

    http_method_names = ["get", "post"]

    @cached_property
    def comment(self) -> ReaderComment:
        found = rows.by_id([self.kwargs["pk"]], among=self.authority)
        if not found or self.kwargs["what"] not in TITLES:
            raise Http404
        return found[0]

    def get(self, request: HttpRequest, pk: int, what: str) -> HttpResponse:
        return self._form(request, self.comment, what)

    def _form(self, request: HttpRequest, comment: ReaderComment, what: str, status: int = 200) -> HttpResponse:
        (row,) = rows.of([comment], user=request.user)
        context = {"row": row, "comment": row.document, "what": what, "title": TITLES[what], "next": self.list_url()}
        context |= {"part": f"comments/admin/moderating/{what}.html", "sent": request.POST}
        if what == "reject":
            context |= rejecting.fields([comment.page]) | {"action": request.path}
        if what == "more":
            context |= {
                "terms": TERMS,
                "everywhere": self.authority.everywhere,
                "known": authors.known_as(comment),
                "waiting": authors.waiting_by(comment, by=self.moderator).count(),
            }
        is_part = request.headers.get("X-Requested-With") == "XMLHttpRequest"
        template = context["part"] if is_part else "comments/admin/moderating/page.html"
        return render(request, template, context, status=status)

    def post(self, request: HttpRequest, pk: int, what: str) -> HttpResponse:
        comment = self.comment
        form = ModeratingForm(request.POST)
        do = self._actions().get(request.POST.get("do", ""))
        if do is None or not form.is_valid():
            sentence = self.not_taken(form)
            return self._not_lost(sentence) if what in WRITTEN else self.refused(sentence)
        try:
            notices = do(form.cleaned_data)
        except AlreadyDecided as error:
            if what in WRITTEN:
                return self._not_lost(outcomes.conflict(error, what), error.status)
            notice = rows.Notice(sentence=outcomes.conflict(error, "reject"))
            return self._answer(comment, {comment.pk: notice}, ok=False)
        except CommentError as error:
            return self._not_lost(str(error)) if what in WRITTEN else self.refused(str(error))
        return self._answer(comment, notices, ok=True)

    def _not_lost(self, sentence: str, status: int = 400) -> HttpResponse:
        """Say why nothing was done, and leave what was written: a script's form stays as it is, a page has it again, below
        the comment as it is now."""
        if self.wants_json():
            return self.refused(sentence)
        messages.error(self.request, sentence)
        del self.comment
        return self._form(self.request, self.comment, self.kwargs["what"], status=status)

    def _answer(self, comment: ReaderComment, notices: dict[int, rows.Notice], *, ok: bool) -> HttpResponse:
        message = f"{comment.user_name}: {notices[comment.pk].sentence}"
        if not self.wants_json():
            (messages.success if ok else messages.warning)(self.request, message)
            return redirect(self.list_url())
        ids = list(notices)
        return self.in_place(rows.by_id(ids, among=self.authority), notices, ids=ids, message=message, ok=ok)

    def _actions(self) -> dict[str, Callable[[dict], dict[int, rows.Notice]]]:
        return {
            "reject": self._reject,
            "reply": self._reply,
            "edit": self._edit,
            "feature": lambda sent: self._mark(actions.feature, _("Featured: readers see it first.")),
            "unfeature": lambda sent: self._mark(actions.unfeature, _("No longer featured.")),
            "close": lambda sent: self._mark(actions.close, _("The thread takes no more replies.")),
            "open": lambda sent: self._mark(actions.reopen_thread, _("The thread takes replies again.")),
            "trust": lambda sent: self._trust(sent, is_granted=True),
            "distrust": lambda sent: self._trust(sent, is_granted=False),
            "ban": self._ban,
            "ban_and_reject": self._ban_and_reject,
        }

    def _said(self, sentence: str, *, settled: bool = False) -> dict[int, rows.Notice]:
        return {self.comment.pk: rows.Notice(sentence=sentence, tone="success", settled=settled, can_be_undone=False)}

    def _reject(self, sent: dict) -> dict[int, rows.Notice]:
        pk = self.comment.pk
        decided = actions.reject_for([pk], by=self.moderator, versions={pk: sent["version"]}, **rejecting.said(sent))
        return outcomes.notices(decided, "reject", rows.by_id([pk], among=self.authority))

    def _reply(self, sent: dict) -> dict[int, rows.Notice]:
        actions.reply(self.comment.pk, body=sent["body"], by=self.moderator, version=sent["version"])
        return self._said(_("Your reply is public."), settled=True)

    def _edit(self, sent: dict) -> dict[int, rows.Notice]:
        actions.edit_as_moderator(
            self.comment.pk, body=sent["body"], by=self.moderator, version=sent["version"], note=sent["note"]
        )
        return self._said(_("Changed. Readers are told that a moderator did it."))

    def _mark(self, action: Callable, sentence: str) -> dict[int, rows.Notice]:
        action(self.comment.pk, by=self.moderator)
        return self._said(sentence)

    def _trust(self, sent: dict, *, is_granted: bool) -> dict[int, rows.Notice]:
        actions.trust_author(self.comment.pk, by=self.moderator, days=sent["days"] or None, is_granted=is_granted)
        return self._said(_("This author is trusted.") if is_granted else _("This author is not trusted."))

    def _ban(self, sent: dict) -> dict[int, rows.Notice]:
        actions.ban_author(self.comment.pk, by=self.moderator, days=sent["days"] or None, reason=sent["label"])
        return self._said(_("This author is banned."))

    def _ban_and_reject(self, sent: dict) -> dict[int, rows.Notice]:
        matched = actions.ban_and_reject(
            self.comment.pk,
            by=self.moderator,
            expected_count=sent["expected_count"] or 0,
            days=sent["days"] or None,
            reason=sent["label"],
        )
        # Rows for those alone that the sender shows: there may be a thousand.
        shown = {str(self.comment.pk), *self.request.POST.getlist("shown")}
        told = [row for row in matched.outcomes if str(row.id) in shown]
        said = outcomes.notices(told, "reject", rows.by_id([row.id for row in told], among=self.authority))
        number = sum(row.outcome == "changed" for row in matched.outcomes)
        sentence = _("This author is banned, and %(number)d of their comments rejected.") % {"number": number}
        if matched.remaining:
            text = ngettext("%(number)d more waits", "%(number)d more wait", matched.remaining)
            sentence += " " + text % {"number": matched.remaining} + _(": do it once more.")
        settled = self.comment.pk in said
        return said | {
            self.comment.pk: rows.Notice(sentence=sentence, tone="success", settled=settled, can_be_undone=settled)
        }
