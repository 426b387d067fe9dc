"""Has the sources that a report lists, or one of them, asked for soon. Nothing is asked of any server here."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST
from wagtail.admin import messages

from articles.references import looking_up, reaching
from articles.reports import base
from articles.reports.sources import HAS_ADDRESS, SourceProblems, SourcesFilterSet, rows

MOST = 500


@require_POST
def check(request: HttpRequest) -> HttpResponse:
    """Take the report's filters as the query, and as `reference` the one source that is meant, if only one is."""
    if not base.may_see(request.user):
        raise PermissionDenied
    back = redirect(SourceProblems.address(request.GET.urlencode()))
    if not looking_up.is_allowed():
        messages.error(request, _("No server is asked: looking up is switched off in the library settings."))
        return back
    found = rows().filter(HAS_ADDRESS, page__in=base.pages_of(request.user).order_by().values("pk"))
    filters = SourcesFilterSet(data=request.GET, queryset=found, request=request)
    if not filters.is_valid():
        messages.error(request, _("These filters are not valid. Choose others and check again."))
        return back
    found = filters.chosen(filters.filter_queryset(found))
    if one := request.POST.get("reference", ""):
        found = found.filter(reference=int(one)) if one.isdecimal() else found.none()
    ids = list(found.order_by("reference").values_list("reference", flat=True).distinct()[:MOST])
    reaching.request(ids)
    if not ids:
        messages.warning(request, _("There is no source with a DOI or an address to ask for."))
    else:
        text = ngettext(
            "%(count)d source is asked for in the next minutes. Load this page again to see the answer.",
            "%(count)d sources are asked for in the next minutes. Load this page again to see the answers.",
            len(ids),
        )
        messages.success(request, text % {"count": len(ids)})
    return back
