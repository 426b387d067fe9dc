"""Chooses a reference, by its title in the form, and by "Haider 2024" where a folded source names it."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.snippets.views.chooser import SnippetChooserViewSet, SnippetChosenView, SnippetCreateView
from wagtail.snippets.widgets import AdminSnippetChooser

from articles import citations
from articles.admin.reference_form import ReferenceForm
from articles.models import Reference


class ReferenceChooser(AdminSnippetChooser):
    """The field in a form."""

    def get_value_data_from_instance(self, instance: Reference) -> dict[str, Any]:
        return super().get_value_data_from_instance(instance) | {"short": citations.short(instance.csl)}


class WithShortName:
    """An answer of the chooser's dialogue that tells the field the short name, too."""

    def get_chosen_response_data(self, item: Reference) -> dict[str, Any]:
        return super().get_chosen_response_data(item) | {"short": citations.short(item.csl)}


class ReferenceChosenView(WithShortName, SnippetChosenView):
    pass


class ReferenceCreateView(WithShortName, SnippetCreateView):
    pass


class ReferenceChooserViewSet(SnippetChooserViewSet):
    """Chooses a reference, or puts a new one into the library without leaving the article."""

    chosen_view_class = ReferenceChosenView
    create_view_class = ReferenceCreateView
    creation_form_class = ReferenceForm
    create_action_label = _("Add to the library")
    creation_tab_label = _("New reference")
