"""Side panels of our own beside Wagtail's, in the editor of articles.

Wagtail 8 has no hook for them: both of its page views build their list in `get_side_panels()`. What is added there is
drawn, collected for its scripts, and refreshed after each autosave exactly as Wagtail's own panels are.
"""

from collections.abc import Callable
from functools import wraps

from wagtail.admin.ui.components import MediaContainer
from wagtail.admin.ui.side_panels import BaseSidePanel
from wagtail.admin.views.pages.create import CreateView
from wagtail.admin.views.pages.edit import EditView

from articles.admin.previews import OutsidePreviewSidePanel
from articles.models import ArticlePage

_added: list[type[BaseSidePanel]] = []


def add(panel: type[BaseSidePanel]) -> None:
    """Put a side panel beside the form of articles, after the status and by its `order`."""
    if panel not in _added:
        _added.append(panel)
        _added.sort(key=lambda added: added.order)


def _with_ours(original: Callable) -> Callable:
    @wraps(original)
    def get_side_panels(view: CreateView | EditView) -> MediaContainer:
        panels = original(view)
        if isinstance(view.page, ArticlePage) and not view.page.alias_of_id:
            panels[1:1] = [panel(view.page, view.request) for panel in _added]
            panels[:] = [OutsidePreviewSidePanel.instead_of(panel) for panel in panels]
        return panels

    return get_side_panels


for _view in (CreateView, EditView):
    _view.get_side_panels = _with_ours(_view.get_side_panels)
