"""The form that takes the files of an import, and the place for the articles."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from articles.admin.importing import access, waiting
from articles.importers import formats
from articles.models import ArticleIndexPage


class ParentField(forms.ModelChoiceField):
    """Names an index by its title, and by its site's where several have the same."""

    def label_from_instance(self, obj: ArticleIndexPage) -> str:
        site = obj.get_site()
        return f"{obj.title} · {site.site_name or site.hostname} ({obj.locale})" if site else obj.title


class FilesInput(forms.ClearableFileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Takes one or several files."""

    widget = FilesInput

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile]:
        files = data if isinstance(data, list | tuple) else [data] if data else []
        if not files:
            raise ValidationError(self.error_messages["required"], code="required")
        if len(files) > waiting.MOST:
            message = _("Choose at most %(most)d files at a time.")
            raise ValidationError(message, code="too_many", params={"most": waiting.MOST})
        return list(files)


class UploadForm(forms.Form):
    """Files to import, and the index to put the articles under."""

    parent = ParentField(
        queryset=ArticleIndexPage.objects.none(),
        label=_("Put new articles under"),
        help_text=_("An article that was imported before stays where it is."),
        empty_label=None,
    )
    files = FilesField(
        label=_("Files"),
        error_messages={"required": _("Choose at least one file, or drop it on the area.")},
        widget=FilesInput(attrs={"accept": ",".join(formats.EXTENSIONS), "class": "import-drop__input"}),
    )

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["parent"].queryset = access.parents(user).select_related("locale")  # type: ignore[attr-defined]
