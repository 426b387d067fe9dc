"""Moderators keep what they look for again and again under a name, for themselves or for all."""

from django import forms
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views import View
from wagtail.admin import messages
from wagtail.admin.utils import get_valid_next_url_from_request

from comments import actions, staff
from comments.admin import filters
from comments.admin.access import ModeratorsOnly
from comments.errors import FilterNotFound
from comments.models import SavedFilter

MOST = 50  # shown at most


class SavedFilterForm(forms.ModelForm):
    """A search under a name; `query` as the list's address has it, of which what is not known is left out."""

    class Meta:
        model = SavedFilter
        fields = ["name", "query", "is_shared"]

    def clean_query(self) -> str:
        return filters.address(filters.read(QueryDict(self.cleaned_data["query"])))


def saved(user, current: str) -> list[dict]:
    """Give the filters that a moderator has saved or others share: {name, url, owner, is_current, delete_url}; one query.

    `current` is the query of the list that is shown; `owner` and `delete_url` are empty where they do not apply.
    """
    rows = SavedFilter.objects.filter(Q(owner=user) | Q(is_shared=True)).select_related("owner")[:MOST]
    index = reverse("reader_comments:index")
    return [
        {
            "name": row.name,
            "url": f"{index}?{row.query}" if row.query else index,
            "is_shared": row.is_shared,
            "owner": "" if row.owner_id == user.pk else staff.public_name(row.owner),
            "is_current": row.query == current,
            "delete_url": reverse("reader_comments:forget_filter", args=[row.pk]) if row.owner_id == user.pk else "",
        }
        for row in rows
    ]


class SaveFilterView(ModeratorsOnly, View):
    """Keeps a search; the same name again replaces it."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest) -> HttpResponse:
        form = SavedFilterForm(request.POST)
        if not form.is_valid():
            messages.error(request, _("This filter was not saved: give it a name of at most 60 characters."))
            return _back(request)
        values = form.cleaned_data
        actions.save_filter(values["name"], by=self.moderator, query=values["query"], is_shared=values["is_shared"])
        messages.success(request, format_html(_("Saved as “{}”."), values["name"]))
        return _back(request)


class ForgetFilterView(ModeratorsOnly, View):
    """Deletes a saved filter of one's own."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        try:
            row = actions.forget_filter(pk, by=self.moderator)
        except FilterNotFound:
            raise Http404 from None
        messages.success(request, format_html(_("“{}” is deleted."), row.name))
        return _back(request)


def _back(request: HttpRequest) -> HttpResponse:
    return redirect(get_valid_next_url_from_request(request) or reverse("reader_comments:index"))
