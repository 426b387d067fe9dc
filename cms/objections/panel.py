"""The side panel beside an article's form: which claims readers dispute, and what was answered."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.side_panels import BaseSidePanel

from articles.models import ArticlePage
from cms.objections import access
from cms.objections.listing import Listing


class ObjectionsSidePanel(BaseSidePanel):
    """What readers say of the article's claims; drawn anew with each autosave, and after each answer."""

    class SidePanelToggle(BaseSidePanel.SidePanelToggle):
        aria_label = _("Toggle objections of readers")
        icon_name = "openquote"
        counter_classname = "w-bg-critical-200"

        def get_context_data(self, parent_context: dict) -> dict[str, Any]:
            return super().get_context_data(parent_context) | {"count": self.panel.listing.open_count}

    name = "objections"
    title = _("Objections of readers")
    template_name = "cms/objections/panel.html"
    order = 210

    def __init__(self, object: ArticlePage, request):
        super().__init__(object, request)
        self.listing = Listing(object, access.of(request.user, object))

    @property
    def media(self) -> forms.Media:
        return forms.Media(css={"all": ["cms/objections/panel.css"]}, js=["cms/objections/panel.js"])

    def get_context_data(self, parent_context: dict) -> dict[str, Any]:
        return super().get_context_data(parent_context) | {"listing": self.listing}
