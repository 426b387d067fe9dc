"""The pages of an import: upload, review of one file, discarding it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from articles.admin.importing import access, proposal, waiting
from articles.admin.importing.forms import UploadForm
from articles.importers import allowed, formats, masthead, pictures, retyping, saving
from articles.importers.draft import DraftArticle, Fate
from articles.importers.files import Source
from articles.importers.refusals import EditedSince, ImportRefused
from articles.importers.saving import Outcome, Standing, Status
from articles.models import WaitingImport

UPLOAD = "article_import:index"
REVIEW = "article_import:review"


class ImportersOnly:
    """Lets those in who may add articles somewhere."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not access.may_import_somewhere(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)


class UploadView(ImportersOnly, WagtailAdminTemplateMixin, TemplateView):
    """Takes files, and lists those of the user that wait to be saved."""

    template_name = "articles/admin/importing/upload.html"
    page_title = gettext_lazy("Import articles")
    header_icon = "upload"
    _show_breadcrumbs = True

    def get_breadcrumbs_items(self) -> list[dict]:
        return [*self.breadcrumbs_items, {"url": "", "label": _("Import articles")}]

    def get_context_data(self, **kwargs: Any) -> dict:
        context = super().get_context_data(**kwargs)
        context.setdefault("form", UploadForm(user=self.request.user, initial={"parent": self._parent()}))
        return context | {
            "waiting": waiting.of(self.request.user),
            "limit_megabytes": formats.MAX_BYTES // 1_000_000,
            "most": waiting.MOST,
        }

    def _parent(self) -> str | None:
        """The index the user came from, or the first."""
        asked = self.request.GET.get("parent", "")
        if asked.isdecimal() and len(asked) < 10:
            return asked
        first = access.parents(self.request.user).first()
        return str(first.pk) if first else None

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = UploadForm(request.POST, request.FILES, user=request.user)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form), status=400)
        kept: list[waiting.Kept] = []
        refusals: list[str] = []
        for file in form.cleaned_data["files"]:
            try:
                content = file.read(formats.MAX_BYTES + 1)
                kept.append(waiting.keep(request.user, form.cleaned_data["parent"], file.name, content))
            except ImportRefused as refused:
                refusals.append(refused.message)
        again = sum(one.was_waiting for one in kept)
        if len(kept) == 1 and not refusals:
            if again:
                messages.info(request, _("This file was waiting already: go on with it here."))
            return redirect(REVIEW, kept[0].file.pk)
        if kept:
            said = [ngettext("%d file was read.", "%d files were read.", len(kept)) % len(kept)]
            if again:
                said.append(ngettext("%d was waiting already.", "%d were waiting already.", again) % again)
            messages.success(request, " ".join([*said, _("Look at each below, then save it.")]))
        if refusals:
            return self.render_to_response(
                self.get_context_data(form=form, refusals=refusals), status=200 if kept else 400
            )
        return redirect(UPLOAD)


class ReviewView(ImportersOnly, WagtailAdminTemplateMixin, TemplateView):
    """Shows what a file would become, lets its sections be given other types, and saves it."""

    template_name = "articles/admin/importing/review.html"
    header_icon = "upload"
    _show_breadcrumbs = True

    @cached_property
    def file(self) -> WaitingImport:
        found = waiting.find(self.request.user, self.kwargs["pk"])
        if found is None:
            raise Http404
        return found

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if waiting.find(request.user, self.kwargs["pk"]) is None:
            messages.warning(request, _("That file is no longer waiting: it was saved, discarded or kept too long."))
            return redirect(UPLOAD)
        return self.render_to_response(self.get_context_data())

    def get_page_title(self) -> str:
        return self.file.title

    def get_breadcrumbs_items(self) -> list[dict]:
        parts = [{"url": reverse(UPLOAD), "label": _("Import articles")}, {"url": "", "label": self.file.name}]
        return [*self.breadcrumbs_items, *parts]

    def get_context_data(
        self, *, types: dict[int, str] | None = None, names: Sequence[str] = (), **kwargs: Any
    ) -> dict:
        source, draft = self.read
        standing = saving.standing(draft, source)
        may = self._may_write(standing)
        names = names or standing.authors or draft.authors
        return super().get_context_data(**kwargs) | {
            "file": self.file,
            "draft": draft,
            "sections": proposal.sections(
                draft,
                types or {},
                standing.types,
                downloads=allowed.downloads_pictures(self.file.parent),
                refusal=access.refusal_of_pictures(self.request.user),
            ),
            "dropped": [line for line in draft.lines if line.fate is Fate.DROPPED],
            "mastheads": [line for line in draft.lines if line.fate is not Fate.DROPPED and not line.blocks],
            "shares": proposal.shares(draft),
            "labels": proposal.FATES,
            "standing": standing,
            "may_write": may,
            "names": names,
            "names_field": proposal.NAMES,
            "names_a_site": any(map(masthead.is_address, names)),
        }

    @cached_property
    def read(self) -> tuple[Source, DraftArticle]:
        return waiting.read(self.file.name, bytes(self.file.content))

    @property
    def proposed(self) -> DraftArticle:
        return self.read[1]

    def _may_write(self, standing: Standing) -> bool:
        if standing.page is None:
            return bool(self.file.parent.permissions_for_user(self.request.user).can_add_subpage())
        return bool(standing.page.permissions_for_user(self.request.user).can_edit())

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        types = proposal.chosen_types(self.proposed, request.POST)
        names = proposal.chosen_names(self.proposed, request.POST)
        try:
            draft, outcome = self._save(types, names)
        except EditedSince:
            messages.error(request, _("Nothing was saved: the article has been edited. Choose below to overwrite it."))
            return self.render_to_response(self.get_context_data(types=types, names=names), status=409)
        except ImportRefused as refused:
            messages.error(request, _("Nothing was saved. %(why)s") % {"why": refused.message})
            return self.render_to_response(self.get_context_data(types=types, names=names), status=400)
        self._report(draft, outcome)
        self.file.delete()
        return redirect("wagtailadmin_pages:edit", outcome.page_id)

    def _save(self, types: dict[int, str], names: tuple[str, ...]) -> tuple[DraftArticle, Outcome]:
        """Stores the article as chosen; raises `ImportRefused` or `PermissionDenied`."""
        source, draft = self.read
        if not self._may_write(saving.standing(draft, source)):
            raise PermissionDenied
        draft = replace(retyping.retyped(draft, types), authors=names)
        refusal = access.refusal_of_pictures(self.request.user)
        fetch = None if refusal else allowed.fetch_for(self.file.parent)
        draft = pictures.settle(draft, fetch=fetch, refusal=refusal)
        overwrite = self.request.POST.get("overwrite") == "yes"
        user = self.request.user
        return draft, saving.save(draft, source, parent=self.file.parent, overwrite=overwrite, user=user)

    def _report(self, draft: DraftArticle, outcome: Outcome) -> None:
        """Says in one message what was done, which pictures are missing, and what is still waiting."""
        said = {
            Status.CREATED: ngettext(
                "“%(title)s” was imported as a draft with %(blocks)d block.",
                "“%(title)s” was imported as a draft with %(blocks)d blocks.",
                len(outcome.body),
            ),
            Status.UPDATED: ngettext(
                "“%(title)s” was updated as a draft with %(blocks)d block.",
                "“%(title)s” was updated as a draft with %(blocks)d blocks.",
                len(outcome.body),
            ),
            Status.UNCHANGED: _("“%(title)s” is as it was imported before: nothing was changed."),
        }[outcome.status]
        parts = [said % {"title": draft.title, "blocks": len(outcome.body)}]
        if missing := _missing_pictures(self.proposed, draft):
            parts.append(_("Left out: %(pictures)s.") % {"pictures": "; ".join(missing)})
        buttons = []
        if others := waiting.of(self.request.user).exclude(pk=self.file.pk).count():
            counted = ngettext("%d more file waits to be looked at.", "%d more files wait to be looked at.", others)
            parts.append(counted % others)
            buttons.append(messages.button(reverse(UPLOAD), _("Continue importing")))
        tell = messages.warning if missing else messages.success
        tell(self.request, " ".join(parts), buttons=buttons)


class DiscardView(ImportersOnly, TemplateView):
    """Throws one waiting file away; the page asks nothing, because the file is still where it came from."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        file = waiting.find(request.user, self.kwargs["pk"])
        if file is not None:
            file.delete()
            messages.success(request, _("“%(name)s” was discarded.") % {"name": file.name})
        return redirect(UPLOAD)


def _missing_pictures(proposed: DraftArticle, stored: DraftArticle) -> list[str]:
    """Gives the reasons for pictures that were proposed and could not be had, each once, not too many."""
    wanted = {
        line.n for line in proposed.lines for position in line.blocks if proposed.blocks[position].picture is not None
    }
    reasons = [line.reason for line in stored.lines if line.n in wanted and line.fate is Fate.DROPPED]
    return list(dict.fromkeys(reason for reason in reasons if reason != retyping.LEFT_OUT))[:5]
