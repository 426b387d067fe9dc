"""Takes the answers that the panel sends."""

from collections.abc import Mapping

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.template.loader import render_to_string
from django.urls import URLPattern, path
from django.utils.functional import cached_property
from django.utils.translation import ngettext
from django.views import View

from articles.models import ArticlePage
from cms.objections import access
from cms.objections.forms import ADDRESS, DISMISS, PLAN, AnswerForm
from cms.objections.listing import Listing
from comments import actions
from comments.errors import NoteTooOld
from comments.models import Decision, Objection, ReaderComment

NAME = "cms_objections"


class AnswerView(View):
    """Answers the selected comments of one article: {message, ok, html (the panel as it now is), open (its count)}."""

    http_method_names = ["post"]

    @cached_property
    def page(self) -> ArticlePage:
        page = get_object_or_404(ArticlePage.objects.filter(alias_of=None), pk=self.kwargs["page_id"])
        return page.get_latest_revision_as_object()

    @cached_property
    def rights(self) -> access.Rights:
        return access.of(self.request.user, self.page)

    def post(self, request: HttpRequest, page_id: int) -> HttpResponse:
        if not self.rights.may_edit:
            raise PermissionDenied
        sent = request.POST
        form = AnswerForm(
            {"selected": sent.getlist("selected"), "answer": sent.get("answer"), "note": sent.get("note")},
            page_id=page_id,
        )
        if not form.is_valid():
            message = " ".join(error for errors in form.errors.values() for error in errors)
            return self._answered(message, ok=False, status=400)
        versions, answer = form.cleaned_data["selected"], form.cleaned_data["answer"]
        if self._needs_publisher(answer, versions) and not self.rights.may_publish:
            raise PermissionDenied
        outcomes = self._act(answer, versions, form)
        return self._answered(_told(answer, outcomes), ok=all(row.error is None for row in outcomes))

    def _needs_publisher(self, answer: str, versions: Mapping[int, int]) -> bool:
        """Tell whether readers would see the difference at once."""
        if answer == ADDRESS:
            return True
        return ReaderComment.norel_objects.filter(pk__in=versions, objection=Objection.ADDRESSED).exists()

    def _act(self, answer: str, versions: Mapping[int, int], form: AnswerForm) -> list[actions.Outcome]:
        by = actions.Moderator(user=self.request.user, kind=Decision.Kind.EDITOR)
        some = {"by": by, "versions": versions}
        if answer == ADDRESS:
            note = form.cleaned_data["note"]
            chosen = actions.Note(text=note.note, at=note.at)
            return actions.address(self.page.pk, list(versions), note=chosen, **some)
        act = {PLAN: actions.plan, DISMISS: actions.dismiss}.get(answer, actions.reopen)
        return act(self.page.pk, list(versions), **some)

    def _answered(self, message: str, *, ok: bool, status: int = 200) -> JsonResponse:
        listing = Listing(self.page, self.rights)
        html = render_to_string("cms/objections/content.html", {"listing": listing}, request=self.request)
        return JsonResponse({"message": message, "ok": ok, "html": html, "open": listing.open_count}, status=status)


def _told(answer: str, outcomes: list[actions.Outcome]) -> str:
    """Give what became of an answer to some comments."""
    changed = sum(row.error is None for row in outcomes)
    sentences = {
        ADDRESS: ngettext(
            "%(number)d comment now shows readers this change note.",
            "%(number)d comments now show readers this change note.",
            changed,
        ),
        PLAN: ngettext(
            "%(number)d comment will show the next change note, once it is published.",
            "%(number)d comments will show the next change note, once it is published.",
            changed,
        ),
        DISMISS: ngettext(
            "%(number)d comment set aside as no objection.", "%(number)d comments set aside as no objection.", changed
        ),
    }
    opened = ngettext("%(number)d comment is open again.", "%(number)d comments are open again.", changed)
    parts = [sentences.get(answer, opened) % {"number": changed}] if changed else []
    older = sum(isinstance(row.error, NoteTooOld) for row in outcomes)
    if older:
        text = ngettext(
            "%(number)d was written after this change note: choose a later one.",
            "%(number)d were written after this change note: choose a later one.",
            older,
        )
        parts.append(text % {"number": older})
    if left := len(outcomes) - changed - older:
        text = ngettext(
            "%(number)d was left as it is: it has changed since it was shown here. Look at it again.",
            "%(number)d were left as they are: they have changed since they were shown here. Look at them again.",
            left,
        )
        parts.append(text % {"number": left})
    return " ".join(parts)


def urls() -> list[URLPattern]:
    return [path("articles/<int:page_id>/objections/", AnswerView.as_view(), name=NAME)]
