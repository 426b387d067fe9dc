"""The pages of the rules: of a site, and of one article that has some of them otherwise."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.utils.functional import cached_property
from django.utils.timesince import timesince
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.menu import MenuItem
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.viewsets.base import ViewSet
from wagtail.models import Page, Site

from comments import actions, authority, discussions, dry_run, pages, policies, trial
from comments.actions.ruling import changes
from comments.admin.access import SeniorsOnly
from comments.admin.rules import results
from comments.admin.rules.catalogue import CATALOGUE, EFFECTS, ORDER
from comments.admin.rules.forms import SWITCH, OwnRulesForm, RulesForm, TrialForm
from comments.errors import RulesChanged
from comments.models import Discussion, DiscussionSettings

MOST_ARTICLES = 50
MOST_CHANGES = 10


class RulesPage(SeniorsOnly, WagtailAdminTemplateMixin, TemplateView):
    """What both pages do: save, try a text, or run over the latest comments, with what the form says, saved or not."""

    template_name = "comments/admin/rules/rules.html"
    header_icon = "clipboard-list"

    def get(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        return self.shown(self.form(), self.trial_form())

    def post(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        form, tried = self.form(request.POST), self.trial_form(request.POST)
        wanted = request.POST.get("do", "save")
        if not form.is_valid():
            messages.error(request, _("Nothing was saved or tried yet: see what is marked below."))
            return self.shown(form, tried)
        if wanted == "try":
            found = self.tried(form, tried.cleaned_data) if tried.is_valid() else None
            return self.shown(form, tried, trial=found)
        if wanted == "dry_run":
            return self.shown(form, tried, dry=results.of_dry_run(self.dry_run(form)))
        try:
            changed = self.save(form)
        except RulesChanged as error:
            return self.refused(form, tried, error)
        if changed:
            messages.success(request, _("The rules are saved, and hold from the next comment on."))
        else:
            messages.info(request, _("Nothing to change: they already were so."))
        return redirect(request.path)

    def refused(self, form, tried: TrialForm, error: RulesChanged) -> HttpResponse:
        """Say who was first, and show what is saved now beside what was sent: to send it again overwrites that knowingly."""
        who, at = error.extra["name"] or _("Somebody"), error.extra["at"]
        when = _(", %(time)s ago") % {"time": timesince(at, depth=1)} if at else ""
        told = _("%(who)s has changed these rules since you opened them%(when)s. Yours are not saved yet.")
        messages.error(self.request, told % {"who": who, "when": when})
        form.data = form.data.copy()
        form.data["version"] = str(error.extra["version"])
        return self.shown(form, tried, status=409, theirs=changes(self.row)[:1])

    def trial_form(self, sent: Any = None) -> TrialForm:
        return TrialForm(sent, pages=discussions.pages_of(self.site))

    def shown(self, form, tried: TrialForm, *, status: int = 200, **found: Any) -> HttpResponse:
        context = self.get_context_data(form=form, trial_form=tried, **found)
        context["media"] = form.media + tried.media
        return self.render_to_response(context, status=status)

    @cached_property
    def settings(self) -> DiscussionSettings:
        """The site's settings as they are saved."""
        return self.stored()

    def stored(self) -> DiscussionSettings:
        return DiscussionSettings.objects.filter(site=self.site).first() or DiscussionSettings(site=self.site)

    def get_context_data(self, *, form, trial: trial.Trial | None = None, **kwargs: Any) -> dict:
        said = {one.code: one for one in trial.asked} if trial else {}
        otherwise = self.otherwise()
        rows = [
            {
                "number": number,
                "code": code,
                "shown": CATALOGUE[code],
                "effects": [(effect, EFFECTS[effect]) for effect in CATALOGUE[code].effects],
                "switch": form[f"{SWITCH}{code}"] if f"{SWITCH}{code}" in form.fields else None,
                "fields": [form[name] for name in CATALOGUE[code].fields if name in form.fields],
                "said": results.of_rule(said[code]) if code in said else None,
                "otherwise": otherwise.get(code, 0),
            }
            for number, code in enumerate(ORDER, start=1)
        ]
        return super().get_context_data(form=form, **kwargs) | {
            "rules": rows,
            "trial": results.of_trial(trial) if trial else None,
            "changes": [results.of_change(entry) for entry in changes(self.row)[:MOST_CHANGES]] if self.row.pk else [],
            "theirs": [results.of_change(entry) for entry in kwargs.get("theirs", ())],
        }

    def otherwise(self) -> dict[str, int]:
        """Give by rule how many articles have it otherwise than the site."""
        return {}


class SiteRulesView(RulesPage):
    """The rules of a site."""

    page_title = gettext_lazy("Comment rules")

    @cached_property
    def site(self) -> Site:
        asked = self.kwargs.get("site_id")
        if asked is None:
            return Site.find_for_request(self.request) or get_object_or_404(Site, is_default_site=True)
        return get_object_or_404(Site, pk=asked)

    @property
    def row(self) -> DiscussionSettings:
        return self.settings

    def get_page_subtitle(self) -> str:
        return str(self.site) if len(self.sites) > 1 else ""

    @cached_property
    def sites(self) -> list[Site]:
        return list(Site.objects.order_by("-is_default_site", "hostname", "port"))

    def get_breadcrumbs_items(self) -> list[dict]:
        return [*self.breadcrumbs_items, {"url": "", "label": self.page_title, "sublabel": self.get_page_subtitle()}]

    def form(self, sent: Any = None) -> RulesForm:
        return RulesForm(sent, instance=self.stored())

    def save(self, form: RulesForm) -> dict[str, Any]:
        version = form.cleaned_data["version"]
        return actions.set_rules(
            self.site, by=actions.Moderator(user=self.request.user), version=version, **form.columns()
        )

    def tried(self, form: RulesForm, sent: dict[str, Any]) -> trial.Trial:
        page = sent.pop("article")
        return trial.of(form.tried(), page=page, **sent)

    def dry_run(self, form: RulesForm) -> dry_run.DryRun:
        return dry_run.compare(dry_run.latest(discussions.pages_of(self.site)), self.settings, form.tried())

    @cached_property
    def articles(self) -> list[Discussion]:
        """The discussions that have some rules otherwise."""
        has_own = Discussion.objects.exclude(own_rules={}) | Discussion.objects.exclude(
            moderation=Discussion.Moderation.SITE
        )
        rows = has_own.filter(page__in=discussions.pages_of(self.site)).select_related("page")
        return list(rows.order_by("page__title")[:MOST_ARTICLES])

    def otherwise(self) -> dict[str, int]:
        codes = [code for row in self.articles for code in results.codes_of(row)]
        return {code: codes.count(code) for code in set(codes)}

    def get_context_data(self, **kwargs: Any) -> dict:
        return super().get_context_data(**kwargs) | {
            "sites": [(one, reverse("comment_rules:site", args=[one.pk])) for one in self.sites]
            if len(self.sites) > 1
            else [],
            "site": self.site,
            "articles": [
                {
                    "page": row.page,
                    "rules": [CATALOGUE[code].name for code in results.codes_of(row)],
                    "url": reverse("comment_rules:page", args=[row.page_id]),
                }
                for row in self.articles
            ],
            "score_url": reverse("spam_score:index"),
        }


class PageRulesView(RulesPage):
    """What one article has otherwise."""

    @cached_property
    def page(self) -> Page:
        rows = Page.objects.filter(depth__gt=1).select_related("content_type")
        page = get_object_or_404(rows, pk=self.kwargs["page_id"])
        return page if pages.takes_comments(page) else get_object_or_404(rows.none())

    @cached_property
    def site(self) -> Site:
        return get_object_or_404(Site, pk=discussions.site_of(self.page))

    @property
    def row(self) -> Discussion:
        return Discussion.objects.filter(page=self.page).first() or Discussion(page=self.page)

    def get_page_title(self) -> str:
        return _("Rules of an article")

    def get_page_subtitle(self) -> str:
        return self.page.title

    def get_breadcrumbs_items(self) -> list[dict]:
        return [
            *self.breadcrumbs_items,
            {"url": reverse("comment_rules:index"), "label": _("Comment rules")},
            {"url": "", "label": self.get_page_title(), "sublabel": self.get_page_subtitle()},
        ]

    def form(self, sent: Any = None) -> OwnRulesForm:
        row = self.row
        return OwnRulesForm(sent, own=row.own_rules, chosen=self.settings, initial={"version": row.rules_version})

    def trial_form(self, sent: Any = None) -> TrialForm:
        form = super().trial_form(sent)
        del form.fields["article"]
        return form

    def save(self, form: OwnRulesForm) -> dict[str, Any]:
        version = form.cleaned_data["version"]
        return actions.set_own_rules(
            self.page, by=actions.Moderator(user=self.request.user), version=version, own=form.own()
        )

    def tried(self, form: OwnRulesForm, sent: dict[str, Any]) -> trial.Trial:
        return trial.of(self.settings, page=self.page, own=form.own(), **sent)

    def dry_run(self, form: OwnRulesForm) -> dry_run.DryRun:
        rows = dry_run.latest(Page.objects.filter(pk=self.page.pk))
        return dry_run.compare(rows, self.settings, self.settings, {self.page.pk: form.own()})

    def otherwise(self) -> dict[str, int]:
        return dict.fromkeys(results.codes_of(self.row), 1)

    def get_context_data(self, **kwargs: Any) -> dict:
        return super().get_context_data(**kwargs) | {
            "page": self.page,
            "discussion_url": reverse("reader_comments:discussion", args=[self.page.pk]),
            "numbers": policies.NUMBERS,
        }


class RulesViewSet(ViewSet):
    """The pages' addresses, and their place among the settings."""

    name = "comment_rules"
    url_prefix = "comments/rules"
    icon = "clipboard-list"
    menu_label = gettext_lazy("Comment rules")
    add_to_settings_menu = True
    model = DiscussionSettings

    @property
    def menu_item_class(self) -> type[MenuItem]:
        return _Item

    def get_urlpatterns(self) -> list:
        return [
            path("", self.construct_view(SiteRulesView), name="index"),
            path("<int:site_id>/", self.construct_view(SiteRulesView), name="site"),
            path("articles/<int:page_id>/", self.construct_view(PageRulesView), name="page"),
        ]


class _Item(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return authority.of(request.user).is_senior
