"""The comments of one page within its form: for who moderates it, and for its authors; the roof puts the panel there.

Nothing is asked until somebody looks. Decisions are taken in place by moderators, and by authors where that is allowed.
"""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views import View
from wagtail.admin.panels import Panel
from wagtail.admin.staticfiles import versioned_static
from wagtail.models import Page

from comments import actions, authority, pages, queue
from comments.actions import Outcome
from comments.admin import outcomes, rejecting, rows
from comments.admin.forms import DecisionForm
from comments.admin.listing import shown_count
from comments.admin.rejecting import RejectionForm
from comments.errors import BadCursor
from comments.models import Decision, ReaderComment, Status

SHOWN = 10
PARTS = {
    "pending": Status.PENDING.label,
    "flagged": gettext_lazy("Flagged"),
    "all": gettext_lazy("All"),
}


class CommentsPanel(Panel):
    """The place of a page's comments in its form, filled when it comes into view; absent for who may not see them."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"heading": gettext_lazy("Comments"), "icon": "comment"} | kwargs)

    class BoundPanel(Panel.BoundPanel):
        template_name = "comments/admin/page_comments_panel.html"

        def is_shown(self) -> bool:
            if not (self.instance.pk and super().is_shown()):
                return False
            known = authority.of(self.request.user)
            # Not whom a draft calls its authors.
            return known.may_decide(self.instance) or known.wrote(self.instance.page_ptr)

        @property
        def media(self) -> forms.Media:
            scripts = [versioned_static("comments/admin/page_comments.js")]
            styles = [
                versioned_static(f"comments/admin/{name}.css") for name in ("marks", "moderating", "page_comments")
            ]
            return forms.Media(js=scripts, css={"all": styles})

        def get_context_data(self, parent_context: dict | None = None) -> dict[str, Any]:
            url = reverse("reader_comments:of_page", args=[self.instance.pk])
            return super().get_context_data(parent_context) | {"url": url}


@dataclass(frozen=True, kw_only=True)
class _Done:
    """What has just been decided: a sentence, its tone, and what takes it back (id:version), if that can be."""

    sentence: str
    tone: str
    undo: str = ""


class PageCommentsView(View):
    """A part of the form: some of the page's comments, and what becomes of a decision that is posted about one of them."""

    http_method_names = ["get", "post"]

    @cached_property
    def page(self) -> Page:
        page = Page.objects.filter(pk=self.kwargs["page_id"], depth__gt=1).select_related("content_type").first()
        if page is None or not pages.takes_comments(page) or not self.authority.may_see(page):
            raise Http404
        return page

    @property
    def authority(self) -> authority.Authority:
        return authority.of(self.request.user)

    @cached_property
    def moderates(self) -> bool:
        return self.authority.may_decide(self.page)

    @cached_property
    def may_decide(self) -> bool:
        return self.moderates or self.authority.may_decide_as_author(self.page)

    def get(self, request: HttpRequest, page_id: int) -> HttpResponse:
        return self._shown()

    def post(self, request: HttpRequest, page_id: int) -> HttpResponse:
        """Decide about one comment of the page, on the version that was shown; give the part as it then is."""
        if not self.may_decide:
            raise Http404
        form = DecisionForm({"selected": request.POST.getlist("selected"), "decision": request.POST.get("decision")})
        said = RejectionForm(request.POST)
        if not (form.is_valid() and said.is_valid()):
            sentence = " ".join(error for one in (form, said) for errors in one.errors.values() for error in errors)
            return self._shown(_Done(sentence=sentence, tone="warning"), status=400)
        return self._shown(self._decided(form.cleaned_data["selected"], form.cleaned_data["decision"], said))

    def _decided(self, versions: dict[int, int], decision: str, said: RejectionForm) -> _Done:
        kind = Decision.Kind.MODERATOR if self.moderates else Decision.Kind.EDITOR
        here = list(self._comments().filter(pk__in=versions).values_list("pk", flat=True))
        by = actions.Moderator(user=self.request.user, kind=kind)
        if decision == "reject":
            decided = actions.reject_for(here, by=by, versions=versions, **rejecting.said(said.cleaned_data))
        else:
            decided = actions.decide_many(here, decision, by=by, versions=versions)
        comments = list(self._comments().filter(pk__in=here).select_related("page"))
        if len(comments) != 1:
            is_well = bool(decided) and all(row.error is None for row in decided)
            return _Done(sentence=outcomes.summary(decided, decision), tone="success" if is_well else "warning")
        return self._of_one(decided[0], decision, comments[0])

    def _of_one(self, outcome: Outcome, decision: str, comment: ReaderComment) -> _Done:
        notice = outcomes.notices([outcome], decision, [comment])[comment.pk]
        undo = f"{comment.pk}:{comment.version}" if notice.settled else ""
        return _Done(sentence=f"{comment.user_name}: {notice.sentence}", tone=notice.tone, undo=undo)

    def _comments(self):
        return ReaderComment.norel_objects.filter(page_id=self.page.pk)

    def _shown(self, done: _Done | None = None, *, status: int = 200) -> HttpResponse:
        comments = self._comments()
        parts = {"pending": comments.waiting(), "flagged": comments.reported(), "all": comments}
        counts = {name: part.order_by()[: queue.GLANCED].count() for name, part in parts.items()}
        asked = self.request.GET.get("show", "")
        # What waits first; where nothing does, what readers have reported, then everything.
        chosen = asked if asked in PARTS else next((name for name in PARTS if counts[name]), "pending")
        order = "submitted_at" if chosen == "pending" else "-submitted_at"
        after = self.request.GET.get("after", "")
        try:
            found, next_cursor = queue.page(parts[chosen], order=order, limit=SHOWN, cursor=after)
        except BadCursor:
            raise Http404 from None
        url = reverse("reader_comments:of_page", args=[self.page.pk])
        because = self.request.GET.get("because", "") if self.may_decide else ""
        context = (rejecting.fields([self.page]) if because else {}) | {
            "rows": rows.of(found, user=self.request.user),
            "parts": [
                {
                    "label": label,
                    "count": shown_count(counts[name]),
                    "url": f"{url}?show={name}",
                    "current": name == chosen,
                }
                for name, label in PARTS.items()
            ],
            "part": chosen,
            "done": done,
            "may_decide": self.may_decide,
            "moderates": self.moderates,
            "here": f"{url}?show={chosen}",
            "because": because,
            "because_url": f"{url}?{urlencode({'show': chosen} | ({'after': after} if after else {}))}&because=",
            "next_url": f"{url}?show={chosen}&after={next_cursor}" if next_cursor else "",
            "queue_url": self._queue_url(chosen),
            "summary": _summary(counts),
        }
        return render(self.request, "comments/admin/page_comments.html", context, status=status)

    def _queue_url(self, chosen: str) -> str:
        status = "" if chosen == "pending" else f"status={chosen}&"
        return f"{reverse('reader_comments:index')}?{status}page={self.page.pk}" if self.moderates else ""


def _summary(counts: dict[str, int]) -> str:
    """Give in a sentence what is pending, for who hears the page."""
    pending = ngettext("%(number)s comment pending", "%(number)s comments pending", counts["pending"])
    return _("%(pending)s, %(number)s flagged.") % {
        "pending": pending % {"number": shown_count(counts["pending"])},
        "number": shown_count(counts["flagged"]),
    }
