"""Decides about all comments that a list shows: a page that asks, one that shows the progress, and the results."""

from django.db.models import Max
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.models import Page

from comments import actions, desk, queue
from comments.actions.running import SEE
from comments.admin import filters, outcomes, rejecting
from comments.admin.access import ModeratorsOnly
from comments.admin.forms import BulkForm
from comments.errors import CountChanged
from comments.models import BulkRun, ReaderComment, Status

SAMPLE = 5
RESULTS = 50
DECISIONS = ("approve", "reject", "spam", "remove", SEE)


class Matching(ModeratorsOnly):
    """Finds the comments that a list's query stands for."""

    def matching(self, query: str, *, now=None):
        """Give them, or raise Http404 where the query is no list's: a filter left out would match more."""
        asked = filters.read(QueryDict(query))
        form = filters.QueueFilterSet(data=asked, request=self.request).form
        raw = asked.get("page", "")
        page = int(raw) if raw.isascii() and raw.isdigit() and len(raw) < 19 else None
        if not form.is_valid() or (raw and page is None):
            raise Http404
        return queue.comments(filters.wanted(asked, form.cleaned_data, page=page, now=now), among=self.authority)


class ConfirmView(Matching, WagtailAdminTemplateMixin, TemplateView):
    """Asks before anything is decided: how many it would be, and which, by a sample. Then begins."""

    template_name = "comments/admin/bulk_confirm.html"
    page_title = gettext_lazy("Decide about all that match")
    header_icon = "comment"
    _show_breadcrumbs = True

    def get_breadcrumbs_items(self) -> list[dict]:
        return [
            {"url": reverse("reader_comments:index"), "label": _("Reader comments")},
            {"url": "", "label": str(self.page_title)},
        ]

    def get_context_data(self, **kwargs: object) -> dict:
        decision, query = self.request.GET.get("decision", ""), filters.address(filters.read(self.request.GET))
        if decision not in DECISIONS:
            raise Http404
        now = timezone.now()
        rows = actions.affected(self.matching(query, now=now), decision, by=self.moderator)
        last = rows.order_by().aggregate(last=Max("pk"))["last"] or 0
        found = list(rows.order_by("submitted_at", "pk").select_related("page")[:SAMPLE])
        number = rows.filter(pk__lte=last).order_by().count()
        return super().get_context_data(**kwargs) | {
            "number": number,
            "sample": [{"row": row, "excerpt": desk.excerpt(row)} for row in found],
            "decision": decision,
            "label": outcomes.NAMES[decision],
            "query": query,
            "last": last,
            "shown_at": now.isoformat(),
            "takes_reason": decision in ("remove", "spam"),
            "rejecting": rejecting.fields(self._pages(query)) if decision == "reject" else None,
            "list_url": _list_url(query),
        }

    def _pages(self, query: str) -> list[Page] | None:
        """Give the article that a list is narrowed to, None where it is not."""
        page_id = QueryDict(query).get("page")
        return list(Page.objects.filter(pk=page_id)) if page_id else None

    def post(self, request: HttpRequest) -> HttpResponse:
        form = BulkForm(request.POST)
        if not form.is_valid():
            raise Http404
        sent = form.cleaned_data
        told = {"query": sent["query"], "shown_at": sent["shown_at"], "reason": sent["label"]}
        if sent["decision"] == "reject":
            said = rejecting.said(sent)
            told["reason"] = said["reason"].label if said["reason"] else sent["label"]
            told |= {"rejection_reason": said["reason"], "note": said["note"], "is_mailed": said["is_mailed"]}
        rows = self.matching(sent["query"], now=sent["shown_at"])
        try:
            run = actions.start(
                rows, sent["decision"], by=self.moderator, expected=sent["expected"], last=sent["last"], **told
            )
        except CountChanged:
            messages.warning(request, _("More comments match by now. Nothing was decided: look at the number again."))
            return redirect(f"{request.path}?decision={sent['decision']}&{sent['query']}")
        return HttpResponseRedirect(reverse("reader_comments:bulk_run", args=[run.pk]))


class RunView(Matching, WagtailAdminTemplateMixin, TemplateView):
    """Carries a run out: its page does a portion at each post, by script one after the other, and then lists the results.

    A script (`Accept: application/json`) gets {done, expected, finished, message}.
    """

    template_name = "comments/admin/bulk_run.html"
    header_icon = "comment"
    page_title = gettext_lazy("Decide about all that match")
    _show_breadcrumbs = True

    get_breadcrumbs_items = ConfirmView.get_breadcrumbs_items

    @property
    def run(self) -> BulkRun:
        return get_object_or_404(BulkRun, pk=self.kwargs["pk"], by=self.request.user)

    def get_context_data(self, **kwargs: object) -> dict:
        run = self.run
        after = self.request.GET.get("after", "")
        page = list(
            run.outcomes.filter(comment_number__gt=int(after) if after.isdigit() and len(after) < 19 else 0).order_by(
                "comment_number"
            )[: RESULTS + 1]
        )
        here = self.authority.comments(ReaderComment.norel_objects.select_related("page"))
        comments = here.in_bulk([row.comment_number for row in page[:RESULTS]])
        counts = outcomes.numbers(run.outcomes)
        taken_back_by = BulkRun.objects.filter(takes_back=run).first()
        return super().get_context_data(**kwargs) | {
            "run": run,
            "summary": outcomes.told(counts, run.decision),
            "results": [_result(row, comments.get(row.comment_number)) for row in page[:RESULTS]],
            "next_after": page[RESULTS - 1].comment_number if len(page) > RESULTS else None,
            "can_be_taken_back": bool(
                run.finished_at and counts["changed"] and run.decision not in (SEE, "restore") and not taken_back_by
            ),
            "list_url": _list_url(run.query),
            "label": outcomes.NAMES[run.decision],
        }

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        run = self.run
        rows = None if run.takes_back_id else self.matching(run.query, now=run.shown_at)
        run = actions.carry_on(run.pk, rows, by=self.moderator)
        if request.headers.get("Accept", "").startswith("application/json"):
            message = _("%(done)d of %(expected)d") % {"done": run.done, "expected": run.expected}
            answer = {"done": run.done, "expected": run.expected, "finished": bool(run.finished_at)}
            return JsonResponse(answer | {"message": message})
        return redirect(request.path)


class TakeBackView(ModeratorsOnly, View):
    """Begins to take back what a run has done."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        run = get_object_or_404(BulkRun, pk=pk, by=request.user, takes_back=None, finished_at__isnull=False)
        if run.decision == SEE:
            raise Http404
        return redirect("reader_comments:bulk_run", actions.take_back_run(run, by=self.moderator).pk)


def _result(row, comment: ReaderComment | None) -> dict:
    return {
        "number": row.comment_number,
        "outcome": outcomes.OUTCOMES[row.outcome],
        "comment": comment,
        "status": Status(comment.status).label if comment else "",
        "excerpt": desk.excerpt(comment) if comment else "",
    }


def _list_url(query: str) -> str:
    index = reverse("reader_comments:index")
    return f"{index}?{query}" if query else index
