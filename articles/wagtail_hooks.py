"""What this room adds to the admin."""

from django.contrib.auth.models import Permission
from django.http import HttpRequest
from django.urls import URLPattern
from wagtail import hooks
from wagtail.models import Page
from wagtail.snippets.models import register_snippet

from articles import reports, reviews
from articles.admin import (
    clipboard,
    copying,
    home_panels,
    previews,
    questions,
    retracted,
    review_dates,
    reviewing,
    side_panels,
    suggestions,
)
from articles.admin.bulk_publishing import PublishEach
from articles.admin.claims_panel import ClaimsSidePanel
from articles.admin.importing import viewset as importing
from articles.admin.library import Library
from articles.admin.reference_imports import ReferenceImportViewSet
from articles.previews import sharing

ICONS = ("benefit", "call", "certainty", "copy-block", "evidence", "mechanism", "paste-block", "reference")


@hooks.register("register_icons")
def register_icons(icons: list[str]) -> list[str]:
    return [*icons, *(f"articles/icons/{name}.svg" for name in ICONS)]


@hooks.register("register_admin_urls")
def report_urls() -> list[URLPattern]:
    return reports.urls()


@hooks.register("register_admin_urls")
def review_urls() -> list[URLPattern]:
    return reviewing.urls()


@hooks.register("register_admin_urls")
def composing_urls() -> list[URLPattern]:
    return [*clipboard.urls(), *questions.urls(), *suggestions.urls()]


@hooks.register("register_admin_urls")
def preview_urls() -> list[URLPattern]:
    return previews.urls()


@hooks.register("construct_homepage_panels")
def panels_of_the_home_page(request: HttpRequest, panels: list) -> None:
    panels.extend(home_panels.panels(request))


@hooks.register("register_page_header_buttons")
def reviews_button(page: Page, user: object, view_name: str, next_url: str | None = None) -> list:
    return reviewing.header_buttons(page, user)


@hooks.register("register_page_listing_more_buttons")
def review_in_listing(page: Page, user: object, next_url: str | None = None) -> list:
    return reviewing.listing_buttons(page, user)


@hooks.register("register_permissions")
def permissions():
    return Permission.objects.filter(content_type__app_label="articles", codename="review_article")


@hooks.register("register_log_actions")
def log_actions(actions) -> None:
    actions.register_action(reviews.LOG_ACTION)(reviewing.ReviewFormatter)
    actions.register_action(sharing.SHARED)(previews.ShareLogFormatter)
    actions.register_action(sharing.REVOKED)(previews.RevokeLogFormatter)


for entry in reports.menu_entries():
    hooks.register("register_reports_menu_item", entry)


hooks.register("construct_explorer_page_queryset", retracted.mark_in_explorer)
hooks.register("after_create_snippet", retracted.tell_who_leans)
hooks.register("after_edit_snippet", retracted.tell_who_leans)
for _moment in ("before_publish_page", "after_edit_page"):
    hooks.register(_moment, review_dates.tell_of_review)
hooks.register("before_delete_snippet", questions.before_delete)
register_snippet(Library)

side_panels.add(ClaimsSidePanel)
side_panels.add(suggestions.SuggestionsSidePanel)
side_panels.add(previews.SharingSidePanel)
hooks.register("before_copy_page", copying.before_copy)
hooks.register("register_bulk_action", PublishEach, order=10)  # after Wagtail's own, which it replaces


@hooks.register("register_admin_viewset")
def register_import() -> importing.ImportViewSet:
    return importing.ImportViewSet()


@hooks.register("register_admin_menu_item")
def register_import_menu_item() -> importing.ImportMenuItem:
    return importing.menu_item()


@hooks.register("register_page_header_buttons")
def register_import_button(page: Page, user: object, view_name: str, next_url: str | None = None) -> list:
    return importing.header_buttons(page, user)


@hooks.register("register_admin_viewset")
def register_reference_import() -> ReferenceImportViewSet:
    return ReferenceImportViewSet()
