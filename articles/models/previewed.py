"""How the drafts of articles are previewed, and kept as they were shared; mixed into ArticlePage."""

from typing import Any

from django.apps import apps
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from wagtail.models import Revision

from articles import claims

READERS_VIEW = ""
TEXT = "text"


class Previewed:
    """Shows the draft where readers will see it or, in a mode of its own, as plain text that needs no front end."""

    preview_modes = [(READERS_VIEW, _("As readers see it")), (TEXT, _("Text only, without the front end"))]

    def make_preview_request(
        self,
        original_request: HttpRequest | None = None,
        preview_mode: str | None = None,
        extra_request_attrs: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """Give the preview; a view of Wagtail's that is about one revision hands over which."""
        from articles.previews import showing

        chosen = showing.revision_asked_for(original_request) | (extra_request_attrs or {})
        return super().make_preview_request(original_request, preview_mode, chosen)

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponse:
        """Give the way to the front end, with a token for who asks; plain text where there is none."""
        from articles.previews import showing

        readers_view = showing.readers_view(self, request) if mode_name == READERS_VIEW else None
        return readers_view or super().serve_preview(request, mode_name)

    def get_preview_template(self, request: HttpRequest, mode_name: str) -> str:
        return "articles/preview.html"

    def get_preview_context(self, request: HttpRequest, mode_name: str) -> dict[str, Any]:
        """Give the page, and its references in the order of their numbers."""
        numbers = claims.numbering(self.claims())
        works = apps.get_model("articles.Reference").objects.in_bulk(numbers)
        return super().get_preview_context(request, mode_name) | {
            "references": [works[pk] for pk in numbers if pk in works],
            "is_unsaved": mode_name == READERS_VIEW and self._state.adding,
        }

    def save_revision(self, *args: Any, overwrite_revision: Revision | None = None, **kwargs: Any) -> Revision:
        """Save the draft. Autosave goes on in a new revision once the one it was writing to has been shared."""
        from articles.previews import sharing

        with transaction.atomic():
            if overwrite_revision and overwrite_revision.pk == self.latest_revision_id:
                overwrite_revision = None if sharing.is_shared(overwrite_revision) else overwrite_revision
            return super().save_revision(*args, overwrite_revision=overwrite_revision, **kwargs)
