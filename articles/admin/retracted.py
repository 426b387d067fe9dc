"""Shows retracted work where editors look anyway: in the explorer, and after a reference was marked."""

from django.db.models import Exists, Model, OuterRef
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.admin import messages
from wagtail.models import Page
from wagtail.query import PageQuerySet

from articles import reports, retractions
from articles.models import Reference


def mark_in_explorer(parent: Page, pages: PageQuerySet, request: HttpRequest) -> PageQuerySet:
    """Give the explorer's pages, each knowing whether it leans on retracted work, in the same query."""
    return pages.annotate(leans_on_retracted=Exists(retractions.citations().filter(page=OuterRef("pk"))))


def tell_who_leans(request: HttpRequest, instance: Model) -> None:
    """Tell who has saved a retracted reference how many live articles lean on it, and where they are listed."""
    if not isinstance(instance, Reference) or not instance.retracted:
        return
    count = retractions.citations().filter(reference=instance).values("page").distinct().count()
    if not count:
        messages.info(request, _("No live article cites this retracted reference."))
        return
    text = ngettext(
        "%(count)s live article leans on this retracted reference. Its owner is told once.",
        "%(count)s live articles lean on this retracted reference. Their owners are told once.",
        count,
    )
    button = messages.button(reports.sources.SourceProblems.address(f"reference={instance.pk}"), _("Show them"))
    messages.warning(request, text % {"count": count}, buttons=[button])
