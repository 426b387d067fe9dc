"""Tells people in the admin why something was refused, by the publish gate or for its slug, whatever they used."""

import json
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.models import Page

from articles import gatekeeping
from articles.gatekeeping import PublicationRefused
from articles.slugs import SlugRefused


class PublishGateMiddleware:
    """Turns a refused publication into a message, and shows the warnings of those that were not refused.

    Wagtail's views do not expect that a publication fails: without this, approving in a workflow would answer a 500.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method != "POST" or not _is_admin(request):
            return self.get_response(request)
        with gatekeeping.listening() as heard:
            response = self.get_response(request)
            if _has_acted(response):
                for sentence, (page, block) in heard.items():
                    messages.warning(request, sentence, buttons=buttons(page, block))
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Answer a refusal; anything else is not this middleware's."""
        if not isinstance(exception, PublicationRefused | SlugRefused) or not _is_admin(request):
            return None
        tell(request, exception)
        back = _way_back(request, exception.page)
        if request.headers.get("x-requested-with") == "XMLHttpRequest":  # the modal of a workflow
            return JsonResponse({"step": "success", "redirect": back})
        return HttpResponseRedirect(back)


def tell(request: HttpRequest, refused: PublicationRefused | SlugRefused) -> None:
    """Show why something was not done to a page, with the way to the first block that keeps it from readers."""
    gaps = getattr(refused, "gaps", ())
    way = buttons(refused.page, gaps[0].block) if gaps else []
    messages.error(request, refused.messages[0], buttons=way)


def buttons(page: Page, block: str) -> list:
    """Give the way to a block in the editor, where the page exists."""
    return [messages.button(block_url(page, block), _("Go to the claim"))] if page.pk else []


def block_url(page: Page, block: str) -> str:
    """Give the address of one block in the editor of its page."""
    return f"{reverse('wagtailadmin_pages:edit', args=[page.pk])}#block-{block}-section"


def _is_admin(request: HttpRequest) -> bool:
    return request.path.startswith(reverse("wagtailadmin_home"))


def _has_acted(response: HttpResponse) -> bool:
    """Whether a view did what it was asked: it leads elsewhere, itself or by the script of a modal."""
    if 300 <= response.status_code < 400:
        return True
    if response.status_code != 200 or "json" not in response.headers.get("Content-Type", ""):
        return False
    answer = json.loads(response.content)
    return isinstance(answer, dict) and "redirect" in answer


def _way_back(request: HttpRequest, page: Page) -> str:
    came_from = request.headers.get("Referer", "")
    if came_from and url_has_allowed_host_and_scheme(came_from, {request.get_host()}, request.is_secure()):
        return came_from
    parent = page.get_parent()
    if page.pk and Page.objects.filter(pk=page.pk).exists():
        return reverse("wagtailadmin_pages:edit", args=[page.pk])
    return reverse("wagtailadmin_explore", args=[parent.pk]) if parent else reverse("wagtailadmin_home")
