"""The library's list of references: its way to the import, and the download of what it shows for other programs."""

from django.http import HttpResponse
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from wagtail.admin.widgets.button import Button, HeaderButton

from articles.admin.word_search import WordSearchIndexView
from articles.api.references import item_of
from articles.references import export


class ReferenceIndexView(WordSearchIndexView):
    """The list; what is chosen by its search and filters can be exported."""

    FORMATS = (*WordSearchIndexView.FORMATS, *export.FORMATS)

    @cached_property
    def header_buttons(self) -> list:
        buttons = super().header_buttons
        if self.user_has_permission("add"):
            label = _("Import references")
            buttons.append(HeaderButton(label, url=reverse("reference_imports:start"), icon_name="upload", priority=5))
        return buttons

    @cached_property
    def header_more_buttons(self) -> list:
        downloads = [
            Button(
                _("Export as %(format)s") % {"format": kind.label},
                url=self.get_export_url(name),
                icon_name="download",
                priority=50 + place,
            )
            for place, (name, kind) in enumerate(export.FORMATS.items())
        ]
        return [*super().header_more_buttons, *downloads]

    def as_spreadsheet(self, queryset: object, spreadsheet_format: str) -> HttpResponse:
        kind = export.FORMATS.get(spreadsheet_format)
        if kind is None:
            return super().as_spreadsheet(queryset, spreadsheet_format)
        response = HttpResponse(
            kind.write(item_of(reference) for reference in queryset), content_type=f"{kind.media_type}; charset=utf-8"
        )
        response["Content-Disposition"] = content_disposition_header(True, f"references.{kind.extension}")
        return response
