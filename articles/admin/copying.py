"""Copies and aliases are asked about before anything is copied: for free slugs, and, if live at once, by the gate."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.models import Page
from wagtail.query import PageQuerySet

from articles import gatekeeping, slugs
from articles.admin import refusals
from articles.gatekeeping import PublicationRefused
from articles.models import ArticlePage


def before_copy(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Lead back to the form, with a message for each reason, where articles could not be at their new place."""
    if request.method != "POST":
        return None
    target = Page.objects.filter(pk=request.POST.get("new_parent_page") or None).first() or page.get_parent()
    below = page.get_descendants() if request.POST.get("copy_subpages") else Page.objects.none()
    pages = Page.objects.filter(pk=page.pk) | below
    taken = slugs.refusal_of(below, to=target)
    if taken:
        reason = _("%(reason)s Or copy “%(title)s” without its subpages.") % {"reason": taken, "title": page.title}
        messages.error(request, reason)
    goes_live = request.POST.get("publish_copies") or request.POST.get("alias")
    refused = _refused(pages, target) if goes_live else []
    for reason in refused:
        refusals.tell(request, reason)
    return HttpResponseRedirect(request.get_full_path()) if taken or refused else None


def _refused(pages: PageQuerySet, target: Page) -> list[PublicationRefused]:
    """Give what the gate at `target` has against articles among `pages`."""
    standards = gatekeeping.standards_of(target)
    refused = []
    for article in ArticlePage.objects.filter(pk__in=pages.values("pk"), live=True).order_by("path"):
        ruling = gatekeeping.ruling_on(article, standards=standards)
        if ruling.refuses:
            refused.append(PublicationRefused(article, ruling.gaps))
    return refused
