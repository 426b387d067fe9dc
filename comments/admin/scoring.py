"""Reports › Spam score: what it has learnt, how far it can be relied on, and a button to learn everything anew."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.menu import MenuItem
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.viewsets.base import ViewSet
from wagtail.models import Site

from comments import actions, authority, learning
from comments.admin.access import SeniorsOnly
from comments.admin.unlearning import UnlearnView
from comments.errors import RulesChanged
from comments.models import DiscussionSettings, Scorer


class SpamScoreView(SeniorsOnly, WagtailAdminTemplateMixin, TemplateView):
    """Shows the score's figures; a POST has it built anew by the worker, or uses a number that it proposes."""

    template_name = "comments/admin/spam_score.html"
    page_title = gettext_lazy("Spam score")
    header_icon = "crosshairs"

    def get_breadcrumbs_items(self) -> list[dict]:
        return [*self.breadcrumbs_items, {"url": "", "label": self.page_title}]

    @cached_property
    def settings(self) -> DiscussionSettings:
        """The settings of the site that this is asked of."""
        site = Site.find_for_request(self.request) or Site.objects.get(is_default_site=True)
        return DiscussionSettings.objects.filter(site=site).first() or DiscussionSettings(site=site)

    @cached_property
    def thresholds(self) -> list[dict[str, int | None]]:
        row = Scorer.objects.filter(pk=Scorer.ONLY).values_list("measures", flat=True).first() or {}
        return [_in_per_cent(threshold) for threshold in row.get("thresholds", ())]

    def post(self, request: HttpRequest) -> HttpResponse:
        if "use" in request.POST:
            return self.use(request)
        learning.rebuild.enqueue()
        messages.success(request, _("The score is being learnt anew. Come back in a minute."))
        return redirect(request.path)

    def use(self, request: HttpRequest) -> HttpResponse:
        """Hold comments from a proposed score on; for senior moderators, and on the rules that they were shown."""
        if not authority.of(request.user).is_senior:
            raise PermissionDenied
        asked, version = request.POST["use"], request.POST.get("version", "")
        proposed = next((row["score"] for row in self.thresholds if str(row["score"]) == asked), None)
        if proposed is None or not (version.isascii() and version.isdigit() and len(version) < 10):
            messages.error(request, _("This number is proposed no longer. Look at those below."))
            return redirect(request.path)
        off = [code for code in self.settings.off_rules if code != "spam_score"]
        try:
            actions.set_rules(
                self.settings.site,
                by=actions.Moderator(user=request.user),
                version=int(version),
                hold_score=proposed,
                off_rules=off,
            )
        except RulesChanged as error:
            messages.error(request, str(error))
        else:
            messages.success(request, _("From now on a score of %(score)d holds a comment.") % {"score": proposed})
        return redirect(request.path)

    def get_context_data(self, **kwargs: object) -> dict:
        row = Scorer.objects.filter(pk=Scorer.ONLY).defer("weights").first() or Scorer()
        is_senior = authority.of(self.request.user).is_senior
        return super().get_context_data(**kwargs) | {
            "row": row,
            "fewest": learning.FEWEST,
            "is_active": min(row.spam_count, row.other_count) >= learning.FEWEST,
            "auc": row.measures.get("auc"),
            "measured": row.measures.get("count"),
            "thresholds": self.thresholds,
            "is_senior": is_senior,
            "settings": self.settings,
            "is_on": "spam_score" not in self.settings.off_rules,
            "rules_url": f"{reverse('comment_rules:index')}#rule-spam_score",
            "unlearn_url": reverse("spam_score:unlearn"),
        }


class SpamScoreViewSet(ViewSet):
    """The report's address and its item in the menu of reports."""

    name = "spam_score"
    url_prefix = "reports/spam-score"
    icon = "crosshairs"

    def on_register(self) -> None:
        super().on_register()
        hooks.register("register_reports_menu_item", lambda: _Item())

    def get_urlpatterns(self) -> list:
        return [
            path("", self.construct_view(SpamScoreView), name="index"),
            path("unlearn/", self.construct_view(UnlearnView), name="unlearn"),
        ]


class _Item(MenuItem):
    def __init__(self):
        super().__init__(
            gettext_lazy("Spam score"),
            reverse("spam_score:index"),
            name="spam-score",
            icon_name="crosshairs",
            order=960,
        )

    def is_shown(self, request: HttpRequest) -> bool:
        return authority.of(request.user).is_senior


def _in_per_cent(threshold: dict) -> dict[str, int | None]:
    """Give a threshold for people; the score is rounded up, so that what is asked for with it is not more than measured."""
    score, recall = threshold["score"], threshold["recall"]
    return {
        "precision": round(threshold["precision"] * 100),
        "score": None if score is None else min(100, int(score * 100) + 1),
        "recall": None if recall is None else int(recall * 100),
    }
