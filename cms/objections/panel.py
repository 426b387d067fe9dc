"""The side panel beside an article's form: which claims readers dispute, and what was answered."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from articles.admin.side_panel import ArticleSidePanel
from articles.models import ArticlePage
from cms.objections import access
from cms.objections.listing import Listing


class ObjectionsSidePanel(ArticleSidePanel):
    """What readers say of the article's claims; drawn anew with each autosave, and after each answer."""

    name = "objections"
    title = _("Objections of readers")
    toggle_label = _("Toggle objections of readers")
    icon_name = "openquote"
    counts_what_is_to_do = True
    template_name = "cms/objections/panel.html"
    order = 205
    styles = ("cms/objections/panel.css",)
    scripts = ("cms/objections/panel.js",)

    def __init__(self, object: ArticlePage, request):
        super().__init__(object, request)
        self.listing = Listing(object, access.of(request.user, object))

    def to_do(self) -> int:
        return self.listing.open_count

    def content(self) -> dict[str, Any]:
        return {"listing": self.listing}
