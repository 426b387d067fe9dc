"""Answers Wagtail's request for a preview with the way to the front end that shows it."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from wagtail.models import Page

from articles.previews import addresses, drafts


def readers_view(page: Page, request: HttpRequest) -> HttpResponse | None:
    """Give the redirect to where readers would see the draft.

    None where nothing is saved yet, or whoever asks may not see all drafts of the page but was shown this one by Wagtail.
    """
    user = getattr(request, "user", None)
    if page._state.adding or user is None or not drafts.may_see(user, page):
        return None
    token = drafts.token_for(page, user, revision=getattr(request, "revision_id", None))
    answer = HttpResponseRedirect(addresses.live(page, token, in_panel=getattr(request, "in_preview_panel", False)))
    answer["Cache-Control"] = "no-store"
    answer["Referrer-Policy"] = "no-referrer"
    return answer


def revision_asked_for(request: HttpRequest | None) -> dict[str, Any]:
    """Give `revision_id`, as Wagtail's own previews in a workflow have it, where a request is about one revision."""
    match = getattr(request, "resolver_match", None)
    return {"revision_id": match.kwargs["revision_id"]} if match and "revision_id" in match.kwargs else {}
