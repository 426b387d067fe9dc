"""Importing references in the admin: a file or a paste, a preview to choose from, the saving in parts, the result."""

from collections import Counter
from datetime import timedelta
from typing import Any

from django import forms
from django.db import transaction
from django.db.models import F
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.html import format_html
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import FormView, TemplateView, View
from wagtail.admin.auth import permission_denied
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.viewsets.base import ViewSet
from wagtail.models import Site

from articles import citations
from articles.models import Reference, ReferenceImport
from articles.references import filling, formats, importing, looking_up
from articles.references.formats import Entry
from articles.references.importing import Outcome, Row, Status

MOST_ROWS_SHOWN = 300
FORGOTTEN = timedelta(days=7)
FORMAT_NAMES = {
    "bibtex": "BibTeX",
    "ris": "RIS",
    "nbib": gettext_lazy("PubMed (.nbib)"),
    "csl": "CSL-JSON",
    "identifiers": gettext_lazy("DOIs and PMIDs"),
}
LABELS = {
    Status.NEW: gettext_lazy("New"),
    Status.EXISTING: gettext_lazy("Already there"),
    Status.BROKEN: gettext_lazy("Broken"),
}


class FilesInput(forms.ClearableFileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Any number of files."""

    widget = FilesInput

    def clean(self, value: Any, initial: Any = None) -> list:
        given = value if isinstance(value, list | tuple) else [value] if value else []
        return [super(FilesField, self).clean(file, initial) for file in given]


class SourceForm(forms.Form):
    """Files or a paste; cleaning it reads them, so that what cannot be read is told at its field."""

    files = FilesField(required=False, label=gettext_lazy("Files"))
    text = forms.CharField(
        required=False,
        label=gettext_lazy("Or paste"),
        strip=False,
        widget=forms.Textarea(attrs={"rows": 8, "spellcheck": "false"}),
    )

    def __init__(self, *args: Any, may_look_up: bool = False, settings_url: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.may_look_up = may_look_up
        if may_look_up:
            alone = _("Or DOIs and PMIDs, one a line: they are looked up at Crossref and PubMed.")
        elif settings_url:
            alone = format_html(
                _(
                    "DOIs and PMIDs typed alone can be looked up once "
                    "<a class='w-underline' href='{}'>Library settings</a> allow it."
                ),
                settings_url,
            )
        else:
            alone = _("DOIs and PMIDs typed alone are not looked up: an administrator has not allowed it.")
        what = _("Entries of BibTeX, RIS, PubMed (.nbib) or CSL-JSON.")
        self.fields["text"].help_text = format_html("{} {}", what, alone)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        files, text = cleaned.get("files") or [], cleaned.get("text") or ""
        if not self.errors and not files and not text.strip():
            raise forms.ValidationError(_("Choose a file, or paste some entries."), code="empty")
        sources = [
            ("files", file.name, lambda file=file: formats.decode(file.read(formats.MOST_BYTES + 1))) for file in files
        ]
        if text.strip():
            sources.append(("text", _("pasted text"), lambda: text))
        self.entries: list[Entry] = []
        self.names, self.formats = [], []
        for field, name, content in sources:
            try:
                reading = formats.read(content())
                self.entries += looking_up.completed(reading, allowed=self.may_look_up)
            except formats.Unreadable as error:
                self.add_error(field, f"{name}: {error}" if field == "files" else str(error))
                continue
            self.names.append(name)
            self.formats.append(reading.format)
        if len(self.entries) > formats.MOST_ENTRIES:
            self.add_error("files", _("These are more entries than can be imported at once. Import them in parts."))
        return cleaned


class ImportersOnly:
    """Lets in who may add references, and each to their own imports only."""

    header_icon = "reference"
    page_title = gettext_lazy("Import references")

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.has_perm("articles.add_reference"):
            return permission_denied(request)
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def importing(self) -> ReferenceImport:
        return get_object_or_404(ReferenceImport, pk=self.kwargs["pk"], user=self.request.user)

    def get_breadcrumbs_items(self) -> list[dict]:
        return [
            *self.breadcrumbs_items,
            {"url": reverse(list_url_name()), "label": _("References")},
            {"url": "", "label": self.get_page_title()},
        ]

    def get_page_title(self) -> str:
        return str(self.page_title)


class StartView(ImportersOnly, WagtailAdminTemplateMixin, FormView):
    """Takes files or a paste, reads them, and goes on to the preview; nothing is saved yet."""

    template_name = "articles/references/import.html"
    form_class = SourceForm

    def get_form_kwargs(self) -> dict[str, Any]:
        allowed = looking_up.is_allowed(Site.find_for_request(self.request))
        may_set = self.request.user.has_perm("articles.change_librarysettings")
        settings_url = reverse("wagtailsettings:edit", args=["articles", "librarysettings"]) if may_set else ""
        return super().get_form_kwargs() | {"may_look_up": allowed, "settings_url": settings_url}

    def form_valid(self, form: SourceForm) -> HttpResponse:
        ReferenceImport.objects.filter(started_at__lt=timezone.now() - FORGOTTEN).delete()
        started = ReferenceImport.objects.create(
            user=self.request.user,
            name=", ".join(form.names)[:255],
            format=form.formats[0] if len(set(form.formats)) == 1 else "",
            rows=[
                {"number": number, "label": entry.label, "csl": entry.csl, "reason": entry.reason}
                for number, entry in enumerate(form.entries, 1)
            ],
        )
        return redirect("reference_imports:preview", started.pk)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {
            "most_bytes": formats.MOST_BYTES // 1024**2,
            "most_entries": f"{formats.MOST_ENTRIES:,}",
        }


class PreviewView(ImportersOnly, WagtailAdminTemplateMixin, TemplateView):
    """Shows what saving would do with each entry; a POST chooses which new ones are saved, and whether gaps are filled."""

    template_name = "articles/references/preview.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.importing.chosen is not None:
            return redirect("reference_imports:progress", self.importing.pk)
        return super().get(request, *args, **kwargs)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        if self.importing.chosen is None:
            ticked = {int(number) for number in request.POST.getlist("entry") if number.isdigit()}
            rows = [row for row in self.rows if row.status is Status.NEW]
            shown = {row.entry.number for row in self._shown()}
            rest, fill = "rest" in request.POST, "fill" in request.POST
            new = {
                row.entry.number
                for row in rows
                if row.entry.number in ticked or (rest and row.entry.number not in shown)
            }
            filled = {row.entry.number for row in self.rows if row.gaps} if fill else set()
            chosen = sorted(new | filled)
            if not chosen:
                self.nothing_chosen = True
                return self.render_to_response(self.get_context_data())
            existing = sum(row.status is Status.EXISTING for row in self.rows) - len(filled)
            ReferenceImport.objects.filter(pk=pk, chosen__isnull=True).update(chosen=chosen, existing=existing)
        return redirect("reference_imports:progress", pk)

    nothing_chosen = False

    @cached_property
    def rows(self) -> list[Row]:
        return importing.plan([_entry(row) for row in self.importing.rows])

    def _shown(self) -> list[Row]:
        """Give the rows that fit on the page: what needs a look first, then the new ones, then those with gaps to fill."""
        order = {Status.BROKEN: 0, Status.NEW: 1, Status.EXISTING: 2}
        first = sorted(self.rows, key=lambda row: (order[row.status], not row.gaps))[:MOST_ROWS_SHOWN]
        return sorted(first, key=lambda row: row.entry.number)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        counts = Counter(row.status for row in self.rows)
        shown = self._shown()
        return super().get_context_data(**kwargs) | {
            "importing": self.importing,
            "format_name": FORMAT_NAMES.get(self.importing.format, _("several formats")),
            "rows": [_shown_row(row) for row in shown],
            "total": len(self.rows),
            "new": counts[Status.NEW],
            "existing": counts[Status.EXISTING],
            "broken": counts[Status.BROKEN],
            "with_gaps": len({row.match.pk for row in self.rows if row.gaps}),
            "fill": self.request.method == "GET" or "fill" in self.request.POST,
            "hidden": len(self.rows) - len(shown),
            "hidden_new": counts[Status.NEW] - sum(row.status is Status.NEW for row in shown),
            "nothing_chosen": self.nothing_chosen,
            "start_url": reverse("reference_imports:start"),
        }


class ProgressView(ImportersOnly, WagtailAdminTemplateMixin, TemplateView):
    """Shows how far an import is, and in the end what became of it."""

    template_name = "articles/references/progress.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.importing.chosen is None:
            return redirect("reference_imports:preview", self.importing.pk)
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        done = self.importing
        broken = [_entry(row) for row in done.rows]
        broken = [row for row in importing.plan(broken) if row.status is Status.BROKEN] if done.is_finished else []
        return super().get_context_data(**kwargs) | {
            "importing": done,
            "total": len(done.chosen),
            "broken": [{"label": row.entry.label, "reason": row.reason} for row in broken[:MOST_ROWS_SHOWN]],
            "broken_count": len(broken),
            "list_url": reverse(list_url_name()),
            "start_url": reverse("reference_imports:start"),
            "created_told": ngettext(
                "%(count)s reference was added.", "%(count)s references were added.", done.created
            ) % {"count": f"{done.created:,}"},
        }  # fmt: skip


class StepView(ImportersOnly, View):
    """Saves the next part of an import: the page asks for one after the other, and a form does so without a script."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        step(self.importing, user=request.user)
        if request.headers.get("Accept") == "application/json":
            done = self.importing
            return JsonResponse({"done": done.done, "total": len(done.chosen or []), "is_finished": done.is_finished})
        return redirect("reference_imports:progress", pk)


def step(under_way: ReferenceImport, *, user: Any) -> None:
    """Save the next part of the chosen entries; of two requests for the same part one does it."""
    if under_way.chosen is None or under_way.is_finished:
        return
    start = under_way.done
    numbers = under_way.chosen[start : start + importing.ROWS_A_TIME]
    with transaction.atomic():  # a part that fails is not counted as done, and comes again
        mine = ReferenceImport.objects.filter(pk=under_way.pk, done=start)
        if mine.update(done=start + len(numbers)):
            wanted = set(numbers)
            entries = [_entry(row) for row in under_way.rows if row["number"] in wanted]
            outcome = sum(importing.save(entries, user=user), Outcome())
            ReferenceImport.objects.filter(pk=under_way.pk).update(
                created=F("created") + outcome.created,
                existing=F("existing") + outcome.existing,
                filled=F("filled") + outcome.filled,
            )
    under_way.refresh_from_db(fields=["done", "created", "existing", "filled"])


def _entry(row: dict[str, Any]) -> Entry:
    return Entry(row["number"], row["label"], row["csl"], row["reason"])


def _shown_row(row: Row) -> dict[str, Any]:
    known = row.match.pk if row.match else None
    return {
        "number": row.entry.number,
        "label": row.entry.label,
        "status": row.status.value,
        "status_label": LABELS[row.status],
        "is_new": row.status is Status.NEW,
        # Everything from the entry is escaped by the sentence.
        "citation": mark_safe(citations.sentence(row.reference.csl)) if row.reference else "",  # noqa: S308
        "reason": row.reason,
        "notes": row.notes,
        "gaps": filling.told(row.gaps),
        "url": reverse(Reference.snippet_viewset.get_url_name("edit"), args=[known]) if known else "",
    }


def list_url_name() -> str:
    """Give the name of the address of the reference list."""
    return Reference.snippet_viewset.get_url_name("list")


class ReferenceImportViewSet(ViewSet):
    """The addresses of the import, under /admin/references/import/."""

    name = "reference_imports"
    url_prefix = "references/import"
    icon = "reference"

    def get_urlpatterns(self) -> list:
        return [
            path("", self.construct_view(StartView), name="start"),
            path("<int:pk>/", self.construct_view(PreviewView), name="preview"),
            path("<int:pk>/progress/", self.construct_view(ProgressView), name="progress"),
            path("<int:pk>/step/", StepView.as_view(), name="step"),
        ]
