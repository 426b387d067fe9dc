"""Parts of the article's form that are no fields."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import Panel


class RetractedSourcesPanel(Panel):
    """Warns above the form that the article cites retracted work, and leads to each block; absent where it cites none."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"heading": _("Retracted sources")} | kwargs)

    class BoundPanel(Panel.BoundPanel):
        template_name = "articles/admin/retracted_sources.html"

        def __init__(self, **kwargs: Any) -> None:
            from articles import retractions

            super().__init__(**kwargs)
            self.sources = retractions.sources_of(self.instance) if self.instance.pk else []

        def is_shown(self) -> bool:
            return bool(self.sources) and super().is_shown()


class MissedChangesPanel(Panel):
    """Tells above the form of a translation what has changed in the original since; absent where nothing has."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"heading": _("Changes of the original")} | kwargs)

    class BoundPanel(Panel.BoundPanel):
        template_name = "articles/admin/missed_changes.html"

        def __init__(self, **kwargs: Any) -> None:
            from articles import translating

            super().__init__(**kwargs)
            self.original = translating.original_of(self.instance)
            self.changes = translating.changes_missed(self.instance, self.original) if self.original else []

        def is_shown(self) -> bool:
            return bool(self.changes) and super().is_shown()
