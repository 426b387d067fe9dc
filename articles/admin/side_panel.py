"""The shape that all side panels beside an article's form share; `side_panels` puts them there."""

from typing import Any, ClassVar

from django import forms
from wagtail.admin.ui.side_panels import BaseSidePanel


class ArticleSidePanel(BaseSidePanel):
    """A panel of our own: it says how its button looks, which files it needs, what it shows and how much is to do."""

    toggle_label: ClassVar[Any] = ""
    icon_name = ""
    counts_what_is_to_do = False  # whether its button has a counter
    styles: ClassVar[tuple[str, ...]] = ()
    scripts: ClassVar[tuple[str, ...]] = ()

    class SidePanelToggle(BaseSidePanel.SidePanelToggle):
        counter_classname = "w-bg-critical-200"

        def __init__(self, panel: "ArticleSidePanel") -> None:
            super().__init__(panel)
            self.aria_label = panel.toggle_label
            self.icon_name = panel.icon_name
            self.has_counter = panel.counts_what_is_to_do

        def get_context_data(self, parent_context: dict) -> dict[str, Any]:
            context = super().get_context_data(parent_context)
            return context | {"count": self.panel.to_do()} if self.has_counter else context

    @property
    def media(self) -> forms.Media:
        return forms.Media(css={"all": list(self.styles)}, js=list(self.scripts))

    def to_do(self) -> int:
        """Give the number at the button."""
        return 0

    def content(self) -> dict[str, Any]:
        """Give what the template shows."""
        return {}

    def get_context_data(self, parent_context: dict) -> dict[str, Any]:
        return super().get_context_data(parent_context) | self.content()
