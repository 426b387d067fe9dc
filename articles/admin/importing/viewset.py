"""The addresses of the import under /admin/articles/import/, and the ways to it in menus and headers."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import path, reverse
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _
from wagtail.admin.menu import MenuItem
from wagtail.admin.viewsets.base import ViewSet
from wagtail.admin.widgets.button import Button
from wagtail.models import Page

from articles.admin.importing import access
from articles.admin.importing.views import UPLOAD, DiscardView, ReviewView, UploadView
from articles.models import ArticleIndexPage


class ImportViewSet(ViewSet):
    """Upload, review of one file, discarding it."""

    name = "article_import"
    url_prefix = "articles/import"
    icon = "upload"

    def get_urlpatterns(self) -> list:
        return [
            path("", UploadView.as_view(), name="index"),
            path("<uuid:pk>/", ReviewView.as_view(), name="review"),
            path("<uuid:pk>/discard/", DiscardView.as_view(), name="discard"),
        ]


class ImportMenuItem(MenuItem):
    """Stands in the main menu for those who may add articles somewhere."""

    def is_shown(self, request: HttpRequest) -> bool:
        return access.may_import_somewhere(request.user)


def menu_item() -> ImportMenuItem:
    """Gives the entry of the main menu."""
    return ImportMenuItem(_("Import"), reverse(UPLOAD), name="article-import", icon_name="upload", order=260)


def header_buttons(page: Page, user: Any) -> list[Button]:
    """Gives the button that leads from an article index to the import into it."""
    if page.specific_class is not ArticleIndexPage or not page.permissions_for_user(user).can_add_subpage():
        return []
    url = f"{reverse(UPLOAD)}?{urlencode({'parent': page.pk})}"
    return [Button(_("Import articles"), url=url, icon_name="upload", priority=16)]
