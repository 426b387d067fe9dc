"""Chooses a reference, by its title in the form, and by "Haider 2024" where a folded source names it."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column
from wagtail.snippets.views.chooser import SnippetChosenView, SnippetCreateView
from wagtail.snippets.widgets import AdminSnippetChooser

from articles import citations
from articles.admin import word_search
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


def status(reference: Reference) -> str:
    """Give the one word that an editor must not miss, or nothing."""
    return _("Retracted") if reference.retracted else ""


SearchableChooser = word_search.chooser(
    Column("first_author", label=_("First author"), accessor=lambda reference: citations.first_author(reference.csl)),
    Column("year", label=_("Year")),
    Column("design", label=_("Design"), accessor="get_design_display"),
    Column("status", label=_("Status"), accessor=status),
)


class ReferenceChooserViewSet(SearchableChooser):
    """Chooses a reference, or puts a new one into the library without leaving the article."""

    chosen_view_class = ReferenceChosenView
    create_view_class = ReferenceCreateView
    creation_form_class = ReferenceForm
    create_action_label = _("Add to the library")
    creation_tab_label = _("New reference")
